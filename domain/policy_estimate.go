package domain

import (
	"cmp"
	"slices"
	"strings"
)

// Estimate is what policies bring to a deal, after the rules of stacking. Certain is
// what they bring if the deal goes ahead, Possible what they bring at most, with every
// open condition met: it is an estimate (估算), no promise.
type Estimate struct {
	Grants            []Grant // of the deal first, the most valuable first; those that fail last
	Certain, Possible Fen
	Unbounded         bool // grants among them have no upper bound that is known
	By                []SideTotal
}

// SideTotal is the part of an estimate that goes to one kind of beneficiary on one side
// of the deal.
type SideTotal struct {
	Side              string // Sides
	Beneficiary       string // Beneficiaries
	Certain, Possible Fen
}

// Estimate judges what the offers bring to d.
func (d Deal) Estimate(offers []Offer) Estimate {
	var e Estimate
	var texts []Stacking
	for _, o := range offers {
		e.Grants = append(e.Grants, d.Grant(o))
		texts = append(texts, o.Stacking)
	}
	rules := groupRules(texts)
	e.count(texts, rules, func(i int) Fen { return e.Grants[i].sure() }, func(g *Grant) *Fen { return &g.Certain })
	outcome := e.supposeBest(d, offers, texts, rules)
	e.explain(outcome, offers, texts, rules)
	e.sum()
	slices.SortStableFunc(e.Grants, byWorth)
	return e
}

// sure is what g brings for certain, alone.
func (g Grant) sure() Fen {
	if g.OfDeal() && g.Truth == Holds {
		return g.Worth.Least
	}
	return 0
}

// most is what g brings at most, alone, as far as that is known.
func (g Grant) most() Fen {
	if !g.OfDeal() || g.Truth == Fails {
		return 0
	}
	if g.Worth.Most == nil {
		return g.Worth.Least
	}
	return *g.Worth.Most
}

// outcome is one way in which the open questions of a deal may be settled: a contract
// is of one kind, and its seller is a university or institute, or is not.
type outcome struct {
	kind     string
	research bool
}

// outcomes are those that d leaves open.
func (d Deal) outcomes() []outcome {
	kinds := d.Kinds
	if len(kinds) == 0 {
		kinds = ContractKinds.Codes()
	}
	var all []outcome
	for _, k := range kinds {
		if d.Seller.Known || d.IUR != Unknown {
			all = append(all, outcome{k, d.IUR == Holds || d.Seller.IsResearch()})
		} else {
			all = append(all, outcome{k, true}, outcome{k, false})
		}
	}
	return all
}

// admits reports whether an incentive may be granted when the deal comes out as o.
func (o outcome) admits(i Incentive) bool {
	r := i.Requires
	if len(r.ContractKinds) > 0 && !slices.Contains(r.ContractKinds, o.kind) {
		return false
	}
	if i.side() == "seller" && i.Beneficiary == "enterprise" {
		return !o.research
	}
	return o.research || !r.IUR && i.side() == "buyer"
}

// supposeBest counts what is possible in the outcome that brings most, and returns it.
func (e *Estimate) supposeBest(d Deal, offers []Offer, texts []Stacking, rules map[string]groupRule) outcome {
	best, most := outcome{}, Fen(-1)
	suppose := func(o outcome) (sum Fen) {
		e.count(texts, rules, func(i int) Fen {
			if g := e.Grants[i]; g.Truth == Holds || o.admits(offers[i].Incentive) {
				return g.most()
			}
			return 0
		}, func(g *Grant) *Fen { return &g.Possible })
		for _, g := range e.Grants {
			sum += g.Possible
		}
		return sum
	}
	for _, o := range d.outcomes() {
		if sum := suppose(o); sum > most {
			best, most = o, sum
		}
	}
	suppose(best)
	return best
}

// count combines the grants by what each is worth, and notes what each counts with.
func (e *Estimate) count(texts []Stacking, rules map[string]groupRule, worth func(int) Fen, counted func(*Grant) *Fen) {
	items := make([]stackable, len(e.Grants))
	for i, g := range e.Grants {
		items[i] = stackable{key: g.key(), code: g.Code, rules: texts[i], worth: worth(i)}
	}
	taken, _ := combine(items, rules)
	for i, part := range share(items, taken, rules) {
		*counted(&e.Grants[i]) = part
	}
}

func (g Grant) key() string { return g.PolicyID.String() + g.Clause + g.IncentiveID.String() }

