package bench

import (
	"strings"

	"sanku/search"
)

// The kinds of question asked of a library.
const (
	Need   = "need"   // a whole need: a title and a problem of 60 words and more
	Terms3 = "terms3" // three words, as people type them into a search box
)

// depth is how many of the best documents a question asks for.
const depth = 20

// needWords is how many words the shortest problem has.
const needWords = 60

// Questions returns count questions of a kind, from number from on. No two are
// the same, and like documents they follow from the seed and their numbers.
func (l *Library) Questions(kind string, from, count int) []search.Query {
	questions := make([]search.Query, count)
	for i := range questions {
		if kind == Need {
			questions[i] = l.need(from + i)
		} else {
			questions[i] = l.three(from + i)
		}
		questions[i].Limit = depth
	}
	return questions
}

// need is distributed over topics and words as documents are.
func (l *Library) need(n int) search.Query {
	w := l.writer(needSet, n)
	title := w.title()
	return search.Query{Parts: search.NeedParts(title, w.text(needWords+w.IntN(needWords/3)))}
}

func (l *Library) three(n int) search.Query {
	w := l.writer(threeSet, n)
	var words []string
	for len(words) < 3 {
		words = append(words, w.word(inTitle))
	}
	return search.Query{Parts: []search.QueryPart{{Text: strings.Join(words, " "), Weight: 1}}}
}
