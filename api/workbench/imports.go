package workbench

import (
	"encoding/csv"
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

// importedKinds are what the page brings in; the API takes the other kinds too.
var importedKinds = domain.Terms{domain.ImportKinds[1], domain.ImportKinds[2]}

func (w *Workbench) addImports() {
	read := Route{Method: http.MethodGet, Resource: domain.Imports, Action: domain.Read}
	page, one, faults := read, read, read
	page.Path, page.serve = "/imports", w.imports
	one.Path, one.serve = "/imports/{id}", w.importRun
	faults.Path, faults.serve = "/imports/{id}/faults.csv", w.importFaults
	w.add(domain.Text{ZH: "批量导入", EN: "Imports"}, page)
	w.add(domain.Text{}, one)
	w.add(domain.Text{}, faults)
	w.addForm(Route{Path: "/imports/new", Resource: domain.Imports, Action: domain.Create, limit: maxUpload, serve: w.newImport})
}

type importsPage struct {
	New, Next string
	Rows      []listingRow
}

// imports lists the files that were brought in, the last first.
func (w *Workbench) imports(v *visit) error {
	found, err := w.DB.ImportRuns(v.r.Context(), postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page := importsPage{New: v.reach("/imports/new")}
	for _, r := range found.Items {
		page.Rows = append(page.Rows, listingRow{Title: r.FileName, Href: v.href("/imports/" + r.ID.String()), State: domain.ImportStates.Name(string(r.State)).In(v.lang), Class: "plain",
			Facts: domain.ImportKinds.Name(r.Kind).In(v.lang) + " · " + minute(r.StartedAt) + " · " + v.importCounts(r)})
	}
	if found.Next != "" {
		page.Next = v.href("/imports?after=" + found.Next)
	}
	v.page(http.StatusOK, "imports", v.say("批量导入", "Imports"), page)
	return nil
}

func (v *visit) importCounts(r domain.ImportRun) string {
	n := func(zh, en string, count int) string {
		return v.say(zh, en) + " " + strconv.Itoa(count) + v.say("，", ", ")
	}
	return n("共", "rows", r.Rows) + n("新增", "new", r.Created) + n("更新", "changed", r.Changed) + n("未变", "the same", r.Unchanged) +
		n("存为草稿", "as drafts", r.Drafts) + v.say("未收", "rejected") + " " + strconv.Itoa(r.Rejected)
}

// newImport brings in a table of needs or technologies.
func (w *Workbench) newImport(v *visit) error {
	kind, source, file := "needs", "", sentFile{}
	var try, publish, create bool
	f := v.form(0, "批量导入", "Import")
	f.Lead = v.say("请用 Excel 或 CSV 表格，第一行是列名。先试运行，改好有问题的行再正式导入；重复导入同一张表不会重复登记。", "An Excel or CSV table with headings in its first row. Try it first.")
	f.Submit, f.done, f.cancel = v.say("导入", "Import"), "", "/imports"
	f.radio(&kind, "kind", "导入什么", "What", importedKinds).required()
	f.file(&file, "file", "文件", "File", ".xlsx,.csv").required()
	f.text(&source, "source", "来源", "Source").required().hint("如“2026年征集”；同一来源内不重复", "Such as 2026; keys are unique within a source")
	f.tick(&try, "try", "只试运行，不保存", "Only try, keep nothing")
	f.tick(&publish, "publish", "内容完整的直接发布", "Publish what is complete")
	f.tick(&create, "create", "表中没有登记过的单位自动登记", "Add organisations that are not known")
	return f.serve(func() (string, error) {
		known, err := w.DB.Directories(v.r.Context())
		if err != nil {
			return "", err
		}
		read, err := intake.Open(kind, file.Name, file.Content, intake.Options{Areas: known.Areas, Units: known.Units, Industries: known.Industries, Registers: known.Registers})
		if err != nil {
			return "", err
		}
		run, err := w.DB.Import(v.r.Context(), v.actor, read.Run(domain.ImportOptions{Source: source, DryRun: try, Publish: publish, CreateOrganisations: create}), read.Rows(), nil)
		return "/imports/" + run.ID.String(), err
	})
}

type importPage struct {
	Name, Kind, Counts, At string
	Try, More              bool
	Faults                 []faultRow
	Table                  string // to download
}

type faultRow struct{ Row, Heading, Reason, Taken string }

// faultsShown is how many faults a page shows; the table to download has all.
const faultsShown = 100

// importRun shows what became of a file, row by row where something is wrong.
func (w *Workbench) importRun(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	run, err := w.DB.ImportRun(v.r.Context(), id)
	if err != nil {
		return err
	}
	found, err := w.DB.ImportFaults(v.r.Context(), id, postgres.Page{Limit: faultsShown})
	if err != nil {
		return err
	}
	page := importPage{Name: run.FileName, Kind: domain.ImportKinds.Name(run.Kind).In(v.lang), Counts: v.importCounts(run), At: minute(run.StartedAt), Try: run.Options.DryRun, More: found.Next != "",
		Table: v.href("/imports/" + id.String() + "/faults.csv")}
	for _, fault := range found.Items {
		page.Faults = append(page.Faults, v.faultRow(run.Kind, fault))
	}
	v.page(http.StatusOK, "import", run.FileName, page)
	return nil
}

func (v *visit) faultRow(kind string, f domain.ImportFault) faultRow {
	taken := v.say("未收", "rejected")
	if f.Draft {
		taken = v.say("存为草稿", "taken as a draft")
	}
	return faultRow{strconv.Itoa(f.Row), intake.Heading(kind, f.Field), f.Reason.In(v.lang), taken}
}

// importFaults is the table of all that is wrong with a file.
func (w *Workbench) importFaults(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	run, err := w.DB.ImportRun(v.r.Context(), id)
	if err != nil {
		return err
	}
	rows := [][]string{{v.say("行", "Row"), v.say("列", "Column"), v.say("问题", "Fault"), v.say("结果", "Result")}}
	for after := ""; ; {
		found, err := w.DB.ImportFaults(v.r.Context(), id, postgres.Page{After: after, Limit: postgres.MaxLimit})
		if err != nil {
			return err
		}
		for _, fault := range found.Items {
			r := v.faultRow(run.Kind, fault)
			rows = append(rows, []string{r.Row, r.Heading, r.Reason, r.Taken})
		}
		if after = found.Next; after == "" {
			break
		}
	}
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="import-faults.csv"`)
	if _, err := v.w.Write([]byte("\ufeff")); err != nil { // so that Excel reads it as UTF-8
		return nil
	}
	_ = csv.NewWriter(v.w).WriteAll(rows) // the client has gone when this fails
	return nil
}
