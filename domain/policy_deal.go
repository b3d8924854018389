package domain

import "slices"

// Deal is a deal as incentives judge it, made or only possible: what is known of it,
// and within which bounds the rest lies.
type Deal struct {
	Today     Date
	Field     string
	Buyer     DealParty
	Seller    DealParty
	Kinds     []string // kinds that the contract may be of; one when it is settled, none when open
	Platform  bool     // a platform is to be built together
	Amount    Bounds   // the contract's value
	Technical Bounds   // its technical value
	IUR       Truth    // between an enterprise and a university or institute
	TRL       int      // of the technology; 0: not known
	IPKinds   []string
	Subject   bool            // the technology is known, and IPKinds are all its rights
	Events    map[string]Date // DealEvents that have come
	Happened  []Occurrence
	Off       Text            // why it brings nothing any more; empty while it can
	Areas     map[string]Text // names of areas, for people; nil where they are not at hand
}

// DealParty is one side of a deal. One that is not Known is still to be found.
type DealParty struct {
	Organisation
	Known     bool
	Qualified map[string]Truth // Qualifications as far as recorded
}

// Occurrence is an occasion other than the deal, as recorded: a recognition, the
// approval of a platform.
type Occurrence struct {
	Occasion string // Occasions
	What     string // Qualifications, or a platform's level of PolicyLevels
	On       Date
	Supposed bool // it is no record, but what somebody asks about
}

// contractKindOf is the kind of technology contract that a kind of cooperation
// leads to.
var contractKindOf = map[string]string{"joint_development": "development", "transfer": "transfer", "licence": "licence",
	"consulting": "consulting", "service": "service", "equity": "transfer"}

// Deal is the deal that would answer the need, with a solver still to be found.
func (a Asked) Deal() Deal {
	n := a.Need
	d := Deal{Today: a.Today, Areas: a.Areas, Field: n.Field, Buyer: DealParty{Organisation: a.Owner, Known: true, Qualified: a.Recognised.Qualified},
		Happened: a.Recognised.Happened, Amount: within(n.BudgetMin, n.BudgetMax)}
	for _, m := range n.Modes {
		if kind := contractKindOf[m]; kind != "" && !slices.Contains(d.Kinds, kind) {
			d.Kinds = append(d.Kinds, kind)
		}
	}
	d.Platform = slices.Contains(n.Modes, "joint_platform")
	d.Technical = Bounds{0, d.Amount.Most}
	return d
}

// within are the bounds that a budget or an asking price sets.
func within(least, most *Fen) Bounds {
	b := Bounds{Most: most}
	if least != nil {
		b.Least = *least
	}
	return b
}

// DealFor is the deal that would answer the need with a technology of owner.
func (a Asked) DealFor(t Technology, owner Organisation) Deal {
	d := a.Deal()
	d.Seller = DealParty{Organisation: owner, Known: true}
	d.IUR = truthOf(d.Buyer.Kind == Enterprise && owner.IsResearch())
	d.Subject, d.TRL = true, t.TRL
	for _, r := range t.IP {
		if r.Status != "lapsed" {
			d.IPKinds = append(d.IPKinds, r.Kind)
		}
	}
	var offered []string
	for _, m := range t.Modes {
		if kind := contractKindOf[m]; kind != "" {
			offered = append(offered, kind)
		}
	}
	d.Kinds = agreed(d.Kinds, offered)
	d.Amount = d.Amount.meet(within(t.PriceMin, t.PriceMax))
	d.Technical = Bounds{0, d.Amount.Most}
	return d
}

// agreed are the members of both lists; of one where the other is empty, and of the
// first where they share none: then the two sides have not agreed yet.
func agreed(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	if both := common(a, b); len(both) > 0 {
		return both
	}
	return a
}

// meet are the bounds that both allow; b where they exclude each other.
func (b Bounds) meet(o Bounds) Bounds {
	m := Bounds{max(b.Least, o.Least), b.Most}
	if m.Most == nil || o.Most != nil && *o.Most < *m.Most {
		m.Most = o.Most
	}
	if m.Most != nil && *m.Most < m.Least {
		return b
	}
	return m
}

