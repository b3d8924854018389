package matching

import (
	_ "embed"
	"strings"
	"sync"
)

// commonText lists the words that do not tell one subject from another.
//
//go:embed common.txt
var commonText string

// breadth says how much a word tells of a subject.
type breadth uint8

const (
	specific breadth = iota
	broad            // tells something only within a longer term
	empty            // tells nothing
)

var commonWords = sync.OnceValue(func() map[string]breadth {
	words, class := map[string]breadth{}, empty
	for line := range strings.Lines(commonText) {
		switch line = strings.TrimSpace(line); {
		case line == "empty":
			class = empty
		case line == "broad":
			class = broad
		case !strings.HasPrefix(line, "#"):
			for _, w := range strings.Fields(line) {
				words[w] = max(words[w], class)
			}
		}
	}
	return words
})

// numerals make words that count and tell nothing: 十三, 两百.
const numerals = "〇零一二三四五六七八九十百千万亿两半几"

func breadthOf(word string) breadth {
	if strings.Trim(word, numerals) == "" {
		return empty
	}
	return commonWords()[word]
}
