package domain

import (
	"math"
	"strconv"
	"strings"
)

const (
	sameName = 0.5 // how alike two names must be to mean the same quantity
	unmet    = 0.8 // the most that a metric which misses its target is worth
)

// String writes the quantity as people do: 导热系数 ≥ 1200 W/(m·K).
func (q Quantity) String() string {
	if q.Comparator == "present" || q.Value == nil {
		return q.Name
	}
	return q.Name + " " + q.Amount()
}

// Amount writes the quantity without its name.
func (q Quantity) Amount() string {
	if q.Value == nil {
		return ""
	}
	symbol := map[string]string{">=": "≥ ", "<=": "≤ ", "=": "= "}[q.Comparator]
	s := symbol + number(*q.Value)
	if q.Comparator == "range" && q.Upper != nil {
		s += "～" + number(*q.Upper)
	}
	return strings.TrimSpace(s + " " + q.Unit)
}

// Level writes what a quantity is said to be: 1500 W/(m·K), ≥ 3 a, 2～5 mm.
func (q Quantity) Level() string { return strings.TrimPrefix(q.Amount(), "= ") }

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// metBy reports how far metric m meets target q, and false when the two cannot be
// compared: other dimensions, or a metric that bounds the wrong side.
func (q Quantity) metBy(m Quantity) (share float64, comparable bool) {
	if q.Comparator == "present" {
		return 1, true
	}
	factor, ok := conversion(m.Unit, q.Unit)
	if !ok || q.Value == nil || m.Value == nil {
		return 0, false
	}
	low, high := m.bounds(factor)
	wantLow, wantHigh := q.bounds(1)
	switch q.Comparator {
	case ">=":
		return reach(low, wantLow)
	case "<=":
		return reach(-high, -wantHigh)
	case "range":
		return overlap(low, high, wantLow, wantHigh)
	}
	share, comparable = reach(-math.Abs(low-wantLow), 0)
	return share, comparable && low == high
}

// bounds returns between which values the quantity is said to lie.
func (q Quantity) bounds(factor float64) (low, high float64) {
	v := *q.Value * factor
	switch q.Comparator {
	case ">=":
		return v, math.Inf(1)
	case "<=":
		return math.Inf(-1), v
	case "range":
		return v, *q.Upper * factor
	}
	return v, v
}

// reach compares a value with the least that is wanted, both turned so that more
// is better.
func reach(have, want float64) (share float64, comparable bool) {
	switch {
	case math.IsInf(have, 0):
		return 0, false
	case have >= want:
		return 1, true
	case want > 0:
		return unmet * max(have/want, 0), true
	case want < 0:
		return unmet * min(want/have, 1), true
	}
	return 0, true
}

// overlap is the share of the wanted range that is covered.
func overlap(low, high, wantLow, wantHigh float64) (share float64, comparable bool) {
	if low <= wantLow && wantHigh <= high {
		return 1, true
	}
	covered := min(high, wantHigh) - max(low, wantLow)
	if wantHigh == wantLow || covered <= 0 {
		return 0, true
	}
	return unmet * covered / (wantHigh - wantLow), true
}

// alikeness is the share of character pairs that two names have in common (Dice),
// at least sameName when one name contains the other.
func alikeness(a, b string) float64 {
	a, b = fold(a), fold(b)
	if a == b {
		return 1
	}
	pairs, of := bigrams(a), bigrams(b)
	shared := 0
	for p, n := range pairs {
		shared += min(n, of[p])
	}
	total := len([]rune(a)) + len([]rune(b)) - 2
	dice := 0.0
	if total > 0 {
		dice = 2 * float64(shared) / float64(total)
	}
	if len([]rune(a)) > 1 && len([]rune(b)) > 1 && (strings.Contains(a, b) || strings.Contains(b, a)) {
		return max(dice, sameName)
	}
	return dice
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

func bigrams(s string) map[[2]rune]int {
	pairs, r := map[[2]rune]int{}, []rune(s)
	for i := 1; i < len(r); i++ {
		pairs[[2]rune{r[i-1], r[i]}]++
	}
	return pairs
}
