package bench

import "sanku/search"

// Result is what one library showed.
type Result struct {
	Docs    int       `json:"docs"`
	Index   Index     `json:"index"`
	Runs    []Run     `json:"runs"`
	Seed    uint64    `json:"seed"`
	Others  []Build   `json:"other_indexes,omitempty"`
	Ratios  []Ratio   `json:"ratios,omitempty"`
	Writing *Writing  `json:"writing,omitempty"`
	Matches *Matching `json:"matching,omitempty"`
}

// Index is the building of Sanku's own index, which bleve's queries use too.
type Index struct {
	DocsPerS float64 `json:"docs_per_s"`
	Bytes    int64   `json:"bytes"`
	PeakRSS  int64   `json:"peak_rss_bytes"`   // of this process, while it built
	Reused   bool    `json:"reused,omitempty"` // built by an earlier run, whose figures these are
}

// Build is the building of an index that another engine keeps for itself.
type Build struct {
	Engine   string  `json:"engine"`
	DocsPerS float64 `json:"docs_per_s"`
	Bytes    int64   `json:"bytes"`
	Reused   bool    `json:"reused,omitempty"`
}

// Run is what one engine did with questions of one kind.
type Run struct {
	Engine  string              `json:"engine"`
	Query   string              `json:"query"`
	Clients int                 `json:"clients"`
	P50     search.Milliseconds `json:"p50_ms"`
	P99     search.Milliseconds `json:"p99_ms"`
	PerS    float64             `json:"per_s"`
	Overlap float64             `json:"exact_overlap"` // the share of the exact best that was found

	Queries  int     `json:"queries"`                // that were answered
	Compared int     `json:"compared"`               // of those, with the exact answer
	Terms    float64 `json:"terms"`                  // that a question has, on average
	Limited  bool    `json:"time_limited,omitempty"` // time was up before the questions were
	PeakRSS  int64   `json:"peak_rss_bytes"`         // of this process
	Writing  bool    `json:"writing,omitempty"`      // while documents were being written
}

// Ratio is how many times faster Sanku is than another engine, by the median
// and by the throughput of the same questions.
type Ratio struct {
	Engine  string  `json:"engine"`
	Query   string  `json:"query"`
	Clients int     `json:"clients"`
	P50     float64 `json:"p50"`
	P99     float64 `json:"p99"`
	PerS    float64 `json:"per_s"`
}

// ratios compares the runs of sanku with those of the others.
func ratios(runs []Run) (all []Ratio) {
	for _, ours := range runs {
		for _, r := range runs {
			if ours.Engine == Sanku && r.Engine != Sanku && r.Query == ours.Query && r.Clients == ours.Clients {
				all = append(all, Ratio{r.Engine, r.Query, r.Clients, over(float64(r.P50), float64(ours.P50)), over(float64(r.P99), float64(ours.P99)), over(ours.PerS, r.PerS)})
			}
		}
	}
	return all
}

// over is a over b, and 0 where b is not known.
func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Writing is what Sanku showed while documents were written beside the
// questions. Its runs stand apart from the others, and have no overlap: what is
// exact changes from one moment to the next.
type Writing struct {
	DocsPerS  float64   `json:"docs_per_s"`
	Runs      []Run     `json:"runs"`
	Freshness Freshness `json:"freshness"`
}

// Freshness is how long it took from the writing of a batch until a question
// found it, by the index alone.
type Freshness struct {
	P50     search.Milliseconds `json:"p50_ms"`
	P99     search.Milliseconds `json:"p99_ms"`
	Batches int                 `json:"batches"`
}
