package domain

import (
	"cmp"
	"math"
	"slices"
)

// Prediction is the chance that a model gave an outcome, and what happened.
type Prediction struct {
	Need     ID
	Raw      float64 // the mean of its features, by which the model ranks
	Chance   float64
	Accepted bool
}

// Scored are the decided outcomes of one kind as they were scored when people decided.
func Scored(kind string, outcomes []Outcome) []Prediction {
	var all []Prediction
	for _, o := range outcomes {
		if accepted, known := o.Accepted(); known && o.Match.Kind == kind {
			all = append(all, Prediction{o.Match.NeedID, o.Match.Raw, o.Match.Score, accepted})
		}
	}
	return all
}

// Quality is how good predictions were.
type Quality struct {
	Outcomes, Accepted int
	LogLoss            float64 // mean −log of the chance given to what happened; 0 is best
	Brier              float64 // mean square of what the chance was off; 0 is best
	CalibrationError   float64 // mean of |predicted − observed| over the groups of Reliability
	AUC                float64 // how often an accepted match is ranked above one that was not; 0.5 by chance
	Pairs, PairsRight  int     // of an accepted match and one that was not, of the same need; ranked so
	Reliability        []ReliabilityGroup
}

// ReliabilityGroup are the predictions between two tenths.
type ReliabilityGroup struct {
	From, To            float64
	Outcomes            int
	Predicted, Observed float64 // means; 0 when there are none
}

const reliabilityGroups = 10

// surest bounds the chances that a log loss takes at their word.
const surest = 1e-3

// QualityOf measures predictions.
func QualityOf(predictions []Prediction) Quality {
	q := Quality{Outcomes: len(predictions), AUC: 0.5, Reliability: reliability(predictions)}
	if q.Outcomes == 0 {
		return q
	}
	n := float64(q.Outcomes)
	for _, p := range predictions {
		chance := min(max(p.Chance, surest), 1-surest)
		if p.Accepted {
			q.Accepted++
		} else {
			chance = 1 - chance
		}
		off := p.Chance - indicator(p.Accepted)
		q.LogLoss, q.Brier = q.LogLoss-math.Log(chance)/n, q.Brier+off*off/n
	}
	for _, g := range q.Reliability {
		q.CalibrationError += math.Abs(g.Predicted-g.Observed) * float64(g.Outcomes) / n
	}
	q.AUC = auc(predictions)
	q.Pairs, q.PairsRight = pairs(predictions)
	return q
}

func reliability(predictions []Prediction) []ReliabilityGroup {
	groups := make([]ReliabilityGroup, reliabilityGroups)
	for i := range groups {
		groups[i].From, groups[i].To = float64(i)/reliabilityGroups, float64(i+1)/reliabilityGroups
	}
	for _, p := range predictions {
		g := &groups[min(int(p.Chance*reliabilityGroups), reliabilityGroups-1)]
		g.Outcomes++
		g.Predicted, g.Observed = g.Predicted+p.Chance, g.Observed+indicator(p.Accepted)
	}
	for i := range groups {
		if n := float64(groups[i].Outcomes); n > 0 {
			groups[i].Predicted, groups[i].Observed = groups[i].Predicted/n, groups[i].Observed/n
		}
	}
	return groups
}

// auc is the share of pairs of an accepted and another prediction that Raw ranks
// right; ties count half. It is 0.5 without pairs.
func auc(predictions []Prediction) float64 {
	sorted := slices.SortedStableFunc(slices.Values(predictions), func(a, b Prediction) int { return cmp.Compare(a.Raw, b.Raw) })
	var right, accepted, refused float64
	for i := 0; i < len(sorted); {
		var up, down float64 // among those of the same Raw
		j := i
		for ; j < len(sorted) && sorted[j].Raw == sorted[i].Raw; j++ {
			up, down = up+indicator(sorted[j].Accepted), down+indicator(!sorted[j].Accepted)
		}
		right += up * (refused + down/2)
		accepted, refused, i = accepted+up, refused+down, j
	}
	if accepted == 0 || refused == 0 {
		return 0.5
	}
	return right / (accepted * refused)
}

// pairs counts the pairs of an accepted match and another of the same need, and how
// many of them Raw ranks right.
func pairs(predictions []Prediction) (all, right int) {
	byNeed := map[ID][]Prediction{}
	for _, p := range predictions {
		byNeed[p.Need] = append(byNeed[p.Need], p)
	}
	for _, of := range byNeed {
		for _, a := range of {
			for _, b := range of {
				if a.Accepted && !b.Accepted {
					all++
					right += int(indicator(a.Raw > b.Raw))
				}
			}
		}
	}
	return all, right
}

// certainty is how many standard deviations the ranking is better than chance, as
// Mann and Whitney count them.
func (q Quality) certainty() float64 {
	up, down := float64(q.Accepted), float64(q.Outcomes-q.Accepted)
	if up == 0 || down == 0 {
		return 0
	}
	return (q.AUC - 0.5) / math.Sqrt((up+down+1)/(12*up*down))
}
