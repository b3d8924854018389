package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// A figure opens into its records: those that it is made of, as far as actor may read
// them, as they are today. Each kind of record has a list; ErrNotFound for an indicator
// that the plan does not have, or that other records make.

// FigureContracts lists the contracts that a figure is made of.
func (db *DB) FigureContracts(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, q FigureQuery, p Page) (List[domain.Contract], error) {
	ind, q, err := db.opened(ctx, plan, code, "contracts", q)
	if err != nil {
		return List[domain.Contract]{}, err
	}
	order, err := sortOf(newestFirst(p.Sort), ContractSorts, contractSortKey)
	if err != nil {
		return List[domain.Contract]{}, err
	}
	among := `contracts.id IN (SELECT contract_id` + counted(ind.MeasuredBy.Rule) + ofKey(contractKeys, q) + `)`
	scoped := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	return list(scoped.Where(among, q.args(plan, ind.MeasuredBy)), order, p, contractRow.domain)
}

// FigureEntries lists the entries of a register that a figure is made of.
func (db *DB) FigureEntries(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, q FigureQuery, p Page) (List[domain.RegisterEntry], error) {
	ind, q, err := db.opened(ctx, plan, code, "register", q)
	if err != nil {
		return List[domain.RegisterEntry]{}, err
	}
	order, err := sortOf(newestFirst(p.Sort), RegisterEntrySorts, registerEntrySortKey)
	if err != nil {
		return List[domain.RegisterEntry]{}, err
	}
	among := `register_entries.id IN (SELECT entry_id` + entriesOf(ind.MeasuredBy) + ofKey(registerKeys, q) + `)`
	scoped := registerEntryScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.RegisterEntries))
	return list(scoped.Where(among, q.args(plan, ind.MeasuredBy)), order, p, registerEntryRow.domain)
}

// FigureReports lists the reports that a figure is made of: of a share, those of the
// whole and of the sectors that are counted.
func (db *DB) FigureReports(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, q FigureQuery, p Page) (List[domain.Report], error) {
	ind, q, err := db.opened(ctx, plan, code, "reports", q)
	if err != nil {
		return List[domain.Report]{}, err
	}
	order, err := sortOf(newestFirst(p.Sort), ReportSorts, reportSortKey)
	if err != nil {
		return List[domain.Report]{}, err
	}
	made, err := db.reportsMaking(ctx, plan, ind, q)
	if err != nil {
		return List[domain.Report]{}, err
	}
	ids := make([]domain.ID, len(made))
	for i, r := range made {
		ids[i] = r.ID
	}
	scoped := reportScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Reports))
	return list(scoped.Where("reports.id IN ?", ids), order, p, reportRow.domain)
}

// opened is the indicator, if it is measured by what is asked for, and the query with
// its period. A share is made of reports.
func (db *DB) opened(ctx context.Context, plan domain.Plan, code, from string, q FigureQuery) (domain.Indicator, FigureQuery, error) {
	ind, err := db.indicator(ctx, plan, code)
	if err != nil {
		return ind, q, err
	}
	source := ind.MeasuredBy.From
	if source == "share" {
		source = "reports"
	}
	counted := ind.MeasuredBy.From == "share" && q.By == domain.BySector && slices.Contains(ind.MeasuredBy.Keys, q.Key)
	if source != from || q.Key != "" && !counted && !ind.MeasuredBy.Divides(q.By) {
		return ind, q, domain.ErrNotFound
	}
	targets, err := db.Targets(ctx, plan.Code, code)
	if err != nil {
		return ind, q, err
	}
	_, q = beginning(plan, ind, targets, q)
	return ind, q, nil
}

// ofKey is the condition for the part asked for.
func ofKey(keys map[domain.Dimension]string, q FigureQuery) string {
	if q.By == domain.WholeCity || q.Key == "" {
		return ""
	}
	return ` AND ` + keys[q.By] + ` = @key`
}
