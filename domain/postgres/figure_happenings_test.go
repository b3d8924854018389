package postgres_test

import (
	"errors"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/domain"
	"sanku/domain/postgres"
)

// happen does one thing of those that a run is about, and tells the model.
func (h *happenings) happen() {
	things := map[string][]func(){"contracts": {h.newContract, h.stepContract, h.stepContract, h.stepContract},
		"register": {h.newEntry, h.changeEntry}, "reports": {h.newReport, h.newReport, h.correctReport}}
	draw(h, "happening", things[draw(h, "about", h.about...)]...)()
}

func draw[T any](h *happenings, label string, from ...T) T {
	return from[rapid.IntRange(0, len(from)-1).Draw(h.r, label)]
}

// liveContract is a contract as it is stored, what the model says of it, and the day of
// its last step.
type liveContract struct {
	stored domain.Contract
	deal   deal
	last   domain.Date
}

func (h *happenings) party(o domain.Organisation) party {
	return party{o.ID.String(), o.Kind, o.Area, o.Division}
}

func (h *happenings) newContract() {
	seller, buyer := draw(h, "seller", append(h.sellers, h.university)...), draw(h, "buyer", h.buyers...)
	d := deal{state: "draft", kind: draw(h, "kind", domain.ContractKinds.Codes()...), iur: draw(h, "iur", true, true, false), resultBased: draw(h, "result", true, true, true, false),
		seller: h.party(seller), buyer: h.party(buyer), amount: rapid.Int64Range(1, 1e12).Draw(h.r, "amount"), signed: h.past("signed", day(2022, 12, 1))}
	d.equity = d.resultBased && draw(h, "equity", true, false, false)
	d.technical = d.amount - rapid.Int64Range(0, d.amount-1).Draw(h.r, "deducted")
	c := h.contract()
	c.SellerID, c.BuyerID, c.SignedOn, c.StartsOn, c.EndsOn = seller.ID, buyer.ID, d.signed, d.signed, d.signed.AddDays(365)
	if seller.ID == h.university.ID && draw(h, "one result", true, true, false) {
		d.technology, c.TechnologyID = h.offered.ID.String(), h.offered.ID
	}
	d.into(&c)
	c, err := h.CreateContract(h.t.Context(), h.clerk, c)
	require.NoError(h.r, err)
	live := &liveContract{c, d, d.signed}
	h.contracts = append(h.contracts, live)
	for _, name := range draw(h, "at once", []string{}, []string{"submit"}, registration, registration, registration) {
		h.step(live, name, h.past("on", live.last))
	}
}

// into makes c say what d says, but for its parties.
func (d deal) into(c *domain.Contract) {
	c.Kind, c.IUR, c.ResultBased, c.Equity, c.SignedOn = d.kind, d.iur, d.resultBased, d.equity, d.signed
	c.Amount, c.TechnicalAmount, c.Deductions = domain.Fen(d.amount), domain.Fen(d.technical), nil
	if d.amount > d.technical {
		c.Deductions = []domain.Deduction{{What: "设备", Amount: domain.Fen(d.amount - d.technical)}}
	}
}

var openTo = map[string][]string{"draft": {"submit", "edit"}, "submitted": {"precheck", "precheck", "withdraw", "return", "refuse"}, "prechecked": {"register", "register", "return", "refuse"},
	"returned": {"submit", "edit"}, "registered": {"amend", "amend", "terminate", "void"}, "refused": nil, "terminated": nil, "voided": nil}

var leadsTo = map[string]string{"submit": "submitted", "withdraw": "draft", "precheck": "prechecked", "register": "registered", "return": "returned", "refuse": "refused",
	"terminate": "terminated", "void": "voided"}

func (h *happenings) stepContract() {
	open := slices.DeleteFunc(slices.Clone(h.contracts), func(c *liveContract) bool { return len(openTo[c.deal.state]) == 0 })
	if len(open) == 0 {
		h.newContract()
		return
	}
	c := draw(h, "contract", open...)
	name, on := draw(h, "step", openTo[c.deal.state]...), h.past("on", domain.Later(c.last, c.deal.signed))
	switch name {
	case "amend":
		h.amend(c, on)
	case "edit":
		h.edit(c)
	default:
		h.step(c, name, on)
	}
}

