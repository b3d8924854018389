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
	maxPassages = 2   // sentences cited of one side
	longPassage = 120 // runes of a sentence, about: of longer ones a stretch is cited
	addsEnough  = 0.2 // of what the first sentence tells: less is not worth a second
)

// telling cites the sentences of p that tell most by the terms' worth, each of terms
// that were not told before, in the order of the text.
func (p sharedPart) telling(worth map[string]float64, told map[string]bool) []domain.Passage {
	all := p.cut()
	var chosen []int
	first := 0.0
	for len(chosen) < maxPassages {
		best, most := -1, max(addsEnough*first, 0)
		for i, s := range all {
			if score := s.score(worth, told); score > most && !slices.Contains(chosen, i) {
				best, most = i, score
			}
		}
		if best < 0 {
			break
		}
		chosen, first = append(chosen, best), max(first, most)
		for _, t := range all[best].terms {
			told[t] = true
		}
	}
	slices.Sort(chosen)
	var out []domain.Passage
	for _, i := range chosen {
		out = append(out, shortened(all[i].passage, longPassage))
	}
	return out
}

// sentence is a piece of a text with the terms that stand in it.
type sentence struct {
	passage domain.Passage
	terms   []string
	share   float64 // of what its terms tell that counts
}

// cut cuts p's text into sentences with their terms. What is nothing but a term is no
// sentence.
func (p sharedPart) cut() []sentence {
	var all []sentence
	terms := p.terms
	for _, piece := range p.words.sentences {
		s := sentence{passage: domain.Passage{Part: p.part, Text: piece.text}, share: 1}
		for len(terms) > 0 && terms[0].Start < piece.end {
			if t := terms[0]; t.Start >= piece.start && t.End <= piece.end {
				s.passage.Marks = append(s.passage.Marks, domain.Span{Start: t.Start - piece.start, End: t.End - piece.start})
				s.terms = append(s.terms, string(p.runes[t.Start:t.End]))
			}
			terms = terms[1:]
		}
		if len(s.terms) == 0 || len(s.terms) == 1 && utf8.RuneCountInString(s.terms[0])+2 >= piece.end-piece.start {
			continue
		}
		if presentsItself(piece.text) {
			s.share = 0.25
		}
		all = append(all, s)
	}
	return all
}

// score is what the sentence's terms tell that was not told before.
func (s sentence) score(worth map[string]float64, told map[string]bool) float64 {
	score := 0.0
	for i, t := range s.terms {
		if !told[t] && !slices.Contains(s.terms[:i], t) {
			score += worth[t]
		}
	}
	return score * s.share
}

var selfWords = []string{"公司成立", "公司是", "有限公司", "注册资本", "注册资金", "占地面积", "现有员工", "员工", "年产值", "销售收入", "固定资产", "总投资", "位于", "荣获", "被评为", "认定为"}

// presentsItself tells how an enterprise presents itself, which answers nothing.
func presentsItself(text string) bool {
	return slices.ContainsFunc(selfWords, func(w string) bool { return strings.Contains(text, w) })
}

// shortened is the stretch of p that has the most marks within about limit runes, cut
// where the sentence pauses and with … for what is left out.
func shortened(p domain.Passage, limit int) domain.Passage {
	r := []rune(p.Text)
	if len(r) <= limit*4/3 {
		return p
	}
	pauses := pausesOf(r)
	from, to, most := 0, len(r), -1
	for i, start := range pauses {
		end := pauses[min(i+1, len(pauses)-1)]
		for _, later := range pauses[i+1:] {
			if later-start <= limit {
				end = later
			}
		}
		if n := marked(p.Marks, start, end); n > most && end > start {
			from, to, most = start, end, n
		}
	}
	return excerpt(p, r, from, to)
}

// pausesOf are where r may be cut: its ends, after pauses, and where a stretch without
// any gets too long.
func pausesOf(r []rune) []int {
	pauses := []int{0}
	for i, c := range r {
		if strings.ContainsRune("，,、：:；;）)", c) || i+1-pauses[len(pauses)-1] >= longPassage {
			pauses = append(pauses, i+1)
		}
	}
	if pauses[len(pauses)-1] != len(r) {
		pauses = append(pauses, len(r))
	}
	return pauses
}

// marked counts the runes that are marked from start to end.
func marked(marks []domain.Span, start, end int) int {
	n := 0
	for _, m := range marks {
		if m.Start >= start && m.End <= end {
			n += m.End - m.Start
		}
	}
	return n
}

func excerpt(p domain.Passage, r []rune, from, to int) domain.Passage {
	out := domain.Passage{Part: p.Part, Text: string(r[from:to])}
	shift := -from
	if from > 0 {
		out.Text, shift = "…"+out.Text, shift+1
	}
	if to < len(r) {
		out.Text += "…"
	}
	for _, m := range p.Marks {
		if m.Start >= from && m.End <= to {
			out.Marks = append(out.Marks, domain.Span{Start: m.Start + shift, End: m.End + shift})
		}
	}
	return out
}

// askedFor is a text with the places of the terms that a search found it by, as far as
// people would recognise them, and what each place is worth.
func askedFor(part, text string, terms []search.TermScore) (sharedPart, map[string]float64) {
	scores := make(map[string]float64, len(terms))
	for _, t := range terms {
		if t.Kind != analysis.Char && t.Kind != analysis.Number {
			scores[t.Term] = t.Score
		}
	}
	var tokens []analysis.Token
	var spans []domain.Span
	for _, t := range analysis.Analyze(text) {
		if _, ok := scores[t.Text()]; ok && t.Kind != analysis.Char {
			tokens, spans = append(tokens, t), append(spans, domain.Span{Start: t.Start, End: t.End})
		}
	}
	spans = merged(spans)
	worth := map[string]float64{}
	for _, s := range spans {
		place := strings.ToLower(text[s.Start:s.End])
		if _, ok := worth[place]; !ok {
			worth[place] = worthOfPlace(s, tokens, scores)
		}
	}
	return sharedPart{part: part, words: uncut(text), terms: inRunes(text, spans)}, worth
}

// worthOfPlace adds up what the terms that stand in a place scored.
func worthOfPlace(place domain.Span, tokens []analysis.Token, scores map[string]float64) float64 {
	worth, seen := 0.0, map[string]bool{}
	for _, t := range tokens {
		if place.Start <= t.Start && t.End <= place.End && !seen[t.Text()] {
			seen[t.Text()] = true
			worth += scores[t.Text()]
		}
	}
	return worth
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
