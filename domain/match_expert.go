package domain

import (
	"fmt"
	"strings"
)

// ExpertCandidate is an expert as matching sees them.
type ExpertCandidate struct {
	Expert       Expert
	Organisation Organisation // zero when not recorded
	Load         int          // dockings they are engaged in now
	Evidence     Evidence
}

// MatchExpert judges one expert against a need. A steward answers for an area, not
// for a text. It returns false for others with less text evidence than the weights'
// least, and for a score below theirs.
func (a Asked) MatchExpert(w Weights, c ExpertCandidate) (Match, bool) {
	e := c.Expert
	if e.Kind != StewardExpert && c.Evidence.Text < w.MinText[MatchExpert] {
		return Match{}, false
	}
	m := a.start(w, MatchExpert, e.ID, e.Version)
	m.Gates, m.Passages = a.expertGates(c), c.Evidence.Passages
	m.Features = []Feature{
		textFeature(c.Evidence),
		kindFeature(e, a.Need),
		fieldFeature(a.Need.Field, e.Fields),
		industryFeature(a.Need.Industry, e.Industries),
		areaFeature(e, a.Owner),
		loadFeature(c),
		seniorityFeature(e),
	}
	m.weigh(w)
	return m, m.Score >= w.MinScore[m.Kind]
}

func (a Asked) expertGates(c ExpertCandidate) []Gate {
	e, g := c.Expert, gates{}
	g.bar(e.State != ExpertPublished, "unpublished", "专家不在库", "Not in the library")
	g.own(a, e.OrganisationID)
	g.dismissed(a, e.ID)
	g.bar(e.Kind == StewardExpert && e.Area != a.Owner.Area, "area", "管家负责其他区域", "A steward of another area")
	if e.Kind == TechnicalExpert {
		g.solverTerritory(a, c.Organisation)
		g.secrecy(a)
	}
	g.add(c.Load >= e.Capacity, Misses, "load",
		Text{fmt.Sprintf("在手对接 %d 项，已满", c.Load), fmt.Sprintf("Engaged in %d dockings, which is all they take", c.Load)},
		Text{"有一项对接结束即可承接", "Would match when one of the dockings ends"})
	return g
}

// kindFeature says what an expert of the kind can do for the need.
func kindFeature(e Expert, n Need) Feature {
	switch e.Kind {
	case TechnicalExpert:
		return known("kind", 1, "技术专家，可直接参与解决技术问题", "A technical expert, who can work on the problem")
	case StewardExpert:
		return known("kind", 1, "政府管家，负责牵线和跟进对接", "A steward, who brings both sides together")
	}
	for _, i := range e.Industries {
		if i == n.Industry {
			return known("kind", 1, "企业家，与需求同行业，可从生产和市场角度把关", "An entrepreneur of the same industry")
		}
	}
	return known("kind", 0.6, "企业家，可从生产和市场角度提供意见", "An entrepreneur, who can advise on production and market")
}

func areaFeature(e Expert, owner Organisation) Feature {
	switch {
	case e.Area == "" || owner.Area == "":
		return unstated("area", "所在区域未说明", "The area is not stated")
	case e.Area != owner.Area:
		return known("area", 0.5, "与企业不在同一区域", "In another area than the enterprise")
	case e.Kind == StewardExpert:
		return known("area", 1, "负责企业所在区域", "The steward of the enterprise's area")
	}
	return known("area", 1, "与企业在同一区域", "In the enterprise's area")
}

func loadFeature(c ExpertCandidate) Feature {
	free := max(c.Expert.Capacity-c.Load, 0)
	return known("load", float64(free)/float64(max(c.Expert.Capacity, 1)),
		fmt.Sprintf("在手对接 %d 项，还可承接 %d 项", c.Load, free), fmt.Sprintf("Engaged in %d dockings; could take %d more", c.Load, free))
}

// seniorWords tell seniority from a title (职称或职务), the highest first.
var seniorWords = []struct {
	value float64
	words []string
}{
	{1, []string{"院士", "首席", "董事长", "总经理", "总工", "主任"}},
	{0.9, []string{"副教授", "副研究员", "副主任", "高级", "副总"}},
	{1, []string{"教授", "研究员"}},
	{0.6, []string{"讲师", "工程师", "经理", "助理"}},
}

func seniorityFeature(e Expert) Feature {
	for _, level := range seniorWords {
		for _, w := range level.words {
			if strings.Contains(e.Title, w) {
				return known("seniority", level.value, "职称或职务："+e.Title, "Title: "+e.Title)
			}
		}
	}
	return unstated("seniority", "职称未说明", "The title says nothing of seniority")
}
