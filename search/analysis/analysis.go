// Package analysis turns text, Chinese and English mixed as enterprises and
// universities write it, into the terms that are indexed and searched.
package analysis

import (
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/go-ego/gse"
)

// version rises with every change of the rules in this package; changes of its
// word lists show in Fingerprint by themselves.
const version = 6

// singleMark starts the terms of kind Single, to tell the word 酸 from the
// character, which is part of 硫酸 too.
const singleMark = "\x01"

// Kind says what sort of term a token is; a query weighs kinds differently.
type Kind uint8

// The kinds of term.
const (
	Word   Kind = iota + 1 // a Chinese word of the dictionary or the lexicon
	Bigram                 // two neighbouring Chinese characters that are not a word
	Single                 // a word of one Chinese character
	Latin                  // an English word (stemmed), a formula or a model number
	Number                 // a number, with its unit when one follows
	Char                   // one Chinese character, of whatever word
	Pair                   // two neighbouring words, as a phrase
)

// Token is one occurrence of a term. Start and End are byte offsets into the
// text as it was given, so that text[Start:End] can be shown highlighted.
type Token struct {
	Term       string
	Start, End int
	Kind       Kind
}

// Text returns the term as people read it.
func (t Token) Text() string { return strings.TrimPrefix(t.Term, singleMark) }

// Analyze returns the terms of text in the order in which they come to an end.
// Terms overlap: a word comes with the words, characters and pairs of
// characters in it and with the phrase it makes with the word before, so that a
// query finds it however it is cut.
func Analyze(text string) []Token {
	a := analyzer{folded: fold(text)}
	a.tokens = make([]Token, 0, 2*len(a.runes))
	for i := 0; i < len(a.runes); {
		switch r := a.runes[i]; {
		case isHan(r):
			i = a.han(i)
		case isLatin(r):
			i = a.latin(i)
		default:
			i++
		}
	}
	return a.tokens
}

// Fingerprint changes whenever the same text would give other terms.
func Fingerprint() string {
	lists := crc32.NewIEEE()
	for _, list := range []string{gse.ZhIdf, lexiconText, traditionalTable, stopwordText, englishStopwords, unitList} {
		_, _ = lists.Write([]byte(list)) // a hash never fails
	}
	return fmt.Sprintf("%d-%08x", version, lists.Sum32())
}

type analyzer struct {
	folded
	tokens []Token
	last   lastWord
}

// lastWord is the word that may be the first of a phrase.
type lastWord struct {
	term       string
	start, end int // in runes
}

// phrase adds the pair of the last word and term, when nothing or a space or
// hyphen stands between them; term is the last word from now on. Two single
// characters are no phrase: they are a pair of characters already.
func (a *analyzer) phrase(term string, i, end int) {
	gap := i - a.last.end
	fits := end-a.last.start > 2 && end-a.last.start <= longestTerm
	if a.last.term != "" && fits && (gap == 0 || gap == 1 && (a.runes[i-1] == ' ' || a.runes[i-1] == '-')) {
		a.addTerm(a.last.term+" "+term, Pair, a.last.start, end)
	}
	a.last = lastWord{term, i, end}
}

// add adds the runes from i up to end as one term in lower case.
func (a *analyzer) add(kind Kind, i, end int) {
	if end-i <= longestTerm {
		a.addTerm(a.text(i, end), kind, i, end)
	}
}

// text returns the runes from i up to end in lower case.
func (a *analyzer) text(i, end int) string {
	if source := a.source[a.origin[i]:a.ends[end-1]]; a.as(source, i, end) {
		return source
	}
	return strings.ToLower(string(a.runes[i:end]))
}

// as says whether source is what the runes from i up to end are in lower case;
// then it needs no copy.
func (a *analyzer) as(source string, i, end int) bool {
	for _, r := range source {
		if i == end || r != a.runes[i] || r < 0x2E00 && !isDigit(r) && (r < 'a' || r > 'z') {
			return false
		}
		i++
	}
	return i == end
}

func (a *analyzer) addTerm(term string, kind Kind, i, end int) {
	a.tokens = append(a.tokens, Token{term, int(a.origin[i]), int(a.ends[end-1]), kind})
}
