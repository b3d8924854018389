package meaning

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Frame says what directions of one encoder's vectors mean. The vectors of most
// encoders lie in a narrow cone, some so narrow that two texts on nothing in common
// have a cosine of .87 and two on the same matter one of .90. So vectors are looked at
// from the middle of those of their side, where unrelated texts have a cosine of 0 on
// the mean, and what is measured is how far pairs taken at random spread around it.
//
// In one frame the closeness of two texts depends on nothing but them.
type Frame struct {
	Queries, Passages []float32 // the mean vectors of each side
	Spread            float64   // the standard deviation of the cosine of pairs at random
}

// farthest is how many spreads from the mean closeness is full. Texts that answer one
// another are about three away; so there is room for those that are nearer.
const farthest = 6

// NewFrame finds the frame of an encoder from vectors of texts at random, some of each
// side.
func NewFrame(queries, passages [][]float32) (Frame, error) {
	for _, v := range slices.Concat(queries, passages) {
		if len(v) != len(queries[0]) {
			return Frame{}, fmt.Errorf("meaning: vectors of %d and of %d dimensions", len(queries[0]), len(v))
		}
	}
	f := Frame{Queries: mean(queries), Passages: mean(passages)}
	sum, n := 0.0, 0
	for _, q := range queries {
		for _, p := range passages {
			c := f.cosine(q, p)
			sum, n = sum+c*c, n+1
		}
	}
	if f.Spread = math.Sqrt(sum / float64(max(n, 1))); f.Spread < leastSpread || math.IsNaN(f.Spread) {
		return Frame{}, fmt.Errorf("meaning: the encoder does not tell texts apart: cosines of %d pairs at random spread by %.2g", n, f.Spread)
	}
	return f, nil
}

// leastSpread is less than any encoder has that is worth asking.
const leastSpread = 1e-3

// Closeness is how near a question and a text are in what they mean, in [0,1]: 0 for
// texts that are as far apart as those taken at random, or farther.
func (f Frame) Closeness(query, passage []float32) float64 {
	return min(max(f.cosine(query, passage)/(farthest*f.Spread), 0), 1)
}

// Fits reports whether a vector is of the frame's dimension.
func (f Frame) Fits(v []float32) bool { return len(v) == len(f.Queries) && len(v) == len(f.Passages) }

// cosine is that of two vectors as seen from the middles.
func (f Frame) cosine(query, passage []float32) float64 {
	var dot, q2, p2 float64
	for i := range query {
		q, p := float64(query[i])-float64(f.Queries[i]), float64(passage[i])-float64(f.Passages[i])
		dot, q2, p2 = dot+q*p, q2+q*q, p2+p*p
	}
	if q2 == 0 || p2 == 0 {
		return 0
	}
	return dot / math.Sqrt(q2*p2)
}

func mean(vectors [][]float32) []float32 {
	if len(vectors) == 0 {
		return nil
	}
	sum := make([]float64, len(vectors[0]))
	for _, v := range vectors {
		for i, x := range v {
			sum[i] += float64(x)
		}
	}
	m := make([]float32, len(sum))
	for i, x := range sum {
		m[i] = float32(x / float64(len(vectors)))
	}
	return m
}

// FrameOf finds a frame from what a library has; where it has only a few texts of a
// side, the probes stand beside them.
func FrameOf(ctx context.Context, e Encoder, queries, passages [][]float32) (Frame, error) {
	if len(queries) < enough || len(passages) < enough {
		asked, answered, err := probeVectors(ctx, e)
		if err != nil {
			return Frame{}, err
		}
		queries, passages = append(asked, queries...), append(answered, passages...)
	}
	return NewFrame(queries, passages)
}

// enough texts of each side make a frame by themselves.
const enough = 20
