package matching

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanku/search"
	"sanku/search/analysis"
)

// subject is what a need is about by its title and keywords. Both sides sharing many
// words is no answer where none of them is of what is asked for: an additive of feed is
// none of an electrolyte, and a preface on trade routes no crane.
type subject struct {
	title string // and keywords after it, in small letters
	shown string // as it is written
	heads int    // bytes of the title alone
	terms []subjectTerm
	lone  []int   // see loneIn
	worth float64 // of the terms together
	told  float64 // of everything that the need says
}

// subjectTerm is a telling word of a title.
type subjectTerm struct {
	word       string
	worth      float64
	inner      []string // the words in it
	start, end int      // in bytes
}

// Words rarer than the one tell a subject in full, those more common than the other
// nothing: see analysis.Rarity.
const (
	tellsNothing = 4.0
	tellsAll     = 10.0
)

// telling is how much a word tells of a subject, in [0,1].
func telling(word string) float64 {
	worth := min(max((analysis.Rarity(word)-tellsNothing)/(tellsAll-tellsNothing), 0), 1)
	switch breadthOf(word) {
	case empty:
		return 0
	case broad:
		return worth / 2
	}
	return worth
}

func subjectOf(title string, keywords []string, whole string) subject {
	title = strings.TrimSpace(strings.ToValidUTF8(title, " "))
	shown := lines(title, strings.ToValidUTF8(strings.Join(keywords, "\n"), " "))
	s := subject{title: strings.Map(small, shown), shown: shown, heads: len(title)}
	s.terms, s.lone = subjectTerms(s.title), loneIn(s.title)
	seen := map[string]bool{}
	for _, t := range s.terms {
		if !seen[t.word] {
			s.worth += t.worth
		}
		seen[t.word] = true
	}
	seen = map[string]bool{}
	for _, t := range subjectTerms(whole) {
		if !seen[t.word] {
			s.told += t.worth
		}
		seen[t.word] = true
	}
	return s
}

// small is a small letter of as many bytes as r.
func small(r rune) rune {
	if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
		return l
	}
	return r
}

// subjectTerms are the telling words of a text that stand in no longer word, in order.
func subjectTerms(text string) []subjectTerm {
	var all []subjectTerm
	text = strings.Map(small, text)
	for _, t := range analysis.Analyze(text) {
		if !isWord(t.Kind) {
			continue
		}
		term := subjectTerm{word: text[t.Start:t.End], start: t.Start, end: t.End}
		for len(all) > 0 && all[len(all)-1].start >= t.Start { // tokens come in the order of their ends
			last := all[len(all)-1]
			term.inner = append(append(term.inner, last.word), last.inner...)
			all = all[:len(all)-1]
		}
		if term.worth = telling(term.word); term.worth > 0 {
			all = append(all, term)
		}
	}
	return all
}

// in is how far text has the term: 1 for the word itself, else the share of it that a
// word within it makes.
func (t subjectTerm) in(text string) float64 {
	if strings.Contains(text, t.word) {
		return 1
	}
	best := 0.0
	for _, w := range t.inner {
		if strings.Contains(text, w) {
			best = max(best, min(telling(w)/t.worth, 1)*float64(utf8.RuneCountInString(w))/float64(utf8.RuneCountInString(t.word)))
		}
	}
	return best
}

// What bounds the evidence of a text. A candidate that speaks of enough of the need's
// subject and shares fullShare words that tell all, or fullPart of what a short need
// tells, counts in full; one that does neither counts leastEvidence. Of experts, whose
// texts are short, less of the subject is enough.
const (
	enoughSubject   = 0.5
	enoughOfExperts = 0.2
	fullShare       = 2.5
	fullPart        = 0.4
	leastSubject    = 0.6 // worth of a title that tells a subject
	leastEvidence   = 0.35
)

// bound is the part of the evidence of a text that counts. A need whose title tells no
// subject, or that has none, bounds nothing.
func (s subject) bound(d search.Document, terms []search.TermScore, subject float64) float64 {
	if s.worth < leastSubject {
		return 1
	}
	about := min(s.share(textOf(d))/subject, 1)
	shared := min(sharedWorth(terms)/max(min(fullShare, fullPart*s.told), leastSubject), 1)
	return leastEvidence + (1-leastEvidence)*about*shared
}

// textOf is what a candidate speaks of, in small letters.
func textOf(d search.Document) string {
	return affirmed(strings.ToLower(d.Title + "\n" + d.Keywords + "\n" + d.Body))
}

// share is the part of the subject that a text in small letters speaks of.
func (s subject) share(text string) float64 {
	sum, seen := 0.0, map[string]bool{}
	for _, t := range s.terms {
		if !seen[t.word] {
			sum += t.worth * t.in(text)
		}
		seen[t.word] = true
	}
	return sum / s.worth
}

// spoken is the share of the subject that a text in small letters speaks of, and what of
// the title it does not, or else of the keywords; all and nothing where the title tells
// no subject.
func (s subject) spoken(text string) (said float64, unsaid []string) {
	if s.worth < leastSubject {
		return 1, nil
	}
	if unsaid = s.unsaid(text, 0, s.heads); unsaid == nil {
		unsaid = s.unsaid(text, s.heads, len(s.title))
	}
	return s.share(text), unsaid
}

// sharedWorth is how much the shared words tell that stand in no other of them.
func sharedWorth(terms []search.TermScore) float64 {
	sum := 0.0
	for _, t := range terms {
		within := func(o search.TermScore) bool {
			return isWord(o.Kind) && o.Term != t.Term && strings.Contains(o.Term, t.Term)
		}
		if isWord(t.Kind) && !slices.ContainsFunc(terms, within) {
			sum += telling(t.Term)
		}
	}
	return sum
}
