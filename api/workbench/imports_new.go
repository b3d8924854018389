package workbench

import (
	"fmt"
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/intake"
)

// importPath is where the caller brings in a table of a kind, "" when they may not.
func (v *visit) importPath(kind string) string {
	if !v.imports(kind) {
		return ""
	}
	return v.reach("/imports/new?kind=" + kind)
}

// imports reports whether the caller may import records of a kind.
func (v *visit) imports(kind string) bool {
	return !domain.ScopeOf(v.actor, domain.Import, domain.ImportResource(kind)).Empty()
}

// importOwn reports whether the caller imports for their own organisation only.
func (v *visit) importOwn() bool { return !domain.ScopeOf(v.actor, domain.Create, domain.Imports).All }

// newImportPage is the form, and what the tables look like that it takes.
type newImportPage struct {
	Form   *form
	Tables []importTable
	Many   bool // kinds to choose from
}

// importTable is a table to fill in, and what its columns are called.
type importTable struct {
	Name, XLSX, CSV string
	Columns         []importColumn
}

type importColumn struct{ Heading, Note, Example string }

// newImport brings in a table of one of the kinds that the caller may import.
func (w *Workbench) newImport(v *visit) error {
	var kinds domain.Terms
	for _, k := range domain.ImportKinds {
		if v.imports(k.Code) {
			kinds = append(kinds, k)
		}
	}
	kind := v.r.URL.Query().Get("kind")
	if !kinds.Has(kind) {
		kind = kinds[0].Code
	}
	own := v.importOwn()
	var file sentFile
	var o domain.ImportOptions
	f := v.form(0, "批量导入", "Import")
	if len(kinds) == 1 {
		f = v.form(0, "批量导入："+kinds[0].Name.ZH, "Import: "+kinds[0].Name.EN)
		f.hidden(&kind, "kind")
	} else {
		f.radio(&kind, "kind", "导入什么", "What", kinds).required()
	}
	f.Submit, f.done, f.cancel = v.say("导入", "Import"), "", "/imports"
	f.file(&file, "file", "文件", "File", ".xlsx,.csv").required().hint("Excel 或 CSV 表格，第一行是列名，不超过 20 MB", "An Excel or CSV table with headings in its first row, at most 20 MB")
	if own {
		f.Lead = v.say("先下载模板，每行填一条。可以先试导入看看有没有问题，再正式导入；同一张表重复导入不会重复登记。", "Download the table, fill in a row for each record, try it, then import it. Importing a table again adds nothing twice.")
		o.Source = strconv.Itoa(v.DB.Now().In(domain.Shanghai).Year())
		f.text(&o.Source, "source", "给这张表起个名称", "What to call this table").required().hint("改好后再次导入时用同一名称，编号相同的行会更新上次导入的内容", "Use the same name when you import it again: rows of the same key then change what was imported")
	} else {
		f.Lead = v.say("请用 Excel 或 CSV 表格，第一行是列名。先试导入，改好有问题的行再正式导入；重复导入同一张表不会重复登记。空白模板和各列怎么填见页末。", "An Excel or CSV table with headings in its first row. Try it first. Templates stand at the end of the page.")
		f.text(&o.Source, "source", "来源", "Source").required().hint("如“2026年征集”；同一来源内不重复", "Such as 2026; keys are unique within a source")
	}
	f.tick(&o.DryRun, "try", "只试导入，不保存", "Only try, keep nothing")
	if own {
		f.tick(&o.Submit, "submit", "内容完整的提交审核", "Submit what is complete for review").hint("不勾选则都存为草稿；内容不完整的总是存为草稿", "Otherwise all are drafts; what is incomplete always is")
	} else {
		f.tick(&o.Publish, "publish", "内容完整的直接发布", "Publish what is complete")
		f.tick(&o.CreateOrganisations, "create", "表中没有登记过的单位自动登记", "Add organisations that are not known")
	}
	f.show = func(status int) error {
		page := newImportPage{Form: f, Many: len(kinds) > 1}
		for _, k := range kinds {
			table, err := v.importTable(k, own)
			if err != nil {
				return err
			}
			page.Tables = append(page.Tables, table)
		}
		v.page(status, "import-new", f.Title, page)
		return nil
	}
	return f.serve(func() (string, error) {
		read, err := w.DB.OpenImport(v.r.Context(), v.actor, kind, file.Name, file.Content, intake.Options{})
		if err != nil {
			return "", err
		}
		run, err := w.DB.Import(v.r.Context(), v.actor, read.Run(o), read.Rows(), nil)
		return "/imports/" + run.ID.String(), err
	})
}

func (v *visit) importTable(kind domain.Term, own bool) (importTable, error) {
	list := intake.Columns
	if own {
		list = intake.OwnColumns
	}
	columns, err := list(kind.Code)
	t := importTable{Name: kind.Name.In(v.lang), XLSX: templateHref(kind.Code, intake.XLSX), CSV: templateHref(kind.Code, intake.CSV)}
	for _, c := range columns {
		if c.Name == "key" {
			c.Example = "01" // the table's own says that its row is an example
		}
		if c.Example != "" { // the table to download has the column
			t.Columns = append(t.Columns, importColumn{v.say(c.Heading, c.Heading+" "+c.Name), c.Note.In(v.lang), c.Example})
		}
	}
	return t, err
}

func templateHref(kind, format string) string {
	return fmt.Sprintf("/api/v1/imports/templates/%s?format=%s", kind, format)
}

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
