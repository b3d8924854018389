package matching

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"sanku/domain"
	"sanku/search"
	"sanku/search/analysis"
)

const (
	maxTerms    = 8  // shared terms told to people
	longestTerm = 16 // runes of one; what is longer is a quotation
)

// explain tells people on what of both texts m rests: its passages are whole texts
// until now. Only matches that are kept are explained.
func (r reading) explain(m *domain.Match, hit search.Hit) {
	var found shared
	for _, whole := range m.Passages {
		found.add(whole.Part, r.cuts.words(whole.Text), r.texts.index(), hit.Terms)
	}
	said, unsaid := r.texts.about().spoken(found.text())
	m.Cite(domain.Evidence{Terms: found.best(), Passages: found.passages(), Said: said, Unsaid: unsaid, Denied: found.deniedOnly()}, r.texts.answered(found))
}

// needTexts are a need's texts, cut into words when they are first asked for: few of
// the needs that a candidate is held against keep it.
type needTexts struct {
	need  domain.Need
	all   *indexed
	asks  *subject
	parts []sharedPart
}

// index is the whole need, to look words up in.
func (n *needTexts) index() indexed {
	if n.all == nil {
		whole := index(needText(n.need))
		n.all = &whole
		for _, p := range []domain.Passage{{Part: "title", Text: n.need.Title}, {Part: "keywords", Text: strings.Join(n.need.Keywords, "、")},
			{Part: "problem", Text: n.need.Problem}, {Part: "background", Text: n.need.Background}} {
			if p.Text != "" {
				n.parts = append(n.parts, sharedPart{part: p.Part, words: wordsIn(p.Text)})
			}
		}
	}
	return *n.all
}

// about is the need's subject.
func (n *needTexts) about() subject {
	if n.asks == nil {
		s := subjectOf(n.need.Title, n.need.Keywords, needText(n.need))
		n.asks = &s
	}
	return *n.asks
}

// answered are the passages of the need that have the terms found in a candidate.
func (n *needTexts) answered(found shared) []domain.Passage {
	terms := slices.Sorted(maps.Keys(found.worth))
	s := shared{worth: found.worth}
	for _, p := range n.parts {
		p.terms = p.placesOf(terms)
		s.parts = append(s.parts, p)
	}
	return s.passages()
}

// shared is what one side's texts have of the other's.
type shared struct {
	parts []sharedPart
	worth map[string]float64 // what each term told
	shown map[string]string  // each term as the candidate writes it
	not   []string           // what it says that it is not for
}

type sharedPart struct {
	part string
	words
	terms []domain.Span
}

func (s *shared) add(part string, text words, other indexed, scores []search.TermScore) {
	if s.worth == nil {
		s.worth, s.shown = map[string]float64{}, map[string]string{}
	}
	p := sharedPart{part: part, words: text}
	p.terms = slices.DeleteFunc(p.sharedTerms(other), func(t domain.Span) bool {
		return t.End-t.Start == 1 && !notable(string(p.runes[t.Start:t.End]), scores)
	})
	written := []rune(text.text)
	p.terms = slices.DeleteFunc(p.terms, func(t domain.Span) bool {
		if !text.denied(t) {
			return false
		}
		s.not = append(s.not, string(written[t.Start:t.End]))
		return true
	})
	for _, t := range p.terms {
		term := string(p.runes[t.Start:t.End])
		if _, ok := s.worth[term]; !ok {
			s.worth[term], s.shown[term] = worthOfTerm(term, scores), string(written[t.Start:t.End])
		}
	}
	s.parts = append(s.parts, p)
}

// text is what the candidate speaks of, in small letters.
func (s shared) text() string {
	all := make([]string, len(s.parts))
	for i, p := range s.parts {
		all[i] = affirmed(strings.ToLower(p.text))
	}
	return strings.Join(all, "\n")
}

// deniedOnly is what the candidate says that it is not for, and nothing else of.
func (s shared) deniedOnly() []string {
	if len(s.not) == 0 {
		return nil // as nearly always, and the text need not be gone through again
	}
	text := s.text()
	return slices.DeleteFunc(longest(s.not), func(t string) bool { return strings.Contains(text, strings.ToLower(t)) })
}

// formless are characters that make words of others, and tell nothing alone.
const formless = "率比值性化式品物件机器法面线点层力量能温压固液气"

// notable reports whether a word of one character, such as 茶 or 锂, is among what made
// the candidate be found.
func notable(word string, scores []search.TermScore) bool {
	return !strings.Contains(formless, word) && slices.ContainsFunc(scores, func(s search.TermScore) bool {
		return s.Kind == analysis.Single && s.Term == word && s.Score >= scores[0].Score/4
	})
}

// worthOfTerm adds up what a term's words and characters scored; a little at least,
// for those among which none scored much.
func worthOfTerm(term string, scores []search.TermScore) float64 {
	worth := 0.01 * float64(utf8.RuneCountInString(term))
	for _, s := range scores {
		if strings.Contains(term, s.Term) {
			worth += s.Score
		}
	}
	return worth
}

// best are the terms that tell most, without those that stand within another.
func (s shared) best() []string {
	var all []string
	for t := range s.worth {
		if utf8.RuneCountInString(t) <= longestTerm {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(s.worth[b], s.worth[a]), cmp.Compare(a, b)) })
	var told []string
	for _, t := range all {
		within := func(other string) bool { return other != t && strings.Contains(other, t) }
		if len(told) < maxTerms && !slices.ContainsFunc(all, within) {
			told = append(told, t)
		}
	}
	for i, t := range told {
		told[i] = s.shown[t]
	}
	return told
}

// passages are the headings that have a term, and the sentences that have the most.
func (s shared) passages() []domain.Passage {
	var headings, bodies []domain.Passage
	told := map[string]bool{}
	for _, p := range s.parts {
		if p.part == "title" || p.part == "keywords" {
			if len(p.terms) > 0 {
				headings = append(headings, domain.Passage{Part: p.part, Text: p.text, Marks: p.terms})
			}
			continue
		}
		bodies = append(bodies, p.telling(s.worth, told)...)
	}
	return append(headings, bodies[:min(len(bodies), maxPassages)]...)
}
