package matching

import (
	"slices"
	"strings"
	"sync"

	"sanku/domain"
)

// policyText is a policy with its clauses' texts ready to be searched.
type policyText struct {
	domain.Policy
	*clauseTexts
}

// clauseTexts are the texts of a policy's clauses. Needs ask for much the same words of
// policies, so where a term stands is looked up once and kept.
type clauseTexts struct {
	passages [][]domain.Passage // of each clause, its whole text
	lower    string             // all clauses in small letters, one after the other
	ends     []int              // of each in lower

	mu     sync.Mutex
	having map[string][]int // see clausesWith
}

// keptTerms bounds the terms of one policy that are kept.
const keptTerms = 1024

func newPolicyText(p domain.Policy) policyText {
	t := &clauseTexts{having: map[string][]int{}}
	var all strings.Builder
	for _, c := range p.Clauses {
		text := lines(c.Heading, c.Text)
		t.passages = append(t.passages, []domain.Passage{{Part: c.Ref, Text: text}})
		all.WriteString(strings.ToLower(text) + "\n")
		t.ends = append(t.ends, all.Len())
	}
	t.lower = all.String()
	return policyText{p, t}
}

// clausesWith are the numbers of the clauses that have a term, in order.
func (t *clauseTexts) clausesWith(term string) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	clauses, ok := t.having[term]
	if !ok {
		if len(t.having) >= keptTerms {
			clear(t.having)
		}
		clauses = t.look(term)
		t.having[strings.Clone(term)] = clauses
	}
	return clauses
}

func (t *clauseTexts) look(term string) (clauses []int) {
	for at := 0; at < len(t.lower); {
		i := strings.Index(t.lower[at:], term)
		if i < 0 {
			break
		}
		n, _ := slices.BinarySearch(t.ends, at+i+1) // the first to end behind it
		clauses, at = append(clauses, n), t.ends[n]
	}
	return clauses
}
