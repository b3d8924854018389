package domain

import (
	"slices"
	"strings"
)

// PolicyCandidate is a policy as matching sees it, with the evidence of each clause.
type PolicyCandidate struct {
	Policy   Policy
	Evidence Evidence   // of the whole text
	Clauses  []Evidence // of each clause of Policy, in order
}

// MatchPolicy judges one policy against a need by the clause that serves the need
// best. It returns false when neither its text nor an incentive speaks to the need.
func (a Asked) MatchPolicy(w Weights, c PolicyCandidate) (Match, bool) {
	p := c.Policy
	m := a.start(w, MatchPolicy, p.ID, p.Version)
	m.Gates = a.policyGates(p)
	m.Grants = a.Deal().Estimate(p.Offers()).Grants
	best, features := a.bestClause(w, c, m.Grants)
	if best < 0 || c.Evidence.Text < w.MinText[MatchPolicy] && c.Clauses[best].Text < w.MinText[MatchPolicy] {
		return Match{}, false
	}
	m.Gates = append(m.Gates, grantGate(grantsOf(p.Clauses[best], m.Grants))...)
	m.Features = append(features, regionFeature(p), forceFeature(p))
	m.weigh(w)
	m.Passages = c.Clauses[best].Passages
	return m, m.Score >= w.MinScore[m.Kind]
}

// Bars reports whether p is no policy for the enterprise, whatever its clauses say.
func (a Asked) Bars(p Policy) bool { return Match{Gates: a.policyGates(p)}.Barred() }

func (a Asked) policyGates(p Policy) []Gate {
	var g gates
	g.bar(p.State != PolicyPublished, "unpublished", "政策未发布或已废止", "Not in the library, or repealed")
	g.bar(!p.ValidUntil.IsZero() && p.ValidUntil.Before(a.Today), "expired", "政策已过有效期", "No longer in force")
	g.dismissed(a, p.ID)
	g.bar(!p.appliesIn(a.Owner.Division), "region", "不适用于企业所在地", "Does not hold where the enterprise is")
	from := p.EffectiveFrom.String()
	g.add(!p.EffectiveFrom.IsZero() && a.Today.Before(p.EffectiveFrom), Misses, "force",
		Text{"尚未施行", "Not yet in force"}, Text{"自 " + from + " 起施行", "In force from " + from})
	return g
}

// appliesIn reports whether the policy's region covers a division: the digits of a
// GB/T 2260 code that are not trailing pairs of zeros name the region.
func (p Policy) appliesIn(division string) bool {
	region := p.Region
	for len(region) > 0 && strings.HasSuffix(region, "00") {
		region = region[:len(region)-2]
	}
	return strings.HasPrefix(division, region)
}

// bestClause returns the clause whose features score highest, and the features.
func (a Asked) bestClause(w Weights, c PolicyCandidate, grants []Grant) (best int, features []Feature) {
	best, top, plain := -1, -1.0, -1.0
	for i, clause := range c.Policy.Clauses {
		if clause.plain() {
			if c.Clauses[i].Text <= plain {
				continue // as one before, but for less of a text
			}
			plain = c.Clauses[i].Text
		}
		m := Match{Kind: MatchPolicy, Features: []Feature{
			clauseFeature(clause, c.Clauses[i]),
			fieldFavoured(a.Need.Field, clause.Fields),
			modesFavoured(a.Need.Modes, clause.Modes),
			incentiveFeature(grantsOf(clause, grants), a.Today),
		}}
		if m.weigh(w); m.Score > top {
			best, top, features = i, m.Score, m.Features
		}
	}
	return best, features
}

// plain reports whether nothing but its text tells c from other clauses.
func (c Clause) plain() bool { return len(c.Fields)+len(c.Modes)+len(c.Incentives) == 0 }