// both is the buyer of a contract and the bureau in one.
func both(c domain.Contract) domain.Actor {
	return domain.Actor{Login: "test", Roles: []domain.Role{domain.RoleBureau, domain.RoleEnterprise}, OrganisationID: c.BuyerID}
}

func (h *happenings) step(c *liveContract, name string, on domain.Date) {
	h.now = h.now.Add(time.Minute) // each step is known from a moment of its own
	stored, err := h.StepContract(h.t.Context(), both(c.stored), c.stored.ID, c.stored.Version,
		postgres.ContractStep{Name: name, On: on, Reason: "理由", RegistryNumber: "样例" + c.stored.ID.String()})
	require.NoError(h.r, err, "%s %+v", name, c.deal)
	c.stored, c.deal.state, c.last = stored, leadsTo[name], on
	h.sayDeal(c, on)
}

// sayDeal tells the model what a contract says from a day on; a draft says nothing.
func (h *happenings) sayDeal(c *liveContract, on domain.Date) {
	h.days = append(h.days, on, c.deal.signed)
	said := c.deal
	if said.state == "draft" {
		h.world.deals.say(c.stored.ID, h.Now(), on, nil)
		return
	}
	h.world.deals.say(c.stored.ID, h.Now(), on, &said)
}

// otherwise is d with other sums, and perhaps more.
func (h *happenings) otherwise(d deal) deal {
	d.technical = rapid.Int64Range(1, 1e9).Draw(h.r, "technical")
	d.amount = d.technical + rapid.Int64Range(0, 1e9).Draw(h.r, "more")
	switch rapid.IntRange(0, 4).Draw(h.r, "what else") {
	case 0:
		d.iur = !d.iur
	case 1:
		d.kind = draw(h, "kind", domain.ContractKinds.Codes()...)
	case 2:
		d.signed = d.signed.AddDays(-rapid.IntRange(1, 200).Draw(h.r, "signed earlier"))
	case 3:
		d.resultBased, d.equity = !d.resultBased, false
	}
	return d
}

func (h *happenings) amend(c *liveContract, on domain.Date) {
	after := h.otherwise(c.deal)
	stored, err := h.AmendContract(h.t.Context(), h.clerk, c.stored.ID, c.stored.Version, postgres.ContractAmendment{Reason: "理由", On: on,
		Change: func(c *domain.Contract) error { after.into(c); return nil }})
	if errors.Is(err, domain.ErrConflict) {
		return // nothing is changed
	}
	require.NoError(h.r, err)
	c.stored, c.deal, c.last = stored, after, on
	h.sayDeal(c, on)
}

// edit changes a draft, of which nothing is said, or what was returned, from today on.
func (h *happenings) edit(c *liveContract) {
	after := h.otherwise(c.deal)
	after.signed = c.deal.signed
	stored, err := h.ChangeContract(h.t.Context(), both(c.stored), c.stored.ID, c.stored.Version, func(c *domain.Contract) error { after.into(c); return nil })
	require.NoError(h.r, err)
	c.stored, c.deal = stored, after
	if after.state != "draft" {
		h.sayDeal(c, domain.DateOf(h.now))
	}
}

// liveEntry is an entry as it is stored, what the model says of it, and the first day of
// which anything is said.
type liveEntry struct {
	stored domain.RegisterEntry
	entry  entry
	first  domain.Date
}

func (h *happenings) newEntry() {
	e := entry{starts: h.past("starts", day(2022, 1, 1)), unit: draw(h, "unit", "kjj", "gxj"), area: draw(h, "area", "yuhu", "gaoxin")}
	switch e.register = draw(h, "register", "qualification", "platform", "team", "financing"); e.register {
	case "qualification":
		e.category, e.ends = draw(h, "category", "high_tech", "high_tech", "tech_sme"), e.starts.AddDays(rapid.IntRange(0, 900).Draw(h.r, "days"))
	case "platform":
		e.category, e.level = "key_laboratory", draw(h, "level", "national", "province")
	case "team":
		e.unit, e.level = "", "city"
	case "financing":
		e.area, e.amount = "", 100*rapid.Int64Range(0, 1e9).Draw(h.r, "yuan")
	}
	var stored domain.RegisterEntry
	stored.Register, stored.Category, stored.Level, stored.Title, stored.OrganisationID = e.register, e.category, e.level, "示例", draw(h, "holder", h.holders...).ID
	e.into(&stored)
	stored, err := h.CreateRegisterEntry(h.t.Context(), bureau, stored)
	if errors.Is(err, domain.ErrConflict) && e.register == "qualification" {
		return // its holder has one
	}
	require.NoError(h.r, err)
	live := &liveEntry{stored, e, e.starts}
	h.kept = append(h.kept, live)
	h.sayEntry(live, e.starts)
}

