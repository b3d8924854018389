package domain

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawnMatch is a match with any features.
func drawnMatch(t *rapid.T) Match {
	m := Match{Kind: MatchTechnology, CandidateID: NewID()}
	for _, name := range []string{"text", "title", "trl", "budget"} {
		m.Features = append(m.Features, Feature{Name: name, Known: rapid.Bool().Draw(t, name+" known"), Value: rapid.Float64Range(0, 1).Draw(t, name)})
	}
	return m
}

// drawnCalibration is any rising one.
func drawnCalibration(t *rapid.T) Calibration {
	rises := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 30).Draw(t, "rises")
	return sampled(func(mean float64) float64 {
		sum := 0.0
		for _, r := range rises[:int(mean*float64(len(rises)))] {
			sum += r / float64(len(rises))
		}
		return sum
	})
}

// The contributions add up to the score, and the score orders matches as their means do.
func TestCalibrationKeepsSumAndOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calibration := drawnCalibration(t)
		require.NoError(t, calibration.Validate())
		w := Weights{Features: map[string]map[string]float64{MatchTechnology: {"text": 10, "title": 2, "trl": 1, "budget": 0}},
			Calibration: map[string]Calibration{MatchTechnology: calibration}}
		matches := make([]Match, 8)
		for i := range matches {
			matches[i] = drawnMatch(t)
			matches[i].weigh(w)
			sum := 0.0
			for _, f := range matches[i].Features {
				require.GreaterOrEqual(t, f.Contribution, 0.0)
				sum += f.Contribution
			}
			require.InDelta(t, matches[i].Score, sum, 1e-12)
			require.InDelta(t, calibration.At(matches[i].Raw), matches[i].Score, 1e-12)
		}
		slices.SortFunc(matches, func(a, b Match) int { return cmp.Compare(a.Raw, b.Raw) })
		for i := 1; i < len(matches); i++ {
			if matches[i].Raw-matches[i-1].Raw > 1e-9 {
				require.Greater(t, matches[i].Score, matches[i-1].Score)
			}
		}
	})
}

func TestCalibrationAt(t *testing.T) {
	c := Calibration{0, 0.2, 1}
	for mean, want := range map[float64]float64{0: 0, 0.25: 0.1, 0.5: 0.2, 0.75: 0.6, 1: 1} {
		require.InDelta(t, want, c.At(mean), 1e-12)
	}
	require.Equal(t, 0.3, Calibration(nil).At(0.3))
	for _, bad := range []Calibration{{0}, {0.1, 1}, {0, 1.1}, {0, 0.5, 0.5}, {0, math.NaN(), 1}} {
		require.Error(t, bad.Validate(), "%v", bad)
	}
	curve := sigmoid{0.45, 7}
	require.InDelta(t, curve.middle, sigmoidOf(sampled(curve.at)).middle, 0.02)
	require.InDelta(t, curve.slope, sigmoidOf(sampled(curve.at)).slope, 0.2)
}

// Enough outcomes bend a curve that has the wrong shape: here acceptance stops rising.
func TestCalibrateBends(t *testing.T) {
	world := simulated(11)
	chance := func(mean float64) float64 { return min(mean, 0.4) }
	points := make([]point, 4000)
	for i := range points {
		mean := world.random.Float64()
		points[i] = point{mean, world.random.Float64() < chance(mean)}
	}
	c := calibrate(points, sigmoid{0.5, 8})
	for mean := 0.1; mean <= 0.9; mean += 0.1 {
		require.InDelta(t, chance(mean), c.At(mean), 0.07, "at %.1f", mean)
	}
}

func TestMinScore(t *testing.T) {
	a, c, w := film(), answer(), testWeights
	m, ok := a.MatchTechnology(w, c)
	require.True(t, ok)
	w.MinScore = map[string]float64{MatchTechnology: m.Score + 1e-9}
	_, ok = a.MatchTechnology(w, c)
	require.False(t, ok)
}
