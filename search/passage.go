package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanku/search/analysis"
)

// Passage is a sentence of a text that meets a query. Offsets are in bytes of
// the whole text, and always between characters.
type Passage struct {
	Start, End int
	Score      float64
	Terms      []string // what was met, as the text has it, in order, none twice
	Spans      []Span   // where, in order and apart, to be marked
}

// Span is a stretch of a text.
type Span struct{ Start, End int }

// Passages returns the sentences of text that meet query best, best first and
// at most limit. Sentences that meet it equally well are in the text's order.
func Passages(query, text string, limit int) []Passage {
	wanted := make(map[string]bool)
	for _, t := range analysis.Analyze(clip(query)) {
		if telling(t.Kind) {
			wanted[t.Term] = true
		}
	}
	text = clip(text)
	tokens := analysis.Analyze(text)
	var found []Passage
	for _, s := range sentences(text) {
		n := 0
		for n < len(tokens) && tokens[n].End <= s.End {
			n++
		}
		if p, ok := meet(s, tokens[:n], wanted, text); ok {
			found = append(found, p)
		}
		tokens = tokens[n:]
	}
	slices.SortStableFunc(found, func(a, b Passage) int { return cmp.Compare(b.Score, a.Score) })
	return found[:min(limit, len(found))]
}

// telling says whether people see a term of this kind as a match: pairs and
// single characters of other words they do not.
func telling(k analysis.Kind) bool {
	return k == analysis.Word || k == analysis.Single || k == analysis.Latin || k == analysis.Number
}

// meet scores the sentence by the distinct wanted terms among its tokens. A
// longer term tells more; in a longer sentence each tells less.
func meet(sentence Span, tokens []analysis.Token, wanted map[string]bool, text string) (Passage, bool) {
	p := Passage{Start: sentence.Start, End: sentence.End}
	seen := make(map[string]bool)
	for _, t := range tokens {
		if !wanted[t.Term] || !telling(t.Kind) {
			continue
		}
		if !seen[t.Term] {
			seen[t.Term] = true
			p.Score += math.Sqrt(float64(utf8.RuneCountInString(t.Term))) * kindWeight(t.Kind)
		}
		p.Spans = append(p.Spans, Span{t.Start, t.End})
	}
	p.Spans = join(p.Spans)
	for _, s := range p.Spans {
		if term := text[s.Start:s.End]; !slices.Contains(p.Terms, term) {
			p.Terms = append(p.Terms, term)
		}
	}
	p.Score /= math.Sqrt(40 + float64(utf8.RuneCountInString(text[p.Start:p.End])))
	return p, len(p.Spans) > 0
}

// join returns spans in order, overlapping ones made one.
func join(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var joined []Span
	for _, s := range spans {
		if n := len(joined); n > 0 && s.Start < joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// sentences cuts text after 。！？； and line ends, and after .!?; before a space,
// and leaves out blank ones. The spans carry no space at their ends.
func sentences(text string) []Span {
	var cut []Span
	start := 0
	end := func(at int) {
		s := text[start:at]
		left := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		if s = strings.TrimSpace(s); s != "" {
			cut = append(cut, Span{start + left, start + left + len(s)})
		}
		start = at
	}
	for i, r := range text {
		after := i + utf8.RuneLen(r)
		switch {
		case r == utf8.RuneError:
		case strings.ContainsRune("。！？；\n", r):
			end(after)
		case strings.ContainsRune(".!?;", r) && strings.HasPrefix(text[after:], " "):
			end(after)
		}
	}
	end(len(text))
	return cut
}
