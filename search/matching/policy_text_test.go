package matching

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/domain"
)

// A term is found in the clauses whose heading or text has it, in whatever case, asked
// for the first time or again.
func TestClausesWithATerm(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("技术市场补助AaBb。")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		var p domain.Policy
		for range rapid.IntRange(0, 6).Draw(t, "clauses") {
			p.Clauses = append(p.Clauses, domain.Clause{Heading: text.Draw(t, "heading"), Text: text.Draw(t, "text")})
		}
		texts := newPolicyText(p)
		for range 2 {
			term := strings.ToLower(rapid.StringOfN(rapid.SampledFrom([]rune("技术市场补助ab")), 1, 3, -1).Draw(t, "term"))
			var want []int
			for i, c := range p.Clauses {
				if strings.Contains(strings.ToLower(lines(c.Heading, c.Text)), term) {
					want = append(want, i)
				}
			}
			require.Equal(t, want, slices.Clone(texts.clausesWith(term)))
			require.Equal(t, want, texts.clausesWith(term), "again")
		}
	})
}
