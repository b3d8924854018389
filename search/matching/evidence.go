package matching

import (
	"math"
	"strings"
	"unicode"

	"sanku/domain"
	"sanku/search"
	"sanku/search/analysis"
)

const (
	// enough is how many of the rarest possible terms a candidate has to share with
	// a need for its text to count half. It makes scores of long and short needs, of
	// small and large libraries comparable.
	enough = 6.0
)

// strength maps the raw score of a text onto [0,1) without changing any order.
func strength(score float64, documents uint64) float64 {
	rarest := 3 * math.Pow(math.Log(2+float64(documents)), 1.2) // what one occurrence of a unique term can bring
	return score / (score + enough*rarest)
}

// evidence is what a hit and the candidate's texts tell. Its passages are whole texts:
// explain cites from them once it is known that the match is kept.
func (r reading) evidence(kind search.Kind, hit search.Hit, d search.Document) domain.Evidence {
	words, about := wordsOf(hit.Terms), enoughSubject
	if kind == search.Experts {
		about = enoughOfExperts
	}
	e := domain.Evidence{
		Text:     strength(hit.Score, r.documents[kind]) * r.texts.about().bound(d, hit.Terms, about),
		Title:    coverage(d.Title, words),
		Keywords: keywordCoverage(d.Keywords, words),
	}
	if kind != search.Experts { // whose titles are people's names
		e.Passages = append(e.Passages, domain.Passage{Part: "title", Text: d.Title})
	}
	e.Passages = append(e.Passages, domain.Passage{Part: "keywords", Text: strings.ReplaceAll(d.Keywords, "\n", "、")}, domain.Passage{Part: "body", Text: d.Body})
	return e
}

// wordsOf are the shared terms that are words and tell something, in the form that
// coverage looks for.
func wordsOf(terms []search.TermScore) []string {
	var words []string
	for _, t := range terms {
		if isWord(t.Kind) && breadthOf(t.Term) != empty {
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
