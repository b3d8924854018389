package seeds

import (
	"fmt"
	"strconv"

	"sanku/domain"
)

// An annex is a table of targets: what its rows divide them by, and the column with
// the code of a row. annexes.csv lists the annexes of a plan.
type annex struct {
	name string // "annex1"
	by   domain.Dimension
	key  string
}

// readAnnexes reads the tables that annexes.csv lists, one line for each indicator
// in a table, and checks each column against its printed total, each row against
// its printed sum, and each year's total against the target that the text sets.
func (r *planReader) readAnnexes() error {
	lines, err := table(r.data, "annexes.csv")
	if err != nil {
		return err
	}
	for _, l := range lines {
		a := annex{name: l.text("annex"), by: domain.Dimension(l.text("dimension")), key: l.text("key")}
		indicator, prefix := l.text("indicator"), l.text("prefix")
		if *l.err != nil {
			return *l.err
		}
		if err := r.readAnnex(a, indicator, prefix); err != nil {
			return err
		}
	}
	return nil
}

func (r *planReader) readAnnex(a annex, indicator, prefix string) error {
	rows, err := table(r.data, a.name+".csv")
	if err != nil {
		return err
	}
	if a.by == domain.BySector {
		if err := r.readSectors(rows); err != nil {
			return err
		}
	}
	for year := r.plan.Period.From.Year; year <= r.plan.Period.To.Year; year++ {
		if err := r.readColumn(a, rows, indicator, prefix+strconv.Itoa(year), year); err != nil {
			return err
		}
	}
	return r.checkRowSums(a, rows, prefix)
}

// readColumn reads the targets of one year and checks them against the printed total
// and the text.
func (r *planReader) readColumn(a annex, rows []line, indicator, column string, year int) error {
	var parts []*domain.Decimal
	var printed *domain.Decimal
	for _, row := range rows {
		value := row.decimal(column)
		if row.text("row") == "total" {
			printed = value
		} else {
			parts = append(parts, value)
			r.target(indicator, a.by, row.text(a.key), year, value, a.name)
		}
		if *row.err != nil {
			return *row.err
		}
	}
	what := fmt.Sprintf("%s.csv, column %s", a.name, column)
	if printed == nil {
		return fmt.Errorf("%s: no printed total", what)
	}
	if err := domain.CheckTotal(what, parts, *printed); err != nil {
		return err
	}
	if city := r.cityTarget(indicator, year); city != nil && *city != *printed {
		return fmt.Errorf("%s: the total is %s, the text sets %s", what, printed, city)
	}
	return nil
}

// checkRowSums checks a table's own column of sums, where it has one.
func (r *planReader) checkRowSums(a annex, rows []line, prefix string) error {
	for _, row := range rows {
		if _, ok := row.cells["total"]; !ok {
			return nil
		}
		var years []*domain.Decimal
		for year := r.plan.Period.From.Year; year <= r.plan.Period.To.Year; year++ {
			years = append(years, row.decimal(prefix+strconv.Itoa(year)))
		}
		printed := row.decimal("total")
		if *row.err != nil {
			return *row.err
		}
		if printed == nil {
			return fmt.Errorf("%s.csv line %d: no printed sum", a.name, row.number)
		}
		if err := domain.CheckTotal(fmt.Sprintf("%s.csv line %d", a.name, row.number), years, *printed); err != nil {
			return err
		}
	}
	return nil
}

func (r *planReader) readSectors(rows []line) error {
	for _, row := range rows {
		if row.text("row") == "total" {
			r.plan.AnnualGrowth = row.decimal("annual_growth_pct")
			continue
		}
		r.plan.Sectors = append(r.plan.Sectors, domain.Sector{Code: row.text("sector"), Name: domain.Text{ZH: row.text("name_zh"), EN: row.text("name_en")},
			AnnualGrowth: row.decimal("annual_growth_pct"), Units: row.codes("responsible_units")})
		if *row.err != nil {
			return *row.err
		}
	}
	return nil
}

// readPolicy reads the plan's own text as a policy: its clauses, and the incentives
// under the clause that grants them.
func (r *planReader) readPolicy() error {
	f := r.file
	r.plan.Policy = domain.Policy{Title: f.Title, Number: f.Number, Issuer: f.Issuer, Level: "city", Region: f.Region, IssuedOn: f.IssuedOn,
		EffectiveFrom: f.IssuedOn, Summary: f.Source, SourceKey: "plan:" + f.Code}
	type clause struct {
		Ref              string   `json:"ref"`
		Kind             string   `json:"kind"`
		Part             string   `json:"part"`
		Heading          string   `json:"heading"`
		Text             string   `json:"text"`
		LeadUnits        []string `json:"lead_units"`
		ResponsibleUnits []string `json:"responsible_units"`
		Indicators       []string `json:"indicators"`
		Incentives       []string `json:"incentives"`
		Order            int      `json:"order"`
	}
	clauses, err := jsonLines[clause](r.data, "clauses.jsonl")
	if err != nil {
		return err
	}
	incentives, err := r.readIncentives()
	if err != nil {
		return err
	}
	for _, c := range clauses {
		r.plan.Policy.Clauses = append(r.plan.Policy.Clauses, domain.Clause{Ref: c.Ref, Heading: c.Heading, Text: c.Text, Incentives: incentives[c.Ref]})
		delete(incentives, c.Ref)
	}
	for ref := range incentives {
		return fmt.Errorf("incentives.csv: no clause %q", ref)
	}
	return r.plan.Policy.Validate()
}
