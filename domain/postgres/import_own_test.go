package postgres_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

// member is a user of an organisation.
func (l *library) member(t *testing.T, of domain.Organisation) domain.Actor {
	t.Helper()
	role := map[string]domain.Role{domain.Enterprise: domain.RoleEnterprise, domain.University: domain.RoleUniversity}[of.Kind]
	u, err := l.CreateUser(t.Context(), domain.System("test"), domain.User{Login: "u" + domain.NewID().String()[24:], Name: "示例用户", Roles: []domain.Role{role}, OrganisationID: of.ID}, "hash")
	require.NoError(t, err)
	return u.Actor("")
}

// brought imports lines of JSON as actor and returns the run with its faults and what was
// made of the rows.
func (l *library) brought(t *testing.T, actor domain.Actor, kind string, o domain.ImportOptions, lines ...string) (domain.ImportRun, []domain.ImportFault, []domain.ImportedRow) {
	t.Helper()
	if o.Source == "" {
		o.Source = "test"
	}
	file, err := l.OpenImport(t.Context(), actor, kind, kind+".jsonl", []byte(strings.Join(lines, "\n")), intake.Options{})
	require.NoError(t, err)
	run, err := l.Import(t.Context(), actor, file.Run(o), file.Rows(), nil)
	require.NoError(t, err)
	faults, err := l.ImportFaults(t.Context(), run.ID, postgres.Page{Limit: postgres.MaxLimit})
	require.NoError(t, err)
	made, err := l.ImportedRows(t.Context(), run.ID, postgres.Page{Limit: postgres.MaxLimit})
	require.NoError(t, err)
	paged := []domain.ImportedRow{}
	for after, more := "", true; more; more = after != "" {
		page, err := l.ImportedRows(t.Context(), run.ID, postgres.Page{Limit: 1, After: after})
		require.NoError(t, err)
		paged, after = append(paged, page.Items...), page.Next
	}
	require.Equal(t, made.Items, paged)
	return run, faults.Items, made.Items
}

func needLine(key, title string) string {
	return fmt.Sprintf(`{"key":%q,"title":%q,"problem":"问题","field":"materials"}`, key, title)
}

var submitting = domain.ImportOptions{Submit: true}

func TestOwnImportIsHandedInForReview(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.enterprise)
	run, faults, made := l.brought(t, owner, "needs", submitting, needLine("1", "完整的需求"), `{"key":"2","title":"不完整的需求"}`)
	require.Equal(t, created(2, 2, 0, 1), run.ImportCounts)
	require.Equal(t, l.enterprise.ID, run.OrganisationID)
	require.Equal(t, []string{"problem", "field"}, []string{faults[0].Field, faults[1].Field})
	require.Equal(t, []string{"submitted", "draft"}, []string{made[0].State, made[1].State})

	n, err := l.Need(t.Context(), owner, made[0].RecordID)
	require.NoError(t, err)
	require.Equal(t, []any{l.enterprise.ID, domain.ListingSubmitted, "members"}, []any{n.OrganisationID, n.State, n.Confidentiality})
	rounds, err := l.ReviewsOfNeed(t.Context(), owner, n.ID)
	require.NoError(t, err)
	require.Len(t, rounds, 1)
	require.Equal(t, []any{1, n.Version, owner.UserID, ""}, []any{rounds[0].Round, rounds[0].Version, rounds[0].SubmittedBy, rounds[0].Decision})

	n, err = l.StepNeed(t.Context(), bureau, n.ID, n.Version, "return", "写明指标")
	require.NoError(t, err)
	run, _, _ = l.brought(t, owner, "needs", submitting, needLine("1", "完整的需求"))
	require.Equal(t, 1, run.Unchanged, "what is not mended is not handed in again")
	run, _, _ = l.brought(t, owner, "needs", submitting, strings.Replace(needLine("1", "完整的需求"), "问题", "问题和指标", 1))
	require.Equal(t, 1, run.Changed)
	n, err = l.Need(t.Context(), owner, n.ID)
	require.NoError(t, err)
	require.Equal(t, []any{domain.ListingSubmitted, ""}, []any{n.State, n.Reason})
	rounds, err = l.ReviewsOfNeed(t.Context(), owner, n.ID)
	require.NoError(t, err)
	require.Len(t, rounds, 2)
}

