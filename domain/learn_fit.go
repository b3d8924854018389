package domain

import (
	"maps"
	"math"
	"slices"
)

// How firmly a fit holds on to what it starts from, as precisions (inverse variances)
// of the odds at the curve's middle and of the logarithms of its slope and of the
// weights. The middle is worth 40 outcomes of an even chance. With these, simulated
// outcomes that the shipped weights rank poorly (AUC 0.78; at best 0.84) moved no chance
// and no share of a weight by more than 0.08 when there were 5 of them; 50 brought the
// ranking to 0.79, 200 to 0.82, 1,000 to 0.835. Weights held half as firmly moved by
// 0.14 for 5; held twice as firmly, they had come to 0.81 after 200.
const (
	middlePrecision = 10
	slopePrecision  = 12
	weightPrecision = 4
)

// example is one decided outcome as a fit sees it.
type example struct {
	need     ID
	features []Feature
	accepted bool
}

// fitted is a curve over the weighted mean of features, and the weights.
type fitted struct {
	weights map[string]float64
	curve   sigmoid
}

// regression refits weights and curve by logistic regression on the weighted mean of
// the known features, regularised towards those it starts from. A weight is refitted as
// its logarithm, so that none becomes negative. Without names it fits the curve alone.
type regression struct {
	examples []example
	start    fitted
	names    []string       // features whose weights are refitted
	index    map[string]int // of names
}

// fitWeights refits weights and curve; fitCurve the curve alone.
func fitWeights(examples []example, start fitted) fitted {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(start.weights)), func(n string) bool { return start.weights[n] <= 0 })
	return regression{examples: examples, start: start, names: names}.run()
}

func fitCurve(examples []example, start fitted) fitted {
	return regression{examples: examples, start: start}.run()
}

func (f regression) run() fitted {
	f.index = make(map[string]int, len(f.names))
	for i, name := range f.names {
		f.index[name] = i
	}
	at := make([]float64, 2+len(f.names)) // shift at the curve's middle, log slope, log weights: all relative to start
	return f.at(minimise(at, f.loss))
}

// at is what a point of the search stands for. Weights keep their total: only their
// proportions have a meaning.
func (f regression) at(p []float64) fitted {
	slope := f.start.curve.slope * math.Exp(p[1])
	out := fitted{curve: sigmoid{middle: f.start.curve.middle - p[0]/slope, slope: slope}, weights: maps.Clone(f.start.weights)}
	before, after := 0.0, 0.0
	for i, name := range f.names {
		out.weights[name] *= math.Exp(p[2+i])
		before, after = before+f.start.weights[name], after+out.weights[name]
	}
	for _, name := range f.names {
		out.weights[name] *= before / after
	}
	return out
}

// loss is the negative logarithm of the posterior: of the outcomes given the point,
// and of the point itself.
func (f regression) loss(p []float64) (value float64, gradient []float64, curvature [][]float64) {
	n := len(p)
	gradient, curvature = make([]float64, n), make([][]float64, n)
	for i := range n {
		precision := f.precision(i)
		curvature[i] = make([]float64, n)
		curvature[i][i] = precision
		gradient[i] = precision * p[i]
		value += precision * p[i] * p[i] / 2
	}
	model, slopes := f.at(p), make([]float64, n)
	for _, e := range f.examples {
		x := f.odds(p, model, e, slopes)
		chance := logistic(x)
		value += surprise(x, e.accepted)
		residual := chance - indicator(e.accepted)
		for i := range n {
			gradient[i] += residual * slopes[i]
			for j := range i + 1 {
				curvature[i][j] += chance * (1 - chance) * slopes[i] * slopes[j]
			}
		}
	}
	for i := range n {
		for j := range i {
			curvature[j][i] = curvature[i][j]
		}
	}
	return value, gradient, curvature
}

func (f regression) precision(parameter int) float64 {
	switch parameter {
	case 0:
		return middlePrecision
	case 1:
		return slopePrecision
	}
	return weightPrecision
}

// odds are the logarithmic odds of an example, and sets slopes to their derivatives
// with respect to the point.
func (f regression) odds(p []float64, model fitted, e example, slopes []float64) float64 {
	mean, total := weighted(e.features, model.weights)
	x := p[0] + model.curve.slope*(mean-f.start.curve.middle)
	slopes[0], slopes[1] = 1, model.curve.slope*(mean-f.start.curve.middle)
	clear(slopes[2:])
	for _, feature := range e.features {
		if i, ok := f.index[feature.Name]; ok && feature.Known {
			slopes[2+i] = model.curve.slope * model.weights[feature.Name] * (feature.Value - mean) / total
		}
	}
	return x
}

// weighted is the mean of the known features by other weights than their own, and the
// sum of those weights.
func weighted(features []Feature, weights map[string]float64) (mean, total float64) {
	sum := 0.0
	for _, f := range features {
		if f.Known {
			sum, total = sum+f.Value*weights[f.Name], total+weights[f.Name]
		}
	}
	if total == 0 {
		return 0, 1
	}
	return sum / total, total
}

// surprise is −log of the chance of what happened, at logarithmic odds x.
func surprise(x float64, accepted bool) float64 {
	if accepted {
		x = -x
	}
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
