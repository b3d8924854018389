package search

import "strings"

// A heading is at least and at most so many runes long.
const (
	shortestHeading = 4
	longestHeading  = 45
)

// headingWeight is what the words of a heading weigh in a text that has no title
// of its own.
const headingWeight = 2

// heading splits a text that opens with its heading, as pasted texts often do:
// one short sentence without a comma, and more after it than it is long itself.
// Where a text opens with an ordinary sentence the heading is "".
func heading(text string) (head, rest string) {
	runes := 0
	for i, r := range text {
		switch {
		case strings.ContainsRune("，,；;：:、", r) || runes > longestHeading:
			return "", text
		case strings.ContainsRune("。？！\n", r):
			head, rest = text[:i], text[i:]
			if runes < shortestHeading || len(rest) <= len(head) {
				return "", text
			}
			return head, rest
		}
		runes++
	}
	return "", text
}
