package domain

import (
	"fmt"
	"slices"
	"strings"
)

// Offer is an incentive with the policy and the clause that grant it.
type Offer struct {
	Policy Policy // its clauses are not needed
	Clause string // its ref
	Incentive
}

// Offers are the incentives of p.
func (p Policy) Offers() []Offer {
	bare := p
	bare.Clauses = nil
	var offers []Offer
	for _, c := range p.Clauses {
		for _, i := range c.Incentives {
			offers = append(offers, Offer{bare, c.Ref, i})
		}
	}
	return offers
}

// Grant is what one incentive brings to one deal, and why.
type Grant struct {
	IncentiveID ID
	PolicyID    ID
	Policy      string // its title
	Clause      string // the clause's ref
	Code        string
	Kind        string // IncentiveKinds
	Beneficiary string // Beneficiaries
	Side        string // Sides: whose it is
	Occasion    string // Occasions
	Payer       string
	Truth       Truth // what is known of all its conditions together
	Findings    []Finding
	Worth       Bounds // what it brings, its conditions met
	Basis       Text   // how that is found: "技术交易额的 5%，最高 100 万元"
	ApplyBy     Date   // zero: none is set, or none can be told yet
	ApplyWithin Within
	// What stacking leaves of it: what counts for certain, what at most, and why less
	// than it brings alone.
	Certain, Possible Fen
	LeftOut           Text
}

// Grant judges what an offer brings to d. A deal is judged as if it went ahead; steps
// that are still to be taken are among the findings, and marked as assumed.
func (d Deal) Grant(o Offer) Grant {
	i := o.Incentive
	if i.ValidFrom.IsZero() {
		i.ValidFrom = o.Policy.EffectiveFrom
	}
	if i.ValidTo.IsZero() {
		i.ValidTo = o.Policy.ValidUntil
	}
	g := Grant{IncentiveID: i.ID, PolicyID: o.Policy.ID, Policy: o.Policy.Title, Clause: o.Clause, Code: i.Code, Kind: i.Kind,
		Beneficiary: i.Beneficiary, Side: i.side(), Occasion: i.For(), Payer: i.Payer, Basis: i.basis(),
		Worth: i.Worth(d.base(i)), ApplyBy: d.applyBy(i), ApplyWithin: i.ApplyWithin, Findings: d.check(i)}
	if p := d.party(i); p.Known && !o.Policy.appliesIn(p.Division) {
		outside := findings{}
		outside.add("area", Fails, Text{i.subject().ZH + "在政策适用的地区", i.subject().EN + " is where the policy holds"}, Text{p.Name, p.Name})
		g.Findings = append(outside, g.Findings...)
	}
	g.Truth = findings(g.Findings).truth()
	return g
}

// OfDeal reports whether the deal itself brings the grant.
func (g Grant) OfDeal() bool { return g.Occasion == OfDeal }

// Changeable reports whether a grant that fails would not, if the parties changed
// what they can.
func (g Grant) Changeable() bool {
	return g.Truth == Fails && !slices.ContainsFunc(g.Findings, func(f Finding) bool { return f.Truth == Fails && f.Change == (Text{}) })
}

// Changes are what the parties would have to change.
func (g Grant) Changes() Text {
	var all []Text
	for _, f := range g.Findings {
		if f.Truth == Fails && f.Change != (Text{}) {
			all = append(all, f.Change)
		}
	}
	return sentences(all)
}

// Open are the conditions that are not known to hold.
func (g Grant) Open() []Finding {
	return slices.DeleteFunc(slices.Clone(g.Findings), func(f Finding) bool { return f.Truth != Unknown })
}

// Answer says on the day today what the grant comes to: "可得补助 3 万元（第十一条）…，因为…；
// 请在 2028-12-15 前申报（还有 754 天）", or "如果…，可得…", or "不适用，因为…".
func (g Grant) Answer(today Date) Text {
	var t Text
	switch {
	case g.Truth == Fails:
		return g.refused()
	case g.Closed(today):
		return Text{g.where().ZH + "：申报已于 " + g.ApplyBy.String() + " 截止", g.where().EN + ": applications closed on " + g.ApplyBy.String()}
	case g.Truth == Unknown:
		open := g.statements(Unknown, false)
		t = Text{"如果" + open.ZH + "，" + g.what().ZH, g.what().EN + ", if " + open.EN}
	default:
		t = g.what()
	}
	if because := g.statements(Holds, false); because.ZH != "" {
		t = Text{t.ZH + "，因为" + because.ZH, t.EN + ", because " + because.EN}
	}
	if steps := g.statements(Holds, true); steps.ZH != "" {
		t = Text{t.ZH + "；前提是" + steps.ZH, t.EN + "; provided that " + steps.EN}
	}
	apply := g.Apply(today)
	return Text{t.ZH + "；" + apply.ZH + "。", upperFirst(t.EN + "; " + apply.EN + ".")}
}

