package main

import "sanku/domain"

// reportJSON is the report as programs read it. A figure that is not known is null.
type reportJSON struct {
	Needs        int             `json:"needs"`
	Technologies int             `json:"technologies"`
	Policies     int             `json:"policies"`
	Experts      int             `json:"experts"`
	Matches      int             `json:"matches"`
	Contracts    int             `json:"contracts"`
	Indicators   []indicatorJSON `json:"indicators"`
}

type indicatorJSON struct {
	Code        string          `json:"code"`
	Name        string          `json:"name"`
	Value       *domain.Decimal `json:"value"`
	Target      *domain.Decimal `json:"target"`
	Numerator   *domain.Decimal `json:"numerator"`
	Denominator *domain.Decimal `json:"denominator"`
	Unit        string          `json:"unit"`
	AsOf        domain.Date     `json:"as_of"`
}

func (r demoReport) json() reportJSON {
	n := r.counts
	return reportJSON{n.Needs, n.Technologies, n.Policies, n.Experts, n.Matches, n.Contracts, indicatorsOf(r.figures)}
}

func indicatorsOf(figures []domain.Figure) []indicatorJSON {
	out := make([]indicatorJSON, len(figures))
	for i, f := range figures {
		out[i] = indicatorJSON{f.Indicator.Code, f.Indicator.Name.ZH, f.Value, f.Target, f.Numerator, f.Denominator, f.Indicator.Unit, f.AsOf}
	}
	return out
}