// explain says of grants that do not count in full which others stand in their way.
func (e *Estimate) explain(o outcome, offers []Offer, texts []Stacking, rules map[string]groupRule) {
	item := func(i int) stackable { return stackable{code: e.Grants[i].Code, rules: texts[i]} }
	for i := range e.Grants {
		g := &e.Grants[i]
		if g.Possible >= g.most() {
			continue
		}
		if g.Truth != Holds && !o.admits(offers[i].Incentive) {
			g.LeftOut = o.instead()
			continue
		}
		if limit := rules[texts[i].Group].cap; limit != nil && !rules[texts[i].Group].exclusive {
			n := limit.exact()
			g.LeftOut = Text{"与同组奖补合计最高 " + n.ZH, "Together with others of its group, up to " + n.EN}
			continue
		}
		for j, other := range e.Grants {
			if other.Possible > 0 && clashes(item(i), item(j), rules) {
				g.LeftOut = Text{"与《" + other.Policy + "》" + other.Clause + "不可叠加，取金额较高的一项",
					"Does not go together with “" + other.Policy + "”, " + other.Clause + ", which brings more"}
				break
			}
		}
	}
}

// instead says why what another outcome would bring does not count.
func (o outcome) instead() Text {
	kind, seller := ContractKinds.Name(o.kind), Text{"高校或科研院所", "a university or institute"}
	if !o.research {
		seller = Text{"企业等其他单位", "neither a university nor an institute"}
	}
	return Text{"最高金额按" + kind.ZH + "合同、卖方为" + seller.ZH + "估算，与本项条件不能同时成立",
		"The most is reckoned for a contract of " + lower(kind.EN) + " whose seller is " + seller.EN + ", which this excludes"}
}

func (e *Estimate) sum() {
	type key struct{ side, beneficiary string }
	by := map[key]SideTotal{}
	for _, g := range e.Grants {
		e.Certain, e.Possible = e.Certain+g.Certain, e.Possible+g.Possible
		e.Unbounded = e.Unbounded || g.OfDeal() && g.Truth != Fails && g.Worth.Most == nil
		k := key{g.Side, g.Beneficiary}
		by[k] = SideTotal{k.side, k.beneficiary, by[k].Certain + g.Certain, by[k].Possible + g.Possible}
	}
	for _, s := range Sides {
		for _, b := range Beneficiaries {
			if t := by[key{s.Code, b.Code}]; t.Possible > 0 {
				e.By = append(e.By, t)
			}
		}
	}
}

// byWorth puts grants of the deal before others, those that fail last, what is certain
// before what is possible.
func byWorth(a, b Grant) int {
	standing := func(g Grant) int {
		switch {
		case g.Truth == Fails && !g.Changeable():
			return 3
		case g.Truth == Fails:
			return 2
		case !g.OfDeal():
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(standing(a), standing(b)), cmp.Compare(b.Certain, a.Certain), cmp.Compare(b.Possible, a.Possible),
		cmp.Compare(b.most(), a.most()), cmp.Compare(a.key(), b.key()))
}

// Answer says what the estimate comes to: "合作达成后，买方可得奖补 3 万元，各项条件均满足时
// 最高 12 万元；卖方各项条件均满足时最高 4 万元（估算）".
func (e Estimate) Answer() Text {
	if e.Possible == 0 && e.Unbounded {
		return Text{"有可能适用的奖补，但金额尚不能估算", "Incentives may apply, but what they bring cannot be estimated yet"}
	}
	if e.Possible == 0 {
		return Text{"目前没有可测算金额的奖补", "No incentive that can be put in figures applies"}
	}
	var zh, en []string
	for _, s := range Sides {
		var certain, possible Fen
		for _, t := range e.By {
			if t.Side == s.Code {
				certain, possible = certain+t.Certain, possible+t.Possible
			}
		}
		if possible > 0 {
			t := brings(s.Name, certain, possible)
			zh, en = append(zh, t.ZH), append(en, t.EN)
		}
	}
	return Text{"合作达成后，" + strings.Join(zh, "；") + "（估算）", "If the deal is made, " + strings.Join(en, "; ") + " (an estimate)"}
}

func brings(side Text, certain, possible Fen) Text {
	sure, most := certain.exact(), possible.exact()
	who := Text{side.ZH, "the " + lower(side.EN)}
	switch {
	case certain == possible:
		return Text{who.ZH + "可得奖补 " + sure.ZH, who.EN + " gets " + sure.EN}
	case certain == 0:
		return Text{who.ZH + "在各项条件均满足时最高可得奖补 " + most.ZH, who.EN + " gets up to " + most.EN + " if every condition is met"}
	}
	return Text{who.ZH + "可得奖补 " + sure.ZH + "，各项条件均满足时最高 " + most.ZH, who.EN + " gets " + sure.EN + ", and up to " + most.EN + " if every condition is met"}
}
