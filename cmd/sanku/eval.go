package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"sanku/search"
	"sanku/search/matching"
	"sanku/seeds"
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

// Run measures how well the retrieval that matching uses ranks a judged collection, and
// with an embedding endpoint how well the second stage does.
// It uses no PostgreSQL.
func (v *evalCommand) Run(ctx context.Context, config *Config, console *console) error {
	result, err := v.evaluate(ctx, config, console)
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

func (v *evalCommand) evaluate(ctx context.Context, config *Config, console *console) (search.EvalResult, error) {
	weights, err := seeds.Weights()
	if err != nil {
		return search.EvalResult{}, err
	}
	encoder, err := config.Embeddings.encoder(nil)
	if err != nil {
		return search.EvalResult{}, err
	}
	indexing, encoding := console.progress("indexing"), console.progress("encoding")
	result, err := matching.Evaluate(ctx, search.EvalOptions{Docs: v.Docs, Queries: v.Queries, Qrels: v.Qrels, Judged: v.Judged,
		Relevant: v.Relevant, Task: v.Task, Progress: indexing.at, Encoder: encoder, Encoding: encoding.at}, weights)
	indexing.end()
	encoding.end()
	return result, err
}

var errNothingJudged = errors.New("nothing was measured: no query of the task has a document judged relevant")

func (c *console) evaluated(result search.EvalResult) {
	fmt.Fprintf(c.out, "documents %d, indexed in %.1f s, %.1f MB\n", result.Documents, result.IndexSeconds, float64(result.IndexBytes)/1e6)
	if result.Encoder != "" {
		fmt.Fprintf(c.out, "encoder %s: %d texts encoded in %.1f s\n", result.Encoder, result.Encoded, result.EncodeSeconds)
	}
	fmt.Fprintf(c.out, "queries %d (left out: %d without a relevant document)\n", result.Queries, result.LeftOut)
	fmt.Fprintf(c.out, "nDCG@10 %.4f  MRR %.4f  recall@50 %.4f\n", result.NDCG10, result.MRR, result.Recall50)
	fmt.Fprintf(c.out, "latency p50 %.2f ms, p99 %.2f ms\n", float64(result.P50), float64(result.P99))
}
