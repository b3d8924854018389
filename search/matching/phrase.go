package matching

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanku/domain"
	"sanku/search/analysis"
)

// words is a text cut into words, to be compared with another.
type words struct {
	text  string
	runes []rune  // in small letters
	ends  []bool  // by rune: whether a word ends before it
	found []int32 // where words end, in the order of where they begin, the longest first
	from  []int32 // by rune: where in found those begin that begin there

	sentences []stretch
}

// stretch is a piece of a text, and where it stands in runes.
type stretch struct {
	text       string
	start, end int
}

// indexed is a text in which words are looked up.
type indexed struct {
	words
	first map[string][]int // where each word begins, in runes; at most maxPlaces
}

func wordsIn(text string) words {
	w := uncut(text)
	tokens := w.tokens()
	slices.SortFunc(tokens, func(a, b domain.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	w.ends, w.from, w.found = make([]bool, len(w.runes)+1), make([]int32, len(w.runes)+1), make([]int32, len(tokens))
	for i, t := range tokens {
		w.ends[t.End], w.found[i] = true, int32(t.End)
		w.from[t.Start+1]++
	}
	for i := range w.runes {
		w.from[i+1] += w.from[i]
	}
	return w
}

// uncut is a text whose words are not looked for.
func uncut(text string) words {
	w := words{text: text, runes: []rune(text), sentences: sentencesOf(text)}
	for i, c := range w.runes {
		w.runes[i] = unicode.ToLower(c)
	}
	return w
}

func sentencesOf(text string) []stretch {
	var all []stretch
	from, at := 0, 0 // bytes and runes that are behind
	for _, s := range domain.Sentences(text) {
		skipped := strings.Index(text[from:], s)
		at += utf8.RuneCountInString(text[from : from+skipped])
		end := at + utf8.RuneCountInString(s)
		all = append(all, stretch{s, at, end})
		from, at = from+skipped+len(s), end
	}
	return all
}

// begin are the ends of the words that begin at a rune, the longest first.
func (w words) begin(at int) []int32 { return w.found[w.from[at]:w.from[at+1]] }

// tokens are the words of the text, and where they stand in runes.
func (w words) tokens() []domain.Span {
	at, n := make([]int, len(w.text)+1), 0
	for i := range w.text {
		at[i] = n
		n++
	}
	at[len(w.text)] = n
	var all []domain.Span
	for _, t := range analysis.Analyze(w.text) {
		if t.Kind == analysis.Word || t.Kind == analysis.Latin || t.Kind == analysis.Single {
			all = append(all, domain.Span{Start: at[t.Start], End: at[t.End]})
		}
	}
	return all
}

// These bound the work for texts that say the same thousands of times.
const (
	maxPlaces     = 200 // where a word is looked up, the first ones
	longestShared = 500 // runes of a stretch that is compared
)

func index(text string) indexed {
	x := indexed{wordsIn(text), map[string][]int{}}
	for start := range x.runes {
		for _, end := range x.begin(start) {
			word := string(x.runes[start:end])
			if at := x.first[word]; len(at) < maxPlaces {
				x.first[word] = append(at, start)
			}
		}
	}
	return x
}

// sharedTerms are the stretches of w that other has word for word, as long as they go
// and without common words at their ends, in order and apart. They begin and end where
// words do in both texts: 风系 of 通风系数 is not in 供风系统.
func (w words) sharedTerms(other indexed) []domain.Span {
	var found []domain.Span
	for i := 0; i < len(w.runes); i++ {
		end := w.sharedFrom(i, other)
		if end == i {
			continue
		}
		if s, ok := w.trimmed(domain.Span{Start: i, End: end}); ok {
			if s.Start == i+1 && strings.ContainsRune(qualities, w.runes[i]) {
				s.Start = i
			}
			found = append(found, s)
		}
		i = end - 1
	}
	return found
}

// sharedFrom is the end of the longest stretch from start that other has too; start
// when there is none.
func (w words) sharedFrom(start int, other indexed) int {
	best := start
	for _, end := range w.begin(start) {
		for _, at := range other.first[string(w.runes[start:end])] {
			best = max(best, w.sharedEnd(start, other.words, at))
		}
	}
	return best
}

// sharedEnd is how far w from start and other from at are the same words.
func (w words) sharedEnd(start int, other words, at int) int {
	end := start
	for i, j := start, at; i < min(len(w.runes), start+longestShared) && j < len(other.runes) && w.runes[i] == other.runes[j] && inTerm(w.runes[i]); {
		i, j = i+1, j+1
		if w.ends[i] && other.ends[j] {
			end = i
		}
	}
	return end
}

// qualities are words of one character that tell nothing alone, and are told with the term
// they begin: 高盐浓水.
const qualities = "高低大小"

// particles end a term that would go on with them.
const particles = "的与和及或在等对其了为中之并而以将被从由可所是"

func inTerm(c rune) bool {
	return (unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-') && !strings.ContainsRune(particles, c)
}

// trimmed is s without empty words at its ends, and false when nothing is left that
// tells something by itself.
func (w words) trimmed(s domain.Span) (domain.Span, bool) {
	for s.Start < s.End {
		first, last := w.wordFrom(s), w.wordTo(s)
		switch {
		case w.breadth(s) == empty:
			return s, false
		case first == s:
			return s, w.breadth(s) == specific
		case w.breadth(first) == empty:
			s.Start = first.End
		case w.breadth(last) == empty:
			s.End = last.Start
		default:
			return s, true
		}
	}
	return s, false
}

func (w words) breadth(s domain.Span) breadth { return breadthOf(string(w.runes[s.Start:s.End])) }

// wordFrom is the longest word that s begins with; s itself when there is none.
func (w words) wordFrom(s domain.Span) domain.Span {
	for _, end := range w.begin(s.Start) {
		if end := int(end); end <= s.End {
			return domain.Span{Start: s.Start, End: end}
		}
	}
	return s
}

// wordTo is the longest word that s ends with; s itself when there is none.
func (w words) wordTo(s domain.Span) domain.Span {
	for start := s.Start; start < s.End; start++ {
		if slices.Contains(w.begin(start), int32(s.End)) {
			return domain.Span{Start: start, End: s.End}
		}
	}
	return s
}

// placesOf are where w has one of the terms, overlapping places made one.
func (w words) placesOf(terms []string) []domain.Span {
	var places []domain.Span
	for _, t := range terms {
		r := []rune(t)
		for start, c := range w.runes {
			if end := start + len(r); c == r[0] && len(w.begin(start)) > 0 && end <= len(w.runes) && w.ends[end] && slices.Equal(w.runes[start:end], r) {
				places = append(places, domain.Span{Start: start, End: end})
			}
		}
	}
	return merged(places)
}
