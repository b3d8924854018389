package search

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/search/meaning/meaningtest"
)

const (
	meantDocs = `{"id":"same","title":"铝合金件焊接","text":"粪污处理设备的焊接变形"}
{"id":"meant","title":"铝制构件连接工艺","text":"控制变形"}
{"id":"other","title":"水稻育种","text":"抗病品种"}
{"id":"more","title":"桥梁检测","text":"裂缝识别"}
`
	meantQueries = `{"id":"q","title":"焊接变形","text":"铝合金件焊接变形"}` + "\n"
	meantQrels   = "q\tmeant\t1\n"
)

// A judge with an encoder is told how near each document found is to the query; what
// was encoded, and in which time, is reported apart from the queries' time.
func TestEvaluateByMeaning(t *testing.T) {
	o := evalFiles(t, meantDocs, meantQueries, meantQrels)
	words, err := Evaluate(t.Context(), o)
	require.NoError(t, err)
	require.InDelta(t, 1/math.Log2(3), words.NDCG10, 1e-9, "the words alone put it second")
	require.Empty(t, words.Encoder)

	s := meaningtest.Serve(t)
	o.Encoder = s.Encoder(t)
	told := map[string]float64{}
	o.Judge = func(j Judged) float64 {
		require.True(t, j.Compared)
		require.Equal(t, 4, j.Documents)
		told[j.ID] = j.Closeness
		return j.Closeness
	}
	var encoded int
	o.Encoding = func(done, of int) {
		require.Equal(t, 5, of)
		encoded = done
	}
	meant, err := Evaluate(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, told, 2, "those that words find")
	require.Greater(t, told["meant"], told["same"])
	require.InDelta(t, 1, meant.NDCG10, 1e-9)
	require.Equal(t, o.Encoder.Name(), meant.Encoder)
	require.Equal(t, 5, meant.Encoded)
	require.Equal(t, 5, encoded)

	s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Evaluate(ctx, o)
	require.Error(t, err)
}
