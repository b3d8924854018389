package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

const inContractParties = "EXISTS (SELECT 1 FROM contract_parties p WHERE p.contract_id = contracts.id AND p.organisation_id = ?)"

var contractScope = scopeColumns{
	area:          "coalesce(contracts.buyer_area, contracts.seller_area)",
	organisations: []string{"contracts.seller_id = ?", "contracts.buyer_id = ?", inContractParties},
	experts:       []string{"contracts.steward_id = ?"},
}

// Contract returns one contract that actor may read, else ErrNotFound.
func (db *DB) Contract(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Contract, error) {
	var row contractRow
	q := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	if err := q.Where("id = ?", id).Take(&row).Error; err != nil {
		return domain.Contract{}, translate(err)
	}
	c := row.domain()
	return c, translate(withParties(db.read(ctx), &c))
}

// ContractFilter selects contracts; zero fields select all.
type ContractFilter struct {
	State, Kind, Field, Area string
	Organisation             domain.ID // as seller or buyer
	IUR                      *bool
	Signed                   domain.Period // zero: any time
	Registered               domain.Period // zero: any time, or not at all
	Due                      string        // ContractDues: those whose clock runs, by how it stands
	MilestoneOverdue         bool          // a milestone should have been settled before today
	PaymentOverdue           bool          // an instalment should have been paid before today

	today, soon domain.Date // of the day asked on
}

// ContractDues name how clocks stand that Contracts can be asked for.
var ContractDues = domain.Terms{
	{Code: "running", Name: domain.Text{ZH: "办理中", EN: "Running"}},
	{Code: "soon", Name: domain.Text{ZH: "即将到期", EN: "Due soon"}},
	{Code: "overdue", Name: domain.Text{ZH: "已超时限", EN: "Overdue"}},
}

// ContractSorts are the sort keys of Contracts, which lists by the last update unless
// asked; by due_on only those whose clock runs, the most urgent first.
var ContractSorts = []string{"updated_at", "created_at", "title", "due_on"}

// Contracts lists the contracts that actor may read. Further parties and the text of
// their terms are left out.
func (db *DB) Contracts(ctx context.Context, actor domain.Actor, f ContractFilter, p Page) (List[domain.Contract], error) {
	order, err := sortOf(newestFirst(p.Sort), ContractSorts, contractSortKey)
	if err != nil {
		return List[domain.Contract]{}, err
	}
	if f.today = db.today(); f.Due == "soon" {
		k, err := db.Clocks(ctx)
		if err != nil {
			return List[domain.Contract]{}, err
		}
		f.soon = k.soonUntil(f.today)
	}
	if order.column == "due_on" && f.Due == "" {
		f.Due = "running"
	}
	q := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	return list(f.where(q).Omit("terms"), order, p, contractRow.domain)
}

func (f ContractFilter) where(q *gorm.DB) *gorm.DB {
	q = equal(equal(equal(q, "state", f.State), "kind", f.Kind), "field", f.Field)
	q = equal(q, contractScope.area, f.Area)
	if !f.Organisation.IsZero() {
		q = q.Where("(seller_id = ? OR buyer_id = ?)", f.Organisation, f.Organisation)
	}
	if f.IUR != nil {
		q = q.Where("iur = ?", *f.IUR)
	}
	if f.Signed != (domain.Period{}) {
		q = q.Where("signed_on BETWEEN ? AND ?", f.Signed.From, f.Signed.To)
	}
	if f.Registered != (domain.Period{}) {
		q = q.Where("registered_on BETWEEN ? AND ?", f.Registered.From, f.Registered.To)
	}
	switch f.Due {
	case "running":
		q = q.Where("due_on IS NOT NULL")
	case "soon":
		q = q.Where("due_on BETWEEN ? AND ?", f.today, f.soon)
	case "overdue":
		q = q.Where("due_on < ?", f.today)
	}
	if f.MilestoneOverdue {
		q = q.Where("milestone_due < ?", f.today)
	}
	if f.PaymentOverdue {
		q = q.Where("payment_due < ?", f.today)
	}
	return q
}

func contractSortKey(r contractRow, column string) string {
	switch column {
	case "title":
		return r.Title
	case "created_at":
		return stamp(r.CreatedAt)
	case "due_on":
		return r.DueOn.String()
	}
	return stamp(r.UpdatedAt)
}

// ContractEvents lists the steps of a contract that actor may read, oldest first.
func (db *DB) ContractEvents(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.ContractEvent, error) {
	if _, err := db.Contract(ctx, actor, id); err != nil {
		return nil, err
	}
	var rows []contractEventRow
	if err := db.read(ctx).Where("contract_id = ?", id).Order("seq").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return domains(rows, contractEventRow.domain), nil
}
