package postgres

import "sanku/domain"

// storedFigures are how a model's figures are kept.
type storedFigures struct {
	Kinds  []storedLesson `json:"kinds"`
	Judged []storedJudged `json:"judged,omitempty"`
}

type storedLesson struct {
	Kind     string        `json:"kind"`
	Outcomes int           `json:"outcomes"`
	Accepted int           `json:"accepted"`
	Needs    int           `json:"needs"`
	Late     int           `json:"late,omitempty"`
	Fitted   string        `json:"fitted"`
	ReasonZH string        `json:"reason_zh,omitempty"`
	ReasonEN string        `json:"reason_en,omitempty"`
	Before   storedQuality `json:"before"`
	After    storedQuality `json:"after"`
}

type storedQuality struct {
	Outcomes         int           `json:"outcomes"`
	Accepted         int           `json:"accepted"`
	LogLoss          float64       `json:"log_loss"`
	Brier            float64       `json:"brier"`
	CalibrationError float64       `json:"calibration_error"`
	AUC              float64       `json:"auc"`
	Pairs            int           `json:"pairs"`
	PairsRight       int           `json:"pairs_right"`
	Reliability      []storedGroup `json:"reliability"`
}

type storedGroup struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Outcomes  int     `json:"outcomes"`
	Predicted float64 `json:"predicted"`
	Observed  float64 `json:"observed"`
}

type storedJudged struct {
	Set     string  `json:"set"`
	Queries int     `json:"queries"`
	Before  float64 `json:"before"`
	After   float64 `json:"after"`
}

func storeFigures(f domain.ModelFigures) storedFigures {
	return storedFigures{domains(f.Kinds, storeLesson), domains(f.Judged, func(j domain.JudgedFigure) storedJudged { return storedJudged(j) })}
}

func (f storedFigures) domain() domain.ModelFigures {
	return domain.ModelFigures{Kinds: domains(f.Kinds, storedLesson.domain), Judged: domains(f.Judged, func(j storedJudged) domain.JudgedFigure { return domain.JudgedFigure(j) })}
}

func storeLesson(k domain.KindLesson) storedLesson {
	return storedLesson{k.Kind, k.Outcomes, k.Accepted, k.Needs, k.Late, string(k.Fitted), k.Reason.ZH, k.Reason.EN, storeQuality(k.Before), storeQuality(k.After)}
}

func (l storedLesson) domain() domain.KindLesson {
	return domain.KindLesson{Kind: l.Kind, Outcomes: l.Outcomes, Accepted: l.Accepted, Needs: l.Needs, Late: l.Late, Fitted: domain.Fitting(l.Fitted),
		Reason: domain.Text{ZH: l.ReasonZH, EN: l.ReasonEN}, Before: l.Before.domain(), After: l.After.domain()}
}

func storeQuality(q domain.Quality) storedQuality {
	return storedQuality{q.Outcomes, q.Accepted, q.LogLoss, q.Brier, q.CalibrationError, q.AUC, q.Pairs, q.PairsRight,
		domains(q.Reliability, func(g domain.ReliabilityGroup) storedGroup { return storedGroup(g) })}
}

func (q storedQuality) domain() domain.Quality {
	return domain.Quality{Outcomes: q.Outcomes, Accepted: q.Accepted, LogLoss: q.LogLoss, Brier: q.Brier, CalibrationError: q.CalibrationError,
		AUC: q.AUC, Pairs: q.Pairs, PairsRight: q.PairsRight,
		Reliability: domains(q.Reliability, func(g storedGroup) domain.ReliabilityGroup { return domain.ReliabilityGroup(g) })}
}
