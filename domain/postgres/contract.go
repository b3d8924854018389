package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type contractRow struct {
	ID              domain.ID              `gorm:"column:id;primaryKey"`
	Version         int64                  `gorm:"column:version"`
	Title           string                 `gorm:"column:title"`
	Kind            string                 `gorm:"column:kind"`
	Field           string                 `gorm:"column:field"`
	IPKind          string                 `gorm:"column:ip_kind"`
	PlanSource      string                 `gorm:"column:plan_source"`
	SellerID        domain.ID              `gorm:"column:seller_id"`
	BuyerID         domain.ID              `gorm:"column:buyer_id"`
	SellerName      string                 `gorm:"column:seller_name"`
	SellerUSCC      string                 `gorm:"column:seller_uscc"`
	SellerKind      string                 `gorm:"column:seller_kind"`
	SellerArea      optional               `gorm:"column:seller_area"`
	SellerDivision  string                 `gorm:"column:seller_division"`
	BuyerName       string                 `gorm:"column:buyer_name"`
	BuyerUSCC       string                 `gorm:"column:buyer_uscc"`
	BuyerKind       string                 `gorm:"column:buyer_kind"`
	BuyerArea       optional               `gorm:"column:buyer_area"`
	BuyerDivision   string                 `gorm:"column:buyer_division"`
	DockingID       domain.ID              `gorm:"column:docking_id"`
	NeedID          domain.ID              `gorm:"column:need_id"`
	TechnologyID    domain.ID              `gorm:"column:technology_id"`
	StewardID       domain.ID              `gorm:"column:steward_id"`
	Amount          domain.Fen             `gorm:"column:amount"`
	TechnicalAmount domain.Fen             `gorm:"column:technical_amount"`
	Deductions      jsonb[[]deductionJSON] `gorm:"column:deductions"`
	Payments        jsonb[[]paymentJSON]   `gorm:"column:payments"`
	IUR             bool                   `gorm:"column:iur"`
	ResultBased     bool                   `gorm:"column:result_based"`
	Equity          bool                   `gorm:"column:equity"`
	SignedOn        domain.Date            `gorm:"column:signed_on"`
	StartsOn        domain.Date            `gorm:"column:starts_on"`
	EndsOn          domain.Date            `gorm:"column:ends_on"`
	State           string                 `gorm:"column:state"`
	Reason          string                 `gorm:"column:reason"`
	RegistryNumber  optional               `gorm:"column:registry_number"`
	RegisteredOn    domain.Date            `gorm:"column:registered_on"`
	EndedOn         domain.Date            `gorm:"column:ended_on"`
	SourceKey       optional               `gorm:"column:source_key"`
	CreatedAt       time.Time              `gorm:"column:created_at"`
	UpdatedAt       time.Time              `gorm:"column:updated_at"`
}

type deductionJSON struct {
	What   string     `json:"what"`
	Amount domain.Fen `json:"amount"`
}

type paymentJSON struct {
	DueOn  domain.Date `json:"due_on"`
	Amount domain.Fen  `json:"amount"`
	What   string      `json:"what"`
}

type contractPartyRow struct {
	ContractID     domain.ID `gorm:"column:contract_id"`
	Position       int       `gorm:"column:position"`
	OrganisationID domain.ID `gorm:"column:organisation_id"`
	Side           string    `gorm:"column:side"`
}

func (contractRow) TableName() string      { return "contracts" }
func (contractPartyRow) TableName() string { return "contract_parties" }
func (r contractRow) rowID() domain.ID     { return r.ID }

