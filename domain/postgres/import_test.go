package postgres_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

// imported imports lines of JSON and returns the run with its faults.
func (l *library) imported(t *testing.T, kind string, o domain.ImportOptions, lines ...string) (domain.ImportRun, []domain.ImportFault) {
	t.Helper()
	if o.Source == "" {
		o.Source = "test"
	}
	file, err := intake.Open(kind, kind+".jsonl", []byte(strings.Join(lines, "\n")), intake.Options{})
	require.NoError(t, err)
	run, err := l.Import(t.Context(), bureau, file.Run(o), file.Rows(), nil)
	require.NoError(t, err)
	stored, err := l.ImportRun(t.Context(), bureau, run.ID)
	require.NoError(t, err)
	require.Equal(t, run.ImportCounts, stored.ImportCounts)
	require.Equal(t, run.State, stored.State)
	faults, err := l.ImportFaults(t.Context(), run.ID, postgres.Page{Limit: postgres.MaxLimit})
	require.NoError(t, err)
	return run, faults.Items
}

func (l *library) needTitled(t *testing.T, title string) domain.Need {
	t.Helper()
	found, err := l.Needs(t.Context(), bureau, postgres.NeedFilter{Title: title}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1, title)
	return found.Items[0]
}

func (l *library) count(t *testing.T, from string) (n int) {
	t.Helper()
	require.NoError(t, l.Pool().QueryRow(t.Context(), "select count(*) from "+from).Scan(&n))
	return n
}

func created(rows, made, rejected, drafts int) domain.ImportCounts {
	return domain.ImportCounts{Rows: rows, Created: made, Rejected: rejected, Drafts: drafts}
}

func TestImportEveryKind(t *testing.T) {
	l := openLibrary(t)
	publish := domain.ImportOptions{Publish: true}
	for kind, line := range map[string]string{
		"organisations": `{"key":"o","name":"湘潭示例新公司","area":"yuhu"}`,
		"needs":         `{"key":"n","title":"甲需求","problem":"问题","field":"materials","organisation":"湘潭示例材料有限公司"}`,
		"technologies":  `{"key":"t","title":"甲成果","abstract":"摘要","field":"materials","organisation":"湘潭示例理工大学"}`,
		"policies":      `{"key":"p","title":"示例措施","level":"city","text":"第一条 奖补。"}`,
		"experts":       `{"key":"e","kind":"steward","name":"样例","area":"yuhu","fields":["materials"]}`,
	} {
		run, faults := l.imported(t, kind, publish, line)
		require.Equal(t, created(1, 1, 0, 0), run.ImportCounts, kind)
		require.Empty(t, faults, kind)
		require.Equal(t, domain.ImportDone, run.State)
		table := kind
		if kind != "organisations" {
			table += " where state = 'published'"
		}
		require.Positive(t, l.count(t, table), kind)
	}
}

func TestImportTakesIncompleteRowsAsDrafts(t *testing.T) {
	l := openLibrary(t)
	run, faults := l.imported(t, "needs", domain.ImportOptions{Publish: true},
		`{"title":"完整的需求","problem":"问题","field":"materials","organisation":"湘潭示例材料有限公司"}`,
		`{"title":"没有问题的需求","field":"materials","organisation":"湘潭示例材料有限公司"}`,
		`{"title":"没有登记的单位","problem":"问题","field":"materials","organisation":"没有登记的公司"}`,
		`{"title":"什么也没有的需求","status":"published"}`)
	require.Equal(t, created(4, 4, 0, 3), run.ImportCounts)
	var lacks []string
	for _, f := range faults {
		require.True(t, f.Draft)
		lacks = append(lacks, fmt.Sprintf("%d %s", f.Row, f.Field))
	}
	require.Equal(t, []string{"2 problem", "3 organisation_id", "4 organisation_id", "4 problem", "4 field"}, lacks)
	require.Equal(t, "没有登记这家单位，请先导入单位", faults[1].Reason.ZH)
	require.Equal(t, domain.ListingPublished, l.needTitled(t, "完整的需求").State)
	require.Equal(t, domain.ListingDraft, l.needTitled(t, "什么也没有的需求").State)
}

