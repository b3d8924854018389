package seeds

import (
	"fmt"
	"io/fs"
	"slices"

	"sanku/domain"
)

// Plan is a plan as its data files give it: everything that has to be in the
// database before figures can be set beside targets.
type Plan struct {
	domain.Plan
	Areas      []domain.Area
	Units      []domain.Unit
	Industries []domain.Industry
	Registers  []domain.Register // none: those that are there do
	Indicators []domain.Indicator
	Targets    []domain.Target
	Policy     domain.Policy // the plan as a text, with its clauses and incentives
}

// ReadPlan reads a plan from a folder of data files laid out as plan/README.md says,
// and checks every printed total of its annexes. Errors name file and line.
func ReadPlan(data fs.FS) (Plan, error) {
	r := planReader{data: data}
	for _, step := range []func() error{r.readPlan, r.readAreas, r.readUnits, r.readIndustries, r.readRegisters, r.readIndicators, r.readMeasures, r.readAnnexes, r.readPolicy} {
		if err := step(); err != nil {
			return Plan{}, fmt.Errorf("plan: %w", err)
		}
	}
	return r.plan, nil
}

type planReader struct {
	data fs.FS
	file planFile
	plan Plan
}

type planFile struct {
	Code     string      `json:"code"`
	Title    string      `json:"title"`
	TitleEN  string      `json:"title_en"`
	Number   string      `json:"number"`
	Issuer   string      `json:"issuer"`
	IssuedOn domain.Date `json:"issued_on"`
	StartsOn domain.Date `json:"starts_on"`
	EndsOn   domain.Date `json:"ends_on"`
	Headline string      `json:"headline"`
	Region   string      `json:"region"`
	Source   string      `json:"source"`
}

func (r *planReader) readPlan() error {
	f := &r.file
	if err := readJSON(r.data, "plan.json", f); err != nil {
		return err
	}
	r.plan.Plan = domain.Plan{Code: f.Code, Title: f.Title, Number: f.Number, IssuedOn: f.IssuedOn, Period: domain.Period{From: f.StartsOn, To: f.EndsOn}}
	return nil
}

func (r *planReader) readAreas() error {
	type area struct {
		Code     string `json:"code"`
		NameZH   string `json:"name_zh"`
		NameEN   string `json:"name_en"`
		Division string `json:"division"`
		Kind     string `json:"kind"`
		Order    int    `json:"order"`
	}
	areas, err := jsonLines[area](r.data, "areas.jsonl")
	for _, a := range areas {
		r.plan.Areas = append(r.plan.Areas, domain.Area{Code: a.Code, Name: domain.Text{ZH: a.NameZH, EN: a.NameEN}, Division: a.Division, Kind: a.Kind, Order: a.Order})
	}
	return err
}

func (r *planReader) readUnits() error {
	type unit struct {
		Code    string   `json:"code"`
		NameZH  string   `json:"name_zh"`
		NameEN  string   `json:"name_en"`
		Kind    string   `json:"kind"`
		Order   int      `json:"order"`
		Areas   []string `json:"areas"`
		Aliases []string `json:"aliases"`
	}
	units, err := jsonLines[unit](r.data, "units.jsonl")
	for _, u := range units {
		r.plan.Units = append(r.plan.Units, domain.Unit{Code: u.Code, Name: domain.Text{ZH: u.NameZH, EN: u.NameEN}, Areas: u.Areas})
	}
	return err
}

func (r *planReader) readIndustries() error {
	lines, err := table(r.data, "industries.csv")
	for _, l := range lines {
		ind := domain.Industry{Code: l.text("code"), Name: domain.Text{ZH: l.text("name_zh"), EN: l.text("name_en")}}
		if l.text("level") == "division" {
			ind.Parent = l.text("section")
		}
		r.plan.Industries = append(r.plan.Industries, ind)
		if *l.err != nil {
			return *l.err
		}
	}
	return err
}

func (r *planReader) readIndicators() error {
	lines, err := table(r.data, "indicators.csv")
	if err != nil {
		return err
	}
	for at, l := range lines {
		i := domain.Indicator{Plan: r.plan.Code, Code: l.text("code"), Order: at + 1, Section: l.text("section"),
			Name: domain.Text{ZH: l.text("name_zh"), EN: l.text("name_en")}, Unit: l.text("unit"), Measure: l.text("measure"),
			Comparator: l.text("comparator"), PeriodRule: l.text("period_rule"), Source: l.text("source"), Breakdown: l.text("breakdown"),
			Lead: l.codes("lead_units"), Responsible: l.codes("responsible_units"), Quote: l.text("quote")}
		r.plan.Indicators = append(r.plan.Indicators, i)
		for year := r.plan.Period.From.Year; year <= r.plan.Period.To.Year; year++ {
			r.target(i.Code, domain.WholeCity, "", year, l.decimal(fmt.Sprintf("target_%d", year)), "text")
		}
		r.target(i.Code, domain.WholeCity, "", 0, l.decimal("target_plan"), "text")
		if *l.err != nil {
			return *l.err
		}
	}
	return nil
}

// target adds a target. A whole-city target that is not set is left out: the text is
// silent there. One that a table leaves empty is kept as "not set".
func (r *planReader) target(indicator string, by domain.Dimension, key string, year int, value *domain.Decimal, source string) {
	if value == nil && by == domain.WholeCity {
		return
	}
	r.plan.Targets = append(r.plan.Targets, domain.Target{Plan: r.plan.Code, Indicator: indicator, Dimension: by, Key: key, Year: year, Value: value, Source: source})
}

// cityTarget is the target of the whole city for a year; nil when none is set.
func (r *planReader) cityTarget(indicator string, year int) *domain.Target {
	i := slices.IndexFunc(r.plan.Targets, func(t domain.Target) bool {
		return t.Indicator == indicator && t.Dimension == domain.WholeCity && t.Year == year
	})
	if i < 0 {
		return nil
	}
	return &r.plan.Targets[i]
}
