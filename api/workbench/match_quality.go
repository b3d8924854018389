package workbench

import (
	"fmt"
	"net/http"
	"strconv"

	"sanku/domain"
)

func (w *Workbench) addMatchQuality() {
	w.add(domain.Text{ZH: "匹配质量", EN: "Match quality"}, Route{Method: http.MethodGet, Path: "/match-quality", Resource: domain.Models, Action: domain.Read, serve: w.matchQuality})
}

type qualityPage struct {
	Model    string
	Outcomes int
	Kinds    []kindQuality
	Models   []modelRow
}

// kindQuality is how good the scores of one kind of match are.
type kindQuality struct {
	Name  string
	Facts []fact
	Chart *reliabilityChart
	Rows  []reliabilityRow
	Few   bool // too few outcomes to say
}

type reliabilityRow struct{ Range, N, Predicted, Observed string }

type modelRow struct{ Version, Fitted, By, Outcomes, Used string }

// fewOutcomes is below how many decided outcomes figures say little.
const fewOutcomes = 30

// matchQuality shows how far scores told what became of matches.
func (w *Workbench) matchQuality(v *visit) error {
	ctx := v.r.Context()
	outcomes, err := w.DB.Outcomes(ctx)
	if err != nil {
		return err
	}
	models, err := w.DB.Models(ctx)
	if err != nil {
		return err
	}
	page := qualityPage{Model: v.say("出厂权重", "As shipped"), Outcomes: len(outcomes)}
	for _, k := range domain.MatchKinds {
		page.Kinds = append(page.Kinds, v.quality(k.Name.In(v.lang), domain.QualityOf(domain.Scored(k.Code, outcomes))))
	}
	for _, m := range models {
		row := modelRow{m.Version, minute(m.FittedAt), m.By, strconv.Itoa(m.Outcomes), ""}
		if m.Used {
			row.Used, page.Model = v.say("使用中", "In use"), m.Version
		}
		page.Models = append(page.Models, row)
	}
	v.page(http.StatusOK, "match_quality", v.say("匹配质量", "Match quality"), page)
	return nil
}

func (v *visit) quality(name string, q domain.Quality) kindQuality {
	k := kindQuality{Name: name, Few: q.Outcomes < fewOutcomes}
	if q.Outcomes == 0 {
		return k
	}
	k.Facts = []fact{{v.say("已有结论", "Decided"), strconv.Itoa(q.Outcomes)}, {v.say("其中被接受", "Accepted"), fmt.Sprintf("%d（%s）", q.Accepted, share(q.Accepted, q.Outcomes))},
		{v.say("预测与实际平均相差", "Off by, on average"), fmt.Sprintf(v.say("%.1f 个百分点", "%.1f points"), 100*q.CalibrationError)}}
	if q.Accepted > 0 && q.Accepted < q.Outcomes {
		k.Facts = append(k.Facts, fact{v.say("排序正确率", "Ranked rightly"), share(q.AUC)})
	}
	if q.Pairs > 0 {
		k.Facts = append(k.Facts, fact{v.say("同一需求内排序正确", "Within one need"), fmt.Sprintf("%d / %d", q.PairsRight, q.Pairs)})
	}
	k.Facts = append(k.Facts, fact{v.say("概率误差（Brier，越小越好）", "Brier score, less is better"), fmt.Sprintf("%.3f", q.Brier)})
	for _, g := range q.Reliability {
		row := reliabilityRow{fmt.Sprintf("%.0f–%.0f%%", 100*g.From, 100*g.To), strconv.Itoa(g.Outcomes), "—", "—"}
		if g.Outcomes > 0 {
			row.Predicted, row.Observed = share(g.Predicted), share(g.Observed)
		}
		k.Rows = append(k.Rows, row)
	}
	k.Chart = newReliability(v.say(name+"：预测的可能性与实际被接受的比例", name+": predicted and observed"), q.Reliability)
	return k
}

// share writes a number from 0 to 1 as a percentage.
func share(of float64) string { return fmt.Sprintf("%.1f%%", 100*of) }
