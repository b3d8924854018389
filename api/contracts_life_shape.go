package api

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Milestone is a deliverable as agreed, with what is paid for it.
type Milestone struct {
	Number      int         `json:"number,omitempty" zh:"序号" doc:"Its own within the contract; the next free one when absent."`
	Title       string      `json:"title" zh:"节点"`
	Deliverable string      `json:"deliverable,omitempty" zh:"交付物"`
	DueOn       domain.Date `json:"due_on,omitzero" zh:"到期日"`
	Amount      domain.Fen  `json:"amount_fen,omitempty" zh:"金额（分）"`
}

func milestoneOf(m domain.Milestone) Milestone {
	return Milestone{m.Number, m.Title, m.Deliverable, m.DueOn, m.Amount}
}

func (m Milestone) domain() domain.Milestone {
	return domain.Milestone{Number: m.Number, Title: m.Title, Deliverable: m.Deliverable, DueOn: m.DueOn, Amount: m.Amount}
}

// Progress is how a milestone went.
type Progress struct {
	Milestone
	State        string      `json:"state" set:"milestone_states" zh:"状态"`
	Overdue      bool        `json:"overdue,omitempty" zh:"逾期"`
	DeliveredOn  domain.Date `json:"delivered_on,omitzero" zh:"交付日期"`
	DeliveryNote string      `json:"delivery_note,omitempty" zh:"交付佐证"`
	AcceptedOn   domain.Date `json:"accepted_on,omitzero" zh:"验收日期"`
	AcceptNote   string      `json:"acceptance_note,omitempty" zh:"验收佐证"`
	Paid         domain.Fen  `json:"paid_fen,omitempty" zh:"已付（分）"`
	Payments     []Paid      `json:"payments,omitempty" zh:"付款记录"`
}

// Paid is a payment as it was made.
type Paid struct {
	On     domain.Date `json:"on" zh:"日期"`
	Amount domain.Fen  `json:"amount_fen" zh:"金额（分）"`
	Note   string      `json:"note,omitempty" zh:"佐证说明"`
}

func progressOf(m domain.Milestone) Progress {
	r := m.Record
	return Progress{Milestone: milestoneOf(m), State: m.State(), DeliveredOn: r.DeliveredOn, DeliveryNote: r.DeliveryNote, AcceptedOn: r.AcceptedOn,
		AcceptNote: r.AcceptNote, Paid: m.PaidSoFar(), Payments: each(r.Paid, func(p domain.Paid) Paid { return Paid(p) })}
}

// RefusalGround is a ground on which registration was refused.
type RefusalGround struct {
	Code  string `json:"code" set:"ground_codes" zh:"代码"`
	Words string `json:"words" zh:"说明"`
}

// Review is what experts found of a contract.
type Review struct {
	Experts string      `json:"experts" maxLength:"500" zh:"评审专家" doc:"Names, and where they are from."`
	Opinion string      `json:"opinion" maxLength:"2000" zh:"评审意见"`
	Passed  bool        `json:"passed" zh:"同意登记"`
	On      domain.Date `json:"on,omitzero" zh:"评审日期" doc:"Today when absent."`
}

// reviewOf is nil while nothing is recorded.
func reviewOf(v domain.Review) *Review {
	if v == (domain.Review{}) {
		return nil
	}
	out := Review(v)
	return &out
}

// DueInstalment is an instalment that is not paid in full.
type DueInstalment struct {
	Number  int         `json:"number" zh:"期次" doc:"Its place among the payments as agreed."`
	DueOn   domain.Date `json:"due_on" zh:"应付日期"`
	Open    domain.Fen  `json:"open_fen" zh:"未付金额（分）"`
	Overdue bool        `json:"overdue,omitempty" zh:"逾期"`
}

func dueInstalmentsOf(c domain.Contract, today domain.Date) []DueInstalment {
	if c.State != domain.ContractRegistered {
		return nil
	}
	return each(c.DueInstalments(), func(i domain.DueInstalment) DueInstalment {
		return DueInstalment{i.Number, i.DueOn, i.Open, i.Overdue(today)}
	})
}

// Clock is the time limit of a registration.
type Clock struct {
	Paused       bool        `json:"paused,omitempty" zh:"暂停" doc:"The contract lies with its parties."`
	StartedOn    domain.Date `json:"started_on,omitzero" zh:"起算日期"`
	DueOn        domain.Date `json:"due_on,omitzero" zh:"截止日期"`
	Left         int         `json:"working_days_left" zh:"剩余工作日" doc:"Below zero when overdue."`
	Limit        int         `json:"limit,omitempty" zh:"时限（工作日）"`
	Basis        string      `json:"basis,omitempty" set:"clock_bases" zh:"依据"`
	Soon         bool        `json:"soon,omitempty" zh:"即将到期"`
	Overdue      bool        `json:"overdue,omitempty" zh:"已超时限"`
	WeekendsOnly bool        `json:"weekends_only,omitempty" zh:"仅按周末计算" doc:"The holidays of a year that it runs through are not known."`
}

