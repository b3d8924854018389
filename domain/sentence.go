package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestSentence is in runes. It bounds what is read around a figure: a table pasted
// without a full stop is no sentence.
const longestSentence = 1000

// Sentences cuts a text where sentences end, and one of more than 1,000 runes at the last
// comma or space in the latter half that stands at no digit, or else just there. None of them is blank, and none
// begins or ends with a space.
func Sentences(text string) []string {
	var all []string
	start, n := 0, 0          // where this one begins, and its runes so far
	pause, untilPause := 0, 0 // where it may be cut, and its runes up to there
	end := func(at int) {
		if s := strings.TrimSpace(text[start:at]); s != "" {
			all = append(all, s)
		}
		start, pause, n = at, 0, n-untilPause
		untilPause = 0
	}
	before := ' '
	for i, c := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		after := i + size
		n++
		switch {
		case strings.ContainsRune("\n。！？；．;", c), strings.ContainsRune(".!?", c) && startsSentence(text[after:]):
			untilPause = n
			end(after)
		case n <= longestSentence:
			if n > longestSentence/2 && mayPause(before, c, text[after:]) {
				pause, untilPause = after, n
			}
		case pause > start:
			end(pause)
		default:
			untilPause = n - 1
			end(i)
		}
		before = c
	}
	end(len(text))
	return all
}

// mayPause reports whether a long sentence may be cut behind c.
func mayPause(before, c rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return (strings.ContainsRune("，,、", c) || unicode.IsSpace(c)) && !isDigit(before) && !isDigit(next)
}

// startsSentence tells the end of an English sentence from 3.5, e.g. and Fig. 2.
func startsSentence(rest string) bool {
	next, spaced := strings.CutPrefix(rest, " ")
	next = strings.TrimLeft(next, " ")
	return spaced && next != "" && next[0] >= 'A' && next[0] <= 'Z'
}
