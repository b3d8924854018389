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
	return r >= hanFirst && r <= hanLast || r > 0x2E00 && unicode.Is(unicode.Han, r)
}

// chinese adds the word w of the run that starts at rune base: the word itself,
// the words inside it, its characters, and the pairs of characters that start
// in it, also the one that reaches into the next word.
func (a *analyzer) chinese(base int, within []lengths, w word) {
	for i := w.start; i < w.end; i++ {
		paired := a.inner(base, i, within[i], w)
		if within[i]&functionCharacter != 0 {
			continue
		}
		a.add(Char, base+i, base+i+1)
		if !paired && i+1 < len(within) && within[i+1]&functionCharacter == 0 {
			a.add(Bigram, base+i, base+i+2)
		}
	}
}

// inner adds the words of the given lengths that start at rune i and end with w
// or before, and says whether one has two characters. A single character is a
// word only where it stands alone.
func (a *analyzer) inner(base, i int, of lengths, w word) (paired bool) {
	for of &^= functionCharacter; of != 0; of &= of - 1 {
		length := bits.TrailingZeros32(uint32(of))
		switch {
		case i+length > w.end:
			return paired
		case length > 1:
			a.add(Word, base+i, base+i+length)
		case w.end-w.start == 1:
			a.addTerm(singleMark+a.text(base+i, base+i+1), Single, base+i, base+i+1)
		}
		paired = paired || length == 2
	}
	return paired
}
