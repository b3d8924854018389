package postgres

import "sanku/domain"

// measureJSON is a measure as it is stored.
type measureJSON struct {
	From        string             `json:"from,omitempty"`
	Rule        string             `json:"rule,omitempty"`
	Register    string             `json:"register,omitempty"`
	Categories  []string           `json:"categories,omitempty"`
	Levels      []string           `json:"levels,omitempty"`
	Take        string             `json:"take,omitempty"`
	Form        string             `json:"form,omitempty"`
	Every       string             `json:"every,omitempty"`
	DueDays     int                `json:"due_days,omitempty"`
	By          []domain.Dimension `json:"by,omitempty"`
	Numerator   ratioPartJSON      `json:"numerator,omitzero"`
	Denominator ratioPartJSON      `json:"denominator,omitzero"`
	Of          string             `json:"of,omitempty"`
	Keys        []string           `json:"keys,omitempty"`
}

type ratioPartJSON struct {
	ZH   string `json:"zh"`
	EN   string `json:"en"`
	Unit string `json:"unit"`
}

func measureJSONOf(m domain.Measure) measureJSON {
	return measureJSON{m.From, m.Rule, m.Register, m.Categories, m.Levels, m.Take, m.Form, m.Every, m.DueDays, m.By,
		ratioPartJSON{m.Numerator.Name.ZH, m.Numerator.Name.EN, m.Numerator.Unit}, ratioPartJSON{m.Denominator.Name.ZH, m.Denominator.Name.EN, m.Denominator.Unit}, m.Of, m.Keys}
}

func (m measureJSON) domain() domain.Measure {
	return domain.Measure{From: m.From, Rule: m.Rule, Register: m.Register, Categories: m.Categories, Levels: m.Levels, Take: m.Take,
		Form: m.Form, Every: m.Every, DueDays: m.DueDays, By: m.By, Numerator: m.Numerator.domain(), Denominator: m.Denominator.domain(), Of: m.Of, Keys: m.Keys}
}

func (p ratioPartJSON) domain() domain.RatioPart {
	return domain.RatioPart{Name: domain.Text{ZH: p.ZH, EN: p.EN}, Unit: p.Unit}
}
