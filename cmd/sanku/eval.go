package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"sanku/search"
)

type evalCommand struct {
	Docs     string `required:"" type:"existingfile" help:"Documents: JSON lines with id, title, text." placeholder:"FILE"`
	Queries  string `required:"" type:"existingfile" help:"Queries: JSON lines with id, text, and optionally title, task, exclude." placeholder:"FILE"`
	Qrels    string `required:"" type:"existingfile" help:"Judgements: query, document and grade, apart by tabs." placeholder:"FILE"`
	Judged   bool   `help:"Rank only the documents judged for a query."`
	Relevant int    `default:"1" help:"Grade from which a document counts as relevant." placeholder:"GRADE"`
	Task     string `help:"Run only the queries of this task." placeholder:"TASK"`
	JSON     bool   `name:"json" help:"Print the result as JSON."`
}

// Run measures how well the retrieval that matching uses ranks a judged collection.
// It uses no PostgreSQL.
func (v *evalCommand) Run(ctx context.Context, console *console) error {
	bar := console.progress("indexing")
	result, err := search.Evaluate(ctx, search.EvalOptions{Docs: v.Docs, Queries: v.Queries, Qrels: v.Qrels,
		Judged: v.Judged, Relevant: v.Relevant, Task: v.Task, Progress: bar.at})
	bar.end()
	if err != nil {
		return err
	}
	if v.JSON {
		err = json.NewEncoder(console.out).Encode(result)
	} else {
		console.evaluated(result)
	}
	if result.Queries == 0 {
		err = errors.Join(err, errNothingJudged)
	}
	return err
}

var errNothingJudged = errors.New("nothing was measured: no query of the task has a document judged relevant")

func (c *console) evaluated(result search.EvalResult) {
	fmt.Fprintf(c.out, "documents %d, indexed in %.1f s, %.1f MB\n", result.Documents, result.IndexSeconds, float64(result.IndexBytes)/1e6)
	fmt.Fprintf(c.out, "queries %d (left out: %d without a relevant document)\n", result.Queries, result.LeftOut)
	fmt.Fprintf(c.out, "nDCG@10 %.4f  MRR %.4f  recall@50 %.4f\n", result.NDCG10, result.MRR, result.Recall50)
	fmt.Fprintf(c.out, "latency p50 %.2f ms, p99 %.2f ms\n", float64(result.P50), float64(result.P99))
}
