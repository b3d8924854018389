package analysis

import "unicode"

// han adds the terms of the run of Chinese characters that starts at i and
// returns the run's end.
func (a *analyzer) han(i int) int {
	end := i
	for end < len(a.runes) && unicode.Is(unicode.Han, a.runes[end]) {
		end++
	}
	run := a.runes[i:end]
	d := words()
	for _, w := range d.segment(run) {
		a.chinese(d, i, run, w)
		if word := string(run[w.start:w.end]); !stopwords().chinese[word] {
			a.phrase(word, i+w.start, i+w.end)
		}
	}
	return end
}

// chinese adds the word w of run, which starts at rune base: the word itself,
// the words inside it, its characters, and the pairs that start in it, also
// the one that reaches into the next word.
func (a *analyzer) chinese(d *dictionary, base int, run []rune, w span) {
	stop := stopwords()
	for i := w.start; i < w.end; i++ {
		if !stop.characters[run[i]] {
			a.addTerm(charMark+string(run[i]), Char, base+i, base+i+1)
		}
		paired := false
		d.eachPrefix(run[i:w.end], func(length int, _ float32) {
			whole := i == w.start && i+length == w.end
			if length == 1 && !whole || stop.chinese[string(run[i:i+length])] {
				return
			}
			paired = paired || length == 2
			a.add(kindOf(length), base+i, base+i+length)
		})
		if !paired && i+1 < len(run) && !stop.characters[run[i]] && !stop.characters[run[i+1]] {
			a.add(Bigram, base+i, base+i+2)
		}
	}
}

func kindOf(length int) Kind {
	if length == 1 {
		return Single
	}
	return Word
}
