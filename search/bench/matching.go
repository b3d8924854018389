package bench

import (
	"slices"
	"time"

	"sanku/search"
)

// Matching is what the whole answering of a need took, step by step, over a
// store with as many technologies as the library has documents.
type Matching struct {
	Needs int `json:"needs"`
	Steps
	Whole  Time `json:"whole"`
	Stored Time `json:"stored"` // reading the stored matches, of one kind
}

// Steps are the parts of answering a need.
type Steps struct {
	Retrieve Time `json:"retrieve"` // candidates of every library
	Records  Time `json:"records"`  // reading theirs
	Judge    Time `json:"judge"`    // gates, features, scores, ranks
	Explain  Time `json:"explain"`  // reasons from the texts
	Store    Time `json:"store"`
}

// Time is how long one step took.
type Time struct {
	P50 search.Milliseconds `json:"p50_ms"`
	P99 search.Milliseconds `json:"p99_ms"`
}

// TimeOf summarises durations, which it sorts.
func TimeOf(took []time.Duration) Time {
	slices.Sort(took)
	return Time{search.Percentile(took, 50), search.Percentile(took, 99)}
}

// NeedTexts returns the title and the problem of need number n.
func (l *Library) NeedTexts(n int) (title, problem string) {
	q := l.need(n)
	return q.Parts[0].Text, q.Parts[1].Text
}
