package analysis

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed traditional.txt
var traditionalTable string

// folded is text in the form that terms are made of: full width made half,
// compatibility forms spelt out (℃ as °C, Ⅲ as III), traditional characters
// made simplified. Letters keep their case, which tells 5G from 5 g.
type folded struct {
	source string
	runes  []rune
	origin []int32 // origin[i] is the byte at which the source of runes[i] starts
	ends   []int32 // ends[i] is the byte after it
}

// Fold returns text as terms are compared: full width as half, traditional
// characters as simplified, letters small.
func Fold(text string) string { return strings.ToLower(string(fold(text).runes)) }

func fold(text string) folded {
	f := folded{
		source: text,
		runes:  make([]rune, 0, len(text)/2),
		origin: make([]int32, 0, len(text)/2),
		ends:   make([]int32, 0, len(text)/2),
	}
	table := simplified()
	for i, w := 0, 0; i < len(text); i += w {
		var r rune
		r, w = utf8.DecodeRuneInString(text[i:])
		switch {
		case r < utf8.RuneSelf:
			f.add(r, i, w)
		case isHan(r):
			if r >= hanFirst && r <= hanLast && table[r-hanFirst] != 0 {
				r = table[r-hanFirst]
			}
			f.add(r, i, w)
		case r >= '！' && r <= '～':
			f.add(r-'！'+'!', i, w)
		case r > 0x3000 && r <= 0x303F: // Chinese punctuation
			f.add(r, i, w)
		default:
			f.addCompatible(r, i, w)
		}
	}
	return f
}

func (f *folded) add(r rune, start, width int) {
	f.runes = append(f.runes, r)
	f.origin = append(f.origin, int32(start))
	f.ends = append(f.ends, int32(start+width))
}

// addCompatible adds what r stands for under NFKC. Combining marks that stand
// alone there carry no meaning of their own and are dropped.
func (f *folded) addCompatible(r rune, start, width int) {
	for _, c := range norm.NFKC.String(string(r)) {
		if c == 'µ' {
			c = 'μ'
		}
		if !unicode.Is(unicode.Mn, c) && c != utf8.RuneError {
			f.add(c, start, width)
		}
	}
}

// simplified holds the simplified forms of hanFirst, hanFirst+1, … and 0 for
// characters that have none.
var simplified = sync.OnceValue(func() []rune {
	table := make([]rune, hanLast-hanFirst+1)
	for _, pair := range entries(traditionalTable) {
		from, w := utf8.DecodeRuneInString(pair)
		to, _ := utf8.DecodeRuneInString(pair[w:])
		table[from-hanFirst] = to
	}
	return table
})
