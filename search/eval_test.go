package search

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// The figures are worked out by hand: grades in ranked order 2, 0, 3, and 1 not
// found.
func TestMetrics(t *testing.T) {
	g := grades{"a": 2, "b": 0, "c": 3, "d": 1}
	ranking := []string{"a", "b", "c", "unjudged"}
	dcg := 3.0 + 7.0/2 // (2²−1)/log₂2 + (2³−1)/log₂4
	ideal := 7.0 + 3.0/math.Log2(3) + 1.0/2
	require.InDelta(t, dcg/ideal, g.ndcg(ranking, 10), 1e-12)
	require.InDelta(t, 3.0/(7+3/math.Log2(3)), g.ndcg(ranking, 2), 1e-12)
	require.InDelta(t, 1, g.ndcg([]string{"c", "a", "d", "b"}, 10), 1e-12)
	require.Zero(t, g.ndcg(nil, 10))

	require.InDelta(t, 1, g.reciprocalRank(ranking, 1), 1e-12)
	require.InDelta(t, 1.0/3, g.reciprocalRank(ranking, 3), 1e-12)
	require.Zero(t, g.reciprocalRank(ranking, 4))

	require.InDelta(t, 2.0/3, g.recall(ranking, 50, 1), 1e-12)
	require.InDelta(t, 1.0/3, g.recall(ranking, 2, 1), 1e-12)
	require.InDelta(t, 1, g.recall(ranking, 50, 2), 1e-12)

	require.Equal(t, grades{"b": 0, "d": 1}, g.without([]string{"a", "c", "x"}))
	require.Len(t, g, 4)
}

func TestPercentile(t *testing.T) {
	var took []time.Duration
	for i := range 100 {
		took = append(took, time.Duration(i+1)*time.Millisecond)
	}
	require.EqualValues(t, 50, Percentile(took, 50))
	require.EqualValues(t, 99, Percentile(took, 99))
	require.EqualValues(t, 1, Percentile(took[:1], 99))
	require.Zero(t, Percentile(nil, 50))
}

// evalFiles writes the three files of an evaluation.
func evalFiles(t *testing.T, docs, queries, qrels string) EvalOptions {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	return EvalOptions{Docs: write("docs.jsonl", docs), Queries: write("queries.jsonl", queries), Qrels: write("qrels.tsv", qrels)}
}

const (
	evalDocs = "\ufeff" + `{"id":"d1","title":"废旧锂电池回收","text":"湿法浸出"}
{"id":"d2","title":"锂电池隔膜","text":"涂布工艺","org":"some institute"}
{"id":"d3","title":"水稻育种","text":"抗病品种"}

{"id":"d4","title":"锂电池","text":""}
`
	evalQueries = `{"id":"q1","text":"锂电池回收","task":"a","exclude":["d4"]}
{"id":"q2","title":"抗病水稻","text":"需要抗病水稻品种","task":"b"}
{"id":"q3","text":"混凝土","task":"a"}
`
	evalQrels = "q1\td2\t3\r\nq1\td1\t1\nq1\td4\t2\nq2\td3\t1\nq2\td1\t0\nq3\td1\t0\nq9\tdx\t1\n"
)

func TestEvaluate(t *testing.T) {
	o := evalFiles(t, evalDocs, evalQueries, evalQrels)
	// q1 ranks d1 (grade 1) before d2 (grade 3); d4 is excluded; q3 has nothing
	// relevant.
	q1 := (1 + 7/math.Log2(3)) / (7 + 1/math.Log2(3))
	tests := []struct {
		name string
		edit func(*EvalOptions)
		want EvalResult
	}{
		{"all", func(*EvalOptions) {},
			EvalResult{Relevant: 1, Documents: 4, Queries: 2, LeftOut: 1, NDCG10: (q1 + 1) / 2, MRR: 1, Recall50: 1}},
		{"judged", func(o *EvalOptions) { o.Judged = true; o.Relevant = 2 },
			EvalResult{Judged: true, Relevant: 2, Documents: 4, Queries: 1, LeftOut: 2, NDCG10: q1, MRR: .5, Recall50: 1}},
		{"task", func(o *EvalOptions) { o.Task = "b" },
			EvalResult{Task: "b", Relevant: 1, Documents: 4, Queries: 1, NDCG10: 1, MRR: 1, Recall50: 1}},
		{"no such task", func(o *EvalOptions) { o.Task = "c" },
			EvalResult{Task: "c", Relevant: 1, Documents: 4}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := o
			tt.edit(&o)
			got, err := Evaluate(context.Background(), o)
			require.NoError(t, err)
			require.Positive(t, got.IndexBytes)
			require.Equal(t, got.Queries > 0, got.P99 > 0)
			got.IndexBytes, got.IndexSeconds, got.P50, got.P99 = 0, 0, 0, 0
			require.Empty(t, cmp.Diff(tt.want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })))
		})
	}
}

