package meaning

import (
	"strings"
	"unicode"
)

// longestText is how much of a text is encoded, in characters of Chinese; of other
// scripts, whose words take one or two tokens each, four times as many. Most small
// models read 512 tokens, and some servers refuse what is longer.
const longestText = 420

// Shorten is what of a text is encoded: its beginning, with single spaces, and none
// between characters of Chinese, where they mean nothing.
func Shorten(text string) string {
	var b strings.Builder
	quarters, gap, last := 4*longestText, false, rune(0)
	for _, r := range strings.TrimSpace(text) {
		if unicode.IsSpace(r) {
			gap = true
			continue
		}
		spaced := gap && !(ideographic(last) && ideographic(r))
		if quarters -= quartersOf(r, spaced); quarters < 0 {
			break
		}
		if spaced {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		gap, last = false, r
	}
	return b.String()
}

func quartersOf(r rune, spaced bool) (n int) {
	if spaced {
		n++
	}
	if r > unicode.MaxLatin1 {
		return n + 4
	}
	return n + 1
}

// ideographic reports whether r is a character of Chinese or one of its marks.
func ideographic(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xfff0
}