func TestOwnImportChangesWhatIsPublishedAsItsFormDoes(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.university)
	line := `{"key":"1","title":"甲项成果","abstract":"摘要","field":"materials","valid_until":"2027-12-31"}`
	_, _, made := l.brought(t, owner, "technologies", submitting, line)
	id := made[0].RecordID
	read := func() domain.Technology {
		tech, err := l.Technology(t.Context(), owner, id)
		require.NoError(t, err)
		return tech
	}
	_, err := l.StepTechnology(t.Context(), bureau, id, 1, "publish", "")
	require.NoError(t, err)

	run, _, _ := l.brought(t, owner, "technologies", submitting, strings.Replace(line, "2027-12-31", "2028-12-31", 1))
	require.Equal(t, 1, run.Changed)
	require.Equal(t, domain.ListingPublished, read().State, "its validity alone needs no review")
	_, _, made = l.brought(t, owner, "technologies", domain.ImportOptions{}, strings.Replace(line, "摘要", "另一个摘要", 1))
	require.Equal(t, "submitted", made[0].State)
	require.Equal(t, domain.ListingSubmitted, read().State, "what was published is reviewed again")
	rounds, err := l.ReviewsOfTechnology(t.Context(), owner, id)
	require.NoError(t, err)
	require.Len(t, rounds, 2)
	require.Equal(t, []string{"publish", ""}, []string{rounds[0].Decision, rounds[1].Decision})

	_, err = l.StepTechnology(t.Context(), owner, id, read().Version, "close", "不再转让")
	require.NoError(t, err)
	run, faults, _ := l.brought(t, owner, "technologies", submitting, strings.Replace(line, "摘要", "第三个摘要", 1))
	require.Equal(t, 1, run.Rejected)
	require.Equal(t, "已关闭，不能再修改", faults[0].Reason.ZH)
}

func TestOwnImportIsOfOneOrganisationOnly(t *testing.T) {
	l := openLibrary(t)
	owner, other := l.member(t, l.enterprise), l.organisation(t, "湘潭示例别家有限公司", domain.Enterprise, "yuhu")
	organisations := l.count(t, "organisations")
	named := func(title, organisation string) string {
		return fmt.Sprintf(`{"title":%q,"organisation":%q}`, title, organisation)
	}
	run, faults, _ := l.brought(t, owner, "needs", domain.ImportOptions{}, named("自己的需求", l.enterprise.Name), named("别家的需求", other.Name), named("没有的单位", "没有登记的公司"),
		`{"title":"以代码指别家","uscc":"91430321MA0TEXT01J"}`, `{"title":"自行发布","status":"published"}`, named("没有写单位", ""))
	require.Equal(t, created(6, 2, 4, 2), run.ImportCounts)
	var rejected []string
	for _, f := range faults {
		if !f.Draft {
			rejected = append(rejected, fmt.Sprintf("%d %s %s", f.Row, f.Field, f.Reason.EN))
		}
	}
	require.Equal(t, []string{"2 organisation is not your organisation: leave it blank, or give its full name", "3 organisation is not your organisation: leave it blank, or give its full name",
		"4 uscc is not your organisation's: leave it blank", "5 status can be draft or submitted only: what you import is reviewed"}, rejected,
		"whether there is such an organisation is not told")
	require.Equal(t, organisations, l.count(t, "organisations"))
	require.Equal(t, 2, l.count(t, "needs where organisation_id = '"+l.enterprise.ID.String()+"'"))
	require.Equal(t, 2, l.count(t, "needs"))

	// The store holds to it whatever has read the file.
	file, err := intake.Open("needs", "x.jsonl", []byte(named("别家的需求", other.Name)+"\n"+`{"title":"自行发布","status":"published"}`), intake.Options{})
	require.NoError(t, err)
	run, err = l.Import(t.Context(), owner, file.Run(domain.ImportOptions{Source: "raw"}), file.Rows(), nil)
	require.NoError(t, err)
	require.Equal(t, created(2, 0, 2, 0), run.ImportCounts)

	for _, o := range []domain.ImportOptions{{Publish: true}, {CreateOrganisations: true}, {Division: "430302"}, {Submit: true, Publish: true}} {
		o.Source = "test"
		_, err := l.Import(t.Context(), owner, file.Run(o), file.Rows(), nil)
		require.ErrorAs(t, err, new(domain.InvalidErrors), "%+v", o)
	}
	for _, kind := range []string{"technologies", "organisations", "policies", "experts", "register-entries"} {
		_, err := l.OpenImport(t.Context(), owner, kind, "x.jsonl", []byte("{}"), intake.Options{})
		require.ErrorIs(t, err, domain.ErrForbidden, kind)
		run := domain.ImportRun{Kind: kind, Options: domain.ImportOptions{Source: "test"}}
		_, err = l.Import(t.Context(), owner, run, file.Rows(), nil)
		require.ErrorIs(t, err, domain.ErrForbidden, kind)
	}
	_, err = l.OpenImport(t.Context(), owner, "needs", "x.jsonl", []byte("{}"), intake.Options{Organisation: other.Name})
	require.ErrorAs(t, err, new(domain.InvalidErrors))
}

