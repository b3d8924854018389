package workbench

import (
	"cmp"
	"fmt"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// matchView is one match as people read it.
type matchView struct {
	Kind, Rank  string
	Title       []piece
	Lang        string // of what the candidate says, where it is not that of the page
	By          string // whose it is
	Score       string // in points of 100
	Bar         string // Score as the width of a bar
	Summary     string
	Blind       bool
	Features    []featureView // those that count, the heaviest first
	Unstated    []string      // those that do not, since one side does not state them
	Gates       []gateView
	Targets     []targetView
	Said, Asked []passageView // what the candidate says, and what the need asks
	Grants      []grantView   // what a policy would bring
	Version     int64
	Dock        string    // address to propose a docking; "" for those who may not
	Docking     reference // the one under way, instead
}

type featureView struct {
	Name, Reason string
	Points, Bar  string // of 100, and as the width of a bar
}

type gateView struct {
	Reason, Change string
	Open           bool // nothing is known against it; to be confirmed
}

type targetView struct {
	Target, Stated, Verdict, Class string
	Asked, Source                  []piece
}

type passageView struct {
	Part   string
	Pieces []piece
}

// piece is a stretch of a text, marked or not.
type piece struct {
	Text string
	Mark bool
}

func (v *visit) match(m postgres.Matched) matchView {
	out := matchView{Kind: domain.MatchKinds.Name(m.Kind).In(v.lang), Rank: fmt.Sprint(m.Rank), Title: []piece{{Text: m.Title}}, By: v.by(m),
		Score: points(m.Score), Bar: width(m.Score), Summary: m.Summary().In(v.lang), Blind: m.Blind, Version: m.CandidateVersion}
	if m.Kind == domain.MatchPolicy {
		out.Lang = v.say("", "zh-CN")
	}
	out.Features, out.Unstated = v.features(m.Match)
	for _, g := range m.Gates {
		out.Gates = append(out.Gates, gateView{g.Reason.In(v.lang), g.Change.In(v.lang), g.Severity == domain.ToConfirm})
	}
	for _, t := range m.Targets {
		out.Targets = append(out.Targets, v.target(t))
	}
	for _, p := range m.Passages {
		if p.Part == "title" && p.Text == m.Title {
			out.Title = pieces(p)
			continue
		}
		out.Said = append(out.Said, v.passage(p))
	}
	for _, p := range m.NeedPassages {
		out.Asked = append(out.Asked, v.passage(p))
	}
	for _, g := range m.Grants {
		out.Grants = append(out.Grants, v.grant(g))
	}
	return out
}

// by says whose the candidate is, and of an expert or a policy of which sort it is.
func (v *visit) by(m postgres.Matched) string {
	sort := ""
	switch m.Kind {
	case domain.MatchExpert:
		sort = domain.ExpertKinds.Name(m.Sort).In(v.lang)
	case domain.MatchPolicy:
		sort = domain.PolicyLevels.Name(m.Sort).In(v.lang)
	}
	if sort != "" && m.Organisation != "" {
		return sort + v.say("，", ", ") + m.Organisation
	}
	return cmp.Or(sort, m.Organisation)
}

// features splits those that count, by what they bring, from those that do not.
func (v *visit) features(m domain.Match) (counted []featureView, unstated []string) {
	all := slices.Clone(m.Features)
	slices.SortStableFunc(all, func(a, b domain.Feature) int { return cmp.Compare(b.Contribution, a.Contribution) })
	for _, f := range all {
		name := domain.FeatureNames.Name(f.Name).In(v.lang)
		if !f.Known {
			unstated = append(unstated, f.Reason.In(v.lang))
			continue
		}
		reason := f.Reason.In(v.lang)
		if f.Name == "incentive" { // whose reason in full is in the table of grants
			reason = cmp.Or(f.Brief.In(v.lang), reason)
		}
		counted = append(counted, featureView{name, reason, points(f.Contribution), width(f.Contribution)})
	}
	return counted, unstated
}

func (v *visit) target(t domain.TargetAnswer) targetView {
	out := targetView{Target: t.Target.String(), Verdict: domain.TargetVerdicts.Name(t.Verdict).In(v.lang), Class: t.Verdict}
	if t.Stated.Name != "" {
		out.Stated = t.Stated.String()
	}
	out.Asked, out.Source = pieces(t.Asked), pieces(t.Source)
	return out
}

func (v *visit) passage(p domain.Passage) passageView {
	return passageView{domain.Parts.Name(p.Part).In(v.lang), pieces(p)}
}

// pieces cuts a passage at its marks. Marks that do not fit its text are left out.
func pieces(p domain.Passage) []piece {
	var all []piece
	r, at := []rune(p.Text), 0
	for _, m := range p.Marks {
		if m.Start < at || m.End <= m.Start || m.End > len(r) {
			continue
		}
		if m.Start > at {
			all = append(all, piece{Text: string(r[at:m.Start])})
		}
		all = append(all, piece{string(r[m.Start:m.End]), true})
		at = m.End
	}
	if at < len(r) {
		all = append(all, piece{Text: string(r[at:])})
	}
	return all
}

// points writes a share of 1 in points of 100.
func points(share float64) string { return fmt.Sprintf("%.1f", 100*share) }

// width is a share of 1 as the width of a bar in a picture 100 wide.
func width(share float64) string { return fmt.Sprintf("%.1f", 100*min(max(share, 0), 1)) }
