package domain

import (
	"cmp"
	"slices"
)

// Reach is what a policy would bring to the needs that are open: how many each of its
// incentives would serve, and which needs it serves best.
type Reach struct {
	Needs  int // looked at
	Served int // that at least one incentive serves, or might
	Of     []IncentiveReach
	Best   []NeedReach // the most valuable first, at most MaxMatches

	offers []Offer
}

// IncentiveReach counts the needs by what is known of an incentive's conditions.
type IncentiveReach struct {
	Offer
	Holds, Open       int // it applies; it would, if open conditions were met
	NearMisses, Fails int // it would, if the parties changed something; it does not
	Certain, Possible Fen // what it brings to all of them, before the rules of stacking
}

// NeedReach is one need and what the policy would bring to it.
type NeedReach struct {
	Need  Need
	Owner Organisation
	Estimate
}

// NewReach begins with no needs.
func NewReach(p Policy) *Reach {
	r := &Reach{offers: p.Offers()}
	for _, o := range r.offers {
		r.Of = append(r.Of, IncentiveReach{Offer: o})
	}
	return r
}

// Add looks at one need.
func (r *Reach) Add(n Need, owner Organisation, d Deal) {
	r.Needs++
	e := d.Estimate(r.offers)
	serves := false
	for _, g := range e.Grants {
		serves = r.count(g) || serves
	}
	if !serves {
		return
	}
	r.Served++
	r.Best = append(r.Best, NeedReach{n, owner, e})
	if len(r.Best) >= 2*MaxMatches {
		r.Trim()
	}
}

// count counts a grant with its incentive and reports whether it serves the need.
func (r *Reach) count(g Grant) bool {
	at := &r.Of[slices.IndexFunc(r.Of, func(i IncentiveReach) bool { return i.ID == g.IncentiveID && i.Clause == g.Clause && i.Code == g.Code })]
	switch {
	case g.Truth == Holds:
		at.Holds++
	case g.Truth == Unknown:
		at.Open++
	case g.Changeable():
		at.NearMisses++
	default:
		at.Fails++
	}
	at.Certain, at.Possible = at.Certain+g.sure(), at.Possible+g.most()
	return g.Truth != Fails
}

// Trim leaves the needs that the policy serves best, in order.
func (r *Reach) Trim() {
	slices.SortStableFunc(r.Best, func(a, b NeedReach) int {
		return cmp.Or(cmp.Compare(b.Certain, a.Certain), cmp.Compare(b.Possible, a.Possible), slices.Compare(a.Need.ID[:], b.Need.ID[:]))
	})
	r.Best = r.Best[:min(len(r.Best), MaxMatches)]
}
