package matching

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"sanku/domain"
	"sanku/search"
	"sanku/search/analysis"
)

const (
	// enough is how many of the rarest possible terms a candidate has to share with
	// a need for its text to count half. It makes scores of long and short needs, of
	// small and large libraries comparable.
	enough = 6.0

	maxTerms    = 8   // shared terms told to people
	maxPassages = 2   // passages of one text
	longPassage = 160 // runes of a passage, at most
)

// strength maps the raw score of a text onto [0,1) without changing any order.
func strength(score float64, documents uint64) float64 {
	rarest := 3 * math.Pow(math.Log(2+float64(documents)), 1.2) // what one occurrence of a unique term can bring
	return score / (score + enough*rarest)
}

// termsOf is the set of terms of a text.
func termsOf(text string) map[string]bool {
	terms := map[string]bool{}
	for _, t := range analysis.Analyze(text) {
		terms[t.Term] = true
	}
	return terms
}

// evidence is what a hit and the candidate's texts tell.
func (r reading) evidence(kind search.Kind, hit search.Hit, d search.Document) domain.Evidence {
	return domain.Evidence{
		Text:     strength(hit.Score, r.documents[kind]),
		Title:    r.share(d.Title),
		Keywords: r.keywordShare(d.Keywords),
		Terms:    telling(hit.Terms),
		Passages: passages(d.Body, hit.Terms),
	}
}

// share is the part of a text, by length of its words, that the need speaks of.
func (r reading) share(text string) float64 {
	var all, shared float64
	for _, t := range analysis.Analyze(text) {
		if !isWord(t.Kind) {
			continue
		}
		length := float64(t.End - t.Start)
		all += length
		if r.terms[t.Term] {
			shared += length
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
}

// keywordShare is the mean share of the keywords, one a line; -1 when there are none.
func (r reading) keywordShare(keywords string) float64 {
	if keywords == "" {
		return -1
	}
	list := strings.Split(keywords, "\n")
	sum := 0.0
	for _, k := range list {
		sum += r.share(k)
	}
	return sum / float64(len(list))
}

func isWord(k analysis.Kind) bool { return k == analysis.Word || k == analysis.Latin }

// telling picks the shared words to tell people, best first, and of overlapping ones
// the longest.
func telling(terms []search.TermScore) []string {
	var words []string
	for _, t := range terms {
		if isWord(t.Kind) && utf8.RuneCountInString(t.Term) > 1 && len(words) < 2*maxTerms {
			words = append(words, t.Term)
		}
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.ContainsFunc(words, func(longer string) bool { return len(longer) > len(w) && strings.Contains(longer, w) })
	})
	return words[:min(len(words), maxTerms)]
}

// passages picks the sentences of a text that have the most of the shared terms, in
// the order of the text.
func passages(text string, terms []search.TermScore) []domain.Passage {
	worth := make(map[string]float64, len(terms))
	for _, t := range terms {
		if t.Kind != analysis.Char && t.Kind != analysis.Number {
			worth[t.Term] = t.Score
		}
	}
	type scored struct {
		domain.Passage
		at    int
		score float64
	}
	var found []scored
	for i, s := range sentences(text) {
		p, score := mark(s, worth)
		if score > 0 {
			found = append(found, scored{p, i, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	found = found[:min(len(found), maxPassages)]
	slices.SortFunc(found, func(a, b scored) int { return cmp.Compare(a.at, b.at) })
	var out []domain.Passage
	for _, f := range found {
		out = append(out, f.Passage)
	}
	return out
}

// mark finds the terms of worth in a sentence; each counts once.
func mark(sentence string, worth map[string]float64) (domain.Passage, float64) {
	p := domain.Passage{Part: "body", Text: sentence}
	score, seen := 0.0, map[string]bool{}
	var spans []domain.Span
	for _, t := range analysis.Analyze(sentence) {
		w, ok := worth[t.Text()]
		if !ok || t.Kind == analysis.Char {
			continue
		}
		if !seen[t.Term] {
			seen[t.Term] = true
			score += w
		}
		spans = append(spans, domain.Span{Start: t.Start, End: t.End})
	}
	p.Marks = inRunes(sentence, merged(spans))
	return p, score
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
