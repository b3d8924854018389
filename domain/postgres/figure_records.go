package postgres

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"sanku/domain"
)

// FigureRecords are some of the records that a figure is made of, each as it stood on the
// day that is asked for, as that was known at the moment asked for.
type FigureRecords[T any] struct {
	List[T]
	Changed map[domain.ID]bool // of these, what has been changed since
	Hidden  int                // how many there are in all that actor may not read
}

// A figure opens into its records: those that it is made of, as far as actor may read
// them. Each kind of record has a list; ErrNotFound for an indicator that the plan does
// not have, or that other records make. Contracts are without their terms.

// FigureContractSorts are the sort keys of FigureContracts, which lists those signed last
// first unless asked.
var FigureContractSorts = []string{"signed_on", "title"}

// FigureContracts lists the contracts that a figure is made of.
func (db *DB) FigureContracts(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, q FigureQuery, p Page) (FigureRecords[domain.Contract], error) {
	ind, q, err := db.opened(ctx, plan, code, "contracts", q)
	if err != nil {
		return FigureRecords[domain.Contract]{}, err
	}
	g := db.read(ctx)
	return openedInto(g, opening{
		made:  g.Raw(`SELECT contract_id AS id, version, signed_on, signed_on AS began, title, content - 'terms' AS content`+counted(ind.MeasuredBy.Rule)+ofKey(contractKeys, q), q.args(plan, ind.MeasuredBy)),
		table: "contracts", columns: contractScope, scope: domain.ScopeOf(actor, domain.Read, domain.Contracts), sorts: FigureContractSorts}, p, contractFrom)
}

// FigureEntrySorts are the sort keys of FigureEntries, which lists those begun last first
// unless asked.
var FigureEntrySorts = []string{"starts_on", "title"}

// FigureEntries lists the entries of a register that a figure is made of.
func (db *DB) FigureEntries(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, q FigureQuery, p Page) (FigureRecords[domain.RegisterEntry], error) {
	ind, q, err := db.opened(ctx, plan, code, "register", q)
	if err != nil {
		return FigureRecords[domain.RegisterEntry]{}, err
	}
	g := db.read(ctx)
	return openedInto(g, opening{
		made:  g.Raw(`SELECT entry_id AS id, version, starts_on, starts_on AS began, title, content`+entriesOf(ind.MeasuredBy)+ofKey(registerKeys, q), q.args(plan, ind.MeasuredBy)),
		table: "register_entries", columns: registerEntryScope, scope: domain.ScopeOf(actor, domain.Read, domain.RegisterEntries), sorts: FigureEntrySorts}, p, registerEntryFrom)
}

// registerEntryFrom reads what a version keeps of an entry.
func registerEntryFrom(content []byte) (domain.RegisterEntry, error) {
	var row registerEntryRow
	err := rowFromJSON(content, &row)
	return row.domain(), err
}

// FigureReports lists the reports that a figure is made of: of a share, those of the
// whole and of the sectors that are counted. A report is changed by a later revision.
func (db *DB) FigureReports(ctx context.Context, actor domain.Actor, plan domain.Plan, code string, q FigureQuery, p Page) (FigureRecords[domain.Report], error) {
	var found FigureRecords[domain.Report]
	ind, q, err := db.opened(ctx, plan, code, "reports", q)
	if err != nil {
		return found, err
	}
	order, err := sortOf(newestFirst(p.Sort), ReportSorts, reportSortKey)
	if err != nil {
		return found, err
	}
	made, err := db.reportsMaking(ctx, plan, ind, q)
	if err != nil {
		return found, err
	}
	ids := make([]domain.ID, len(made))
	for i, r := range made {
		ids[i] = r.ID
	}
	readable := func() *gorm.DB {
		return reportScope.within(db.read(ctx).Model(&reportRow{}), domain.ScopeOf(actor, domain.Read, domain.Reports)).Where("reports.id IN ?", ids)
	}
	var n int64
	if err := readable().Count(&n).Error; err != nil {
		return found, translate(err)
	}
	found.Hidden, found.Changed = len(made)-int(n), map[domain.ID]bool{}
	if found.List, err = list(readable(), order, p, reportRow.domain); err != nil {
		return found, err
	}
	for _, r := range found.Items {
		found.Changed[r.ID] = !r.SupersededOn.IsZero()
	}
	return found, nil
}

// opened is the indicator, if it is measured by what is asked for, and the query with
// its period. A share is made of reports.
func (db *DB) opened(ctx context.Context, plan domain.Plan, code, from string, q FigureQuery) (domain.Indicator, FigureQuery, error) {
	ind, targets, err := db.askedFor(ctx, plan, code)
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
