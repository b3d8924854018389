package api

import (
	"context"
	"fmt"
	"net/http"

	"sanku/domain"
	"sanku/domain/intake"
)

// registerReportTable has many reports at once, as a table to be filled in.
func (a *API) registerReportTable(reports collection) {
	table := reports.route(http.MethodGet, "/table", "table-of", domain.Create, "下载填报表：", "Download a table to be filled in of what is owed of the")
	register(a, table, a.reportTable)
	in := reports.route(http.MethodPost, "/import", "import", domain.Create, "批量填报：", "Take a table that was filled in of the")
	in.status, in.maxBody, in.timeout = http.StatusOK, maxUpload, uploadTimeout
	register(a, in, a.importReports)
}

type reportTable struct {
	Plan   string `query:"plan" required:"true" maxLength:"60" zh:"计划代码"`
	Format string `query:"format" set:"table_formats" default:"xlsx" zh:"格式"`
}

func (a *API) reportTable(ctx context.Context, in *reportTable) (*download, error) {
	owed, err := a.db.Owed(ctx, actorOf(ctx), in.Plan)
	if err != nil {
		return nil, err
	}
	content, err := intake.ReportTable(in.Format, owed.Reporting, owed.Duties, owed.Drafts)
	return savedFile("数据填报表."+in.Format, map[string]string{intake.CSV: typeCSV, intake.XLSX: typeXLSX}[in.Format], content), err
}

type importReports struct {
	RawBody     []byte
	ContentType string `header:"Content-Type"`
	Name        string `query:"name" maxLength:"200" zh:"文件名" doc:"Of a file sent as the body itself."`
	Plan        string `query:"plan" required:"true" maxLength:"60" zh:"计划代码"`
}

// ReportsTaken counts the rows of a table by what became of them.
type ReportsTaken struct {
	Created   int `json:"created" zh:"新建草稿"`
	Changed   int `json:"changed" zh:"修改草稿"`
	Unchanged int `json:"unchanged" zh:"未变"`
	Blank     int `json:"blank" zh:"未填写"`
}

// importReports takes all rows or none: what is wrong is told by row and field.
func (a *API) importReports(ctx context.Context, in *importReports) (*body[ReportsTaken], error) {
	name, data, err := fileOf(in.ContentType, in.Name, in.RawBody)
	if err != nil {
		return nil, err
	}
	rows, err := intake.ReadReports(name, data)
	if err != nil {
		return nil, err
	}
	taken, faults, err := a.db.ImportReports(ctx, actorOf(ctx), in.Plan, rows)
	if len(faults) > 0 {
		var all domain.InvalidErrors
		for _, f := range faults {
			all = append(all, domain.InvalidError{Field: fmt.Sprintf("rows[%d].%s", f.Row, f.Field), Reason: f.Reason})
		}
		return nil, all
	}
	return &body[ReportsTaken]{ReportsTaken(taken)}, err
}
