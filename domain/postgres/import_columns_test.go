package postgres_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/intake"
)

// table imports a CSV as actor and returns the run.
func (l *library) table(t *testing.T, actor domain.Actor, kind string, o domain.ImportOptions, rows ...string) domain.ImportRun {
	t.Helper()
	o.Source = "test"
	file, err := l.OpenImport(t.Context(), actor, kind, "x.csv", []byte(strings.Join(rows, "\n")), intake.Options{})
	require.NoError(t, err)
	run, err := l.Import(t.Context(), actor, file.Run(o), file.Rows(), nil)
	require.NoError(t, err)
	return run
}

const (
	wholeHeader = "编号,需求名称,技术问题,技术领域,公开范围,预算上限（万元）,联系人,联系电话"
	wholeRow    = "bl1,隐名的需求,问题,新材料,隐名（仅题目和领域）,80,示例王工,0731-00000000"
	shortHeader = "编号,需求名称,技术问题,技术领域"
	shortRow    = "bl1,隐名的需求,问题,新材料"
)

func TestOwnImportLeavesColumnsThatItHasNot(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.enterprise)
	l.table(t, owner, "needs", submitting, wholeHeader, wholeRow)
	n := l.needTitled(t, "隐名的需求")
	n, err := l.StepNeed(t.Context(), bureau, n.ID, n.Version, "publish", "")
	require.NoError(t, err)

	run := l.table(t, owner, "needs", submitting, shortHeader, shortRow)
	require.Equal(t, domain.ImportCounts{Rows: 1, Unchanged: 1}, run.ImportCounts)
	require.Equal(t, n, l.needTitled(t, "隐名的需求"), "fewer columns say nothing new")

	run = l.table(t, owner, "needs", submitting, shortHeader, strings.Replace(shortRow, "问题", "另一个问题", 1))
	require.Equal(t, 1, run.Changed)
	after := l.needTitled(t, "隐名的需求")
	require.Equal(t, []any{"另一个问题", "blind", domain.Yuan(800_000), "示例王工", "0731-00000000", domain.ListingSubmitted},
		[]any{after.Problem, after.Confidentiality, *after.BudgetMax, after.ContactName, after.ContactPhone, after.State})

	run = l.table(t, owner, "needs", submitting, wholeHeader, "bl1,隐名的需求,另一个问题,新材料,,,,0731-00000000")
	require.Equal(t, 1, run.Changed)
	after = l.needTitled(t, "隐名的需求")
	require.Equal(t, []any{"blind", (*domain.Fen)(nil), "", "0731-00000000"}, []any{after.Confidentiality, after.BudgetMax, after.ContactName, after.ContactPhone},
		"an empty cell clears, but never shows what is hidden")
	run = l.table(t, owner, "needs", submitting, wholeHeader, "bl1,隐名的需求,另一个问题,新材料,公开,,,0731-00000000")
	require.Equal(t, 1, run.Changed)
	require.Equal(t, "public", l.needTitled(t, "隐名的需求").Confidentiality, "the cell says so")
}

// TestImportClearsWhatAColumnEmpties holds that a cell that is empty is not one that is not there.
func TestImportClearsWhatAColumnEmpties(t *testing.T) {
	l := openLibrary(t)
	owner := l.member(t, l.enterprise)
	l.table(t, owner, "needs", submitting, wholeHeader, wholeRow)
	l.table(t, owner, "needs", submitting, shortHeader, shortRow)
	run := l.table(t, owner, "needs", submitting, shortHeader+",联系人", shortRow+",")
	require.Equal(t, 1, run.Changed)
	require.Empty(t, l.needTitled(t, "隐名的需求").ContactName)
}

func TestBureauImportLeavesColumnsThatItHasNot(t *testing.T) {
	l := openLibrary(t)
	publish := domain.ImportOptions{Publish: true}
	l.imported(t, "needs", publish, `{"key":"1","title":"市里的需求","problem":"问题","field":"materials","organisation":"湘潭示例材料有限公司","confidentiality":"blind","contact_name":"示例王工","keywords":["甲","乙"],"conditions":{"trl_min":6}}`)
	before := l.needTitled(t, "市里的需求")
	require.Equal(t, domain.ListingPublished, before.State)
	run, faults := l.imported(t, "needs", publish, `{"key":"1","title":"市里的需求","problem":"另一个问题","keywords":[]}`)
	require.Empty(t, faults, "it lacks nothing that is there already")
	require.Equal(t, 1, run.Changed)
	after := l.needTitled(t, "市里的需求")
	require.Equal(t, []any{before.OrganisationID, "blind", "示例王工", 6, "materials", domain.ListingPublished, 0},
		[]any{after.OrganisationID, after.Confidentiality, after.ContactName, after.Conditions.TRLMin, after.Field, after.State, len(after.Keywords)})

	l.imported(t, "organisations", publish, `{"key":"o","name":"湘潭示例新公司","area":"yuhu","staff":12,"summary":"简介"}`)
	l.imported(t, "organisations", publish, `{"key":"o","name":"湘潭示例新公司","staff":null,"fields":"新材料"}`)
	require.Equal(t, 1, l.count(t, "organisations where name = '湘潭示例新公司' and area = 'yuhu' and staff is null and summary = '简介' and division = '430300'"))
	l.imported(t, "technologies", publish, `{"key":"t","title":"市里的成果","abstract":"摘要","field":"materials","organisation":"湘潭示例理工大学","confidentiality":"blind","price_wan":"50-80"}`)
	l.imported(t, "technologies", publish, `{"key":"t","title":"市里的成果","abstract":"另一个摘要"}`)
	require.Equal(t, 1, l.count(t, "technologies where abstract = '另一个摘要' and confidentiality = 'blind' and price_min is not null and state = 'published'"))
	l.imported(t, "policies", publish, `{"key":"p","title":"示例政策","region":"430300","text":"第一条 甲\n第二条 乙","issuer":"示例机关"}`)
	l.imported(t, "policies", publish, `{"key":"p","title":"示例政策","summary":"摘要"}`)
	require.Equal(t, 2, l.count(t, "clauses c join policies p on p.id = c.policy_id where p.issuer = '示例机关' and p.summary = '摘要' and p.level = 'city'"))
}
