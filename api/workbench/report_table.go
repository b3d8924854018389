package workbench

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"html/template"
	"strconv"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

type reportImportPage struct {
	Form   *form
	Owed   int
	Tables []act
	Faults []faultRow
	More   bool         // there are more than are shown
	Save   template.URL // the first faultsSaved as a table to download
}

// faultsSaved bounds the table of faults, which is in the page itself: whoever sends a
// wrong table has as many as rows.
const faultsSaved = 1000

// importReports takes a table of figures that a unit has filled in.
func (w *Workbench) importReports(v *visit) error {
	plan, owed, err := v.owed()
	if err != nil {
		return err
	}
	page := reportImportPage{Owed: len(owed.Duties), Tables: []act{{v.say("Excel 表", "Excel table"), v.href("/reports/table?format=xlsx"), false}, {v.say("CSV 表", "CSV table"), v.href("/reports/table?format=csv"), false}}}
	var file sentFile
	f := v.form(0, "批量填报", "Report by a table")
	f.Submit, f.cancel = v.say("导入", "Import"), "/reports"
	f.file(&file, "file", "填好的表格", "The table filled in", ".xlsx,.csv").required().hint("XLSX 或 CSV；没填数的行不处理", "XLSX or CSV; rows without a figure are left alone")
	f.show = func(status int) error {
		page.Form = f
		v.page(status, "report_import", f.Title, page)
		return nil
	}
	return f.serve(func() (string, error) {
		rows, err := intake.ReadReports(file.Name, file.Content)
		if err != nil {
			return "", err
		}
		taken, faults, err := v.DB.ImportReports(v.r.Context(), v.actor, plan, rows)
		if len(faults) > 0 {
			page.Faults, page.Save = v.reportFaults(faults[:min(len(faults), faultsSaved)])
			page.Faults, page.More = page.Faults[:min(len(faults), faultsShown)], len(faults) > faultsShown
			return "", domain.Invalid("file", fmt.Sprintf("表中有 %d 处问题，没有保存任何数据。请改好后重新导入。", len(faults)), fmt.Sprintf("has %d faults: nothing was kept", len(faults)))
		}
		f.done = v.say(fmt.Sprintf("已导入：新建草稿 %d 项，修改 %d 项，未变 %d 项，未填 %d 项。请逐项核对后提交。", taken.Created, taken.Changed, taken.Unchanged, taken.Blank),
			fmt.Sprintf("%d drafts made, %d changed, %d the same, %d rows blank. Check them, then submit.", taken.Created, taken.Changed, taken.Unchanged, taken.Blank))
		return "/reports?state=" + string(domain.ReportDraft), err
	})
}

// owed is what the caller is to report of the current plan, whose code it returns.
func (v *visit) owed() (plan string, owed postgres.Owed, err error) {
	current, err := v.DB.CurrentPlan(v.r.Context(), v.DB.Now())
	if err != nil {
		return "", owed, err
	}
	owed, err = v.DB.Owed(v.r.Context(), v.actor, current.Code)
	return current.Code, owed, err
}

// reportFaults are what is wrong with a table, to be read and to be saved.
func (v *visit) reportFaults(faults []domain.ImportFault) ([]faultRow, template.URL) {
	table := [][]string{{v.say("行", "Row"), v.say("列", "Column"), v.say("问题", "Fault")}}
	var rows []faultRow
	for _, f := range faults {
		row := faultRow{Row: strconv.Itoa(f.Row), Heading: intake.ReportHeading(f.Field).In(v.lang), Reason: f.Reason.In(v.lang)}
		rows = append(rows, row)
		table = append(table, []string{row.Row, row.Heading, row.Reason})
	}
	var out bytes.Buffer
	out.WriteString("\ufeff")               // so that Excel reads it as UTF-8
	_ = csv.NewWriter(&out).WriteAll(table) // a Buffer takes everything
	return rows, template.URL("data:text/csv;base64," + base64.StdEncoding.EncodeToString(out.Bytes()))
}

// reportTable is the table of what the caller owes, to be filled in.
func (w *Workbench) reportTable(v *visit) error {
	_, owed, err := v.owed()
	if err != nil {
		return err
	}
	format := intake.XLSX
	if v.r.URL.Query().Get("format") == intake.CSV {
		format = intake.CSV
	}
	content, err := intake.ReportTable(format, owed.Reporting, owed.Duties, owed.Drafts)
	if err != nil {
		return err
	}
	v.saved(v.say("数据填报表", "reports")+"."+format, map[string]string{intake.CSV: "text/csv", intake.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[format], content)
	return nil
}
