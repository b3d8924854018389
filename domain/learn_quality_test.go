package domain

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The figures are worked out by hand.
func TestQualityOf(t *testing.T) {
	one, two := NewID(), NewID()
	q := QualityOf([]Prediction{{one, 0.8, 0.75, true}, {one, 0.4, 0.25, false}, {two, 0.4, 0.25, true}, {two, 0.6, 0.5, false}})
	require.Equal(t, 2, q.Accepted)
	require.InDelta(t, -(2*math.Log(0.75)+math.Log(0.25)+math.Log(0.5))/4, q.LogLoss, 1e-12)
	require.InDelta(t, (2*0.0625+0.5625+0.25)/4, q.Brier, 1e-12)
	// 0.8 beats both; 0.4 ties with one and loses to the other: 2.5 of 4.
	require.InDelta(t, 0.625, q.AUC, 1e-12)
	require.Equal(t, []int{2, 1}, []int{q.Pairs, q.PairsRight})
	require.Equal(t, ReliabilityGroup{0.2, 0.3, 2, 0.25, 0.5}, q.Reliability[2])
	require.InDelta(t, (0.25+0.5+2*0.25)/4, q.CalibrationError, 1e-12)
	require.InDelta(t, 0.125/math.Sqrt(5.0/48), q.certainty(), 1e-12)

	none := QualityOf(nil)
	require.Equal(t, 0.5, none.AUC)
	require.Zero(t, none.LogLoss)
}

// A loss stays finite for an outcome that was held impossible.
func TestQualityOfTheImpossible(t *testing.T) {
	q := QualityOf([]Prediction{{Chance: 0, Accepted: true}, {Chance: 1, Accepted: false}})
	require.InDelta(t, -math.Log(surest), q.LogLoss, 1e-9)
	require.InDelta(t, 1, q.Brier, 1e-12)
}

func TestSolved(t *testing.T) {
	x := solved([][]float64{{4, 2, 0}, {2, 5, 1}, {0, 1, 3}}, []float64{8, 15, 11})
	require.InDeltaSlice(t, []float64{1, 2, 3}, x, 1e-12)
}

// The gradient that the fit walks by is that of its loss.
func TestLossGradient(t *testing.T) {
	shipped := learnWeights()
	l := newLearner(MatchTechnology, shipped, shipped, simulated(2).outcomes(40, nil))
	f := regression{examples: l.examples, start: l.shipped.start(), index: map[string]int{}}
	for name := range shipped.Features[MatchTechnology] {
		f.index[name] = len(f.names)
		f.names = append(f.names, name)
	}
	at := []float64{0.3, -0.2, 0.4, -0.5, 0.1, -0.3, 0.2, 0.6, -0.1}
	_, gradient, _ := f.loss(at)
	for i := range at {
		const h = 1e-6
		up, down := append([]float64(nil), at...), append([]float64(nil), at...)
		up[i], down[i] = up[i]+h, down[i]-h
		above, _, _ := f.loss(up)
		below, _, _ := f.loss(down)
		require.InDelta(t, (above-below)/(2*h), gradient[i], 1e-4, "parameter %d", i)
	}
}
