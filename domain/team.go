package domain

import (
	"cmp"
	"slices"
)

// teamChoice bounds how many of each kind are weighed against each other.
const teamChoice = 12

// TeamCandidate is a ranked expert match with what a team asks of the expert.
type TeamCandidate struct {
	Match          Match
	Kind           string // ExpertKinds
	Name           string
	OrganisationID ID // zero when not recorded
}

// TeamMember is one expert of a team, and why.
type TeamMember struct {
	TeamCandidate
	Reason Text
}

// TeamGap is a place on a team that nobody takes, why, and who would be nearest.
type TeamGap struct {
	Kind    string
	Reason  Text
	Nearest []TeamCandidate
}

// Team is the three who take up a need together (三家): a technical expert, an
// entrepreneur and a steward.
type Team struct {
	Members []TeamMember // at most one of each kind, in this order
	Gaps    []TeamGap
}

// teamKinds are the places on a team.
var teamKinds = [...]string{TechnicalExpert, Entrepreneur, StewardExpert}

// PickTeam picks, from a need's ranked experts, the team whose scores add up highest:
// first as full as can be, with none who has no room, no two of one organisation and
// no two with a conflict declared between them.
func PickTeam(ranked []TeamCandidate, conflicts Interests) Team {
	var free, busy [len(teamKinds)][]TeamCandidate
	for _, c := range ranked {
		at := slices.Index(teamKinds[:], c.Kind)
		switch {
		case at < 0:
		case c.Match.NearMiss:
			busy[at] = append(busy[at], c)
		case len(free[at]) < teamChoice:
			free[at] = append(free[at], c)
		}
	}
	best := picked{}
	(&teamSearch{free[:], conflicts, &best}).from(picked{})
	return best.team(free[:], busy[:])
}

// picked is a choice of members by kind; nil leaves a place open.
type picked struct {
	members [len(teamKinds)]*TeamCandidate
	places  int // decided so far
	full    int
	score   float64
}

// teamSearch weighs every choice of free members that fit together.
type teamSearch struct {
	free      [][]TeamCandidate
	conflicts Interests
	best      *picked
}

func (s *teamSearch) from(p picked) {
	if p.places == len(teamKinds) {
		if p.full > s.best.full || p.full == s.best.full && p.score > s.best.score {
			*s.best = p
		}
		return
	}
	at := p.places
	p.places++
	for i := range s.free[at] {
		if c := &s.free[at][i]; s.fits(p, *c) {
			next := p
			next.members[at], next.full, next.score = c, p.full+1, p.score+c.Match.Score
			s.from(next)
		}
	}
	s.from(p)
}

func (s *teamSearch) fits(p picked, c TeamCandidate) bool {
	for _, m := range p.members {
		if m == nil {
			continue
		}
		if !c.OrganisationID.IsZero() && c.OrganisationID == m.OrganisationID {
			return false
		}
		if _, ok := s.conflicts.Between(m.party(), c.party()); ok {
			return false
		}
	}
	return true
}

func (c TeamCandidate) party() Declarer { return Declarer{c.Match.CandidateID, c.OrganisationID} }

func (p picked) team(free, busy [][]TeamCandidate) Team {
	var t Team
	for i, m := range p.members {
		if m != nil {
			t.Members = append(t.Members, TeamMember{*m, m.why()})
			continue
		}
		gap := TeamGap{Kind: teamKinds[i], Nearest: busy[i][:min(len(busy[i]), 3)]}
		name := ExpertKinds.Name(gap.Kind)
		switch {
		case len(free[i]) > 0:
			gap.Nearest = free[i][:min(len(free[i]), 3)]
			gap.Reason = Text{name.ZH + "与团队其他成员同单位或有利益冲突", name.EN + ": of the same organisation as another member, or in conflict with one"}
		case len(busy[i]) > 0:
			gap.Reason = Text{name.ZH + "目前均不满足条件", name.EN + ": none meets the conditions now"}
		default:
			gap.Reason = Text{"库中没有合适的" + name.ZH, name.EN + ": none in the library fits"}
		}
		t.Gaps = append(t.Gaps, gap)
	}
	return t
}

// why gives the two features that speak most for the candidate.
func (c TeamCandidate) why() Text {
	features := slices.DeleteFunc(slices.Clone(c.Match.Features), func(f Feature) bool { return !f.Known || f.Contribution <= 0 })
	slices.SortStableFunc(features, func(a, b Feature) int { return cmp.Compare(b.Contribution, a.Contribution) })
	var t Text
	for i, f := range features[:min(len(features), 2)] {
		if i > 0 {
			t.ZH, t.EN = t.ZH+"；", t.EN+"; "
		}
		t.ZH, t.EN = t.ZH+f.Reason.ZH, t.EN+f.Reason.EN
	}
	return t
}
