package domain

import (
	"cmp"
	"fmt"
)

// Severity says what an unmet or unsettled condition does to a match.
type Severity int

// Severities, from the mildest.
const (
	ToConfirm Severity = iota // nothing is known against it; people must make sure
	Misses                    // not met now: a near miss, with what would have to change
	Bars                      // no answer to this need
)

// Gate is a condition that is not met or not settled.
type Gate struct {
	Code     string
	Severity Severity
	Reason   Text
	Change   Text    // what would have to change, or be confirmed
	Short    float64 // of a condition that is not met: how far from it, in [0,1]
}

// gates collects the gates of one candidate.
type gates []Gate

func (g *gates) add(unmet bool, s Severity, code string, reason, change Text) {
	if unmet {
		*g = append(*g, Gate{Code: code, Severity: s, Reason: reason, Change: change, Short: shortOf(code, s)})
	}
}

// far says how far from being met a condition is that can be waited for or talked about,
// rather than measured.
var far = map[string]float64{"load": 0.1, "force": 0.1, "incentive": 0.3, "use": 0.5, "territory": 0.6}

func shortOf(code string, s Severity) float64 {
	if s != Misses {
		return 0
	}
	return far[code]
}

// measured says by which share of what is asked for the last condition is missed.
func (g gates) measured(unmet bool, share float64) {
	if unmet {
		g[len(g)-1].Short = share
	}
}

// nearness is what a near miss would score, less the further it is from being a match.
func (m Match) nearness() float64 {
	near := m.Score
	for _, g := range m.Gates {
		near *= 1 - g.Short
	}
	return near
}

// ByNearness orders near misses: those first that are worth most and need least to be
// matches.
func ByNearness(a, b Match) int { return cmp.Compare(b.nearness(), a.nearness()) }

func (g *gates) bar(unmet bool, code, zh, en string) {
	g.add(unmet, Bars, code, Text{zh, en}, Text{})
}

// dismissed bars what the need's side does not want to see again.
func (g *gates) dismissed(a Asked, candidate ID) {
	if d, ok := a.Dismissed[candidate]; ok {
		*g = append(*g, d.gate())
	}
}

// own bars what belongs to the enterprise that has the need: a declared conflict.
func (g *gates) own(a Asked, organisation ID) {
	g.bar(!organisation.IsZero() && organisation == a.Need.OrganisationID, "own", "属于需求单位自己", "Belongs to the enterprise itself")
}

// solverTerritory asks that a solver comes from where the need wants it.
func (g *gates) solverTerritory(a Asked, solver Organisation) {
	want := a.Need.Conditions.Territory
	if want == "" || want == "country" {
		return
	}
	name := Territories.Name(want)
	if solver.ID.IsZero() || solver.Division == "" {
		g.add(true, ToConfirm, "territory", Text{"对方所在地未说明", "Where the other side is located is not stated"},
			Text{"须确认对方在" + name.ZH, "Confirm that it is located " + lower(name.EN)})
		return
	}
	g.add(!solver.inTerritory(want), Misses, "territory",
		Text{"需求要求揭榜方在" + name.ZH + "，" + solver.Name + "不在", "The need asks for a solver " + lower(name.EN) + "; " + solver.Name + " is not"},
		Text{"需求放宽地域要求，或由" + name.ZH + "的单位承接，即符合", "Would match if the need dropped its territory, or a body " + lower(name.EN) + " took it on"})
}

// secrecy asks people to make sure, since no record says who may keep secrets.
func (g *gates) secrecy(a Asked) {
	g.add(a.Need.Conditions.Secret, ToConfirm, "secrecy",
		Text{"需求要求按保密规定开展工作", "The need asks for work under secrecy rules"},
		Text{"须确认对方具备保密条件", "Confirm that the other side can work under them"})
}

// readiness asks for the level that the need sets as its floor.
func (g *gates) readiness(a Asked, trl int) {
	floor := a.Need.Conditions.TRLMin
	if floor == 0 {
		return
	}
	g.add(trl == 0, ToConfirm, "trl", Text{fmt.Sprintf("需求要求成熟度不低于 %d 级，成果未说明", floor), fmt.Sprintf("The need asks for TRL %d; none is stated", floor)},
		Text{fmt.Sprintf("须确认成熟度达到 %d 级", floor), fmt.Sprintf("Confirm that its TRL is %d or higher", floor)})
	g.add(trl > 0 && trl < floor, Misses, "trl",
		Text{fmt.Sprintf("成熟度 %d 级，低于要求的 %d 级", trl, floor), fmt.Sprintf("TRL %d, below the required %d", trl, floor)},
		Text{fmt.Sprintf("成熟度再提高 %d 级，达到 %d 级即符合；也可放宽需求的成熟度要求", floor-trl, floor),
			fmt.Sprintf("Would match if its TRL rose by %d to %d, or the need asked for less", floor-trl, floor)})
	g.measured(trl > 0 && trl < floor, float64(floor-trl)/float64(floor))
}

// price asks that the lowest price lies within the budget.
func (g *gates) price(a Asked, lowest *Fen) {
	limit := a.Need.BudgetMax
	if limit == nil || lowest == nil {
		return
	}
	ask, budget, over := lowest.Display(), limit.Display(), (*lowest - *limit).exact()
	g.add(*lowest > *limit, Misses, "budget",
		Text{"报价 " + ask.ZH + "起，高于预算上限 " + budget.ZH, "Asks for at least " + ask.EN + ", above the budget of " + budget.EN},
		Text{"预算提高到 " + ask.ZH + "，或对方降价 " + over.ZH + "，即符合", "Would match if the budget were " + ask.EN + ", or the price came down by " + over.EN})
	g.measured(*lowest > *limit, 1-float64(*limit)/float64(*lowest))
}

// inTerritory reports whether o lies in one of Territories; every organisation with
// a division code lies in the country.
func (o Organisation) inTerritory(territory string) bool {
	switch territory {
	case "city":
		return o.InCity()
	case "province":
		return o.InProvince()
	}
	return true
}

// lower begins s with a small letter, unless it begins with an abbreviation or a name.
func lower(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' || len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return string(s[0]-'A'+'a') + s[1:]
}
