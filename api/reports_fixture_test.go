package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func reportFixtures() map[string]fixture {
	file := []string{"{attachment}", attachedFile.String()}
	return map[string]fixture{
		"list-reports":                  {record: report(), query: "limit=200&sort=-created_at"},
		"read-report":                   {record: report()},
		"create-report":                 {record: reportToMake, body: newReportBody},
		"change-report":                 {record: report(), body: text(`{"note":"示例"}`)},
		"submit-report":                 {record: report()},
		"approve-report":                {record: report("submit")},
		"return-report":                 {record: report("submit"), body: reason},
		"withdraw-report":               {record: report()},
		"correct-report":                {record: report("submit", "approve"), body: reason},
		"list-events-of-report":         {record: report()},
		"list-duties-of-report":         {record: owed},
		"list-attachments-of-report":    {record: report()},
		"attach-to-report":              {record: report(), body: text("区域,数值\n"), query: "name=a.csv"},
		"download-attachment-of-report": {record: attached, params: file},
		"detach-from-report":            {record: attached, params: file},
		"table-of-report":               {query: "plan=p&format=csv"},
		"import-report":                 {query: "plan=p&name=a.csv", body: text("事项编号（请勿改动）,数值\n,\n")},
		"list-reminders":                {record: reminder, query: "limit=200"},
		"mark-read-reminder":            {record: reminder},
	}
}

// reportingUnit is the unit of the liaison, or another.
func reportingUnit(r relation) string {
	return map[relation]string{own: "kjj", foreign: "gxj", absent: "kjj"}[r]
}

// reportingPlan empties the reports and returns the plan that both units report for.
func (s *server) reportingPlan() string {
	s.t.Helper()
	_, err := s.db.Pool().Exec(s.t.Context(), `TRUNCATE reports CASCADE`)
	require.NoError(s.t, err)
	return s.addPlan().Code
}

// lastQuarter is the last quarter that is over.
func (s *server) lastQuarter() domain.Period {
	today := domain.DateOf(s.db.Now())
	first := domain.QuarterPeriod(today.Year, (int(today.Month)+2)/3).From
	last := first.AddDays(-1)
	return domain.QuarterPeriod(last.Year, (int(last.Month)+2)/3)
}

// report is one of the caller's unit, or another, taken through steps.
func report(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		value := domain.Whole(20)
		made, err := s.db.CreateReport(s.t.Context(), setup, domain.Report{Plan: s.reportingPlan(), Indicator: "rd_spend", Period: s.lastQuarter(), Unit: reportingUnit(r), Value: &value})
		require.NoError(s.t, err)
		for _, step := range steps {
			made, err = s.db.StepReport(s.t.Context(), setup, made.ID, made.Version, postgres.ReportStep{Name: step})
			require.NoError(s.t, err)
		}
		return target{id: made.ID, version: made.Version, facts: made.Facts()}
	}
}

func reportToMake(_ *server, _ caller, r relation) target {
	return target{facts: domain.Report{Unit: reportingUnit(r)}.Facts()}
}

func newReportBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"plan":%q,"indicator":"rd_spend","period":%q,"unit":%q,"value":20}`, s.reportingPlan(), s.lastQuarter().Code(), reportingUnit(r))
}

// owed: everyone who may read reports is told what they owe.
func owed(s *server, _ caller, _ relation) target {
	s.addPlan()
	return target{facts: domain.Facts{Units: []string{"kjj"}}}
}

var attachedFile = domain.NewID()

// attached is a report with the one file that has the known ID.
func attached(s *server, c caller, r relation) target {
	on := report()(s, c, r)
	_, err := s.db.Pool().Exec(s.t.Context(), `DELETE FROM report_attachments WHERE id = $1`, [16]byte(attachedFile))
	require.NoError(s.t, err)
	_, err = s.db.Pool().Exec(s.t.Context(), `INSERT INTO report_attachments (id, report_id, name, type, size, sha256, content, created_at)
VALUES ($1, $2, '示例.csv', 'text/csv', 1, decode(repeat('00', 32), 'hex'), '1', now())`, [16]byte(attachedFile), [16]byte(on.id))
	require.NoError(s.t, err)
	return on
}

func reminder(s *server, _ caller, r relation) target {
	s.reportingPlan()
	m := domain.Reminder{ID: domain.NewID(), Unit: reportingUnit(r)}
	_, err := s.db.Pool().Exec(s.t.Context(), `INSERT INTO reminders (id, kind, ref, stage, unit, title, due_on, created_at)
VALUES ($1, 'report', $2, 'soon', $3, '{"zh":"示例"}', now(), now())`, [16]byte(m.ID), m.ID.String(), m.Unit)
	require.NoError(s.t, err)
	return target{id: m.ID, facts: m.Facts()}
}
