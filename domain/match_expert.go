package domain

import (
	"fmt"
	"slices"
	"strings"
)

// ExpertCandidate is an expert as matching sees them.
type ExpertCandidate struct {
	Expert       Expert
	Organisation Organisation // zero when not recorded
	Load         int          // dockings they are engaged in now
	Record       ExpertRecord
	Evidence     Evidence
}

// ExpertRecord is what became of the dockings that an expert took part in.
type ExpertRecord struct{ Contracted, Declined int }

// MatchExpert judges one expert against a need: a technical expert by their text, record
// and load; an entrepreneur by industry and experience; a steward by area, field and
// load, whatever they write. It returns false for an entrepreneur of another industry or
// a technical expert, with less text evidence than the weights' least, and for a score
// below theirs.
func (a Asked) MatchExpert(w Weights, c ExpertCandidate) (Match, bool) {
	e := c.Expert
	if c.Evidence.Text < w.MinText[MatchExpert] && !a.answersWithoutText(e) {
		return Match{}, false
	}
	m := a.start(w, MatchExpert, e.ID, e.Version)
	m.Gates, m.Passages = a.expertGates(c), c.Evidence.Passages
	m.Features = a.expertFeatures(c)
	m.weigh(w)
	return m, m.Score >= w.MinScore[m.Kind]
}

// answersWithoutText reports whether e may answer the need whatever they write.
func (a Asked) answersWithoutText(e Expert) bool {
	return e.Kind == StewardExpert || e.Kind == Entrepreneur && industryFeature(a.Need.Industry, e.Industries).Value > 0
}

func (a Asked) expertFeatures(c ExpertCandidate) []Feature {
	e := c.Expert
	field, area, record, load := knownField(a.Need.Field, e.Fields), areaFeature(e, a.Owner), c.Record.feature(), loadFeature(c)
	if e.Kind == StewardExpert {
		return []Feature{kindFeature(e, a.Need), area, field, record, load}
	}
	text, industry, seniority := textFeature(c.Evidence), industryFeature(a.Need.Industry, e.Industries), seniorityFeature(e)
	if e.Kind == Entrepreneur {
		text.Name = "experience"
		return []Feature{industry, text, kindFeature(e, a.Need), field, area, record, load, seniority}
	}
	return []Feature{text, kindFeature(e, a.Need), field, industry, area, record, load, seniority}
}

// feature is the share of the expert's ended dockings that led to a contract, drawn
// towards half while there are few.
func (r ExpertRecord) feature() Feature {
	ended := r.Contracted + r.Declined
	if ended == 0 {
		return unstated("record", "尚无已结束的对接", "No docking of theirs has ended yet")
	}
	f := known("record", float64(r.Contracted+1)/float64(ended+2), fmt.Sprintf("参与对接 %d 项，签约 %d 项", ended, r.Contracted),
		fmt.Sprintf("Took part in %d dockings, of which %d led to a contract", ended, r.Contracted))
	if 2*r.Contracted >= ended {
		return f.says(fmt.Sprintf("参与的 %d 项对接签约 %d 项", ended, r.Contracted), fmt.Sprintf("%d of %d dockings led to a contract", r.Contracted, ended))
	}
	return f.lacks(fmt.Sprintf("参与的 %d 项对接只签约 %d 项", ended, r.Contracted), fmt.Sprintf("only %d of %d dockings led to a contract", r.Contracted, ended))
}

// knownField is fieldFeature in the words for a person.
func knownField(want string, have []string) Feature {
	f := fieldFeature(want, have)
	switch n := Fields.Name(want); {
	case !f.Known:
	case f.Value == 1:
		f = f.says("熟悉"+n.ZH+"领域", "at home in "+lower(n.EN))
	default:
		f = f.lacks("专长不在"+n.ZH+"领域", "not at home in "+lower(n.EN))
	}
	return f
}

// expertiseCited tells in a few words what of the need an expert works on, or an
// entrepreneur has met with.
func expertiseCited(f Feature, e Evidence) Feature {
	told := textFeature(e)
	what := Text{"研究方向", "works on "}
	if f.Name == "experience" {
		what = Text{"从业经历", "has experience of "}
	}
	if len(e.Terms) == 0 {
		return told.lacks(what.ZH+"与需求没有共同的术语", "what they write shares no terms with the need")
	}
	return told.says(what.ZH+"涉及"+list(e.Terms, "、"), what.EN+list(e.Terms, ", "))
}

func (a Asked) expertGates(c ExpertCandidate) []Gate {
	e, g := c.Expert, gates{}
	g.bar(e.State != ExpertPublished, "unpublished", "专家不在库", "Not in the library")
	g.own(a, e.OrganisationID)
	g.dismissed(a, e.ID)
	g.conflict(a, Declarer{e.ID, e.OrganisationID})
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
		return known("area", 1, "负责企业所在区域", "The steward of the enterprise's area").says("负责企业所在区域", "the steward of the enterprise's area")
	}
	return known("area", 1, "与企业在同一区域", "In the enterprise's area").says("与企业在同一区域", "in the enterprise's area")
}

func loadFeature(c ExpertCandidate) Feature {
	free := max(c.Expert.Capacity-c.Load, 0)
	f := known("load", float64(free)/float64(max(c.Expert.Capacity, 1)),
		fmt.Sprintf("在手对接 %d 项，还可承接 %d 项", c.Load, free), fmt.Sprintf("Engaged in %d dockings; could take %d more", c.Load, free))
	if free == 0 {
		return f
	}
	return f.says(fmt.Sprintf("还可承接 %d 项对接", free), fmt.Sprintf("could take %d more dockings", free))
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
				return known("seniority", level.value, "职称或职务："+e.Title, "Title: "+e.Title).says(e.Title, "by title "+e.Title)
			}
		}
	}
	return unstated("seniority", "职称未说明", "The title says nothing of seniority")
}

// keptOfKind is how many experts of each kind are listed before those of another.
const keptOfKind = 8

// RankExperts ranks experts as RankMatches does, but lists the best of each kind first
// of all: many good technical experts are not to crowd out every entrepreneur and
// steward.
func RankExperts(found []Match, kinds map[ID]string) []Match {
	var kept, rest []Match
	for _, kind := range ExpertKinds.Codes() {
		of := RankMatches(slices.DeleteFunc(slices.Clone(found), func(m Match) bool { return kinds[m.CandidateID] != kind }))
		n := min(len(of), keptOfKind)
		kept, rest = append(kept, of[:n]...), append(rest, of[n:]...)
	}
	slices.SortFunc(rest, byStanding)
	kept = append(kept, rest[:min(len(rest), MaxMatches-len(kept))]...)
	slices.SortFunc(kept, byStanding)
	for i := range kept {
		kept[i].Rank = i + 1
	}
	return kept
}