func TestEvaluateJSON(t *testing.T) {
	b, err := json.Marshal(EvalResult{NDCG10: .5, P50: 1.25, LeftOut: 3})
	require.NoError(t, err)
	for _, part := range []string{`"ndcg_at_10":0.5`, `"p50_ms":1.25`, `"left_out":3`, `"mrr":0`, `"recall_at_50":0`} {
		require.Contains(t, string(b), part)
	}
}

func TestEvaluateProgressAndCancel(t *testing.T) {
	o := evalFiles(t, evalDocs, evalQueries, evalQrels)
	var seen []int
	o.Progress = func(done, of int) { seen = append(seen, done, of) }
	_, err := Evaluate(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, []int{4, 4}, seen)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Evaluate(ctx, o)
	require.ErrorIs(t, err, context.Canceled)
}

func TestEvaluateSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name                 string
		docs, queries, qrels string
		want                 string
	}{
		{"broken document", "{\"id\":\"d\"}\n{\"id\":", evalQueries, evalQrels, "docs.jsonl:2: "},
		{"document without id", `{"title":"t"}`, evalQueries, evalQrels, "docs.jsonl:1: no id"},
		{"document twice", "{\"id\":\"d\"}\n\n{\"id\":\"d\"}", evalQueries, evalQrels, `docs.jsonl:3: id "d" stands on an earlier line too`},
		{"query without id", evalDocs, `{"text":"t"}`, evalQrels, "queries.jsonl:1: no id"},
		{"exclude of a wrong type", evalDocs, `{"id":"q","exclude":7}`, evalQrels, "queries.jsonl:1: "},
		{"spaces for tabs", evalDocs, evalQueries, "q1 d1 1", "qrels.tsv:1: not query, document and grade"},
		{"grade in words", evalDocs, evalQueries, "q1\td1\t1\nq1\td2\tgood", `qrels.tsv:2: grade "good"`},
		{"negative grade", evalDocs, evalQueries, "q1\td1\t-1", `qrels.tsv:1: grade "-1"`},
		{"judged twice", evalDocs, evalQueries, "q1\td1\t1\nq1\td1\t2", "qrels.tsv:2: d1 is judged twice for q1"},
		{"line too long", "{\"id\":\"d\"}\n" + strings.Repeat("x", longestLine+1), evalQueries, evalQrels, "docs.jsonl:2: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Evaluate(context.Background(), evalFiles(t, tt.docs, tt.queries, tt.qrels))
			require.ErrorContains(t, err, tt.want)
		})
	}
	_, err := Evaluate(context.Background(), EvalOptions{Docs: filepath.Join(t.TempDir(), "absent")})
	require.ErrorIs(t, err, os.ErrNotExist)
}

func FuzzReadQrels(f *testing.F) {
	f.Add(evalQrels)
	f.Add("q\td\t99999999999999999999")
	f.Add("\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := readQrels(strings.NewReader(text))
		if err != nil {
			return
		}
		for query, g := range all {
			for doc, grade := range g {
				if query == "" || doc == "" || grade < 0 || grade > 30 {
					t.Errorf("%q %q %d", query, doc, grade)
				}
			}
		}
	})
}

func FuzzReadLines(f *testing.F) {
	f.Add(evalDocs)
	f.Add("null\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		docs, err := readLines(strings.NewReader(text), func(d evalDoc) string { return d.ID })
		seen := make(map[string]bool)
		for _, d := range docs {
			if err == nil && (d.ID == "" || seen[d.ID]) {
				t.Errorf("id %q", d.ID)
			}
			seen[d.ID] = true
		}
	})
}
