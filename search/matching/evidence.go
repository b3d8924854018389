package matching

import (
	"math"
	"slices"
	"strings"
	"unicode"
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

	maxTerms   = 8   // shared terms told to people
	longPhrase = 10  // runes of one, at most
	notable    = 0.2 // of the weightiest term's score: what tells less is not told
	particles  = "的与和及或在等对其了为中之"
)

// strength maps the raw score of a text onto [0,1) without changing any order.
func strength(score float64, documents uint64) float64 {
	rarest := 3 * math.Pow(math.Log(2+float64(documents)), 1.2) // what one occurrence of a unique term can bring
	return score / (score + enough*rarest)
}

// evidence is what a hit and the candidate's texts tell. Its one passage is the whole
// body: cite cuts the sentences out of it once it is known that they are wanted.
func (r reading) evidence(kind search.Kind, hit search.Hit, d search.Document) domain.Evidence {
	words := wordsOf(hit.Terms)
	return domain.Evidence{
		Text:     strength(hit.Score, r.documents[kind]),
		Title:    coverage(d.Title, words),
		Keywords: keywordCoverage(d.Keywords, words),
		Terms:    r.telling(lines(d.Title, d.Keywords), hit.Terms),
		Passages: []domain.Passage{{Part: "body", Text: d.Body}},
	}
}

// wordsOf are the shared terms that are words, in the form that coverage looks for.
func wordsOf(terms []search.TermScore) []string {
	var words []string
	for _, t := range terms {
		if isWord(t.Kind) {
			words = append(words, t.Term)
		}
	}
	return words
}

// coverage is the share of a text's letters and digits that words cover.
func coverage(text string, words []string) float64 {
	text = strings.ToLower(text)
	var spans []domain.Span
	for _, w := range words {
		spans = append(spans, occurrences(text, w)...)
	}
	spans = merged(spans)
	var all, found float64
	for i, c := range text {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			continue
		}
		all++
		for len(spans) > 0 && spans[0].End <= i {
			spans = spans[1:]
		}
		if len(spans) > 0 && spans[0].Start <= i {
			found++
		}
	}
	return found / max(all, 1)
}

// keywordCoverage is the mean coverage of the keywords, one a line; -1 when there
// are none.
func keywordCoverage(keywords string, words []string) float64 {
	if keywords == "" {
		return -1
	}
	list := strings.Split(keywords, "\n")
	sum := 0.0
	for _, k := range list {
		sum += coverage(k, words)
	}
	return sum / float64(len(list))
}

func isWord(k analysis.Kind) bool { return k == analysis.Word || k == analysis.Latin }

// telling picks what to tell people that both sides speak of: first what the
// candidate's heading has word for word from the need, since the dictionary knows
// 磷酸 but not 磷酸铁锂, then other shared words.
func (r reading) telling(heading string, terms []search.TermScore) []string {
	words := spoken(terms, isWord)
	if len(words) == 0 {
		words = spoken(terms, func(k analysis.Kind) bool { return k == analysis.Bigram })
	}
	words = append(r.phrases(strings.ToLower(heading), words), words...)
	var told []string
	for i, w := range words {
		longer := func(other string) bool { return len(other) > len(w) && strings.Contains(other, w) }
		if !slices.ContainsFunc(words, longer) && !slices.Contains(words[:i], w) {
			told = append(told, w)
		}
	}
	return told[:min(len(told), maxTerms)]
}

// phrases grow the words that a heading has for as far as the need says the same.
func (r reading) phrases(heading string, words []string) []string {
	var found []string
	for _, w := range words {
		if at := occurrences(heading, w); len(at) > 0 {
			found = append(found, r.grown(heading, at[0]))
		}
	}
	return found
}

func (r reading) grown(heading string, s domain.Span) string {
	said := func(start, end int) bool {
		return utf8.RuneCountInString(heading[start:end]) <= longPhrase && strings.Contains(r.said, heading[start:end])
	}
	for {
		c, size := utf8.DecodeRuneInString(heading[s.End:])
		if !inPhrase(c) || !said(s.Start, s.End+size) {
			break
		}
		s.End += size
	}
	for {
		c, size := utf8.DecodeLastRuneInString(heading[:s.Start])
		if !inPhrase(c) || !said(s.Start-size, s.End) {
			break
		}
		s.Start -= size
	}
	return heading[s.Start:s.End]
}

// inPhrase reports whether a phrase may go on with c. The rune that stands for an end
// of text is no letter.
func inPhrase(c rune) bool {
	return (unicode.IsLetter(c) || unicode.IsDigit(c)) && !strings.ContainsRune(particles, c)
}

// occurrences are the places of a term in a text.
func occurrences(text, term string) []domain.Span {
	var found []domain.Span
	for at := 0; term != ""; {
		i := strings.Index(text[at:], term)
		if i < 0 {
			break
		}
		found = append(found, domain.Span{Start: at + i, End: at + i + len(term)})
		at += i + len(term)
	}
	return found
}

// spoken lists the terms of the wanted kinds that have more than one character and
// tell something.
func spoken(terms []search.TermScore, wanted func(analysis.Kind) bool) []string {
	var words []string
	for _, t := range terms {
		if wanted(t.Kind) && utf8.RuneCountInString(t.Term) > 1 && t.Score >= notable*terms[0].Score && len(words) < 2*maxTerms {
			words = append(words, t.Term)
		}
	}
	return words
}
