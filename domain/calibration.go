package domain

import (
	"fmt"
	"math"
)

// Calibration turns the weighted mean of a match's features into the chance that the
// match is accepted: the chances at means evenly spaced from 0 to 1, between which it
// is straight. It starts at 0, since nothing speaks for a match of mean 0, and rises
// everywhere, so that it changes no order. The empty Calibration leaves means as they are.
type Calibration []float64

// calibrationKnots is how many chances a fitted calibration has: one every twentieth.
const calibrationKnots = 21

// leastRise is how much a fitted calibration rises from one chance to the next at least.
const leastRise = 1e-4

// At returns the chance at a mean in [0,1].
func (c Calibration) At(mean float64) float64 {
	if len(c) == 0 {
		return mean
	}
	at := mean * float64(len(c)-1)
	i := min(max(int(at), 0), len(c)-2)
	return c[i] + (c[i+1]-c[i])*(at-float64(i))
}

// Validate reports why c is no calibration.
func (c Calibration) Validate() error {
	if len(c) == 0 {
		return nil
	}
	if len(c) < 2 || c[0] != 0 || c[len(c)-1] > 1 {
		return fmt.Errorf("a calibration has two chances or more, from 0 to at most 1")
	}
	for i := 1; i < len(c); i++ {
		if !(c[i] > c[i-1]) { // NaN is no chance either
			return fmt.Errorf("chance %d of a calibration does not rise above the one before", i)
		}
	}
	return nil
}

// sampled is the calibration of a curve that rises: its values at the knots, each
// raised above the one before it where the curve is flat.
func sampled(curve func(mean float64) float64) Calibration {
	c := make(Calibration, calibrationKnots)
	last := len(c) - 1
	for i := 1; i <= last; i++ {
		highest := 1 - leastRise*float64(last-i)
		c[i] = min(max(curve(float64(i)/float64(last)), c[i-1]+leastRise), highest)
	}
	return c
}

// LogisticCalibration is the calibration by a logistic curve: the chance is one half at
// the mean middle, and the odds grow e-fold with every 1/slope above it. Slope is above 0.
func LogisticCalibration(middle, slope float64) Calibration {
	return sampled(sigmoid{middle, slope}.at)
}

// sigmoid is a logistic curve, as LogisticCalibration has it.
type sigmoid struct{ middle, slope float64 }

func (s sigmoid) at(mean float64) float64 { return logistic(s.slope * (mean - s.middle)) }

// sigmoidOf is the sigmoid through a calibration's chances at two means where most
// matches lie.
func sigmoidOf(c Calibration) sigmoid {
	const low, high = 0.3, 0.6
	l, h := logit(c.At(low)), logit(c.At(high))
	slope := max((h-l)/(high-low), 0.1)
	return sigmoid{middle: low - l/slope, slope: slope}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logit is the inverse of logistic, kept finite.
func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}
