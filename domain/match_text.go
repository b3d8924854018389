package domain

import "strings"

// textFeatures are what the texts of both sides share.
func textFeatures(e Evidence) []Feature {
	all := []Feature{textFeature(e), titleFeature(e)}
	switch {
	case e.Keywords < 0:
		all = append(all, unstated("keywords", "对方未列关键词", "No keywords are listed"))
	case percent(e.Keywords) == percent(0):
		all = append(all, known("keywords", e.Keywords, "关键词与需求几乎不相符", "Hardly any of the keywords is what the need speaks of"))
	default:
		all = append(all, known("keywords", e.Keywords, "关键词中"+percent(e.Keywords)+"与需求相符",
			percent(e.Keywords)+" of the keywords are what the need speaks of"))
	}
	return append(all, meaningFeature(e)...)
}

// textFeature says how well the whole text answers. How near the two are is told in
// words by the evidence and by what both speak of: a candidate that leaves out most of
// what the need's title asks for is near in part only, however much else is shared; one
// that says it is not for what the need speaks of is not near.
func textFeature(e Evidence) Feature {
	f := sharedFeature(e)
	denied := quoted(e.Denied)
	if denied.ZH == "" {
		return f
	}
	f.Reason = Text{f.Reason.ZH + "；对方说明不适用于" + denied.ZH, f.Reason.EN + "; it says that it is not for " + denied.EN}
	return f.lacks("对方说明不适用于"+denied.ZH, "it says that it is not for "+denied.EN)
}

func sharedFeature(e Evidence) Feature {
	if len(e.Terms) == 0 {
		return known("text", e.Text, "只有零散字词相同，没有共同的术语", "Only scattered words are shared, no terms").
			lacks("没有共同的术语", "no terms are shared")
	}
	terms := e.Terms[:min(len(e.Terms), maxReasonList)]
	f := known("text", e.Text, "共有术语："+strings.Join(terms, "、"), "Shared terms: "+strings.Join(terms, ", "))
	first := list(terms, "、")
	unsaid := quoted(e.Unsaid)
	if unsaid.ZH != "" {
		f.Reason = Text{f.Reason.ZH + "；未提及需求中的" + unsaid.ZH, f.Reason.EN + "; of what the need asks for it does not speak of " + unsaid.EN}
	}
	only := len(terms) == 1 && len([]rune(terms[0])) <= shortTerm
	zh, en := "（"+first+"）", " ("+list(terms, ", ")+")"
	switch {
	case (len(terms) <= fewTerms || e.Said < saidEnough) && unsaid.ZH != "":
		return f.lacks("只涉及"+first+"，未涉及"+unsaid.ZH, "it speaks only of "+list(terms, ", ")+", not of "+unsaid.EN)
	case only:
		return f.lacks("只涉及“"+terms[0]+"”", "it speaks only of “"+terms[0]+"”")
	case e.Text >= nearText && (unsaid.ZH == "" || e.Said >= saidMost):
		return f.says("技术内容高度相关"+zh, "closely related in content"+en)
	case e.Text >= relatedText:
		return f.says("技术内容相关"+zh, "related in content"+en)
	}
	return f.says("部分技术内容相关"+zh, "related in part of its content"+en)
}

// quoted lists the first few of phrases in quotation marks.
func quoted(phrases []string) Text {
	if len(phrases) == 0 {
		return Text{}
	}
	told := phrases[:min(len(phrases), 3)]
	return Text{"“" + strings.Join(told, "”“") + "”", "“" + strings.Join(told, "”, “") + "”"}
}

// What text evidence is called in words.
const (
	nearText    = 0.5
	relatedText = 0.35
	shortTerm   = 4 // runes
	saidEnough  = 0.5
	saidMost    = 0.7
	fewTerms    = 2
)

func titleFeature(e Evidence) Feature {
	if e.Title == 0 {
		return known("title", 0, "题名未提及需求的内容", "The title speaks of nothing in the need")
	}
	return known("title", e.Title, "题名中"+percent(e.Title)+"的内容与需求相符", percent(e.Title)+" of the title is what the need speaks of")
}

// Cite adds to m what was found in the texts once it was known that m is kept: in the
// candidate's, e without its measures, and the sentences of the need that it answers.
func (m *Match) Cite(e Evidence, need []Passage) {
	m.Passages, m.NeedPassages = e.Passages, need
	for i, f := range m.Features {
		switch f.Name {
		case "text", "experience":
			e.Text = f.Value
			m.Features[i] = f.telling(m.citation(f, e))
		case "title":
			m.Features[i].Reason = titleReason(f, e.Passages)
		}
	}
}

// citation is the text feature f as people are told of it.
func (m *Match) citation(f Feature, e Evidence) Feature {
	switch m.Kind {
	case MatchPolicy:
		return clauseCited(f, e)
	case MatchExpert:
		return expertiseCited(f, e)
	}
	return textFeature(e)
}

// telling is f with the words of told.
func (f Feature) telling(told Feature) Feature {
	f.Reason, f.Brief, f.Gap = told.Reason, told.Brief, told.Gap
	return f
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
