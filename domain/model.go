package domain

import (
	"maps"
	"time"
)

// Model is what was learnt from outcomes, as it was installed. It never changes.
type Model struct {
	Version     string                        // of its own
	Base        string                        // the version of the shipped weights that it was fitted towards
	Features    map[string]map[string]float64 // kind, feature
	Calibration map[string]Calibration        // kind
	Figures     ModelFigures
	Outcomes    int    // that it was fitted to
	By          string // login
	FittedAt    time.Time
	Used        bool // it is the one in use
}

// ModelFigures say how good a model was found when it was fitted.
type ModelFigures struct {
	Kinds  []KindLesson
	Judged []JudgedFigure
}

// JudgedFigure is how well two models rank a judged collection.
type JudgedFigure struct {
	Set           string
	Queries       int
	Before, After float64 // nDCG@10
}

// Using returns the shipped weights with what a model has learnt put in. A feature that
// the model does not know keeps its shipped weight.
func (w Weights) Using(m Model) Weights {
	w.Version = w.Version + "+" + m.Version
	w.Features, w.Calibration = maps.Clone(w.Features), maps.Clone(w.Calibration)
	if w.Calibration == nil {
		w.Calibration = map[string]Calibration{}
	}
	for kind, learnt := range m.Features {
		features := maps.Clone(w.Features[kind])
		maps.Copy(features, learnt)
		w.Features[kind] = features
	}
	maps.Copy(w.Calibration, m.Calibration)
	return w
}

// Model is the lesson as a model to be installed; shipped are the weights that it was
// fitted towards.
func (l Lesson) Model(shipped Weights) Model {
	m := Model{Base: shipped.Version, Features: l.Weights.Features, Calibration: l.Weights.Calibration, Figures: ModelFigures{Kinds: l.Kinds}}
	for _, k := range l.Kinds {
		m.Outcomes += k.Outcomes
	}
	return m
}

// ScoreText is what a technology of which nothing is known but its text scores.
func (w Weights) ScoreText(e Evidence) float64 { return w.scoreFeatures(textFeatures(e)) }

// ScoreWords is what a technology scores of which nothing counts but how well its whole
// text answers, in words and in meaning.
func (w Weights) ScoreWords(e Evidence) float64 {
	return w.scoreFeatures(append(meaningFeature(e), textFeature(e)))
}

func (w Weights) scoreFeatures(features []Feature) float64 {
	m := Match{Kind: MatchTechnology, Features: features}
	m.weigh(w)
	return m.Raw
}