// grantsOf are the grants that come from one clause.
func grantsOf(c Clause, grants []Grant) []Grant {
	return slices.DeleteFunc(slices.Clone(grants), func(g Grant) bool {
		return !slices.ContainsFunc(c.Incentives, func(i Incentive) bool { return i.ID == g.IncentiveID && i.Code == g.Code })
	})
}

// grantGate makes a policy a near miss whose best clause is there for incentives that
// all fail, but would not if the parties changed what they can.
func grantGate(grants []Grant) []Gate {
	var g gates
	if len(grants) > 0 && !slices.ContainsFunc(grants, func(g Grant) bool { return !g.Changeable() }) {
		c := grants[0].Changes()
		g.add(true, Misses, "incentive", grants[0].refusal(), Text{"如" + c.ZH + "，则可适用", "Would apply if: " + c.EN})
	}
	return g
}

func clauseFeature(c Clause, e Evidence) Feature {
	f := textFeature(e)
	f.Reason = Text{c.Ref + "：" + f.Reason.ZH, c.Ref + ": " + lower(f.Reason.EN)}
	f.Brief, f.Gap = Text{}, false
	return f
}

// clauseCited tells what a clause has of the need. That it leaves out what the need's
// title asks for speaks not against it: policies are not about products.
func clauseCited(f Feature, e Evidence) Feature {
	ref, _, _ := strings.Cut(f.Reason.ZH, "：")
	e.Said, e.Unsaid = 1, nil
	told := textFeature(e)
	told.Reason, told.Brief, told.Gap = Text{ref + "：" + told.Reason.ZH, ref + ": " + lower(told.Reason.EN)}, Text{}, false
	if len(e.Terms) < 2 || e.Text < relatedClause {
		return told
	}
	return told.says(ref+"提到"+list(e.Terms, "、"), ref+" speaks of "+list(e.Terms, ", "))
}

// relatedClause is the least evidence for which it is told what a clause speaks of; one
// term is too little at any.
const relatedClause = 0.15

func fieldFavoured(want string, favoured []string) Feature {
	switch {
	case len(favoured) == 0:
		return known("field", 0.6, "不限领域", "For every field")
	case slices.Contains(favoured, want):
		n := Fields.Name(want)
		return known("field", 1, "面向"+n.ZH+"领域", "For "+lower(n.EN)).says("面向"+n.ZH+"领域", "for "+lower(n.EN))
	}
	n := names(Fields, favoured)
	return known("field", 0, "只面向"+n.ZH, "Only for "+lower(n.EN)).lacks("只面向"+n.ZH+"领域", "only for "+lower(n.EN))
}

func modesFavoured(want, favoured []string) Feature {
	if len(favoured) == 0 {
		return known("modes", 0.6, "不限合作方式", "For every kind of cooperation")
	}
	if len(want) == 0 {
		return unstated("modes", "需求未说明合作方式", "The need states no kind of cooperation")
	}
	if both := common(want, favoured); len(both) > 0 {
		n := names(Modes, both)
		return known("modes", 1, "支持"+n.ZH, "Supports "+lower(n.EN)).says("支持"+n.ZH, "supports "+lower(n.EN))
	}
	n := names(Modes, favoured)
	return known("modes", 0, "只支持"+n.ZH, "Supports only "+lower(n.EN)).lacks("只支持"+n.ZH, "supports only "+lower(n.EN))
}

// regionFeature prefers the government that is nearest.
func regionFeature(p Policy) Feature {
	value := map[string]float64{"area": 1, "city": 1, "province": 0.8, "national": 0.6}[p.Level]
	n := PolicyLevels.Name(p.Level)
	return known("region", value, n.ZH+"级政策，适用于企业所在地", "A policy of the "+lower(n.EN)+" that holds where the enterprise is")
}

func forceFeature(p Policy) Feature {
	if p.ValidUntil.IsZero() {
		return known("force", 1, "长期有效", "In force until repealed")
	}
	return known("force", 1, "有效期至 "+p.ValidUntil.String(), "In force until "+p.ValidUntil.String())
}