// TestSourcesAreApart has two organisations and the bureau import the same keys of a source
// of the same name, and the bureau one that looks like an organisation's.
func TestSourcesAreApart(t *testing.T) {
	l := openLibrary(t)
	other := l.organisation(t, "湘潭示例别家有限公司", domain.Enterprise, "yuhu")
	a, b := l.member(t, l.enterprise), l.member(t, other)
	l.brought(t, bureau, "needs", domain.ImportOptions{}, strings.Replace(needLine("1", "市里的需求"), "{", `{"organisation":"湘潭示例材料有限公司",`, 1))
	for _, actor := range []domain.Actor{a, b} {
		run, _, made := l.brought(t, actor, "needs", domain.ImportOptions{}, needLine("1", "同一编号的需求"))
		require.Equal(t, 1, run.Created)
		require.Len(t, made, 1)
	}
	require.Equal(t, 3, l.count(t, "needs"))
	run, _, _ := l.brought(t, bureau, "needs", domain.ImportOptions{Source: l.enterprise.ID.String()}, needLine("test:1", "冒充的来源"))
	require.Equal(t, 1, run.Created)
	run, _, _ = l.brought(t, a, "needs", domain.ImportOptions{}, strings.Replace(needLine("1", "同一编号的需求"), "问题", "改过的问题", 1))
	require.Equal(t, 1, run.Changed)
	require.Equal(t, 1, l.count(t, "needs where problem = '改过的问题'"))

	mine, err := l.ImportRuns(t.Context(), a, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, mine.Items, 2)
	_, err = l.ImportRun(t.Context(), b, run.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	all, err := l.ImportRuns(t.Context(), bureau, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, all.Items, 5)
}

// TestOrganisationsImportAtOnce has two organisations import a source of the same name at
// the same time: each gets its own rows, and none is refused.
func TestOrganisationsImportAtOnce(t *testing.T) {
	l := openLibrary(t)
	other := l.organisation(t, "湘潭示例别家有限公司", domain.Enterprise, "yuhu")
	actors := []domain.Actor{l.member(t, l.enterprise), l.member(t, other), l.member(t, l.organisation(t, "湘潭示例丙有限公司", domain.Enterprise, "yuhu"))}
	var lines []string
	for i := range 250 {
		lines = append(lines, needLine(fmt.Sprint(i), fmt.Sprintf("第%d项需求", i)))
	}
	errs := make([]error, len(actors))
	var done sync.WaitGroup
	for i, actor := range actors {
		done.Go(func() {
			file, err := l.OpenImport(t.Context(), actor, "needs", "x.jsonl", []byte(strings.Join(lines, "\n")), intake.Options{})
			if err == nil {
				_, err = l.Import(t.Context(), actor, file.Run(domain.ImportOptions{Source: "2026", Submit: true}), file.Rows(), nil)
			}
			errs[i] = err
		})
	}
	done.Wait()
	for i, actor := range actors {
		require.NoError(t, errs[i])
		require.Equal(t, 250, l.count(t, "needs where organisation_id = '"+actor.OrganisationID.String()+"'"))
	}
}

func TestOwnImportOverwritesNobody(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.enterprise)
	l.brought(t, bureau, "needs", domain.ImportOptions{Publish: true}, strings.Replace(needLine("1", "市里代录的需求"), "{", `{"organisation":"湘潭示例材料有限公司",`, 1))
	before := l.needTitled(t, "市里代录的需求")
	run, faults, _ := l.brought(t, owner, "needs", submitting, needLine("1", "市里代录的需求"), needLine("2", "自己的需求"))
	require.Equal(t, created(2, 1, 1, 0), run.ImportCounts)
	require.Equal(t, []any{1, "title"}, []any{faults[0].Row, faults[0].Field})
	require.Equal(t, before, l.needTitled(t, "市里代录的需求"))
	run, _, _ = l.brought(t, owner, "needs", domain.ImportOptions{Source: "另一张表"}, needLine("7", "自己的需求"))
	require.Equal(t, 1, run.Rejected, "what another of its own tables brought in is not doubled")

	n := l.needTitled(t, "自己的需求")
	n, err := l.ChangeNeed(t.Context(), bureau, n.ID, n.Version, func(n *domain.Need) error { n.Background = "管家补充"; return nil })
	require.NoError(t, err)
	run, faults, _ = l.brought(t, owner, "needs", submitting, strings.Replace(needLine("2", "自己的需求"), "问题", "另一个问题", 1))
	require.Equal(t, 1, run.Rejected)
	require.Equal(t, "这一条导入后在网页上改过，未作覆盖；请直接在网页上修改", faults[0].Reason.ZH)
	require.Equal(t, n, l.needTitled(t, "自己的需求"))

	other := l.organisation(t, "湘潭示例别家有限公司", domain.Enterprise, "yuhu")
	_, _, made := l.brought(t, owner, "needs", domain.ImportOptions{}, needLine("3", "划走的需求"))
	_, err = l.Pool().Exec(t.Context(), "update needs set organisation_id = $1 where id = $2", other.ID, made[0].RecordID)
	require.NoError(t, err)
	run, _, _ = l.brought(t, owner, "needs", domain.ImportOptions{}, strings.Replace(needLine("3", "划走的需求"), "问题", "另一个问题", 1))
	require.Equal(t, 1, run.Rejected)
	require.Equal(t, 0, l.count(t, "needs where problem = '另一个问题'"))
}

