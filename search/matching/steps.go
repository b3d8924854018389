package matching

import "time"

// Steps are how long the parts of answering a need took.
type Steps struct {
	Retrieve time.Duration `json:"retrieve"` // candidates of every library
	Read     time.Duration `json:"read"`     // their records, and what speaks for and against them
	Judge    time.Duration `json:"judge"`    // gates, features, scores, ranks
	Explain  time.Duration `json:"explain"`  // passages and shared terms of those that are kept
	Store    time.Duration `json:"store"`
}

// Report is how a run over many needs went.
type Report struct {
	Needs int             `json:"needs,omitempty"`
	Took  []time.Duration `json:"took,omitempty"`  // for each
	Steps []Steps         `json:"steps,omitempty"` // of each that was not fresh
}

// Add notes what the last need took.
func (r *Report) Add(p Progress) {
	r.Needs, r.Took = p.Done, append(r.Took, p.Took)
	if p.Steps != (Steps{}) {
		r.Steps = append(r.Steps, p.Steps)
	}
}

// since adds what has passed since begun to a step.
func since(step *time.Duration, begun time.Time) { *step += time.Since(begun) }
