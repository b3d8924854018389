package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Meaning counts beside the words when it is known, and is one more feature for people
// and for learning; unknown it counts as nothing, and without an encoder it is not there.
func TestMeaningFeature(t *testing.T) {
	w := Weights{Features: map[string]map[string]float64{MatchTechnology: {"text": 10, "title": 2, "keywords": 2, "meaning": 4}}}
	words := Evidence{Text: 0.4, Title: 0.5, Keywords: 0.5}
	with := func(c Closeness) Evidence {
		e := words
		e.Meaning = c
		return e
	}
	require.Equal(t, w.ScoreText(words), w.ScoreText(with(Closeness{Asked: true})))
	require.InDelta(t, (10*0.4+2*0.5+2*0.5+4*0.9)/18, w.ScoreText(with(Closeness{true, true, 0.9})), 1e-12)
	require.InDelta(t, (10*0.4+4*0.9)/14, w.ScoreWords(with(Closeness{true, true, 0.9})), 1e-12)
	require.InDelta(t, 0.4, w.ScoreWords(words), 1e-12)
	require.Empty(t, meaningFeature(words))

	for c, want := range map[Closeness]struct {
		zh, en string
		known  bool
		brief  bool
	}{
		{true, false, 0}:   {"尚未比较语义", "not compared yet", false, false},
		{true, true, 0.8}:  {"语义相近（80%）", "same matter (80%)", true, true},
		{true, true, 0.3}:  {"有关联（30%）", "related (30%)", true, false},
		{true, true, 0.05}: {"关联不大（5%）", "hardly related (5%)", true, false},
	} {
		f := meaningFeature(with(c))[0]
		require.Equal(t, "meaning", f.Name)
		require.Equal(t, want.known, f.Known)
		require.Contains(t, f.Reason.ZH, want.zh)
		require.Contains(t, f.Reason.EN, want.en)
		require.Equal(t, want.brief, f.Brief.ZH != "")
	}
}
