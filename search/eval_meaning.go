package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sanku/search/meaning"
)

// evalMeanings are the vectors of an evaluation's queries and of the documents that
// are found for them.
type evalMeanings struct {
	frame             meaning.Frame
	queries, passages map[string][]float32
	texts             int           // encoded
	took              time.Duration // to encode them
}

// evalSample is how many documents of a collection are encoded besides those found, to
// see what pairs at random are like.
const evalSample = 300

// evalEncodes is how many texts are encoded between two reports of progress.
const evalEncodes = 32

// encode gives x the vectors of what the queries find.
func (x *evalIndex) encode(ctx context.Context, o EvalOptions, queries []countedQuery) error {
	start := time.Now()
	sample, found, err := x.toEncode(ctx, queries, o.Judged)
	if err != nil {
		return err
	}
	m := &evalMeanings{}
	report := func(done int) {
		if o.Encoding != nil {
			o.Encoding(done, len(found)+len(queries))
		}
	}
	m.passages, err = vectorsOf(ctx, found, o.Encoder.Passages, func(id string) string { return lines(x.docs[id].Title, x.docs[id].Body) }, report)
	if err != nil {
		return err
	}
	asked := make(map[string]countedQuery, len(queries))
	ids := make([]string, len(queries))
	for i, q := range queries {
		asked[q.ID], ids[i] = q, q.ID
	}
	m.queries, err = vectorsOf(ctx, ids, o.Encoder.Queries, func(id string) string { return lines(asked[id].Title, asked[id].Text) },
		func(done int) { report(len(found) + done) })
	if err != nil {
		return err
	}
	m.frame, err = meaning.FrameOf(ctx, o.Encoder, vectorsIn(m.queries, ids), vectorsIn(m.passages, sample))
	m.texts, m.took = len(found)+len(ids), time.Since(start)
	x.meanings = m
	return err
}

// toEncode lists a sample of the collection, evenly taken, and with it what the queries
// find.
func (x *evalIndex) toEncode(ctx context.Context, queries []countedQuery, only bool) (sample, all []string, err error) {
	seen := map[string]bool{}
	for i, id := range slices.Sorted(maps.Keys(x.docs)) {
		if i%max(len(x.docs)/evalSample, 1) == 0 {
			sample = append(sample, id)
			seen[id] = true
		}
	}
	all = slices.Clone(sample)
	for _, q := range queries {
		hits, err := x.hits(ctx, q, only)
		if err != nil {
			return nil, nil, fmt.Errorf("query %s: %w", q.ID, err)
		}
		for _, h := range hits {
			if !seen[h.ID] {
				seen[h.ID] = true
				all = append(all, h.ID)
			}
		}
	}
	return sample, all, nil
}

// closeness is how near a query and a document found for it are.
func (m *evalMeanings) closeness(query, document string) float64 {
	return m.frame.Closeness(m.queries[query], m.passages[document])
}

// vectorsOf has the texts of ids encoded.
func vectorsOf(ctx context.Context, ids []string, encode func(context.Context, []string) ([][]float32, error), text func(id string) string, report func(done int)) (map[string][]float32, error) {
	vectors := make(map[string][]float32, len(ids))
	for chunk := range slices.Chunk(ids, evalEncodes) {
		texts := make([]string, len(chunk))
		for i, id := range chunk {
			texts[i] = text(id)
		}
		some, err := encode(ctx, texts)
		if err != nil {
			return nil, err
		}
		for i, id := range chunk {
			vectors[id] = some[i]
		}
		report(len(vectors))
	}
	return vectors, nil
}

func vectorsIn(of map[string][]float32, ids []string) [][]float32 {
	vectors := make([][]float32, len(ids))
	for i, id := range ids {
		vectors[i] = of[id]
	}
	return vectors
}

// lines joins a title and what stands below it.
func lines(title, text string) string { return strings.TrimSpace(title + "\n" + text) }
