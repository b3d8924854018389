package domain

import (
	_ "embed"
	"strings"
	"sync"
)

// clinicText lists the words that the need clinic goes by.
//
//go:embed clinic_words.txt
var clinicText string

// clinicWords are the words by section: "vague", "mode talent". Of a section, the longest
// words come first as they are looked for.
var clinicWords = sync.OnceValue(func() map[string][]string {
	words, section := map[string][]string{}, ""
	for line := range strings.Lines(clinicText) {
		line = strings.TrimSpace(line)
		switch name, _, _ := strings.Cut(strings.TrimPrefix(line, "["), "]"); {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			section = name
		default:
			words[section] = append(words[section], strings.Fields(line)...)
		}
	}
	return words
})

// firstOf returns the word of a section that text has, the longest where several begin,
// and where in bytes it begins; -1 when it has none.
func firstOf(section, text string) (word string, at int) {
	at = -1
	for _, w := range clinicWords()[section] {
		if i := strings.Index(text, w); i >= 0 && (at < 0 || i < at || i == at && len(w) > len(word)) {
			word, at = w, i
		}
	}
	return word, at
}

func hasAny(section, text string) bool {
	_, at := firstOf(section, text)
	return at >= 0
}

// lastWordOf returns where in bytes the last word of a section in text ends; -1 when it has
// none.
func lastWordOf(section, text string) int {
	end := -1
	for _, w := range clinicWords()[section] {
		if i := strings.LastIndex(text, w); i >= 0 {
			end = max(end, i+len(w))
		}
	}
	return end
}
