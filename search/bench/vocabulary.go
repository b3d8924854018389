package bench

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"sanku/search/analysis"
)

// vocabularySize is how many words the libraries are written in.
const vocabularySize = 120_000

// vocabulary is words of the dictionary that analysis segments by, commonest
// first, so that a generated text is cut as a written one is.
var vocabulary = sync.OnceValue(func() []string {
	type entry struct {
		word   string
		rarity float64
	}
	var entries []entry
	for line := range strings.Lines(gse.ZhIdf) {
		word, idf, _ := strings.Cut(strings.TrimSpace(line), " ")
		if rarity, err := strconv.ParseFloat(idf, 64); err == nil && ordinary(word) {
			entries = append(entries, entry{word, rarity})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.rarity, b.rarity), cmp.Compare(a.word, b.word))
	})
	words := make([]string, 0, vocabularySize)
	for _, e := range entries {
		if len(words) < vocabularySize && indexed(e.word) {
			words = append(words, e.word)
		}
	}
	return words
})

// indexed says whether analysis keeps word whole; it drops function words.
func indexed(word string) bool {
	return slices.ContainsFunc(analysis.Analyze(word), func(t analysis.Token) bool {
		return t.Kind == analysis.Word && t.Term == word
	})
}

// ordinary says whether word is one of two to four Chinese characters.
func ordinary(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= 2 && n <= 4 && strings.IndexFunc(word, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// What stands between the words of a text, commonest first.
var particles = [...]string{"的", "在", "和", "对", "与", "为", "等", "及", "将", "从", "以", "由"}
