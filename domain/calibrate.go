package domain

import (
	"cmp"
	"math"
	"slices"
)

// point is the mean of one decided outcome's features, and whether it was accepted.
type point struct {
	mean     float64
	accepted bool
}

// A curve is bent where a hundred outcomes or more say that it should be; as many are
// what the curve itself counts for there.
const (
	bendOutcomes = 100
	maxBends     = 10
)

// calibrated is the curve as a calibration, bent to what the points say. A logistic
// curve alone fits few outcomes best; of many it may be the wrong shape.
func calibrated(curve sigmoid, points []point) Calibration {
	bends := bendsOf(curve, points)
	return sampled(func(mean float64) float64 {
		return logistic(curve.slope*(mean-curve.middle) + bendAt(bends, mean))
	})
}

// bend is by how much the logarithmic odds of a curve are off around a mean.
type bend struct{ mean, by float64 }

// bendsOf compares the curve with the points in groups of equal size, in order.
func bendsOf(curve sigmoid, points []point) []bend {
	points = slices.SortedStableFunc(slices.Values(points), func(a, b point) int { return cmp.Compare(a.mean, b.mean) })
	groups := min(len(points)/bendOutcomes, maxBends)
	if groups < 2 {
		return nil
	}
	bends := make([]bend, groups)
	for i := range bends {
		bends[i] = bendOf(curve, points[i*len(points)/groups:(i+1)*len(points)/groups])
	}
	return bends
}

func bendOf(curve sigmoid, group []point) bend {
	mean, expected, accepted := 0.0, 0.0, 0.0
	for _, p := range group {
		mean, expected, accepted = mean+p.mean, expected+curve.at(p.mean), accepted+indicator(p.accepted)
	}
	n := float64(len(group))
	mean, expected = mean/n, expected/n
	seen := (accepted + bendOutcomes*expected) / (n + bendOutcomes)
	return bend{mean, logit(seen) - logit(expected)}
}

// bendAt goes straight from bend to bend.
func bendAt(bends []bend, mean float64) float64 {
	if len(bends) == 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(bends, mean, func(b bend, at float64) int { return cmp.Compare(b.mean, at) })
	switch {
	case i == 0:
		return bends[0].by
	case i == len(bends):
		return bends[i-1].by
	}
	left, right := bends[i-1], bends[i]
	if right.mean == left.mean {
		return math.Max(left.by, right.by)
	}
	return left.by + (right.by-left.by)*(mean-left.mean)/(right.mean-left.mean)
}
