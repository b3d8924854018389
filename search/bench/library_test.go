package bench

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"sanku/search"
	"sanku/search/analysis"
)

// slope fits a line to the logarithms of counts, which are in order of rank,
// from rank from up to rank to.
func slope(counts []int, from, to int, shift float64) float64 {
	var n, sx, sy, sxx, sxy float64
	for r := from; r < to; r++ {
		x, y := math.Log(float64(r+1)+shift), math.Log(float64(counts[r]))
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

func TestDrawsFollowZipf(t *testing.T) {
	for _, tt := range []struct{ slope, shift float64 }{{1, 0}, {1, 10}, {0.6, 5}, {1.3, 2}} {
		z, r := newZipf(5000, tt.slope, tt.shift), rand.New(rand.NewPCG(1, 2))
		counts := make([]int, 5000)
		for range 2_000_000 {
			counts[z.draw(r)]++
		}
		require.InDelta(t, -tt.slope, slope(counts, 0, 500, tt.shift), 0.03, "%v", tt)
	}
}

func TestAliasesKeepTheWeights(t *testing.T) {
	weights := []float64{3, 0.5, 0.1, 0.4, 1}
	z, got := newAliases(slices.Clone(weights)), make([]float64, len(weights))
	for r, c := range z {
		kept := float64(c.keep) / math.MaxUint32
		got[r] += kept
		got[c.other] += 1 - kept
	}
	require.InDeltaSlice(t, weights, got, 1e-6)
}

// words returns the dictionary's words in a text, as analysis finds them.
func words(text string) (found []string) {
	for _, t := range analysis.Analyze(text) {
		if t.Kind == analysis.Word {
			found = append(found, t.Term)
		}
	}
	return found
}

// What analysis finds in a library is distributed as words of a language are:
// over three decades of ranks, frequency falls as rank grows.
func TestWordsOfALibraryFollowZipf(t *testing.T) {
	frequency := make(map[string]int)
	for _, d := range NewLibrary(1).Documents(0, 3000) {
		for _, w := range words(d.Body) {
			frequency[w]++
		}
	}
	counts := make([]int, 0, len(frequency))
	for _, n := range frequency {
		counts = append(counts, n)
	}
	slices.SortFunc(counts, func(a, b int) int { return b - a })
	require.InDelta(t, 30_000, len(counts), 5_000, "words in use")
	require.InDelta(t, -1, slope(counts, 10, 10_000, 0), 0.2)
}

// topicOf returns the documents of the first of n whose topic is number topic.
func topicOf(l *Library, n, topic int) (docs []search.Document) {
	for i := range n {
		if &l.writer(documentSet, i).subject[0] == &l.topics[topic][0] {
			docs = append(docs, l.Document(i))
		}
	}
	return docs
}

// common is the mean share of words that two documents have in common.
func common(as, bs []search.Document) float64 {
	sum, pairs := 0.0, 0
	for _, a := range as {
		for _, b := range bs {
			if a.ID != b.ID {
				sum += overlap(words(a.Body), words(b.Body))
				pairs++
			}
		}
	}
	return sum / float64(pairs)
}

func overlap(a, b []string) float64 {
	slices.Sort(a)
	slices.Sort(b)
	a, b = slices.Compact(a), slices.Compact(b)
	both := 0
	for _, w := range a {
		if _, found := slices.BinarySearch(b, w); found {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

func TestDocumentsClusterByTopic(t *testing.T) {
	l := NewLibrary(1)
	first, second := topicOf(l, 4000, 0), topicOf(l, 4000, 100)
	require.Greater(t, len(first), 12)
	require.Greater(t, len(second), 12)
	first, second = first[:12], second[:12]
	apart := common(first, second)
	require.Greater(t, common(first, first), 2*apart)
	require.Greater(t, common(second, second), 2*apart)
	require.Positive(t, apart, "what is common to all topics")
}

func TestDocumentsFollowFromTheSeed(t *testing.T) {
	l, same, other := NewLibrary(7), NewLibrary(7), NewLibrary(8)
	require.Equal(t, l.Document(1234), same.Document(1234))
	require.Equal(t, l.Documents(1000, 1300)[234], same.Document(1234))
	require.NotEqual(t, l.Document(1234).Body, other.Document(1234).Body)
	require.Equal(t, l.Questions(Need, 0, 5)[3], same.Questions(Need, 3, 1)[0])
	require.NotEqual(t, l.Questions(Need, 0, 1), l.Questions(Need, 1, 1))
}

func TestDocumentsHaveTheSizeOfReal(t *testing.T) {
	total, last := 0, ""
	for _, d := range NewLibrary(1).Documents(0, 500) {
		n := utf8.RuneCountInString(d.Title)
		require.True(t, n >= 12 && n <= 20, "%d characters: %s", n, d.Title)
		require.Len(t, d.ID, 36)
		require.Greater(t, d.ID, last)
		last = d.ID
		total += len(words(d.Body))
	}
	require.InDelta(t, 160, float64(total)/500, 15, "words of the dictionary, those inside others included")
}

func TestQuestionsHaveTheSizeOfReal(t *testing.T) {
	l := NewLibrary(1)
	for _, q := range l.Questions(Need, 0, 100) {
		require.Len(t, q.Parts, 2)
		distinct := words(q.Parts[0].Text + "，" + q.Parts[1].Text)
		slices.Sort(distinct)
		require.GreaterOrEqual(t, len(slices.Compact(distinct)), 45)
		require.GreaterOrEqual(t, len(analysis.Analyze(q.Parts[1].Text)), 60)
	}
	for _, q := range l.Questions(Terms3, 0, 100) {
		require.Len(t, q.Parts, 1)
		require.GreaterOrEqual(t, len(words(q.Parts[0].Text)), 3)
	}
}

func TestEachWritesEveryDocumentInOrder(t *testing.T) {
	l, n := NewLibrary(1), 30
	require.NoError(t, l.Each(t.Context(), 30, 30+3*chunk+7, func(docs []search.Document) error {
		for _, d := range docs {
			require.Equal(t, l.Document(n).ID, d.ID)
			n++
		}
		return nil
	}))
	require.Equal(t, 30+3*chunk+7, n)
}

func TestEachStops(t *testing.T) {
	l, full := NewLibrary(1), errors.New("disk full")
	require.ErrorIs(t, l.Each(t.Context(), 0, 1<<40, func([]search.Document) error { return full }), full)
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("interrupted")
	err := l.Each(ctx, 0, 1<<40, func([]search.Document) error { cancel(gone); return nil })
	require.ErrorIs(t, err, gone)
}

func BenchmarkDocument(b *testing.B) {
	l := NewLibrary(1)
	for i := 0; b.Loop(); i++ {
		l.Document(i)
	}
}