func TestImportAgain(t *testing.T) {
	l := openLibrary(t)
	first := `{"key":"1","title":"第一项需求","problem":"问题","field":"materials","organisation":"湘潭示例材料有限公司"}`
	second := `{"title":"第二项需求","problem":"没有编号","field":"materials","organisation":"湘潭示例材料有限公司"}`
	l.imported(t, "needs", domain.ImportOptions{Publish: true}, first, second)
	trail, changes := l.count(t, "audit"), l.count(t, "changes")

	run, _ := l.imported(t, "needs", domain.ImportOptions{Publish: true}, second, first)
	require.Equal(t, domain.ImportCounts{Rows: 2, Unchanged: 2}, run.ImportCounts, "in another order")
	require.Equal(t, []int{trail, changes}, []int{l.count(t, "audit"), l.count(t, "changes")}, "what is the same leaves no trail")

	n := l.needTitled(t, "第一项需求")
	n, err := l.ChangeNeed(t.Context(), bureau, n.ID, n.Version, func(n *domain.Need) error { n.Background = "人工补充"; return nil })
	require.NoError(t, err)
	l.imported(t, "needs", domain.ImportOptions{Publish: true}, first)
	require.Equal(t, n, l.needTitled(t, "第一项需求"), "a source that repeats itself does not undo what people wrote")

	run, _ = l.imported(t, "needs", domain.ImportOptions{Publish: true}, strings.Replace(first, "问题", "新的问题", 1), second)
	require.Equal(t, domain.ImportCounts{Rows: 2, Changed: 1, Unchanged: 1}, run.ImportCounts)
	changed := l.needTitled(t, "第一项需求")
	require.Equal(t, n.Version+1, changed.Version)
	require.Equal(t, "新的问题", changed.Problem)
	require.Equal(t, n.PublishedAt, changed.PublishedAt)
	require.Equal(t, n.ValidUntil, changed.ValidUntil, "a validity that the source does not give stays")

	l.imported(t, "needs", domain.ImportOptions{Source: "other"}, strings.Replace(first, "第一项", "别处的", 1))
	require.Equal(t, 3, l.count(t, "needs"), "keys are unique within a source")
}

func TestImportNeverTakesAStateBack(t *testing.T) {
	l := openLibrary(t)
	line := `{"key":"1","title":"甲项需求","problem":"问题","field":"materials","organisation":"湘潭示例材料有限公司"}`
	l.imported(t, "needs", domain.ImportOptions{}, line)
	require.Equal(t, domain.ListingDraft, l.needTitled(t, "甲项需求").State)
	run, _ := l.imported(t, "needs", domain.ImportOptions{Publish: true}, line)
	require.Equal(t, 1, run.Changed, "published by a later run")
	run, _ = l.imported(t, "needs", domain.ImportOptions{}, strings.Replace(line, "问题", "另一个问题", 1))
	require.Equal(t, 1, run.Changed)
	n := l.needTitled(t, "甲项需求")
	require.Equal(t, domain.ListingPublished, n.State)

	_, err := l.StepNeed(t.Context(), bureau, n.ID, n.Version, "close", "已解决")
	require.NoError(t, err)
	run, faults := l.imported(t, "needs", domain.ImportOptions{}, strings.Replace(line, "问题", "第三个问题", 1))
	require.Equal(t, 1, run.Rejected)
	require.Equal(t, "已关闭，不能再修改", faults[0].Reason.ZH)
}

func TestImportRejectsOnlyTheRowThatBreaks(t *testing.T) {
	l := openLibrary(t)
	var lines []string
	for i := range 450 {
		industry := ""
		if i == 7 || i == 300 {
			industry = `,"industry":"T97"` // well formed, and not an industry
		}
		lines = append(lines, fmt.Sprintf(`{"title":"第%d项需求"%s}`, i, industry))
	}
	lines[20] = `{"title":""}`
	run, _ := l.imported(t, "needs", domain.ImportOptions{}, lines...)
	require.Equal(t, created(450, 447, 3, 447), run.ImportCounts)
	all, err := l.ImportFaults(t.Context(), run.ID, postgres.Page{Limit: 2000})
	require.NoError(t, err)
	rejected := slices.DeleteFunc(all.Items, func(f domain.ImportFault) bool { return f.Draft })
	require.Equal(t, []int{8, 21, 301}, []int{rejected[0].Row, rejected[1].Row, rejected[2].Row})
	require.Equal(t, "industry", rejected[0].Field)
	require.Equal(t, 447, l.count(t, "needs"))
	require.Equal(t, 447, l.count(t, "audit where kind = 'need'"), "one line of the trail for each, and none for those rejected")
	require.Equal(t, 447, l.count(t, "changes where kind = 'need'"))
}

func TestImportDryRunAndStrict(t *testing.T) {
	l := openLibrary(t)
	organisations := l.count(t, "organisations")
	lines := []string{`{"title":"甲项需求","organisation":"待建的公司"}`, `{"title":"乙项需求","industry":"T97"}`, `{"title":"丙项需求"}`}
	for _, o := range []domain.ImportOptions{{DryRun: true, CreateOrganisations: true}, {Strict: true, CreateOrganisations: true}, {DryRun: true, Strict: true, CreateOrganisations: true}} {
		run, faults := l.imported(t, "needs", o, lines...)
		require.Equal(t, created(3, 2, 1, 2), run.ImportCounts, "%+v", o)
		require.Contains(t, faults, domain.ImportFault{Row: 2, Field: "industry", Reason: domain.Text{ZH: "所指的记录不存在或正被引用", EN: "refers to a record that does not exist, or is referred to"}})
		require.Zero(t, l.count(t, "needs")+l.count(t, "import_digests"))
		require.Equal(t, organisations, l.count(t, "organisations"))
		want := domain.ImportFailed
		if o.DryRun {
			want = domain.ImportDone
		}
		require.Equal(t, want, run.State)
	}
	run, _ := l.imported(t, "needs", domain.ImportOptions{Strict: true}, lines[0], lines[2])
	require.Equal(t, domain.ImportDone, run.State)
	require.Equal(t, 2, l.count(t, "needs"), "strict keeps all when none is rejected")
}

