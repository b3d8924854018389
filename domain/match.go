package domain

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Kinds of record that answer a need.
const (
	MatchTechnology = "technology"
	MatchExpert     = "expert"
	MatchPolicy     = "policy"
)

// MatchKinds are the kinds of record that answer a need.
var MatchKinds = Terms{
	{MatchTechnology, Text{"高校技术", "Technology"}},
	{MatchExpert, Text{"专家", "Expert"}},
	{MatchPolicy, Text{"政策", "Policy"}},
}

// Bounds of what is kept of one need and kind.
const (
	MaxMatches    = 50
	keptNearMiss  = 10 // near misses, at most
	maxReasonList = 6  // names listed in one reason
)

// Match is one need and one record that may answer it, with everything that speaks
// for it and against it.
type Match struct {
	NeedID           ID
	Kind             string // MatchKinds
	CandidateID      ID
	Rank             int     // from 1
	Raw              float64 // in [0,1]: the mean of the known features, weighted
	Score            float64 // the chance that it is accepted: Raw calibrated, and the sum of the contributions
	NearMiss         bool    // a condition is not met; see Gates
	Features         []Feature
	Gates            []Gate
	Passages         []Passage      // of the candidate: what answers the need
	NeedPassages     []Passage      // of the need: what the candidate answers
	Targets          []TargetAnswer // the need's targets and what the candidate states of them
	Grants           []Grant        // of a policy: what its incentives would bring, see Deal
	Algorithm        string
	NeedVersion      int64
	CandidateVersion int64
	ComputedAt       time.Time
}

// Passage is a piece of one side's text that the other side speaks of too.
type Passage struct {
	Part  string // Parts, or a clause's ref
	Text  string
	Marks []Span // the shared terms in Text
}

// Parts are the parts of a text that passages are taken from.
var Parts = Terms{
	{"title", Text{"题名", "Title"}},
	{"keywords", Text{"关键词", "Keywords"}},
	{"problem", Text{"需求内容", "Problem"}},
	{"background", Text{"背景", "Background"}},
	{"body", Text{"正文", "Text"}},
	{"terms", Text{"合同条款", "Terms"}},
}

// Span is a range of runes of a text.
type Span struct{ Start, End int }

// Evidence is what retrieval found of a need in one candidate's text.
type Evidence struct {
	Text     float64  // how well the whole text answers the whole need, in [0,1]
	Title    float64  // the share of the title that the need speaks of, in [0,1]
	Keywords float64  // the same of the keywords; negative when there are none
	Terms    []string // what both speak of, the most telling first
	Passages []Passage
	Meaning  Closeness
	Said     float64  // the share of what the need's title asks for that the text speaks of, in [0,1]
	Denied   []string // of what both speak of, what the candidate says that it is not for
	Unsaid   []string // what of the title, or else of the keywords, it does not speak of
}

// Asked is a need as matching sees it, on one day.
type Asked struct {
	Need  Need
	Owner Organisation // the enterprise that needs it
	Today Date
	// Dismissed are the candidates that the need's side does not want to see again.
	Dismissed map[ID]Dismissal
	Interests Interests       // declared, with anybody
	Areas     map[string]Text // names of areas, by code
	// Recognised is what the registers know of Owner.
	Recognised Recognised

	targets []TargetAnswer // those of Need, once they are read; see Read
	pairs   []string       // of their names
	read    bool
}

// Read returns a with what the need's own words ask for, so that they are not read
// again for each candidate.
func (a Asked) Read() Asked {
	a.targets, a.read = targetsOf(a.Need), true
	a.pairs = pairsOf(a.targets)
	return a
}

// Weights say, by kind of candidate, how much each feature counts, which chance of
// acceptance their mean stands for, and what is too little: text evidence, and the
// chance below which a candidate is not shown at all. They are data; Version names
// them in every match.
type Weights struct {
	Version     string
	Features    map[string]map[string]float64 // kind, feature
	Calibration map[string]Calibration        // kind
	MinText     map[string]float64            // kind
	MinScore    map[string]float64            // kind
}

// start makes the match of a candidate before its features and gates are known.
func (a Asked) start(w Weights, kind string, id ID, version int64) Match {
	return Match{NeedID: a.Need.ID, Kind: kind, CandidateID: id, Algorithm: Algorithm(w),
		NeedVersion: a.Need.Version, CandidateVersion: version}
}

// algorithm rises with every change of the rules in this package's match files.
const algorithm = "4"

// Algorithm names the rules and the weights that a match was computed by.
func Algorithm(w Weights) string { return algorithm + "/" + w.Version }

// Barred reports whether the candidate is no answer at all, whatever might change.
func (m Match) Barred() bool { return m.worst() == Bars }

func (m Match) worst() Severity {
	worst := ToConfirm
	for _, g := range m.Gates {
		worst = max(worst, g.Severity)
	}
	return worst
}

// RankMatches returns the best matches of one need and kind, numbered from 1: true
// ones first, then near misses, each by score. Barred candidates are left out, and
// near misses that would be far down even if their condition were met.
func RankMatches(found []Match) []Match {
	found = slices.DeleteFunc(slices.Clone(found), Match.Barred)
	slices.SortFunc(found, byStanding)
	at := slices.IndexFunc(found, func(m Match) bool { return m.NearMiss })
	if at < 0 {
		at = len(found)
	}
	misses := worthTelling(found[:at], found[at:])
	ranked := append(found[:min(at, MaxMatches-len(misses))], misses...)
	for i := range ranked {
		ranked[i].Rank = i + 1
	}
	return ranked
}

// worthTelling are the near misses that would stand among the best, were their
// condition met.
func worthTelling(matches, misses []Match) []Match {
	misses = slices.Clone(misses[:min(len(misses), keptNearMiss)])
	if len(matches) < keptNearMiss {
		return misses
	}
	return slices.DeleteFunc(misses, func(m Match) bool { return m.Score < matches[keptNearMiss-1].Score })
}

func byStanding(a, b Match) int {
	if a.NearMiss != b.NearMiss {
		if a.NearMiss {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), slices.Compare(a.CandidateID[:], b.CandidateID[:]))
}

// roughly are the steps in which the score of a redacted match is told.
const roughly = 20

// Redacted returns what may be shown of m to those who see only the title and field
// of the other side: that it is a match and about how good, but not why. The features'
// figures are left out, since a price can be reckoned from that of a budget; and the score
// is rounded to .05, lest it be told from how the score moves with one's own budget.
func (m Match) Redacted() Match {
	m.Gates, m.Passages, m.NeedPassages, m.Targets, m.Grants = nil, nil, nil, nil, nil
	m.Score, m.Raw = math.Round(m.Score*roughly)/roughly, 0
	features := make([]Feature, len(m.Features))
	for i, f := range m.Features {
		features[i] = unstated(f.Name, "对方未公开", "Not disclosed by the other side")
	}
	m.Features = features
	return m
}