// into makes an entry say what e says of it.
func (e entry) into(to *domain.RegisterEntry) {
	to.Unit, to.Area, to.StartsOn, to.EndsOn = e.unit, e.area, e.starts, e.ends
	if e.register == "financing" {
		to.Amount = fen(e.amount)
	}
}

func (h *happenings) sayEntry(e *liveEntry, from domain.Date) {
	h.days = append(h.days, from, e.entry.starts)
	for _, d := range []domain.Date{e.entry.ends, e.entry.withdrawn} {
		if !d.IsZero() {
			h.days = append(h.days, d)
		}
	}
	said := e.entry
	h.world.entries.say(e.stored.ID, h.Now(), from, &said)
	if from.Before(e.first) {
		e.first = from
	}
}

func (h *happenings) changeEntry() {
	if len(h.kept) == 0 {
		h.newEntry()
		return
	}
	e := draw(h, "entry", h.kept...)
	ctx, id, version := h.t.Context(), e.stored.ID, e.stored.Version
	after, effect, from := e.entry, domain.EntryChange{}, domain.DateOf(h.now)
	var err error
	switch draw(h, "change", "today", "earlier", "start", "move", "standing", "standing") {
	case "today":
		h.vary(&after)
	case "earlier":
		h.vary(&after)
		effect.On = h.past("from", day(2021, 12, 1))
		from = domain.Later(effect.On, e.first)
	case "start":
		h.vary(&after)
		effect.FromStart, from = true, e.first
	case "move":
		after.starts = h.past("moved", day(2022, 1, 1))
		if !after.withdrawn.IsZero() && after.withdrawn.Before(after.starts) || !after.ends.IsZero() && after.ends.Before(after.starts) || after.starts == e.entry.starts {
			return
		}
		if from = e.first; after.starts.Before(from) {
			from = after.starts
		}
	case "standing":
		h.stand(e)
		return
	}
	stored, err := h.ChangeRegisterEntry(ctx, bureau, id, version, effect, func(e *domain.RegisterEntry) error { after.into(e); return nil })
	if errors.Is(err, domain.ErrConflict) && after.register == "qualification" {
		return
	}
	require.NoError(h.r, err)
	e.stored, e.entry = stored, after
	h.sayEntry(e, from)
}

func (h *happenings) vary(e *entry) {
	switch e.register {
	case "financing":
		e.amount = 100 * rapid.Int64Range(0, 1e9).Draw(h.r, "yuan")
	case "qualification":
		e.ends = e.starts.AddDays(rapid.IntRange(0, 900).Draw(h.r, "days"))
	case "platform":
		e.unit = draw(h, "unit", "kjj", "gxj")
	}
	if e.area != "" {
		e.area = draw(h, "area", "yuhu", "gaoxin")
	}
}

// stand withdraws an entry, or takes that back.
func (h *happenings) stand(e *liveEntry) {
	name, from := "reinstate", e.entry.withdrawn
	if from.IsZero() {
		name, from = "withdraw", h.past("withdrawn", e.entry.starts)
	}
	on := from
	if name == "reinstate" {
		on = domain.Date{}
	}
	stored, err := h.StepRegisterEntry(h.t.Context(), bureau, e.stored.ID, e.stored.Version, name, "理由", on)
	if errors.Is(err, domain.ErrConflict) && e.entry.register == "qualification" {
		return
	}
	require.NoError(h.r, err)
	e.stored, e.entry.withdrawn = stored, on
	h.sayEntry(e, from)
}

