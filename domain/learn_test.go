package domain

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// simulation is a world in which matches are accepted by known chances: the logarithmic odds
// are a constant and the sum of what each known feature counts for.
type simulation struct {
	random *rand.Rand
	base   float64
	counts map[string]float64
}

func simulated(seed uint64) simulation {
	return simulation{rand.New(rand.NewPCG(seed, 1)), -6, map[string]float64{"text": 4, "title": 1, "keywords": 0.5, "quantities": 2, "trl": 3, "budget": 2, "locality": 1.5}}
}

// learnWeights hold little of that truth: text counts for nearly all.
func learnWeights() Weights {
	return Weights{Version: "shipped",
		Features: map[string]map[string]float64{
			MatchTechnology: {"text": 10, "title": 2, "keywords": 2, "quantities": 2, "trl": 1, "budget": 1, "locality": 0.5},
			MatchExpert:     {"text": 6, "load": 1}, MatchPolicy: {"text": 3, "incentive": 3}},
		Calibration: map[string]Calibration{MatchTechnology: LogisticCalibration(0.5, 8)},
	}
}

// match is a match with random features and whether it is accepted.
func (w simulation) match(need ID) (Match, bool) {
	m := Match{NeedID: need, Kind: MatchTechnology, CandidateID: NewID()}
	odds := w.base
	for _, name := range []string{"text", "title", "keywords", "quantities", "trl", "budget", "locality"} {
		f := Feature{Name: name, Known: name == "text" || name == "title" || w.random.Float64() < 0.8, Value: w.random.Float64()}
		if f.Known {
			odds += w.counts[name] * f.Value
		} else {
			odds += w.counts[name] / 2
			f.Value = 0
		}
		m.Features = append(m.Features, f)
	}
	return m, w.random.Float64() < logistic(odds)
}

// outcomes are n decided ones, ten of each need.
func (w simulation) outcomes(n int, change func(accepted bool) bool) []Outcome {
	all := make([]Outcome, n)
	var need ID
	for i := range all {
		if i%10 == 0 {
			need = w.id()
		}
		m, accepted := w.match(need)
		if change != nil {
			accepted = change(accepted)
		}
		all[i] = Outcome{ID: w.id(), Match: m, Verdict: VerdictDismissed, Reason: "not_relevant"}
		if accepted {
			all[i] = Outcome{ID: all[i].ID, Match: m, Verdict: VerdictContracted, Stage: StageContracted}
		}
	}
	return all
}

func (w simulation) id() (id ID) {
	for i := range id {
		id[i] = byte(w.random.IntN(256))
	}
	return id
}

// predictions are of n new matches.
func (w simulation) predictions(weights Weights, n int) []Prediction {
	all := make([]Prediction, n)
	for i := range all {
		m, accepted := w.match(w.id())
		m.weigh(weights)
		all[i] = Prediction{m.NeedID, m.Raw, m.Score, accepted}
	}
	return all
}

// Of matches scored 0.8, about 80 % are accepted: after learning from some hundred
// outcomes, and not before.
func TestLearnCalibrates(t *testing.T) {
	world, shipped := simulated(7), learnWeights()
	before := QualityOf(world.predictions(shipped, 20_000))
	lesson := Learn(shipped, shipped, world.outcomes(1000, nil), FitWeights)
	require.Equal(t, FitWeights, lesson.Kinds[0].Fitted, lesson.Kinds[0].Reason.EN)

	predictions := world.predictions(lesson.Weights, 20_000)
	after := QualityOf(predictions)
	t.Logf("calibration error %.3f to %.3f, log loss %.3f to %.3f, AUC %.3f to %.3f", before.CalibrationError, after.CalibrationError, before.LogLoss, after.LogLoss, before.AUC, after.AUC)
	require.Greater(t, before.CalibrationError, 0.10)
	require.Less(t, after.CalibrationError, 0.04)
	require.Greater(t, after.AUC, before.AUC+0.05)
	scored, accepted := 0.0, 0.0
	for _, p := range predictions {
		if p.Chance >= 0.75 && p.Chance < 0.85 {
			scored, accepted = scored+1, accepted+indicator(p.Accepted)
		}
	}
	require.Greater(t, scored, 300.0)
	require.InDelta(t, 0.80, accepted/scored, 0.05)
	require.InDelta(t, after.LogLoss, lesson.Kinds[0].After.LogLoss, 0.05, "held-back outcomes foretell new ones")
}

