package analysis

import (
	"math/bits"
	"unicode"
)

// han adds the terms of the run of Chinese characters that starts at i and
// returns the run's end.
func (a *analyzer) han(i int) int {
	end := i
	for end < len(a.runes) && isHan(a.runes[end]) {
		end++
	}
	c := words().cut(a.runes[i:end])
	for _, w := range c.words {
		a.chinese(i, c.within, w)
		if !w.stop {
			a.phrase(a.text(i+w.start, i+w.end), i+w.start, i+w.end)
		}
	}
	return end
}

// isHan is unicode.Is(unicode.Han, r), quick for the characters in use.
func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r > 0x2E00 && unicode.Is(unicode.Han, r)
}

// chinese adds the word w of the run that starts at rune base: the word itself,
// the words inside it, its characters, and the pairs of characters that start
// in it, also the one that reaches into the next word.
func (a *analyzer) chinese(base int, within []lengths, w word) {
	characters := stopwords().characters
	for i := w.start; i < w.end; i++ {
		at := base + i
		if characters[a.runes[at]] {
			a.inner(base, i, within[i], w)
			continue
		}
		a.addTerm(charMark+a.text(at, at+1), Char, at, at+1)
		paired := a.inner(base, i, within[i], w)
		if !paired && i+1 < len(within) && !characters[a.runes[at+1]] {
			a.add(Bigram, at, at+2)
		}
	}
}

// inner adds the words of the given lengths that start at rune i and end with w
// or before, and says whether one has two characters. A single character is a
// word only where it stands alone.
func (a *analyzer) inner(base, i int, of lengths, w word) (paired bool) {
	for ; of != 0; of &= of - 1 {
		length := bits.TrailingZeros32(uint32(of))
		switch {
		case i+length > w.end:
			return paired
		case length > 1:
			a.add(Word, base+i, base+i+length)
		case w.end-w.start == 1:
			a.add(Single, base+i, base+i+1)
		}
		paired = paired || length == 2
	}
	return paired
}
