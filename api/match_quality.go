package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// MatchQuality is how good the scores of matches are, by what became of matches.
type MatchQuality struct {
	Model    string        `json:"model" zh:"使用中的模型" doc:"shipped: the weights that came with the program."`
	Outcomes int           `json:"outcomes" zh:"记录的结果数" doc:"Those not decided yet among them."`
	Kinds    []KindQuality `json:"kinds" zh:"各类别"`
	Models   []Model       `json:"models" zh:"历次模型" doc:"The latest first."`
}

// KindQuality is the quality of one kind's scores, of outcomes as they were scored when
// people decided on them.
type KindQuality struct {
	Kind string `json:"kind" set:"match_kinds" zh:"类别"`
	Quality
}

// Quality says how far predictions were right.
type Quality struct {
	Decided          int                `json:"decided" zh:"已有结论"`
	Accepted         int                `json:"accepted" zh:"被接受"`
	LogLoss          float64            `json:"log_loss" zh:"对数损失"`
	Brier            float64            `json:"brier" zh:"Brier 分数"`
	CalibrationError float64            `json:"calibration_error" zh:"校准误差"`
	AUC              float64            `json:"auc" zh:"排序质量" doc:"How often an accepted match is ranked above one that was not; 0.5 by chance."`
	Pairs            int                `json:"pairs" zh:"同一需求内的对比数"`
	PairsRight       int                `json:"pairs_right" zh:"其中排序正确"`
	Reliability      []ReliabilityGroup `json:"reliability" zh:"可靠性表"`
}

// ReliabilityGroup are the outcomes scored between two tenths.
type ReliabilityGroup struct {
	From      float64 `json:"from" zh:"自"`
	To        float64 `json:"to" zh:"至"`
	Outcomes  int     `json:"n" zh:"结果数"`
	Predicted float64 `json:"predicted" zh:"平均预测"`
	Observed  float64 `json:"observed" zh:"实际接受率"`
}

// Model is a model that was learnt, and how good it was found then.
type Model struct {
	Version  string        `json:"version" zh:"版本"`
	Base     string        `json:"base" zh:"出厂权重版本"`
	Used     bool          `json:"used" zh:"使用中"`
	Outcomes int           `json:"outcomes" zh:"拟合所用结果数"`
	By       string        `json:"by" zh:"拟合人"`
	FittedAt time.Time     `json:"fitted_at" zh:"拟合时间"`
	Kinds    []ModelKind   `json:"kinds" zh:"各类别"`
	Judged   []JudgedCheck `json:"judged" zh:"评测集检验"`
}

// ModelKind is what was fitted of one kind, and how outcomes held back were predicted
// by the model before and by this one.
type ModelKind struct {
	Kind   string  `json:"kind" set:"match_kinds" zh:"类别"`
	Fitted string  `json:"fitted" enum:"weights,calibration,nothing" zh:"拟合内容"`
	Reason string  `json:"reason,omitempty" zh:"未拟合的原因"`
	Before Quality `json:"before" zh:"此前"`
	After  Quality `json:"after" zh:"此后"`
}

// JudgedCheck is how a judged collection was ranked before and after.
type JudgedCheck struct {
	Set     string  `json:"set" zh:"评测集"`
	Queries int     `json:"queries" zh:"查询数"`
	Before  float64 `json:"ndcg_at_10_before" zh:"此前 nDCG@10"`
	After   float64 `json:"ndcg_at_10_after" zh:"此后 nDCG@10"`
}

func (a *API) registerMatchQuality() {
	register(a, route{id: "read-match-quality", method: http.MethodGet, path: "/match-quality", resource: domain.Models, action: domain.Read, tag: "match-quality",
		summary: domain.Text{ZH: "匹配质量：可靠性表、结果数与历次模型", EN: "How good matches are: reliability, outcomes and models"}}, a.matchQuality)
}

func (a *API) matchQuality(ctx context.Context, _ *none) (*body[MatchQuality], error) {
	outcomes, err := a.db.Outcomes(ctx)
	if err != nil {
		return nil, err
	}
	models, err := a.db.Models(ctx)
	if err != nil {
		return nil, err
	}
	used, err := a.db.UsedModel(ctx)
	if used == "" {
		used = postgres.ShippedModel
	}
	out := MatchQuality{Model: used, Outcomes: len(outcomes), Models: append([]Model{}, each(models, modelIn(requestOf(ctx).lang))...)}
	for _, kind := range domain.MatchKinds.Codes() {
		out.Kinds = append(out.Kinds, KindQuality{kind, qualityOf(domain.QualityOf(domain.Scored(kind, outcomes)))})
	}
	return &body[MatchQuality]{Body: out}, err
}

func qualityOf(q domain.Quality) Quality {
	return Quality{q.Outcomes, q.Accepted, q.LogLoss, q.Brier, q.CalibrationError, q.AUC, q.Pairs, q.PairsRight,
		append([]ReliabilityGroup{}, each(q.Reliability, func(g domain.ReliabilityGroup) ReliabilityGroup { return ReliabilityGroup(g) })...)}
}

func modelIn(lang string) func(domain.Model) Model {
	return func(m domain.Model) Model {
		kind := func(k domain.KindLesson) ModelKind {
			return ModelKind{k.Kind, string(k.Fitted), k.Reason.In(lang), qualityOf(k.Before), qualityOf(k.After)}
		}
		return Model{m.Version, m.Base, m.Used, m.Outcomes, m.By, m.FittedAt, append([]ModelKind{}, each(m.Figures.Kinds, kind)...),
			append([]JudgedCheck{}, each(m.Figures.Judged, func(j domain.JudgedFigure) JudgedCheck { return JudgedCheck(j) })...)}
	}
}
