package workbench

import (
	"encoding/csv"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

type importsPage struct {
	New, Next string
	Rows      []listingRow
}

// imports lists the files that were brought in, the last first.
func (w *Workbench) imports(v *visit) error {
	found, err := w.DB.ImportRuns(v.r.Context(), v.actor, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	owners, err := v.importOwners(found.Items)
	if err != nil {
		return err
	}
	page := importsPage{New: v.reach("/imports/new")}
	for _, r := range found.Items {
		row := listingRow{Title: r.FileName, Href: v.href("/imports/" + r.ID.String()), State: domain.ImportStates.Name(string(r.State)).In(v.lang), Class: "plain",
			Facts: owners[r.OrganisationID] + domain.ImportKinds.Name(r.Kind).In(v.lang) + " · " + minute(r.StartedAt) + " · " + v.importCounts(r)}
		if r.Options.DryRun {
			row.State = v.say("试导入", "Trial")
		}
		page.Rows = append(page.Rows, row)
	}
	if found.Next != "" {
		page.Next = v.href("/imports?after=" + found.Next)
	}
	v.page(http.StatusOK, "imports", v.say("批量导入", "Imports"), page)
	return nil
}

// importOwners are the names of the organisations whose imports runs are, each followed by
// a dot, for those who see the imports of several.
func (v *visit) importOwners(runs []domain.ImportRun) (map[domain.ID]string, error) {
	if v.importOwn() {
		return nil, nil
	}
	var ids []domain.ID
	for _, r := range runs {
		if !r.OrganisationID.IsZero() {
			ids = append(ids, r.OrganisationID)
		}
	}
	found, err := v.DB.OrganisationsByIDs(v.r.Context(), ids)
	names := make(map[domain.ID]string, len(found))
	for _, o := range found {
		names[o.ID] = o.Name + " · "
	}
	return names, err
}

func (v *visit) importCounts(r domain.ImportRun) string {
	n := func(zh, en string, count int) string {
		return v.say(zh, en) + " " + strconv.Itoa(count) + v.say("，", ", ")
	}
	return n("共", "rows", r.Rows) + n("新增", "new", r.Created) + n("更新", "changed", r.Changed) + n("未变", "the same", r.Unchanged) +
		n("存为草稿", "as drafts", r.Drafts) + v.say("未收", "rejected") + " " + strconv.Itoa(r.Rejected)
}

type importPage struct {
	Name, Kind, Counts, At string
	Owner                  string // whose import it is, for those who see several
	Ignored                string // columns that were not known
	Try, Failed, More      bool
	Faults                 []faultRow
	Table                  string // to download
	Made                   []madeRow
	MoreMade               bool
	All                    string // where all records of the kind stand
	Again                  string // where the table is brought in again
}

type faultRow struct{ Row, Heading, Reason, Taken string }

// madeRow is a record that was made or changed.
type madeRow struct{ Row, Title, Href, Became string }

// How many faults and how many records a page shows; the table to download has all faults.
const (
	faultsShown = 100
	madeShown   = 100
)

// importRun shows what became of a file, row by row where something is wrong.
func (w *Workbench) importRun(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	run, err := w.DB.ImportRun(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	found, err := w.DB.ImportFaults(v.r.Context(), id, postgres.Page{Limit: faultsShown})
	if err != nil {
		return err
	}
	made, err := w.DB.ImportedRows(v.r.Context(), id, postgres.Page{Limit: madeShown})
	if err != nil {
		return err
	}
	owners, err := v.importOwners([]domain.ImportRun{run})
	if err != nil {
		return err
	}
	page := importPage{Name: run.FileName, Kind: domain.ImportKinds.Name(run.Kind).In(v.lang), Owner: owners[run.OrganisationID], Counts: v.importCounts(run), At: minute(run.StartedAt),
		Try: run.Options.DryRun, Failed: run.State == domain.ImportFailed, More: found.Next != "", MoreMade: made.Next != "", Ignored: strings.Join(slices.Sorted(maps.Keys(run.Ignored)), v.say("、", ", ")),
		Table: v.href("/imports/" + id.String() + "/faults.csv"), All: v.reach("/" + run.Kind), Again: v.importPath(run.Kind)}
	for _, fault := range found.Items {
		page.Faults = append(page.Faults, v.faultRow(run.Kind, fault))
	}
	for _, m := range made.Items {
		page.Made = append(page.Made, v.madeRow(run.Kind, m))
	}
	v.page(http.StatusOK, "import", run.FileName, page)
	return nil
}

func (v *visit) madeRow(kind string, m domain.ImportedRow) madeRow {
	row := madeRow{Row: strconv.Itoa(m.Row), Title: m.Title, Href: v.reach("/" + kind + "/" + m.RecordID.String()), Became: v.say("更新", "changed")}
	if m.Created {
		row.Became = v.say("新增", "new")
	}
	if m.State != "" {
		row.Became += v.say("，", ", ") + domain.ImportedStates(kind).Name(m.State).In(v.lang)
	}
	return row
}

func (v *visit) faultRow(kind string, f domain.ImportFault) faultRow {
	taken := v.say("未收", "rejected")
	if f.Draft {
		taken = v.say("存为草稿", "taken as a draft")
	}
	return faultRow{strconv.Itoa(f.Row), intake.Heading(kind, f.Field).In(v.lang), f.Reason.In(v.lang), taken}
}

// importFaults is the table of all that is wrong with a file.
func (w *Workbench) importFaults(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	run, err := w.DB.ImportRun(v.r.Context(), v.actor, id)
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
