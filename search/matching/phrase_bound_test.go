package matching

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Texts that say the same thousands of times are compared in so many places, for so long.
func TestComparedPlacesAreBounded(t *testing.T) {
	for _, text := range []string{strings.Repeat("添加剂，", 1000), strings.Repeat("添加剂", 1000)} {
		x := index(text)
		require.Len(t, x.first["添加剂"], maxPlaces)
		shared := wordsIn(text).sharedTerms(x)
		require.NotEmpty(t, shared)
		for _, s := range shared {
			require.LessOrEqual(t, s.End-s.Start, longestShared)
		}
	}
}

// BenchmarkSharedTerms shows what comparing costs by the length of both texts.
func BenchmarkSharedTerms(b *testing.B) {
	for name, n := range map[string]int{"2000": 500, "20000": 5000} {
		text := strings.Repeat("添加剂，", n)
		x, w := index(text), wordsIn(text)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w.sharedTerms(x)
			}
		})
	}
}
