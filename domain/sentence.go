package domain

import "strings"

// Sentences cuts a text where sentences end. None of them is blank, and none begins or
// ends with a space.
func Sentences(text string) []string {
	var all []string
	start := 0
	end := func(at int) {
		if s := strings.TrimSpace(text[start:at]); s != "" {
			all = append(all, s)
		}
		start = at
	}
	for i, c := range text {
		after := i + len(string(c))
		switch {
		case strings.ContainsRune("\n。！？；．;", c):
			end(after)
		case strings.ContainsRune(".!?", c) && startsSentence(text[after:]):
			end(after)
		}
	}
	end(len(text))
	return all
}

// startsSentence tells the end of an English sentence from 3.5, e.g. and Fig. 2.
func startsSentence(rest string) bool {
	next, spaced := strings.CutPrefix(rest, " ")
	next = strings.TrimLeft(next, " ")
	return spaced && next != "" && next[0] >= 'A' && next[0] <= 'Z'
}
