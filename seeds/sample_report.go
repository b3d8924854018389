package seeds

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sampleReport is a unit's report as reports.jsonl gives it. What it corrects comes
// before it in the file.
type sampleReport struct {
	Key         string           `json:"key"`
	Indicator   string           `json:"indicator"`
	Dimension   domain.Dimension `json:"dimension"`
	Part        string           `json:"part"` // code of the area or sector
	Period      string           `json:"period"`
	Unit        string           `json:"unit"`
	Value       *domain.Decimal  `json:"value"`
	Numerator   *domain.Decimal  `json:"numerator"`
	Denominator *domain.Decimal  `json:"denominator"`
	Source      string           `json:"source"`
	Note        string           `json:"note"`
	State       string           `json:"state"`
	ApprovedOn  domain.Date      `json:"approved_on"`
	Corrects    string           `json:"corrects"`
	Reason      string           `json:"reason"` // why it was returned, or what it corrects
}

// loadReports loads the reports of the plan that the sample data was written for; a
// database without that plan has none.
func loadReports(ctx context.Context, db *postgres.DB, progress func(int)) (int, error) {
	var f planFile
	if err := readJSON(PlanFiles(), "plan.json", &f); err != nil {
		return 0, err
	}
	return loadEach("reports.jsonl", progress, func(r sampleReport) error {
		past, err := r.past(f.Code)
		if err == nil {
			_, err = db.LoadReport(ctx, domain.System("seed"), past)
		}
		return err
	})
}

// past is the report of a plan with the steps that lead to its state.
func (r sampleReport) past(plan string) (postgres.PastReport, error) {
	period, err := domain.ParsePeriod(r.Period)
	p := postgres.PastReport{Report: domain.Report{SourceKey: sampleSource + ":" + r.Key, Plan: plan, Indicator: r.Indicator, Dimension: r.Dimension, Key: r.Part,
		Period: period, Unit: r.Unit, Value: r.Value, Numerator: r.Numerator, Denominator: r.Denominator, Source: r.Source, Note: r.Note},
		Reason: r.Reason, Steps: []postgres.ReportStep{{Name: "submit"}}}
	if r.Corrects != "" {
		p.Corrects = sampleSource + ":" + r.Corrects
	}
	switch domain.ReportState(r.State) {
	case domain.ReportApproved:
		p.Steps = append(p.Steps, postgres.ReportStep{Name: "approve", On: r.ApprovedOn})
	case domain.ReportReturned:
		p.Steps = append(p.Steps, postgres.ReportStep{Name: "return", Reason: r.Reason})
	}
	return p, err
}
