package matching

import (
	"slices"
	"strings"
	"unicode/utf8"

	"sanku/search/analysis"
)

// unsaid are the stretches of the subject between two bytes that a text in small letters
// does not speak of, in order and none within another.
func (s subject) unsaid(text string, from, to int) []string {
	var all []string
	end := 0 // of the last stretch
	for _, t := range s.terms {
		switch {
		case t.start < from || t.end > to:
			continue
		case t.in(text) >= 0.5:
			end = 0
			continue
		}
		start, stop := s.stretched(t, text)
		switch phrase := s.title[start:stop]; {
		case end > 0 && start <= end:
			all[len(all)-1] += s.shown[end:max(stop, end)] // words may overlap
			end = max(stop, end)
		case strings.Contains(text, phrase):
		default:
			all, end = append(all, s.shown[start:stop]), stop
		}
	}
	return longest(all)
}

// longest are the phrases that stand in no other, none twice.
func longest(phrases []string) []string {
	var all []string
	for i, p := range phrases {
		within := func(o string) bool { return o != p && strings.Contains(o, p) }
		if !slices.ContainsFunc(phrases, within) && !slices.Contains(phrases[:i], p) {
			all = append(all, p)
		}
	}
	return all
}

// stretched is where t is told: with the characters before and after it that belong to
// no word. Those after another word go with it: 电阻片性能, as 片性能 is no phrase, and 去向
// where the text has the 反渗透浓水 before it.
func (s subject) stretched(t subjectTerm, text string) (start, end int) {
	start, end = t.start, t.end
	for slices.Contains(s.lone, start) {
		_, n := utf8.DecodeLastRuneInString(s.title[:start])
		start -= n
	}
	if word := s.wordBefore(start); start < t.start && word < start {
		if start = word; strings.Contains(text, s.title[word:t.start]) {
			start = t.start
		}
	}
	for {
		_, n := utf8.DecodeRuneInString(s.title[end:])
		if n == 0 || !slices.Contains(s.lone, end+n) {
			return start, end
		}
		end += n
	}
}

// wordBefore is where the telling word begins that ends at a byte; the byte itself when
// none does.
func (s subject) wordBefore(end int) int {
	for _, t := range s.terms {
		if t.end == end {
			return t.start
		}
	}
	return end
}

// loneIn are the ends of the characters of a text that belong to no word and are no
// common word of one character but qualities.
func loneIn(text string) []int {
	inWord := map[int]bool{}
	var lone []int
	tokens := analysis.Analyze(text)
	for _, t := range tokens {
		for at := t.Start; isWord(t.Kind) && at < t.End; at++ {
			inWord[at] = true
		}
	}
	for _, t := range tokens {
		word := text[t.Start:t.End]
		if t.Kind == analysis.Single && !inWord[t.Start] && (breadthOf(word) != empty || strings.Contains(qualities, word)) && !strings.Contains(particles, word) {
			lone = append(lone, t.End)
		}
	}
	return lone
}
