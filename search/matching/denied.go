package matching

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"sanku/domain"
)

// denials begin what a candidate says that it is not for: 不适用于高盐浓水. Sharing its words
// with a need is no evidence, but its contrary.
var denials = []string{"不适用", "不适合", "不适宜", "不能用于", "不可用于", "不宜用于", "不用于"}

// deniedIn is where a sentence says what it is not for, in bytes: from there to its end;
// its length when it does not.
func deniedIn(sentence string) int {
	from := len(sentence)
	for _, d := range denials {
		if at := strings.Index(sentence, d); at >= 0 {
			from = min(from, at)
		}
	}
	return from
}

// affirmed is a text without what it says that it is not for.
func affirmed(text string) string {
	if deniedIn(text) == len(text) {
		return text
	}
	var kept []string
	for _, s := range domain.Sentences(text) {
		kept = append(kept, s[:deniedIn(s)])
	}
	return strings.Join(kept, "\n")
}

// denied reports whether w says of what stands there that it is not for it.
func (w words) denied(at domain.Span) bool {
	i, _ := slices.BinarySearchFunc(w.sentences, at.Start, func(s stretch, start int) int { return cmp.Compare(s.end, start+1) })
	if i == len(w.sentences) {
		return false
	}
	s := w.sentences[i]
	return at.Start >= s.start && at.Start >= s.start+utf8.RuneCountInString(s.text[:deniedIn(s.text)])
}
