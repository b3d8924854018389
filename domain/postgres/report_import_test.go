package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/intake"
)

// filled is the table of what actor owes, as a clerk sends it back: cells by the subject
// of their row, in the order value, numerator, denominator.
func (r *reporting) filled(t *testing.T, actor domain.Actor, cells map[string]string) []domain.ReportedRow {
	t.Helper()
	owed, err := r.Owed(t.Context(), actor, "p")
	require.NoError(t, err)
	table, err := intake.ReportTable(intake.CSV, owed.Reporting, owed.Duties, owed.Drafts)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")
	for i, line := range lines {
		parts := strings.Split(line, ",")
		if cell, ok := cells[parts[0]]; ok {
			copy(parts[5:], strings.Split(cell, "|"))
			lines[i] = strings.Join(parts, ",")
		}
	}
	rows, err := intake.ReadReports("a.csv", []byte(strings.Join(lines, "\n")))
	require.NoError(t, err)
	require.Len(t, rows, len(owed.Duties))
	return rows
}

const (
	firstQuarter = "p/rd_spend///2026-Q1"
	wholeYear    = "p/patents///2026"
)

func TestReportsByTable(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	rows := r.filled(t, r.liaison, map[string]string{firstQuarter: "20.5", wholeYear: "|6000|270.5"})
	blank := len(rows) - 2
	taken, faults, err := r.ImportReports(ctx, r.liaison, "p", rows)
	require.NoError(t, err)
	require.Empty(t, faults)
	require.Equal(t, fmt.Sprint([]int{2, 0, 0, blank}), fmt.Sprint([]int{taken.Created, taken.Changed, taken.Unchanged, taken.Blank}))

	// Sent again with one figure changed, the rest stays as it is, and is told with what the drafts hold.
	rows = r.filled(t, r.liaison, map[string]string{firstQuarter: "21"})
	require.Equal(t, decimal("6000"), at(rows, wholeYear).Numerator)
	taken, _, err = r.ImportReports(ctx, r.liaison, "p", rows)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprint([]int{0, 1, 1, blank}), fmt.Sprint([]int{taken.Created, taken.Changed, taken.Unchanged, taken.Blank}))
	rows = r.filled(t, r.liaison, nil)
	taken, _, err = r.ImportReports(ctx, r.liaison, "p", rows)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprint([]int{0, 0, 2, blank}), fmt.Sprint([]int{taken.Created, taken.Changed, taken.Unchanged, taken.Blank}), "a table that changes nothing")
	require.Equal(t, "create,change", r.scalar(t, `SELECT string_agg(step, ',' ORDER BY at, step DESC) FROM report_events e JOIN reports r ON r.id = e.report_id WHERE indicator = 'rd_spend'`))
	require.Equal(t, "3", r.scalar(t, `SELECT count(*)::text FROM audit WHERE kind = 'report' AND action IN ('create', 'change')`))
}

func at(rows []domain.ReportedRow, subject string) domain.ReportedRow {
	for _, r := range rows {
		if r.Subject == subject {
			return r
		}
	}
	return domain.ReportedRow{}
}

// When anything is wrong nothing is kept, and every row that is wrong says why.
func TestReportsByATableWithFaults(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	table := "事项编号（请勿改动）,数值,分子,分母,数据来源\n" + firstQuarter + ",20.5,,,快报\n" + firstQuarter + ",20.6,,,\n" + wholeYear + ",,6000,,\np/rd_spend///1999-Q1,1,,,\n" + wholeYear + "x,很多,,,\n,5,,,\n"
	rows, err := intake.ReadReports("a.csv", []byte(table))
	require.NoError(t, err)
	taken, faults, err := r.ImportReports(ctx, r.liaison, "p", rows)
	require.NoError(t, err)
	require.Zero(t, taken)
	var told []string
	for _, f := range faults {
		told = append(told, fmt.Sprintf("%d %s %s", f.Row, f.Field, f.Reason.ZH))
	}
	require.Equal(t, []string{"3 subject 与第 2 行是同一事项", "4 denominator 分子和分母须同时填写", "5 subject 不在您应报的事项中", "6 value 应为数字，最多四位小数", "6 subject 不在您应报的事项中",
		"7 subject 没有事项编号，请用下载的模板填写"}, told)
	require.Equal(t, "0", r.scalar(t, `SELECT count(*)::text FROM reports`), "nothing is half done")

	good := rows[:1]
	_, faults, err = r.ImportReports(ctx, r.other, "p", good)
	require.NoError(t, err)
	require.Equal(t, "不在您应报的事项中", faults[0].Reason.ZH, "it is owed by another unit")
	_, _, err = r.ImportReports(ctx, r.liaison, "p", good)
	require.NoError(t, err)
	found, err := r.Report(ctx, r.liaison, r.owedReport(t))
	require.NoError(t, err)
	r.lead(t, found, "submit")
	_, faults, err = r.ImportReports(ctx, r.liaison, "p", good)
	require.NoError(t, err)
	require.Equal(t, "该事项已提交，不能再改", faults[0].Reason.ZH)
	_, _, err = r.ImportReports(ctx, r.liaison, "none", good)
	requireInvalid(t, err, "plan")
}

func (r *reporting) owedReport(t *testing.T) domain.ID {
	t.Helper()
	id, err := domain.ParseID(r.scalar(t, `SELECT id::text FROM reports`))
	require.NoError(t, err)
	return id
}