func contractRowOf(c domain.Contract) contractRow {
	r := contractRow{ID: c.ID, Version: c.Version, Title: c.Title, Kind: c.Kind, Field: c.Field, IPKind: c.IPKind, PlanSource: c.PlanSource,
		SellerID: c.SellerID, BuyerID: c.BuyerID, DockingID: c.DockingID, NeedID: c.NeedID, TechnologyID: c.TechnologyID, StewardID: c.StewardID,
		SellerName: c.Seller.Name, SellerUSCC: c.Seller.USCC, SellerKind: c.Seller.Kind, SellerArea: optional(c.Seller.Area), SellerDivision: c.Seller.Division,
		BuyerName: c.Buyer.Name, BuyerUSCC: c.Buyer.USCC, BuyerKind: c.Buyer.Kind, BuyerArea: optional(c.Buyer.Area), BuyerDivision: c.Buyer.Division,
		Amount: c.Amount, TechnicalAmount: c.TechnicalAmount, IUR: c.IUR, ResultBased: c.ResultBased, Equity: c.Equity,
		SignedOn: c.SignedOn, StartsOn: c.StartsOn, EndsOn: c.EndsOn, State: string(c.State), Reason: c.Reason,
		RegistryNumber: optional(c.RegistryNumber), RegisteredOn: c.RegisteredOn, EndedOn: c.EndedOn, SourceKey: optional(c.SourceKey),
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
	r.Deductions.V, r.Payments.V = []deductionJSON{}, []paymentJSON{}
	for _, d := range c.Deductions {
		r.Deductions.V = append(r.Deductions.V, deductionJSON(d))
	}
	for _, p := range c.Payments {
		r.Payments.V = append(r.Payments.V, paymentJSON(p))
	}
	return r
}

func (r contractRow) domain() domain.Contract {
	c := domain.Contract{ID: r.ID, Version: r.Version, Title: r.Title, Kind: r.Kind, Field: r.Field, IPKind: r.IPKind, PlanSource: r.PlanSource,
		SellerID: r.SellerID, BuyerID: r.BuyerID, DockingID: r.DockingID, NeedID: r.NeedID, TechnologyID: r.TechnologyID, StewardID: r.StewardID,
		Seller: domain.PartyAtSigning{Name: r.SellerName, USCC: r.SellerUSCC, Kind: r.SellerKind, Area: string(r.SellerArea), Division: r.SellerDivision},
		Buyer:  domain.PartyAtSigning{Name: r.BuyerName, USCC: r.BuyerUSCC, Kind: r.BuyerKind, Area: string(r.BuyerArea), Division: r.BuyerDivision},
		Amount: r.Amount, TechnicalAmount: r.TechnicalAmount, IUR: r.IUR, ResultBased: r.ResultBased, Equity: r.Equity,
		SignedOn: r.SignedOn, StartsOn: r.StartsOn, EndsOn: r.EndsOn, State: domain.ContractState(r.State), Reason: r.Reason,
		RegistryNumber: string(r.RegistryNumber), RegisteredOn: r.RegisteredOn, EndedOn: r.EndedOn, SourceKey: string(r.SourceKey),
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	for _, d := range r.Deductions.V {
		c.Deductions = append(c.Deductions, domain.Deduction(d))
	}
	for _, p := range r.Payments.V {
		c.Payments = append(c.Payments, domain.Payment(p))
	}
	return c
}

const inContractParties = "EXISTS (SELECT 1 FROM contract_parties p WHERE p.contract_id = contracts.id AND p.organisation_id = ?)"

var contractScope = scopeColumns{
	area:          "coalesce(contracts.buyer_area, contracts.seller_area)",
	organisations: []string{"contracts.seller_id = ?", "contracts.buyer_id = ?", inContractParties},
	experts:       []string{"contracts.steward_id = ?"},
}

// CreateContract adds a draft contract. Seller and buyer are kept as they are now;
// a contract of a docking takes need, technology and steward from it, and moves it
// to contracted when the contract is submitted. Errors: InvalidErrors, ErrForbidden,
// a ConflictError when the docking has a living contract already.
func (db *DB) CreateContract(ctx context.Context, actor domain.Actor, c domain.Contract) (domain.Contract, error) {
	err := db.write(ctx, actor, func(t *tx) error {
		if err := t.fillContract(&c); err != nil {
			return err
		}
		if !domain.Can(actor, domain.Create, domain.Contracts, c.Facts()) {
			return domain.ErrForbidden
		}
		return t.insertContract(&c)
	})
	return c, err
}

// fillContract keeps the parties as they are now and what the docking knows.
func (t *tx) fillContract(c *domain.Contract) (err error) {
	if c.Seller, err = t.partyNow(c.SellerID, "seller_id"); err != nil {
		return err
	}
	if c.Buyer, err = t.partyNow(c.BuyerID, "buyer_id"); err != nil {
		return err
	}
	if c.DockingID.IsZero() {
		return nil
	}
	var d dockingRow
	if err := refersTo(t.Where("id = ?", c.DockingID).Take(&d).Error, "docking_id"); err != nil {
		return err
	}
	if c.BuyerID != d.EnterpriseID && c.SellerID != d.EnterpriseID {
		return domain.Invalid("buyer_id", "与对接的企业不符", "is not the docking's enterprise")
	}
	c.NeedID, c.TechnologyID, c.StewardID = d.NeedID, d.TechnologyID, d.StewardID
	return nil
}

func (t *tx) partyNow(id domain.ID, field string) (domain.PartyAtSigning, error) {
	var o organisationRow
	if err := refersTo(t.Where("id = ?", id).Take(&o).Error, field); err != nil {
		return domain.PartyAtSigning{}, err
	}
	return domain.PartyAtSigning{Name: o.Name, USCC: string(o.USCC), Kind: o.Kind, Area: string(o.Area), Division: o.Division}, nil
}

func (t *tx) insertContract(c *domain.Contract) error {
	if err := c.Validate(); err != nil {
		return err
	}
	c.ID, c.Version, c.State, c.CreatedAt, c.UpdatedAt = domain.NewID(), 1, domain.ContractDraft, t.now, t.now
	row := contractRowOf(*c)
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if err := t.insertParties(*c); err != nil {
		return err
	}
	t.record(domain.Contracts, c.ID, c.Version, domain.Create, nil)
	return nil
}

func (t *tx) insertParties(c domain.Contract) error {
	for i, p := range c.Parties {
		row := contractPartyRow{c.ID, i, p.OrganisationID, p.Side}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

func withParties(g *gorm.DB, c *domain.Contract) error {
	var rows []contractPartyRow
	if err := g.Where("contract_id = ?", c.ID).Order("position").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		c.Parties = append(c.Parties, domain.Party{OrganisationID: r.OrganisationID, Side: r.Side})
	}
	return nil
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
}

// ContractSorts are the sort keys of Contracts; the first is its own.
var ContractSorts = []string{"updated_at", "created_at", "title"}

// Contracts lists the contracts that actor may read. Further parties are left out.
func (db *DB) Contracts(ctx context.Context, actor domain.Actor, f ContractFilter, p Page) (List[domain.Contract], error) {
	order, err := sortOf(p.Sort, ContractSorts, contractSortKey)
	if err != nil {
		return List[domain.Contract]{}, err
	}
	q := contractScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Contracts))
	return list(f.where(q), order, p, contractRow.domain)
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
	return q
}

func contractSortKey(r contractRow, column string) string {
	switch column {
	case "title":
		return r.Title
	case "created_at":
		return r.CreatedAt.Format(time.RFC3339Nano)
	}
	return r.UpdatedAt.Format(time.RFC3339Nano)
}

// ChangeContract applies change to a contract that is still editable, at version.
func (db *DB) ChangeContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, change func(*domain.Contract) error) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.Change, func(t *tx, c *domain.Contract) error {
		if !c.Editable() {
			return domain.Conflict("合同已提交，不能直接修改", "the contract has been submitted and cannot be changed")
		}
		if err := change(c); err != nil {
			return err
		}
		if err := t.fillContract(c); err != nil {
			return err
		}
		if err := t.Where("contract_id = ?", id).Delete(&contractPartyRow{}).Error; err != nil {
			return err
		}
		return t.insertParties(*c)
	})
}

