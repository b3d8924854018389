package domain

// folds is how many parts outcomes are cut into, by need, of which each is held back
// once.
const folds = 5

// fit fits a model to examples. The calibration is fitted to means of examples that the
// weights have not seen: those of seen ones look better than others will.
func (l learner) fit(examples []example, how Fitting) kindModel {
	m := l.used
	points := points(m.predictions(examples))
	if how == FitWeights {
		m.weights = fitWeights(examples, l.shipped.start()).weights
		points = l.unseen(examples)
	}
	m.calibration = calibrate(points, sigmoidOf(l.shipped.calibration))
	return m
}

// calibrate fits a calibration to points, starting from a curve.
func calibrate(points []point, start sigmoid) Calibration {
	const mean = "mean" // the one feature of a point
	examples := make([]example, len(points))
	for i, p := range points {
		examples[i] = example{features: []Feature{{Name: mean, Known: true, Value: p.mean}}, accepted: p.accepted}
	}
	curve := fitCurve(examples, fitted{map[string]float64{mean: 1}, start}).curve
	return calibrated(curve, points)
}

// unseen are the means of examples by weights fitted without them.
func (l learner) unseen(examples []example) []point {
	var all []point
	for _, part := range parts(examples) {
		m := kindModel{weights: fitWeights(part.rest, l.shipped.start()).weights}
		all = append(all, points(m.predictions(part.held))...)
	}
	return all
}

// crossed are predictions of every example by a model fitted without its need.
func (l learner) crossed(how Fitting) []Prediction {
	var all []Prediction
	for _, part := range parts(l.examples) {
		all = append(all, l.fit(part.rest, how).predictions(part.held)...)
	}
	return all
}

// part is a division of examples into those held back and the rest.
type part struct{ held, rest []example }

// parts divides examples, which are in the order of needs, so that each need is held
// back once and as a whole.
func parts(examples []example) []part {
	all := make([]part, folds)
	need := -1
	for i, e := range examples {
		if i == 0 || e.need != examples[i-1].need {
			need++
		}
		for f := range all {
			if f == need%folds {
				all[f].held = append(all[f].held, e)
			} else {
				all[f].rest = append(all[f].rest, e)
			}
		}
	}
	return all
}

func points(predictions []Prediction) []point {
	all := make([]point, len(predictions))
	for i, p := range predictions {
		all[i] = point{p.Raw, p.Accepted}
	}
	return all
}