func (a *API) withClock(ctx context.Context, c domain.Contract, out *Contract) error {
	if c.SubmittedOn.IsZero() && c.State != domain.ContractReturned {
		return nil
	}
	clocks, err := a.db.Clocks(ctx)
	if k := clocks.Of(c, domain.DateOf(a.db.Now())); k != nil && err == nil {
		out.Clock = &Clock{k.Paused, k.StartedOn, k.DueOn, k.Left, k.Limit, k.Basis, k.Soon, k.Overdue, k.WeekendsOnly}
	}
	return err
}

// Amendment is a change of a registered contract, proposed or decided.
type Amendment struct {
	ID         domain.ID     `json:"id" zh:"编号"`
	State      string        `json:"state" set:"amendment_states" zh:"状态"`
	Reason     string        `json:"reason" zh:"变更理由"`
	Changes    []FieldChange `json:"changes" zh:"变更内容"`
	ProposedBy domain.ID     `json:"proposed_by,omitzero" zh:"申请人"`
	ProposedAt time.Time     `json:"proposed_at" zh:"申请时间"`
	DecidedBy  domain.ID     `json:"decided_by,omitzero" zh:"审核人"`
	DecidedAt  time.Time     `json:"decided_at,omitzero" zh:"审核时间"`
	Decision   string        `json:"decision,omitempty" zh:"审核意见"`
}

// FieldChange is one field that is not what it was. A side that is absent was not set.
type FieldChange struct {
	Field string `json:"field" zh:"字段"`
	From  any    `json:"from,omitempty" zh:"原内容"`
	To    any    `json:"to,omitempty" zh:"新内容"`
}

func amendmentOf(ctx context.Context) func(domain.Amendment) Amendment {
	return func(m domain.Amendment) Amendment {
		return Amendment{m.ID, m.State, m.Reason, changesBetween(contractOf(ctx, m.Before), contractOf(ctx, m.After)),
			m.ProposedBy, m.ProposedAt, m.DecidedBy, m.DecidedAt, m.Decision}
	}
}

// withAmendment adds the amendment that waits to be decided, and what is open besides
// the steps of the machine.
func (a *API) withAmendment(ctx context.Context, c domain.Contract, out *Contract) error {
	pending, found, err := a.db.PendingAmendment(ctx, c)
	if err != nil {
		return err
	}
	if found {
		shown := amendmentOf(ctx)(pending)
		out.Amendment = &shown
	}
	out.OpenSteps = append(out.OpenSteps, openTo(actorOf(ctx), domain.Contracts, c.OpenActions(found), c.Principals())...)
	return nil
}

func (a *API) contractAmendments(ctx context.Context, in *Record) (*page[Amendment], error) {
	found, err := a.db.Amendments(ctx, actorOf(ctx), in.ID)
	return every(found, amendmentOf(ctx)), err
}

// ContractVersion is what a contract said over some days. What was said of a day before
// it was corrected stands before what is said of it now, when all is asked for.
type ContractVersion struct {
	EffectiveFrom domain.Date   `json:"effective_from" zh:"生效自"`
	EffectiveTo   domain.Date   `json:"effective_to,omitzero" zh:"生效至（不含）"`
	KnownFrom     time.Time     `json:"known_from" zh:"录入时间"`
	KnownTo       time.Time     `json:"known_to,omitzero" zh:"被更正时间"`
	Changes       []FieldChange `json:"changes,omitempty" zh:"与前一版本的差异"`
	Contract      Contract      `json:"contract" zh:"合同"`
}

type versionsQuery struct {
	Record
	All string `query:"all" enum:"true" zh:"含被更正的版本"`
}

func (a *API) contractVersions(ctx context.Context, in *versionsQuery) (*page[ContractVersion], error) {
	found, err := a.db.ContractVersions(ctx, actorOf(ctx), in.ID, in.All == "true")
	if err != nil {
		return nil, err
	}
	var before *Contract
	return every(found, func(v postgres.ContractVersion) ContractVersion {
		out := ContractVersion{EffectiveFrom: v.From, EffectiveTo: v.To, KnownFrom: v.KnownFrom, KnownTo: v.KnownTo, Contract: contractOf(ctx, v.Contract)}
		out.Contract.OpenSteps = nil
		if before != nil {
			out.Changes = changesBetween(*before, out.Contract)
		}
		before = &out.Contract
		return out
	}), nil
}

// changesBetween compares two contracts as callers read them, field by field.
func changesBetween(from, to Contract) []FieldChange {
	was, is := fieldsOf(from), fieldsOf(to)
	all := maps.Clone(was)
	maps.Copy(all, is)
	var changes []FieldChange
	for _, field := range slices.Sorted(maps.Keys(all)) {
		if !reflect.DeepEqual(was[field], is[field]) {
			changes = append(changes, FieldChange{field, was[field], is[field]})
		}
	}
	return changes
}

// fieldsOf is a contract by field, but for what changes with every write.
func fieldsOf(c Contract) map[string]any {
	c.Version, c.UpdatedAt, c.OpenSteps = 0, time.Time{}, nil
	var fields map[string]any
	b, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(b, &fields)
	}
	if err != nil {
		panic("a contract is not JSON: " + err.Error()) // it is made of plain values
	}
	return fields
}
