package domain

import (
	"maps"
	"slices"
)

// Fitting says what is fitted of a kind's model.
type Fitting string

// The fittings, from the most to the least.
const (
	FitWeights     Fitting = "weights"     // how much each feature counts, and the calibration
	FitCalibration Fitting = "calibration" // the calibration alone, which changes no order
	FitNothing     Fitting = "nothing"
)

// Lesson is what outcomes teach about the model in use.
type Lesson struct {
	Weights Weights // the model in use with what was learnt put in; its Version is the old one
	Kinds   []KindLesson
}

// KindLesson is what the outcomes of one kind teach.
type KindLesson struct {
	Kind                            string
	Outcomes, Accepted, Needs, Late int
	Fitted                          Fitting
	Reason                          Text // why nothing was fitted, or less than the weights; empty when they were
	Before, After                   Quality
}

// Learnt reports whether anything was fitted.
func (l Lesson) Learnt() bool {
	return slices.ContainsFunc(l.Kinds, func(k KindLesson) bool { return k.Fitted != FitNothing })
}

// Refits reports whether weights were refitted, so that the order of matches changes.
func (l Lesson) Refits() bool {
	return slices.ContainsFunc(l.Kinds, func(k KindLesson) bool { return k.Fitted == FitWeights })
}

// Learn fits the model in use to outcomes, towards the shipped one, as far as that
// makes predictions of outcomes that were held back better: weights and calibration,
// else the calibration alone, else nothing. With at most FitCalibration, weights are
// left as they are. It depends on nothing but its arguments, and not on their order.
func Learn(used, shipped Weights, outcomes []Outcome, most Fitting) Lesson {
	l := Lesson{Weights: used}
	l.Weights.Features, l.Weights.Calibration = maps.Clone(used.Features), maps.Clone(used.Calibration)
	if l.Weights.Calibration == nil {
		l.Weights.Calibration = map[string]Calibration{}
	}
	for _, kind := range MatchKinds.Codes() {
		k := newLearner(kind, used, shipped, outcomes)
		lesson, model := k.learn(most)
		l.Kinds = append(l.Kinds, lesson)
		if lesson.Fitted != FitNothing {
			l.Weights.Features[kind], l.Weights.Calibration[kind] = model.weights, model.calibration
		}
	}
	return l
}

// learner learns from the outcomes of one kind.
type learner struct {
	used, shipped kindModel
	examples      []example
	lesson        KindLesson
}

// kindModel is the part of Weights that is fitted, for one kind.
type kindModel struct {
	weights     map[string]float64
	calibration Calibration
}

func (w Weights) of(kind string) kindModel { return kindModel{w.Features[kind], w.Calibration[kind]} }

// start is what a fit starts from: the weights, and the curve that is nearest to the
// calibration.
func (m kindModel) start() fitted { return fitted{m.weights, sigmoidOf(m.calibration)} }

func (m kindModel) predict(e example) Prediction {
	mean, _ := weighted(e.features, m.weights)
	return Prediction{Need: e.need, Raw: mean, Chance: m.calibration.At(mean), Accepted: e.accepted}
}

func (m kindModel) predictions(examples []example) []Prediction {
	all := make([]Prediction, len(examples))
	for i, e := range examples {
		all[i] = m.predict(e)
	}
	return all
}

func newLearner(kind string, used, shipped Weights, outcomes []Outcome) learner {
	l := learner{used: used.of(kind), shipped: shipped.of(kind), lesson: KindLesson{Kind: kind, Fitted: FitNothing}}
	outcomes = slices.SortedFunc(slices.Values(outcomes), func(a, b Outcome) int { return slices.Compare(a.ID[:], b.ID[:]) })
	needs := map[ID]bool{}
	for _, o := range outcomes {
		accepted, known := o.Accepted()
		if o.Match.Kind != kind || !known {
			continue
		}
		l.examples = append(l.examples, example{o.Match.NeedID, o.Match.Features, accepted})
		l.lesson.Accepted += int(indicator(accepted))
		l.lesson.Late += int(indicator(o.Late))
		needs[o.Match.NeedID] = true
	}
	l.lesson.Outcomes, l.lesson.Needs = len(l.examples), len(needs)
	slices.SortStableFunc(l.examples, func(a, b example) int { return slices.Compare(a.need[:], b.need[:]) })
	return l
}

// learn tries the fittings from the most allowed and returns the first that predicts
// better.
func (l learner) learn(most Fitting) (KindLesson, kindModel) {
	l.lesson.Before = QualityOf(l.used.predictions(l.examples))
	l.lesson.After = l.lesson.Before
	if l.lesson.Reason = l.tooLittle(); l.lesson.Reason != (Text{}) {
		return l.lesson, l.used
	}
	for _, how := range []Fitting{FitWeights, FitCalibration} {
		if how == FitWeights && most != FitWeights {
			continue
		}
		l.lesson.After = QualityOf(l.crossed(how))
		reason := worse(l.lesson.Before, l.lesson.After)
		if reason == (Text{}) {
			l.lesson.Fitted = how
			return l.lesson, l.fit(l.examples, how)
		}
		l.lesson.Reason = reason
	}
	return l.lesson, l.used
}

// tooLittle says why nothing can be learnt from so few outcomes; empty when it can.
func (l learner) tooLittle() Text {
	switch k := l.lesson; {
	case k.Outcomes == 0:
		return Text{"没有可供学习的对接结果", "there are no outcomes to learn from"}
	case k.Accepted == 0 || k.Accepted == k.Outcomes:
		return Text{"结果全部相同，无从比较", "all outcomes are the same: there is nothing to tell apart"}
	case k.Needs < 2:
		return Text{"结果只涉及一项需求，无法检验", "all outcomes are of one need: what is learnt could not be tested"}
	}
	return Text{}
}

// convincing is how many standard deviations a ranking is to be off chance before it
// counts as more than chance.
const convincing = 2.5

// worse says why a model that was tested on outcomes held back is not to be used;
// empty when it is better than the one in use.
func worse(before, after Quality) Text {
	switch {
	case before.certainty() < -convincing:
		return Text{"结果与现有模型相反：排在前面的多被拒绝，请先核对记录", "the outcomes contradict the model in use: what it ranks high was declined; check the records first"}
	case after.certainty() < convincing:
		return Text{"结果看不出规律，与随机无异", "the outcomes follow no pattern that can be told from chance"}
	case after.LogLoss >= before.LogLoss:
		return Text{"预测误差没有减小", "predictions of outcomes held back get no better"}
	case after.AUC < before.AUC:
		return Text{"排序变差", "the ranking of outcomes held back gets worse"}
	}
	return Text{}
}
