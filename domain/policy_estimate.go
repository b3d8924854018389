package domain

import (
	"cmp"
	"slices"
)

// Estimate is what policies bring to a deal, after the rules of stacking. Certain is
// what they bring if the deal goes ahead, Possible what they bring at most, with every
// open condition met: it is an estimate (估算), no promise.
type Estimate struct {
	Grants            []Grant // of the deal first, the most valuable first; those that fail last
	Certain, Possible Fen
	Unbounded         bool // grants among them have no upper bound that is known
	By                []BeneficiaryTotal
}

// BeneficiaryTotal is the part of an estimate that goes to one kind of beneficiary.
type BeneficiaryTotal struct {
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
	e.count(texts, rules, func(g Grant) Fen { return g.sure() }, func(g *Grant) *Fen { return &g.Certain })
	e.count(texts, rules, func(g Grant) Fen { return g.most() }, func(g *Grant) *Fen { return &g.Possible })
	e.explain(texts, rules)
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

// count combines the grants by what each is worth, and notes what each counts with.
func (e *Estimate) count(texts []Stacking, rules map[string]groupRule, worth func(Grant) Fen, counted func(*Grant) *Fen) {
	items := make([]stackable, len(e.Grants))
	for i, g := range e.Grants {
		items[i] = stackable{key: g.key(), code: g.Code, rules: texts[i], worth: worth(g)}
	}
	taken, _ := combine(items, rules)
	for i, part := range share(items, taken, rules) {
		*counted(&e.Grants[i]) = part
	}
}

func (g Grant) key() string { return g.PolicyID.String() + g.Clause + g.IncentiveID.String() }

// explain says of grants that do not count in full which others stand in their way.
func (e *Estimate) explain(texts []Stacking, rules map[string]groupRule) {
	item := func(i int) stackable { return stackable{code: e.Grants[i].Code, rules: texts[i]} }
	for i := range e.Grants {
		g := &e.Grants[i]
		if g.Possible >= g.most() {
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

func (e *Estimate) sum() {
	by := map[string]BeneficiaryTotal{}
	for _, g := range e.Grants {
		e.Certain, e.Possible = e.Certain+g.Certain, e.Possible+g.Possible
		e.Unbounded = e.Unbounded || g.OfDeal() && g.Truth != Fails && g.Worth.Most == nil
		t := by[g.Beneficiary]
		by[g.Beneficiary] = BeneficiaryTotal{g.Beneficiary, t.Certain + g.Certain, t.Possible + g.Possible}
	}
	for _, b := range Beneficiaries {
		if t := by[b.Code]; t.Possible > 0 {
			e.By = append(e.By, t)
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

// Answer says what the estimate comes to.
func (e Estimate) Answer() Text {
	certain, possible := e.Certain.exact(), e.Possible.exact()
	switch {
	case e.Possible == 0 && e.Unbounded:
		return Text{"有可能适用的奖补，但金额尚不能估算", "Incentives may apply, but what they bring cannot be estimated yet"}
	case e.Possible == 0:
		return Text{"目前没有可测算金额的奖补", "No incentive that can be put in figures applies"}
	case e.Certain == e.Possible:
		return Text{"合作达成后可得奖补合计 " + certain.ZH + "（估算）", "If the deal is made it brings " + certain.EN + " (an estimate)"}
	case e.Certain == 0:
		return Text{"如各项条件均满足，奖补合计最高 " + possible.ZH + "（估算）；目前没有可以确定的金额",
			"If every condition is met it brings up to " + possible.EN + " (an estimate); nothing is certain yet"}
	}
	return Text{"合作达成后可得奖补合计 " + certain.ZH + "，如各项条件均满足最高 " + possible.ZH + "（估算）",
		"If the deal is made it brings " + certain.EN + ", and up to " + possible.EN + " if every condition is met (an estimate)"}
}
