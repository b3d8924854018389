package domain

import (
	"cmp"
	"math"
	"slices"
)

// StageRecord is what became of the dockings that were once at a stage and are open no
// more.
type StageRecord struct {
	Stage      Stage
	Ended      int     // contracted or declined
	Contracted int     // of those
	Days       float64 // from the stage to the contract, their median; 0: not known
}

// stageBeliefs are how likely a docking at a stage ends in a contract, and after how many
// days half of those have, as long as no docking has shown it: no source gives them. They
// weigh as much as beliefWeight dockings that have.
var stageBeliefs = map[Stage]struct{ chance, days float64 }{
	StageProposed:    {.10, 180},
	StageIntroduced:  {.20, 150},
	StageNegotiating: {.40, 90},
	StageAgreed:      {.80, 30},
}

const beliefWeight = 10

// ContractedBy returns how likely a docking at a stage is to be contracted within left
// days, after what became of others. Of those that ever are, ever fewer are left: half
// after every Days days.
func ContractedBy(s Stage, records []StageRecord, left float64) float64 {
	belief, open := stageBeliefs[s]
	if !open || left <= 0 {
		return 0
	}
	chance, half := belief.chance, belief.days
	if i := slices.IndexFunc(records, func(r StageRecord) bool { return r.Stage == s }); i >= 0 {
		r := records[i]
		chance = (belief.chance*beliefWeight + float64(r.Contracted)) / (beliefWeight + float64(r.Ended))
		if r.Days > 0 {
			known := float64(r.Contracted)
			half = (belief.days*beliefWeight + r.Days*known) / (beliefWeight + known)
		}
	}
	return chance * (1 - math.Exp2(-left/half))
}

// Prospect is an open docking with what it may do to a figure.
type Prospect struct {
	Docking ID
	Title   string
	Area    string
	Stage   Stage
	Local   bool    // the buyer is in the city
	Chance  float64 // of being contracted by the end of the period
	Effect  float64 // on the figure, if it is: in its unit
}

// Prospects is the outlook of a figure if only the open dockings are added to it, each
// by its chance; and it sets what each would do, those that are likely to move it most
// first. A figure with a denominator is a share of local ones among all, in percent, and
// any other counts contracts.
func (f Figure) Prospects(open []Prospect) (Outlook, bool) {
	if f.Numerator == nil || len(open) == 0 {
		return Outlook{}, false
	}
	share := f.Denominator != nil
	n, d := f.Numerator.Float(), 1.0
	if share {
		d = f.Denominator.Float()
	}
	now := ratioOf(n, d, share)
	for i := range open {
		p := &open[i]
		p.Effect = ratioOf(n+p.adds(share), d+p.widens(share), share) - now
	}
	slices.SortStableFunc(open, func(a, b Prospect) int { return cmp.Compare(b.Effect*b.Chance, a.Effect*a.Chance) })

	wider, most := d, 0.0
	for _, p := range open {
		n += p.Chance * p.adds(share)
		wider += p.Chance * p.widens(share)
		most += p.adds(share)
	}
	value := ratioOf(n, wider, share)
	var variance float64
	for _, p := range open {
		step := p.adds(share)
		if share {
			step = (100*step - value) / wider
		}
		variance += p.Chance * (1 - p.Chance) * step * step
	}
	o := Outlook{Value: decimalOf(value)}
	least, top := Decimal(0), decimalOf(100)
	if !share {
		least, top = *f.Numerator, *f.Numerator+decimalOf(most)
	}
	o.within(normal*math.Sqrt(variance), least, top)
	return o, true
}

// adds is what a prospect adds to the numerator, widens what it adds to the denominator.
func (p Prospect) adds(share bool) float64 {
	if share && !p.Local {
		return 0
	}
	return 1
}

func (p Prospect) widens(share bool) float64 {
	if share {
		return 1
	}
	return 0
}

func ratioOf(n, d float64, share bool) float64 {
	switch {
	case !share:
		return n
	case d == 0:
		return 0
	}
	return 100 * n / d
}
