package matching

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Texts that are kept are what cutting them gives, and what is asked for now and then
// stays while others come and go.
func TestCutsAreKeptWithinTheirBound(t *testing.T) {
	c := &cuts{}
	often := "石墨烯散热膜的规模化制备"
	long := strings.Repeat("鲜莲剥壳去芯装备。", keptRunes/100)
	for i := range 30 {
		other := fmt.Sprint(i) + long
		require.Equal(t, wordsIn(often), c.words(often))
		require.Len(t, c.words(other).runes, len([]rune(other)))
		_, kept := c.kept(often)
		require.True(t, kept)
		require.LessOrEqual(t, runesIn(c.recent), keptRunes)
		require.LessOrEqual(t, runesIn(c.older), keptRunes)
	}
	_, kept := c.kept("0" + long)
	require.False(t, kept, "the first of the others")
}

func runesIn(kept map[string]words) (n int) {
	for _, w := range kept {
		n += len(w.runes)
	}
	return n
}
