package main

import (
	"fmt"
	"strings"

	"sanku/domain"
)

// learnt prints what was learnt: by kind before and after, by judged collection, and
// what became of it.
func (c *console) learnt(r learnReport) {
	fmt.Fprintf(c.out, "记录的结果 outcomes recorded: %d\n", r.outcomes)
	for _, k := range r.lesson.Kinds {
		c.kindLearnt(k)
	}
	if len(r.judged) > 0 {
		table := [][]string{{"评测集 judged collection", "queries", "nDCG@10 before", "after"}}
		for _, j := range r.judged {
			table = append(table, []string{j.Set, fmt.Sprint(j.Queries), figure(j.Before), figure(j.After)})
		}
		fmt.Fprintln(c.out)
		writeTable(c.out, table)
	}
	fmt.Fprintf(c.out, "\n%s\n", r.decision())
}

func (c *console) kindLearnt(k domain.KindLesson) {
	name := domain.MatchKinds.Name(k.Kind)
	fmt.Fprintf(c.out, "\n%s %s: %d 项已有结论 decided, %d 项被接受 accepted, %d 项需求 needs", name.ZH, name.EN, k.Outcomes, k.Accepted, k.Needs)
	if k.Late > 0 {
		fmt.Fprintf(c.out, "（其中 %d 项为补录 of which %d from loaded dockings）", k.Late, k.Late)
	}
	fmt.Fprintln(c.out)
	if k.Fitted == domain.FitNothing && k.After.Outcomes == 0 {
		fmt.Fprintf(c.out, "  不作改动：%s Unchanged: %s\n", k.Reason.ZH, k.Reason.EN)
		return
	}
	writeTable(c.out, [][]string{
		{"", "before", "after"},
		{"  对数损失 log loss", figure(k.Before.LogLoss), figure(k.After.LogLoss)},
		{"  Brier", figure(k.Before.Brier), figure(k.After.Brier)},
		{"  校准误差 calibration error", figure(k.Before.CalibrationError), figure(k.After.CalibrationError)},
		{"  排序 AUC", figure(k.Before.AUC), figure(k.After.AUC)},
		{"  同一需求内排序正确 pairs ranked right", ratio(k.Before.PairsRight, k.Before.Pairs), ratio(k.After.PairsRight, k.After.Pairs)},
	})
	c.reliability(k.After)
	switch k.Fitted {
	case domain.FitNothing:
		fmt.Fprintf(c.out, "  不作改动：%s Unchanged: %s\n", k.Reason.ZH, k.Reason.EN)
	case domain.FitCalibration:
		fmt.Fprintln(c.out, "  只校准分数，权重不变 Scores calibrated, weights unchanged")
	default:
		fmt.Fprintln(c.out, "  权重与校准均已重新拟合 Weights and calibration refitted")
	}
}

// reliability prints what was predicted against what happened.
func (c *console) reliability(q domain.Quality) {
	table := [][]string{{"  预测 predicted", "n", "mean", "实际 observed"}}
	for _, g := range q.Reliability {
		if g.Outcomes > 0 {
			table = append(table, []string{fmt.Sprintf("  %.1f–%.1f", g.From, g.To), fmt.Sprint(g.Outcomes), fmt.Sprintf("%.2f", g.Predicted), fmt.Sprintf("%.2f", g.Observed)})
		}
	}
	writeTable(c.out, table)
}

func figure(v float64) string { return fmt.Sprintf("%.4f", v) }

func ratio(part, all int) string {
	if all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d / %d", part, all)
}

// decision says what became of what was learnt, and why.
func (r learnReport) decision() string {
	var says []string
	if len(r.harmed) > 0 {
		sets := strings.Join(r.harmed, ", ")
		says = append(says, "新权重使评测集排序变差，未采用 The refitted weights rank "+sets+" worse and were refused.")
	}
	switch {
	case r.installed != "":
		says = append(says, "已启用模型 Installed and in use: model "+r.installed+"（退回 to go back: sanku learn --revert "+orShipped(r.used)+"）")
	case !r.lesson.Learnt():
		says = append(says, "未作改动，仍用模型 Nothing changed; still in use: model "+orShipped(r.used))
	default:
		says = append(says, "试运行，未启用 Dry run: not installed")
	}
	return strings.Join(says, "\n")
}

func orShipped(version string) string {
	if version == "" {
		return "shipped"
	}
	return version
}

// learntJSON is learnReport for programs.
type learntJSON struct {
	Outcomes  int          `json:"outcomes"`
	Used      string       `json:"used"`
	Installed string       `json:"installed,omitempty"`
	DryRun    bool         `json:"dry_run"`
	Kinds     []kindJSON   `json:"kinds"`
	Judged    []judgedJSON `json:"judged,omitempty"`
	Refused   []string     `json:"refused_for,omitempty"` // judged collections that refitted weights rank worse
}

type kindJSON struct {
	Kind     string      `json:"kind"`
	Decided  int         `json:"decided"`
	Accepted int         `json:"accepted"`
	Needs    int         `json:"needs"`
	Fitted   string      `json:"fitted"`
	Reason   string      `json:"reason,omitempty"`
	Before   qualityJSON `json:"before"`
	After    qualityJSON `json:"after"`
}

type qualityJSON struct {
	LogLoss          float64     `json:"log_loss"`
	Brier            float64     `json:"brier"`
	CalibrationError float64     `json:"calibration_error"`
	AUC              float64     `json:"auc"`
	Pairs            int         `json:"pairs"`
	PairsRight       int         `json:"pairs_right"`
	Reliability      []groupJSON `json:"reliability"`
}

type groupJSON struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Outcomes  int     `json:"n"`
	Predicted float64 `json:"predicted"`
	Observed  float64 `json:"observed"`
}

type judgedJSON struct {
	Set     string  `json:"set"`
	Queries int     `json:"queries"`
	Before  float64 `json:"ndcg_at_10_before"`
	After   float64 `json:"ndcg_at_10_after"`
}

func (r learnReport) json() learntJSON {
	out := learntJSON{Outcomes: r.outcomes, Used: orShipped(r.used), Installed: r.installed, DryRun: r.dryRun, Refused: r.harmed}
	for _, k := range r.lesson.Kinds {
		out.Kinds = append(out.Kinds, kindJSON{k.Kind, k.Outcomes, k.Accepted, k.Needs, string(k.Fitted), k.Reason.EN, qualityOf(k.Before), qualityOf(k.After)})
	}
	for _, j := range r.judged {
		out.Judged = append(out.Judged, judgedJSON(j))
	}
	return out
}

func qualityOf(q domain.Quality) qualityJSON {
	out := qualityJSON{LogLoss: q.LogLoss, Brier: q.Brier, CalibrationError: q.CalibrationError, AUC: q.AUC, Pairs: q.Pairs, PairsRight: q.PairsRight, Reliability: []groupJSON{}}
	for _, g := range q.Reliability {
		if g.Outcomes > 0 {
			out.Reliability = append(out.Reliability, groupJSON(g))
		}
	}
	return out
}
