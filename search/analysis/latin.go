package analysis

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// longestTerm bounds a term in runes; longer runs of letters are no words.
const longestTerm = 48

// longestAcronym bounds what counts as one when it has only capitals.
const longestAcronym = 5

// isLatin says whether r belongs to a chunk of letters and digits that is not
// Chinese: Latin, Greek, Cyrillic, kana.
func isLatin(r rune) bool {
	if r < 0x80 {
		return isDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isHan(r)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// latinEnd returns the end of the chunk that starts at i: letters and digits,
// held together by single connectors as in Re-SVM-RFE, 98.8 and mg/L.
func latinEnd(runes []rune, i int) int {
	for i < len(runes) {
		switch {
		case isLatin(runes[i]):
			i++
		case strings.ContainsRune("-./_'·,", runes[i]) && joins(runes, i):
			i++
		default:
			return i
		}
	}
	return i
}

// joins says whether the connector at i stands between two parts of one chunk.
// A comma does only within a number.
func joins(runes []rune, i int) bool {
	if i+1 >= len(runes) || !isLatin(runes[i+1]) {
		return false
	}
	if runes[i] == ',' {
		return isDigit(runes[i-1]) && isDigit(runes[i+1])
	}
	return true
}

// latin adds the terms of the chunk that starts at rune i and returns where it
// ends, which includes a unit such as % or 万元 that follows a number.
func (a *analyzer) latin(i int) int {
	end := latinEnd(a.runes, i)
	chunk := a.runes[i:end]
	if digits := numberLength(chunk); digits > 0 {
		if unit := a.unitEnd(i+digits, end); digits == len(chunk) || unit > 0 {
			end = max(end, unit)
			a.add(Number, i, end)
			return end
		}
	}
	a.names(i, end)
	return end
}

// names adds the terms of a chunk that is no quantity: the whole when it is a
// formula or a model number, and its words.
func (a *analyzer) names(i, end int) {
	whole := isName(a.runes[i:end])
	if whole {
		a.add(Latin, i, end)
		a.phrase(a.text(i, end), i, end)
	}
	for start := i; start < end; {
		stop := start
		for stop < end && isLatin(a.runes[stop]) {
			stop++
		}
		if stop > start && (!whole || stop-start < end-i) {
			a.word(start, stop, !whole)
		}
		start = stop + 1
	}
}

// isName says whether a chunk must be kept whole: it has a digit or a capital
// inside, as LiFePO4, GJB150A, pH and SVM-RFE have. A long run of capitals is an
// ordinary word in a heading.
func isName(chunk []rune) bool {
	capitals := 0
	for _, r := range chunk {
		if isDigit(r) {
			return true
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	if unicode.IsUpper(chunk[0]) && capitals == 1 || capitals == len(chunk) && len(chunk) > longestAcronym {
		return false
	}
	return capitals > 0
}

// word adds one run of letters or digits: an English word is stemmed, and left
// out when it is a function word. Free says that it is no part of a name.
func (a *analyzer) word(start, end int, free bool) {
	if isDigit(a.runes[start]) && numberLength(a.runes[start:end]) == end-start {
		return // part of a name: 150 of GJB-150 says nothing by itself
	}
	term := a.text(start, end)
	if end-start > longestTerm || englishStops()[term] {
		return
	}
	term = stem(term)
	a.addTerm(term, Latin, start, end)
	if free {
		a.phrase(term, start, end)
	}
}

func stem(word string) string {
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}
