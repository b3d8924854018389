package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sanku/search/meaning"
)

// EvalOptions name the files of an evaluation and how it counts.
type EvalOptions struct {
	Docs    string // JSON lines: id, title, text, keywords
	Queries string // JSON lines: id, text, and optionally title, task, exclude
	Qrels   string // lines of query, document and grade, apart by tabs

	Judged   bool   // rank only the documents judged for a query, not all of them
	Relevant int    // the grade from which a document counts as relevant; 0: 1
	Task     string // run only the queries of this task; "": all

	Judge    Judge              // what hits are ranked by; nil: retrieval's own score
	Encoder  meaning.Encoder    // has Judge told how near texts are in meaning; nil: it is not
	Progress func(done, of int) // called as documents are indexed; nil: not at all
	Encoding func(done, of int) // called as texts are encoded; nil: not at all
}

// EvalResult is what an evaluation measured. Means are over the queries that
// have a relevant document; the others are left out.
type EvalResult struct {
	Task      string  `json:"task,omitempty"`
	Judged    bool    `json:"judged"`
	Relevant  int     `json:"relevant"`
	Documents int     `json:"documents"`
	Queries   int     `json:"queries"`
	LeftOut   int     `json:"left_out"`
	NDCG10    float64 `json:"ndcg_at_10"`
	MRR       float64 `json:"mrr"` // of the first 100
	Recall50  float64 `json:"recall_at_50"`

	P50          Milliseconds `json:"p50_ms"`
	P99          Milliseconds `json:"p99_ms"`
	IndexSeconds float64      `json:"index_seconds"`
	IndexBytes   int64        `json:"index_bytes"`

	// Of an evaluation with an encoder; its texts are encoded before any query is timed.
	Encoder       string  `json:"encoder,omitempty"`
	Encoded       int     `json:"encoded,omitempty"`
	EncodeSeconds float64 `json:"encode_seconds,omitempty"`
}

// Milliseconds is a duration as reports print it.
type Milliseconds float64

// evalDepth is how far down a ranking of the whole collection is read.
const evalDepth = 100

// Evaluate indexes the documents as technologies in a temporary directory and
// runs each query as matching runs a need.
func Evaluate(ctx context.Context, o EvalOptions) (r EvalResult, err error) {
	o.Relevant = max(o.Relevant, 1)
	docs, queries, judged, err := readEval(o)
	if err != nil {
		return EvalResult{}, err
	}
	x, err := newEvalIndex()
	if err != nil {
		return EvalResult{}, err
	}
	defer func() { err = errors.Join(err, x.close()) }()
	if err := x.fill(ctx, docs, o.Progress); err != nil {
		return EvalResult{}, err
	}
	x.judgeBy(o.Judge, docs)
	r = EvalResult{
		Task: o.Task, Judged: o.Judged, Relevant: o.Relevant, Documents: len(docs),
		IndexSeconds: x.took.Seconds(), IndexBytes: x.Bytes(),
	}
	counted := r.counted(queries, judged)
	if o.Encoder != nil && o.Judge != nil {
		if err := x.encode(ctx, o, counted); err != nil {
			return r, err
		}
		r.Encoder, r.Encoded, r.EncodeSeconds = o.Encoder.Name(), x.meanings.texts, x.meanings.took.Seconds()
	}
	return r, r.run(ctx, x, counted)
}

// countedQuery is a query that has a relevant document, with its judgements.
type countedQuery struct {
	evalQuery
	grades grades
}

// counted are the queries that count; r tells how many do not.
func (r *EvalResult) counted(queries []evalQuery, judged judgements) (all []countedQuery) {
	for _, q := range queries {
		grades := judged[q.ID].without(q.Exclude)
		if grades.relevant(r.Relevant) == 0 {
			r.LeftOut++
			continue
		}
		all = append(all, countedQuery{q, grades})
	}
	return all
}

// run measures every query and sets r's figures.
func (r *EvalResult) run(ctx context.Context, x *evalIndex, queries []countedQuery) error {
	var took []time.Duration
	for _, q := range queries {
		start := time.Now()
		ranking, err := x.rank(ctx, q, r.Judged)
		if err != nil {
			return fmt.Errorf("query %s: %w", q.ID, err)
		}
		took = append(took, time.Since(start))
		r.NDCG10 += q.grades.ndcg(ranking, 10)
		r.MRR += q.grades.reciprocalRank(ranking, r.Relevant)
		r.Recall50 += q.grades.recall(ranking, 50, r.Relevant)
	}
	if r.Queries = len(took); r.Queries == 0 {
		return nil
	}
	n := float64(r.Queries)
	r.NDCG10, r.MRR, r.Recall50 = r.NDCG10/n, r.MRR/n, r.Recall50/n
	slices.Sort(took)
	r.P50, r.P99 = Percentile(took, 50), Percentile(took, 99)
	return nil
}

// Percentile is the smallest of the sorted durations that p in a hundred do not
// exceed; 0 if there are none.
func Percentile(sorted []time.Duration, p int) Milliseconds {
	if len(sorted) == 0 {
		return 0
	}
	i := max((len(sorted)*p+99)/100-1, 0)
	return Milliseconds(float64(sorted[i].Microseconds()) / 1000)
}
