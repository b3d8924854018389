package matching

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"sanku/domain"
	"sanku/search"
	"sanku/search/analysis"
)

const (
	maxPassages = 2   // sentences cited of one text
	longPassage = 160 // runes of a sentence, at most
)

// cite replaces the passages of m, which are whole texts, by their sentences that
// have the most of the shared terms.
func cite(m *domain.Match, terms []search.TermScore) {
	worth := worthOf(terms)
	var all []domain.Passage
	for _, whole := range m.Passages {
		all = append(all, cited(whole.Part, whole.Text, worth)...)
	}
	m.Passages = all
}

// worthOf is what the shared terms that people would recognise are worth.
func worthOf(terms []search.TermScore) map[string]float64 {
	worth := make(map[string]float64, len(terms))
	for _, t := range terms {
		if t.Kind != analysis.Char && t.Kind != analysis.Number {
			worth[t.Term] = t.Score
		}
	}
	return worth
}

// cited are the sentences of a text that have the most of the terms of worth, in the
// order of the text.
func cited(part, text string, worth map[string]float64) []domain.Passage {
	var all []domain.Passage
	for _, s := range tellingSentences(text, worth) {
		all = append(all, domain.Passage{Part: part, Text: s, Marks: marks(s, worth)})
	}
	return all
}

func tellingSentences(text string, worth map[string]float64) []string {
	type scored struct {
		text  string
		at    int
		score float64
	}
	var found []scored
	for i, s := range sentences(text) {
		score, folded := 0.0, strings.ToLower(s)
		for term, w := range worth {
			if strings.Contains(folded, term) {
				score += w
			}
		}
		if score > 0 {
			found = append(found, scored{s, i, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	found = found[:min(len(found), maxPassages)]
	slices.SortFunc(found, func(a, b scored) int { return cmp.Compare(a.at, b.at) })
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = f.text
	}
	return out
}

// marks are where the terms of worth stand in a sentence.
func marks(sentence string, worth map[string]float64) []domain.Span {
	var spans []domain.Span
	for _, t := range analysis.Analyze(sentence) {
		if _, ok := worth[t.Text()]; ok && t.Kind != analysis.Char {
			spans = append(spans, domain.Span{Start: t.Start, End: t.End})
		}
	}
	return inRunes(sentence, merged(spans))
}

// merged joins overlapping and touching spans.
func merged(spans []domain.Span) []domain.Span {
	slices.SortFunc(spans, func(a, b domain.Span) int { return cmp.Compare(a.Start, b.Start) })
	var out []domain.Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// inRunes turns byte offsets into offsets of runes.
func inRunes(text string, spans []domain.Span) []domain.Span {
	for i, s := range spans {
		start := utf8.RuneCountInString(text[:s.Start])
		spans[i] = domain.Span{Start: start, End: start + utf8.RuneCountInString(text[s.Start:s.End])}
	}
	return spans
}

// sentences cuts a text where sentences end, and long ones where they pause.
func sentences(text string) []string {
	var out []string
	var sentence strings.Builder
	runes := 0
	end := func() {
		if s := strings.TrimSpace(sentence.String()); s != "" {
			out = append(out, s)
		}
		sentence.Reset()
		runes = 0
	}
	for _, c := range text {
		if c == '\n' {
			end()
			continue
		}
		sentence.WriteRune(c)
		runes++
		if strings.ContainsRune("。！？；;", c) || runes > longPassage*2/3 && strings.ContainsRune("，,、", c) || runes >= longPassage {
			end()
		}
	}
	end()
	return out
}