// Settle makes the amounts of d those given, as far as they are.
func (d *Deal) Settle(amount, technical *Fen) error {
	if amount != nil && technical != nil && *technical > *amount {
		return Invalid("technical_amount", "不能高于成交额", "must not exceed the contract's value")
	}
	if amount != nil {
		d.Amount, d.Technical = Exactly(*amount), Bounds{0, amount}
	}
	if technical != nil {
		d.Technical = Exactly(*technical)
		d.Amount = d.Amount.meet(Bounds{Least: *technical})
	}
	return nil
}

// Premises say what an estimate of d goes by.
func (d Deal) Premises() []Text {
	amount := d.Amount.Display()
	p := []Text{{"成交额：" + amount.ZH, "The contract's value: " + amount.EN}}
	if technical := d.Technical.Display(); d.Technical.Known() {
		p = append(p, Text{"技术交易额：" + technical.ZH, "Its technical value: " + technical.EN})
	} else {
		p = append(p, Text{"技术交易额未核定，按不超过成交额估算", "Its technical value is not settled: at most the contract's value"})
	}
	if !d.Seller.Known {
		p = append(p, Text{"合作方未定", "The partner is not settled"})
	}
	if _, signed := d.Events["signed"]; !signed {
		p = append(p, Text{"按今天签订合同估算，各办理事项以能够完成为前提", "As if the contract were signed today and its steps were taken"})
	}
	return append(p, Text{"条文未说明能否叠加的，按可以叠加估算", "Where a text does not say whether incentives add up, they do"})
}

// Deal is the deal that c is, between buyer and seller as they are recorded.
func (c Contract) Deal(today Date, buyer, seller Organisation) Deal {
	d := Deal{Today: today, Field: c.Field, Kinds: []string{c.Kind}, Amount: Exactly(c.Amount), Technical: Exactly(c.TechnicalAmount),
		Buyer: DealParty{Organisation: buyer, Known: true}, Seller: DealParty{Organisation: seller, Known: true}, Events: map[string]Date{}}
	d.IUR = truthOf(c.IUR || buyer.Kind == Enterprise && seller.IsResearch() || seller.Kind == Enterprise && buyer.IsResearch())
	d.Subject, d.IPKinds = c.IPKind != "", []string{c.IPKind}
	if !c.SignedOn.IsZero() {
		d.Events["signed"] = c.SignedOn
	}
	if !c.RegisteredOn.IsZero() {
		d.Events["registered"] = c.RegisteredOn
	}
	switch c.State {
	case ContractRefused, ContractTerminated, ContractVoided:
		name := ContractStates.Name(string(c.State))
		d.Off = Text{"合同" + name.ZH, "the contract is " + lower(name.EN)}
	}
	return d
}

// Of is the party as it was when the contract was submitted, as far as that was kept;
// o is the organisation as it is now.
func (p PartyAtSigning) Of(o Organisation) Organisation {
	if p.Name != "" {
		o.Name, o.Kind, o.Area, o.Division = p.Name, p.Kind, p.Area, p.Division
	}
	return o
}

// Day is the day on which the deal is made, today while it is not.
func (d Deal) Day() Date {
	if on, ok := d.Events["signed"]; ok {
		return on
	}
	return d.Today
}

// side is the side of a deal that the incentive goes to.
func (i Incentive) side() string {
	switch {
	case i.Requires.Side != "":
		return i.Requires.Side
	case i.Beneficiary == "university" || i.Beneficiary == "institute" || i.Beneficiary == "team":
		return "seller"
	}
	return "buyer"
}

// party is the one whom the incentive goes to; a university that buys gets its own.
func (d Deal) party(i Incentive) DealParty {
	if i.side() == "seller" && (i.Requires.Side != "" || !d.Buyer.IsResearch()) {
		return d.Seller
	}
	return d.Buyer
}

// base is what is known of the base of an incentive's percentage.
func (d Deal) base(i Incentive) Bounds {
	switch i.Base {
	case "contract_amount":
		return d.Amount
	case "technical_amount":
		return d.Technical
	case "transfer_income": // what is left of the technical value after the costs
		return Bounds{0, d.Technical.Most}
	}
	return Bounds{}
}
