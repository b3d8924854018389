package meaning_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/search/meaning"
	"sanku/search/meaning/meaningtest"
)

// Vectors that all lie in one cone are told apart from its middle.
func TestFrame(t *testing.T) {
	e := meaningtest.Serve(t).Encoder(t)
	f, err := meaning.FrameOf(t.Context(), e, nil, nil)
	require.NoError(t, err)
	q, err := e.Queries(t.Context(), []string{"铝合金件焊接变形"})
	require.NoError(t, err)
	p, err := e.Passages(t.Context(), []string{"铝制构件连接工艺中的变形", "养猪场粪便除臭与堆肥"})
	require.NoError(t, err)
	require.Greater(t, f.Closeness(q[0], p[0]), 0.4)
	require.Less(t, f.Closeness(q[0], p[1]), 0.2)
	require.True(t, f.Fits(q[0]))
	require.False(t, f.Fits(q[0][1:]))
}

// A frame of the library's own texts needs no probes; one of few has them added.
func TestFrameOfFewTexts(t *testing.T) {
	s := meaningtest.Serve(t)
	e := s.Encoder(t)
	var texts []string
	for _, word := range strings.Fields("散热 焊接 电池 污水 桥梁 轮胎 茶叶 叶片 螺钉 管网 票据 光伏 主轴 粪污 焦炉 裂缝 浸膏 薄膜 磁体 黄桃 托辊 电芯") {
		texts = append(texts, word+"技术")
	}
	vectors, err := e.Passages(t.Context(), texts)
	require.NoError(t, err)
	before := len(s.Asked())
	_, err = meaning.FrameOf(t.Context(), e, vectors, vectors)
	require.NoError(t, err)
	require.Len(t, s.Asked(), before)
	_, err = meaning.FrameOf(t.Context(), e, vectors[:19], vectors)
	require.NoError(t, err)
	require.Greater(t, len(s.Asked()), before)
}

// An encoder for which all texts are the same is of no use, and says so.
func TestFrameOfNothing(t *testing.T) {
	same := [][]float32{{1, 0}, {1, 0}}
	_, err := meaning.NewFrame(same, same)
	require.ErrorContains(t, err, "does not tell texts apart")
	_, err = meaning.NewFrame(same, [][]float32{{1, 0, 0}})
	require.ErrorContains(t, err, "dimensions")
}

func TestShorten(t *testing.T) {
	require.Equal(t, "高活性氟化锂 LiF 制备，方法", meaning.Shorten("  高活性 氟化锂\n LiF\t\t制备， 方法 "))
	require.Len(t, []rune(meaning.Shorten(strings.Repeat("长", 9999))), 420)
	require.InDelta(t, 4*420, len(meaning.Shorten(strings.Repeat("word ", 9999))), 2)
	require.Empty(t, meaning.Shorten(" \n"))
}
