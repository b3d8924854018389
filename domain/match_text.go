package domain

import "strings"

// textFeatures are what the texts of both sides share.
func textFeatures(e Evidence) []Feature {
	all := []Feature{textFeature(e), titleFeature(e)}
	if e.Keywords < 0 {
		all = append(all, unstated("keywords", "对方未列关键词", "No keywords are listed"))
	} else {
		all = append(all, known("keywords", e.Keywords, "关键词中"+percent(e.Keywords)+"与需求相符",
			percent(e.Keywords)+" of the keywords are what the need speaks of"))
	}
	return append(all, meaningFeature(e)...)
}

// textFeature says how well the whole text answers. How near the two are is told in
// words by the evidence and by how much both speak of: one short word is not much,
// however rare it is.
func textFeature(e Evidence) Feature {
	if len(e.Terms) == 0 {
		return known("text", e.Text, "只有零散字词相同，没有共同的术语", "Only scattered words are shared, no terms").
			lacks("没有共同的术语", "no terms are shared")
	}
	terms := e.Terms[:min(len(e.Terms), maxReasonList)]
	f := known("text", e.Text, "共有术语："+strings.Join(terms, "、"), "Shared terms: "+strings.Join(terms, ", "))
	first := terms[:min(len(terms), 3)]
	zh, en := "（"+strings.Join(first, "、")+"）", " ("+strings.Join(first, ", ")+")"
	switch {
	case len(terms) == 1 && len([]rune(terms[0])) <= shortTerm:
		return f.lacks("仅“"+terms[0]+"”相关", "only “"+terms[0]+"” is shared")
	case e.Text >= nearText:
		return f.says("技术内容高度相关"+zh, "closely related in content"+en)
	case e.Text >= relatedText:
		return f.says("技术内容相关"+zh, "related in content"+en)
	}
	return f.says("部分技术内容相关"+zh, "related in part of its content"+en)
}

// What text evidence is called in words.
const (
	nearText    = 0.5
	relatedText = 0.35
	shortTerm   = 4 // runes
)

func titleFeature(e Evidence) Feature {
	if e.Title == 0 {
		return known("title", 0, "题名未提及需求的内容", "The title speaks of nothing in the need")
	}
	return known("title", e.Title, "题名中"+percent(e.Title)+"的内容与需求相符", percent(e.Title)+" of the title is what the need speaks of")
}

// Cite adds to m what was found in the texts once it was known that m is kept: the
// terms that both sides speak of, the most telling first, and the sentences that do.
func (m *Match) Cite(terms []string, candidate, need []Passage) {
	m.Passages, m.NeedPassages = candidate, need
	for i, f := range m.Features {
		switch f.Name {
		case "text":
			told := textFeature(Evidence{Text: f.Value, Terms: terms})
			if prefix, _, ok := strings.Cut(f.Reason.ZH, "："); ok && m.Kind == MatchPolicy {
				told.Reason = Text{prefix + "：" + told.Reason.ZH, prefix + ": " + lower(told.Reason.EN)}
			}
			m.Features[i].Reason, m.Features[i].Brief, m.Features[i].Gap = told.Reason, told.Brief, told.Gap
		case "title":
			m.Features[i].Reason = titleReason(f, candidate)
		}
	}
}

// titleReason names what the title shares with the need.
func titleReason(f Feature, passages []Passage) Text {
	for _, p := range passages {
		if p.Part == "title" {
			met := p.marked()
			return Text{"题名提到：" + strings.Join(met, "、"), "The title speaks of: " + strings.Join(met, ", ")}
		}
	}
	if f.Value > 0 {
		return Text{"题名只有个别字词与需求相同", "The title shares only single words with the need"}
	}
	return Text{"题名未提及需求的内容", "The title speaks of nothing in the need"}
}

// marked are the marked pieces of p, none twice.
func (p Passage) marked() []string {
	var all []string
	r, seen := []rune(p.Text), map[string]bool{}
	for _, m := range p.Marks {
		if s := string(r[m.Start:m.End]); !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return all
}