func TestLearnFromNothing(t *testing.T) {
	shipped := learnWeights()
	shipped.Calibration[MatchExpert], shipped.Calibration[MatchPolicy] = Calibration{0, 1}, Calibration{0, 1}
	lesson := Learn(shipped, shipped, nil, FitWeights)
	require.False(t, lesson.Learnt())
	require.Equal(t, shipped, lesson.Weights)
	require.Contains(t, lesson.Kinds[0].Reason.ZH, "没有可供学习")
	one := simulated(1).outcomes(9, func(bool) bool { return true })
	require.Contains(t, Learn(shipped, shipped, one, FitWeights).Kinds[0].Reason.ZH, "全部相同")
}

// Five outcomes move the fit little, five hundred much.
func TestFitIsRegularised(t *testing.T) {
	shipped, world := learnWeights(), simulated(3)
	learner := newLearner(MatchTechnology, shipped, shipped, world.outcomes(500, nil))
	moved := func(examples []example) (most float64) {
		m := learner.fit(examples, FitWeights)
		for mean := 0.0; mean <= 1; mean += 0.05 {
			most = max(most, abs(m.calibration.At(mean)-learner.shipped.calibration.At(mean)))
		}
		for name, w := range m.weights {
			most = max(most, abs(w-learner.shipped.weights[name])/learner.shipped.weights["text"])
		}
		return most
	}
	require.Less(t, moved(learner.examples[:5]), 0.12)
	require.Greater(t, moved(learner.examples), 0.3)
}

func abs(v float64) float64 { return max(v, -v) }

func TestLearnRefusesPoison(t *testing.T) {
	shipped := learnWeights()
	for _, poison := range []struct {
		name, says string
		change     func(*rand.Rand) func(bool) bool
	}{
		{"drawn at random", "no pattern", func(r *rand.Rand) func(bool) bool { return func(bool) bool { return r.IntN(2) == 0 } }},
		{"turned round", "contradict", func(*rand.Rand) func(bool) bool { return func(accepted bool) bool { return !accepted } }},
	} {
		for seed := range uint64(3) {
			world := simulated(seed)
			lesson := Learn(shipped, shipped, world.outcomes(300, poison.change(world.random)), FitWeights)
			require.False(t, lesson.Learnt(), "%s, seed %d", poison.name, seed)
			require.Contains(t, lesson.Kinds[0].Reason.EN, poison.says)
			require.Equal(t, shipped.Features, lesson.Weights.Features)
		}
	}
}

// What has been learnt is not learnt again.
func TestLearnTwice(t *testing.T) {
	shipped, outcomes := learnWeights(), simulated(5).outcomes(400, nil)
	first := Learn(shipped, shipped, outcomes, FitWeights)
	require.True(t, first.Learnt())
	require.False(t, Learn(first.Weights, shipped, outcomes, FitWeights).Learnt())
}

func TestLearnCalibrationAlone(t *testing.T) {
	shipped := learnWeights()
	lesson := Learn(shipped, shipped, simulated(7).outcomes(600, nil), FitCalibration)
	require.Equal(t, FitCalibration, lesson.Kinds[0].Fitted)
	require.False(t, lesson.Refits())
	require.Equal(t, shipped.Features, lesson.Weights.Features)
	require.InDelta(t, lesson.Kinds[0].Before.AUC, lesson.Kinds[0].After.AUC, 1e-12)
}

// The same outcomes in another order give the same model to the last bit, whose
// weights are not negative and whose calibration rises.
func TestLearnIsDeterministic(t *testing.T) {
	shipped := learnWeights()
	rapid.Check(t, func(t *rapid.T) {
		world := simulated(rapid.Uint64().Draw(t, "seed"))
		outcomes := world.outcomes(rapid.IntRange(1, 40).Draw(t, "n"), nil)
		first := Learn(shipped, shipped, outcomes, FitWeights)
		shuffled := append([]Outcome(nil), outcomes...)
		world.random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		second := Learn(shipped, shipped, shuffled, FitWeights)
		require.Equal(t, first, second)
		learner := newLearner(MatchTechnology, shipped, shipped, outcomes)
		model := learner.fit(learner.examples, FitWeights)
		for _, w := range model.weights {
			require.GreaterOrEqual(t, w, 0.0)
		}
		require.NoError(t, model.calibration.Validate())
	})
}