func TestImportOrganisations(t *testing.T) {
	l := openLibrary(t)
	o := domain.ImportOptions{CreateOrganisations: true, Division: "410000"}
	need := func(key, organisation string) string {
		return fmt.Sprintf(`{"key":%q,"title":"需求%s","organisation":%q}`, key, key, organisation)
	}
	l.imported(t, "needs", o, need("1", "郑州示例公司"), need("2", "郑州示例公司"), need("3", "湘潭示例理工大学"), need("4", "短"), need("5", strings.Repeat("长", 200)))
	made, err := l.Organisations(t.Context(), bureau, postgres.OrganisationFilter{Name: "郑州"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, made.Items, 1, "created once")
	require.Equal(t, "410000", made.Items[0].Division)
	require.Equal(t, made.Items[0].ID, l.needTitled(t, "需求2").OrganisationID)
	require.Equal(t, l.university.ID, l.needTitled(t, "需求3").OrganisationID)
	require.True(t, l.needTitled(t, "需求4").OrganisationID.IsZero())
	require.True(t, l.needTitled(t, "需求5").OrganisationID.IsZero())

	run, _ := l.imported(t, "organisations", domain.ImportOptions{Source: "register"}, `{"key":"zz","name":"郑州示例公司","uscc":"91430321MA0TEXT01J","division":"410100"}`)
	require.Equal(t, 1, run.Changed, "a row makes whole what was only named")
	whole, err := l.Organisation(t.Context(), bureau, made.Items[0].ID)
	require.NoError(t, err)
	require.Equal(t, "410100", whole.Division)

	l.imported(t, "needs", domain.ImportOptions{Source: "register"}, need("6", "zz"), need("7", "91430321MA0TEXT01J"), need("8", "register:zz"))
	for _, title := range []string{"需求6", "需求7", "需求8"} {
		require.Equal(t, whole.ID, l.needTitled(t, title).OrganisationID, title)
	}
	run, faults := l.imported(t, "organisations", domain.ImportOptions{}, `{"key":"x","name":"冒名公司","uscc":"91430321MA0TEXT01J"}`)
	require.Equal(t, 1, run.Rejected)
	require.Equal(t, "该统一社会信用代码已登记", faults[0].Reason.ZH)
}

func TestImportRefusals(t *testing.T) {
	l := openLibrary(t)
	run := domain.ImportRun{Kind: "needs", FileName: "x", SHA256: sha256.Sum256(nil), Options: domain.ImportOptions{Source: "test"}}
	none := func(func(domain.ImportRow) bool) {}
	for _, actor := range []domain.Actor{{}, l.lister(), steward("yuhu"), {Roles: []domain.Role{domain.RoleBureau}, ReadOnly: true}} {
		_, err := l.Import(t.Context(), actor, run, none, nil)
		require.ErrorIs(t, err, domain.ErrForbidden, "%+v", actor)
	}
	run.Options.Source = "a:b"
	_, err := l.Import(t.Context(), bureau, run, none, nil)
	require.ErrorAs(t, err, new(domain.InvalidErrors))

	run.Options.Source = "test"
	var inner error
	nested := func(func(domain.ImportRow) bool) { _, inner = l.Import(t.Context(), bureau, run, none, nil) }
	_, err = l.Import(t.Context(), bureau, run, nested, nil)
	require.NoError(t, err)
	require.ErrorIs(t, inner, domain.ErrConflict, "a source is imported by one run at a time")
}

func TestImportGoesOnWhereItStopped(t *testing.T) {
	l := openLibrary(t)
	var lines []string
	for i := range 700 {
		lines = append(lines, fmt.Sprintf(`{"title":"第%d项需求","colour":1}`, i))
	}
	file, err := intake.Open("needs", "x.jsonl", []byte(strings.Join(lines, "\n")), intake.Options{})
	require.NoError(t, err)
	run := file.Run(domain.ImportOptions{Source: "test"})
	ctx, cancel := context.WithCancel(t.Context())
	stopped, err := l.Import(ctx, bureau, run, file.Rows(), func(r domain.ImportRun) {
		if r.Rows == 400 {
			cancel()
		}
	})
	require.Error(t, err)
	require.Equal(t, 400, stopped.Rows)
	require.Equal(t, 400, l.count(t, "needs"))

	var seen []int
	done, err := l.Import(t.Context(), bureau, run, file.Rows(), func(r domain.ImportRun) { seen = append(seen, r.Rows) })
	require.NoError(t, err)
	require.Equal(t, stopped.ID, done.ID, "the same run")
	require.Equal(t, []int{600, 700, 700}, seen, "chunk by chunk from where it stopped, and at the end")
	require.Equal(t, created(700, 700, 0, 700), done.ImportCounts)
	require.Equal(t, map[string]int{"colour": 700}, done.Ignored)
	again, err := l.ImportedAlready(t.Context(), run)
	require.NoError(t, err)
	require.Equal(t, done.ID, again.ID)
	require.Equal(t, 1, l.count(t, "imports"))
}