// liveReport is a report as it is stored, and the first revision of it.
type liveReport struct {
	stored domain.Report
	first  domain.ID
}

func (h *happenings) newReport() {
	ofReports := slices.DeleteFunc(slices.Clone(smallPlan), func(i measured) bool { return i.by.From != "reports" })
	i := draw(h, "reported", append(ofReports, ofReports[0], ofReports[0])...)
	p := domain.Report{Plan: h.plan.Code, Indicator: i.code}
	if len(i.by.By) > 0 && draw(h, "part", true, true, false) {
		p.Dimension = draw(h, "by", i.by.By...)
		p.Key = map[domain.Dimension]string{domain.ByArea: draw(h, "area", "yuhu", "gaoxin"), domain.BySector: draw(h, "sector", "industry", "services")}[p.Dimension]
	}
	var open []domain.Period
	for year := 2023; year <= 2024; year++ {
		for quarter := 1; quarter <= 4; quarter++ {
			p.Period = domain.QuarterPeriod(year, quarter)
			taken := slices.ContainsFunc(h.told, func(r *liveReport) bool { return r.stored.Subject() == p.Subject() })
			if !domain.DateOf(h.now).Before(p.Period.To) && !taken {
				open = append(open, p.Period)
			}
		}
	}
	if len(open) == 0 {
		return
	}
	p.Period = draw(h, "quarter", open...)
	h.figure(&p, i)
	p, err := h.CreateReport(h.t.Context(), h.liaison, p)
	require.NoError(h.r, err)
	live := &liveReport{p, p.ID}
	h.told = append(h.told, live)
	if draw(h, "left", false, false, false, true) {
		return // a draft says nothing
	}
	h.approve(live, p, p.Period.To)
}

// figure puts a number of the indicator's form into p.
func (h *happenings) figure(p *domain.Report, i measured) {
	number := func(label string, from int64) *domain.Decimal {
		d := domain.Decimal(rapid.Int64Range(from, 1e9).Draw(h.r, label))
		return &d
	}
	switch {
	case i.by.Form == "ratio":
		p.Numerator, p.Denominator = number("numerator", 0), number("denominator", 1)
	case i.measure == "growth":
		v := domain.Decimal(rapid.Int64Range(-900_000, 900_000).Draw(h.r, "growth"))
		p.Value = &v
	default:
		p.Value = number("value", 0)
	}
}

// approve takes a draft to approval, so that it counts from some day since the given one.
func (h *happenings) approve(live *liveReport, p domain.Report, since domain.Date) {
	ctx, on := h.t.Context(), h.past("counts from", since)
	p, err := h.StepReport(ctx, h.liaison, p.ID, p.Version, postgres.ReportStep{Name: "submit"})
	require.NoError(h.r, err)
	p, err = h.StepReport(ctx, h.clerk, p.ID, p.Version, postgres.ReportStep{Name: "approve", On: on})
	require.NoError(h.r, err)
	live.stored = p
	h.days = append(h.days, on)
	said := declared{id: p.ID, indicator: p.Indicator, dimension: string(p.Dimension), key: p.Key, period: p.Period, value: p.Value}
	if p.Numerator != nil {
		said.numerator, said.denominator = *p.Numerator, *p.Denominator
	}
	h.world.reports.say(live.first, h.Now(), on, &said)
}

func (h *happenings) correctReport() {
	ctx := h.t.Context()
	approved := slices.DeleteFunc(slices.Clone(h.told), func(r *liveReport) bool { return r.stored.State != domain.ReportApproved })
	if len(approved) == 0 {
		h.newReport()
		return
	}
	live := draw(h, "corrected", approved...)
	before := live.stored
	p, err := h.CorrectReport(ctx, h.liaison, before.ID, before.Version, "理由")
	require.NoError(h.r, err)
	i := smallPlan[slices.IndexFunc(smallPlan, func(i measured) bool { return i.code == p.Indicator })]
	p, err = h.ChangeReport(ctx, h.liaison, p.ID, p.Version, func(p *domain.Report) error { h.figure(p, i); return nil })
	require.NoError(h.r, err)
	h.approve(live, p, before.ApprovedOn)
}