// Closed reports whether the time to apply is over by the day today.
func (g Grant) Closed(today Date) bool { return !g.ApplyBy.IsZero() && g.ApplyBy.Before(today) }

// DaysLeft is how many days are left to apply after today; false when no last day is
// known, or it is over.
func (g Grant) DaysLeft(today Date) (int, bool) {
	if g.ApplyBy.IsZero() || g.Closed(today) {
		return 0, false
	}
	return int(g.ApplyBy.Time().Sub(today.Time()).Hours() / 24), true
}

// what says what the grant is and where it stands: "可得补助 3 万元（技术交易额的 5%；第十一条）".
func (g Grant) what() Text {
	kind, worth := IncentiveKinds.Name(g.Kind), g.Worth.Display()
	who, in := Beneficiaries.Name(g.Beneficiary), g.where()
	zh, en := "可得", "brings"
	switch {
	case g.Beneficiary != "enterprise" && g.Beneficiary != "any":
		zh, en = who.ZH+"可得", "brings the "+lower(who.EN)
	case g.Side == "seller":
		zh, en = "卖方可得", "brings the seller"
	}
	return Text{in.ZH + zh + kind.ZH + space(worth.ZH) + g.Basis.ZH, in.EN + " " + en + " " + worth.EN + " (" + lower(kind.EN) + ")" + g.Basis.EN}
}

// where names the clause: "按《某办法》第十一条".
func (g Grant) where() Text {
	return Text{"按《" + g.Policy + "》" + g.Clause + "，", "Under “" + g.Policy + "”, " + g.Clause + ","}
}

// refused says why the grant does not apply, and what would have to change.
func (g Grant) refused() Text {
	t := g.refusal()
	if g.Changeable() {
		c := g.Changes()
		t = Text{t.ZH + "；如" + c.ZH + "，则可适用", t.EN + "; to change that: " + c.EN}
	}
	return Text{t.ZH + "。", t.EN + "."}
}

func (g Grant) refusal() Text {
	var zh, en []string
	for _, f := range g.Findings {
		if f.Truth == Fails {
			zh, en = append(zh, "要求"+f.Reason().ZH), append(en, f.Reason().EN)
		}
	}
	return Text{"《" + g.Policy + "》" + g.Clause + "不适用，因为" + strings.Join(zh, "，"),
		"“" + g.Policy + "”, " + g.Clause + ", does not apply, because it asks that " + strings.Join(en, ", and that ")}
}

// statements joins what is required by the findings of one truth.
func (g Grant) statements(t Truth, assumed bool) Text {
	var zh, en []string
	for _, f := range g.Findings {
		if f.Truth == t && f.Assumed == assumed && f.Condition != "apply_by" {
			zh, en = append(zh, f.Required.ZH), append(en, f.Required.EN)
		}
	}
	return Text{strings.Join(zh, "，且"), strings.Join(en, ", and ")}
}

// Apply says where and by when one applies.
func (g Grant) Apply(today Date) Text {
	to := g.office()
	switch {
	case g.Closed(today):
		return Text{"申报已于 " + g.ApplyBy.String() + " 截止", "applications closed on " + g.ApplyBy.String()}
	case !g.ApplyBy.IsZero():
		left, _ := g.DaysLeft(today)
		return Text{fmt.Sprintf("请在 %s 前%s申报（还有 %d 天）", g.ApplyBy, to.ZH, left), fmt.Sprintf("apply%s by %s (%d days left)", to.EN, g.ApplyBy, left)}
	case g.ApplyWithin != (Within{}):
		w := g.ApplyWithin
		after, ok := DealEvents.Find(w.After)
		if !ok {
			after.Name = Occasions.Name(w.After)
		}
		unit := TermUnits.Name(w.Unit)
		return Text{fmt.Sprintf("请在%s后 %d %s内%s申报", after.Name.ZH, w.Number, unit.ZH, to.ZH), fmt.Sprintf("apply%s within %d %s of %s", to.EN, w.Number, unit.EN, lower(after.Name.EN))}
	case to.ZH != "":
		return Text{to.ZH + "申报，条文未写明期限", "apply" + to.EN + ", no time is given"}
	}
	return Text{"条文未写明申报期限", "no time to apply is given"}
}

// office says to whom one applies: the authority that pays.
func (g Grant) office() Text {
	if g.Payer == "" {
		return Text{}
	}
	return Text{"向" + g.Payer, " to " + g.Payer}
}
