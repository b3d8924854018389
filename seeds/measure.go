package seeds

import (
	"fmt"
	"slices"

	"sanku/domain"
)

// measureLine is how one indicator is measured, as measures.jsonl gives it.
type measureLine struct {
	Indicator   string             `json:"indicator"`
	From        string             `json:"from"`
	Rule        string             `json:"rule"`
	Register    string             `json:"register"`
	Categories  []string           `json:"categories"`
	Levels      []string           `json:"levels"`
	Take        string             `json:"take"`
	Form        string             `json:"form"`
	Every       string             `json:"every"`
	DueDays     int                `json:"due_days"`
	By          []domain.Dimension `json:"by"`
	Numerator   ratioPart          `json:"numerator"`
	Denominator ratioPart          `json:"denominator"`
	Of          string             `json:"of"`
	Keys        []string           `json:"keys"`
}

type ratioPart struct {
	ZH   string `json:"zh"`
	EN   string `json:"en"`
	Unit string `json:"unit"`
}

func (p ratioPart) domain() domain.RatioPart {
	return domain.RatioPart{Name: domain.Text{ZH: p.ZH, EN: p.EN}, Unit: p.Unit}
}

// readMeasures reads how indicators are measured. An indicator that the file leaves out
// has no figure.
func (r *planReader) readMeasures() error {
	const name = "measures.jsonl"
	lines, err := jsonLines[measureLine](r.data, name)
	if err != nil {
		return err
	}
	for _, l := range lines {
		m := domain.Measure{From: l.From, Rule: l.Rule, Register: l.Register, Categories: l.Categories, Levels: l.Levels, Take: l.Take,
			Form: l.Form, Every: l.Every, DueDays: l.DueDays, By: l.By, Numerator: l.Numerator.domain(), Denominator: l.Denominator.domain(), Of: l.Of, Keys: l.Keys}
		if err := r.measure(l.Indicator, m); err != nil {
			return fmt.Errorf("%s, %s: %w", name, l.Indicator, err)
		}
	}
	return nil
}

func (r *planReader) measure(indicator string, m domain.Measure) error {
	if err := m.Validate(); err != nil {
		return err
	}
	at := slices.IndexFunc(r.plan.Indicators, func(i domain.Indicator) bool { return i.Code == indicator })
	switch {
	case at < 0:
		return fmt.Errorf("the plan has no such indicator")
	case r.plan.Indicators[at].MeasuredBy.From != "":
		return fmt.Errorf("is there twice")
	case m.Of != "" && !slices.ContainsFunc(r.plan.Indicators, func(i domain.Indicator) bool { return i.Code == m.Of }):
		return fmt.Errorf("the plan has no indicator %s", m.Of)
	}
	r.plan.Indicators[at].MeasuredBy = m
	return nil
}