// ContractStep is what a step of a contract needs besides its name.
type ContractStep struct {
	Name           string
	Reason         string
	RegistryNumber string      // to register
	On             domain.Date // the day it takes effect; zero: today
}

// StepContract takes a step with the contract at version. Submitting a contract of
// a docking moves the docking to contracted when its agreement has been reached.
// Errors: ErrNotFound, ErrForbidden, ErrStale, InvalidErrors with every ground, a
// ConflictError when the step is not open or the registry number is taken.
func (db *DB) StepContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, s ContractStep) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.Action(s.Name), func(t *tx, c *domain.Contract) error {
		return t.stepContract(c, s)
	})
}

func (t *tx) stepContract(c *domain.Contract, s ContractStep) error {
	if s.On.IsZero() {
		s.On = domain.DateOf(t.now)
	}
	if domain.DateOf(t.now).Before(s.On) || s.On.Before(c.SignedOn) {
		return domain.Invalid("on", "应在签订日期与今天之间", "must lie between signing and today")
	}
	if s.Name == "register" {
		c.RegistryNumber = s.RegistryNumber
	}
	event, err := c.Take(s.Name, s.Reason, t.actor, s.On, t.now)
	if err != nil {
		return err
	}
	row := contractEventRow{event.ID, c.ID, string(event.From), string(event.To), event.Step, event.Actor, event.Reason, event.On, event.At}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if event.To == domain.ContractSubmitted && !c.DockingID.IsZero() {
		return t.concludeDocking(c.DockingID)
	}
	return nil
}