func TestOwnImportAgainChangesNothing(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.enterprise)
	lines := []string{needLine("1", "第一项需求"), `{"title":"没有编号的需求","problem":"问题","field":"materials"}`,
		`{"title":"没有编号的需求","problem":"同名的另一项","field":"materials","organisation":"湘潭示例材料有限公司"}`}
	run, _, _ := l.brought(t, owner, "needs", submitting, lines...)
	require.Equal(t, created(3, 3, 0, 0), run.ImportCounts)
	trail := l.count(t, "audit")
	run, _, made := l.brought(t, owner, "needs", submitting, lines...)
	require.Equal(t, domain.ImportCounts{Rows: 3, Unchanged: 3}, run.ImportCounts)
	require.Empty(t, made)
	require.Equal(t, []int{trail, 3, 3}, []int{l.count(t, "audit"), l.count(t, "needs"), l.count(t, "review_rounds")})
	run, _, _ = l.brought(t, owner, "needs", domain.ImportOptions{DryRun: true, Submit: true}, needLine("9", "试导入的需求"))
	require.Equal(t, 1, run.Created)
	require.Equal(t, []int{3, 3}, []int{l.count(t, "needs"), l.count(t, "review_rounds")})
}

func TestOwnImportIsBounded(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.enterprise)
	lines := make([]string, domain.MaxOwnImport+1)
	for i := range lines {
		lines[i] = fmt.Sprintf(`{"title":"第%d项需求"}`, i)
	}
	file, err := l.OpenImport(t.Context(), owner, "needs", "x.jsonl", []byte(strings.Join(lines, "\n")), intake.Options{})
	require.NoError(t, err)
	_, err = l.Import(t.Context(), owner, file.Run(domain.ImportOptions{Source: "test"}), file.Rows(), nil)
	require.ErrorAs(t, err, new(domain.InvalidErrors))
	require.Zero(t, l.count(t, "needs")+l.count(t, "imports"))
}