// concludeDocking moves an agreed docking to contracted; one that is elsewhere is
// left where it is.
func (t *tx) concludeDocking(id domain.ID) error {
	var row dockingRow
	if err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error; err != nil {
		return err
	}
	d := row.domain()
	if d.Stage != domain.StageAgreed {
		return nil
	}
	event, err := d.Take("contract", "", "", t.actor, t.now)
	if err != nil {
		return err
	}
	if err := t.insertDockingEvent(event); err != nil {
		return err
	}
	return t.updateDocking(&d, "contract")
}

func (db *DB) changeContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, action domain.Action, change func(*tx, *domain.Contract) error) (domain.Contract, error) {
	var c domain.Contract
	err := db.write(ctx, actor, func(t *tx) error {
		var row contractRow
		if err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		c = row.domain()
		if err := withParties(t.DB, &c); err != nil {
			return err
		}
		if err := permit(actor, action, domain.Contracts, c.Facts(), c.Version, version); err != nil {
			return err
		}
		if err := change(t, &c); err != nil {
			return err
		}
		return t.updateContract(&c, action)
	})
	return c, err
}

func (t *tx) updateContract(c *domain.Contract, action domain.Action) error {
	if err := c.Validate(); err != nil {
		return err
	}
	c.Version, c.UpdatedAt = c.Version+1, t.now
	row := contractRowOf(*c)
	if err := t.Select("*").Omit("id", "created_at", "source_key").Where("id = ?", c.ID).Updates(&row).Error; err != nil {
		return err
	}
	t.record(domain.Contracts, c.ID, c.Version, action, map[string]any{"state": c.State})
	return nil
}

type contractEventRow struct {
	ID         domain.ID   `gorm:"column:id;primaryKey"`
	ContractID domain.ID   `gorm:"column:contract_id"`
	FromState  string      `gorm:"column:from_state"`
	ToState    string      `gorm:"column:to_state"`
	Step       string      `gorm:"column:step"`
	ActorID    domain.ID   `gorm:"column:actor_id"`
	Reason     string      `gorm:"column:reason"`
	Effective  domain.Date `gorm:"column:effective"`
	At         time.Time   `gorm:"column:at"`
}

func (contractEventRow) TableName() string { return "contract_events" }

// ContractEvents lists the steps of a contract that actor may read, oldest first.
func (db *DB) ContractEvents(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.ContractEvent, error) {
	if _, err := db.Contract(ctx, actor, id); err != nil {
		return nil, err
	}
	var rows []contractEventRow
	if err := db.read(ctx).Where("contract_id = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	events := make([]domain.ContractEvent, len(rows))
	for i, r := range rows {
		events[i] = domain.ContractEvent{ID: r.ID, ContractID: r.ContractID, From: domain.ContractState(r.FromState), To: domain.ContractState(r.ToState),
			Step: r.Step, Actor: r.ActorID, Reason: r.Reason, On: r.Effective, At: r.At}
	}
	return events, nil
}
