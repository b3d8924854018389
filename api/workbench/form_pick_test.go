package workbench

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// pickForms is a site whose form asks for an organisation and an expert, with
// organisations and two experts of one name.
func pickForms(t *testing.T) (f *forms, experts [2]domain.Expert) {
	f = newForms(t)
	bureau := domain.System("test")
	for _, name := range []string{"湘潭示例大学", "湘潭示例学院"} {
		_, err := f.db.CreateOrganisation(t.Context(), bureau, domain.Organisation{Name: name, Kind: domain.University, Division: "430302"})
		require.NoError(t, err)
	}
	for i, fields := range [][]string{{"materials"}, {"energy"}} {
		var err error
		experts[i], err = f.db.CreateExpert(t.Context(), bureau, domain.Expert{Kind: domain.TechnicalExpert, Name: "示例教授", Fields: fields, Capacity: 5})
		require.NoError(t, err)
	}
	return f, experts
}

func (f *forms) picks(change ...string) *httptest.ResponseRecorder {
	f.Helper()
	sent := f.opened()
	for i := 0; i < len(change); i += 2 {
		sent.Set(change[i], change[i+1])
	}
	return f.do(http.MethodPost, "/test/1", sent)
}

// Of several organisations the form lists those that fit; the choice is the record's id,
// which counts only while what is typed fits it.
func TestPickOfSeveral(t *testing.T) {
	f, _ := pickForms(t)
	w := f.picks("unit", "湘潭示例", "words", "留着")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	page := w.Body.String()
	university, institute := f.idOf("湘潭示例大学"), f.idOf("湘潭示例学院")
	for _, want := range []string{"单位：有几个都符合", `href="#unit-`, `value="湘潭示例"`, "留着", `id="unit-` + university.String() + `" name="unit.chosen"`, `value="` + institute.String() + `"`} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "示例公司 <small>")
	require.NotContains(t, page, `.chosen" value="`+university.String()+`" checked`)

	require.Equal(t, http.StatusSeeOther, f.picks("unit", "湘潭示例", "unit.chosen", institute.String()).Code)
	require.Equal(t, institute, f.typed.unit)
	require.Equal(t, http.StatusSeeOther, f.picks("unit", "示例大学", "unit.chosen", institute.String()).Code)
	require.Equal(t, university, f.typed.unit, "words that do not fit the choice overrule it")
	for _, chosen := range []string{domain.NewID().String(), "nonsense"} {
		require.Equal(t, http.StatusUnprocessableEntity, f.picks("unit", "湘潭示例", "unit.chosen", chosen).Code)
	}
}

// One that fits is taken, by a part, by initials or by its code; none is told at the
// field, and nothing typed is nothing.
func TestPickOfOne(t *testing.T) {
	f, _ := pickForms(t)
	for _, words := range []string{"湘潭示例大学", "示例大学", "xtsldx"} {
		require.Equal(t, http.StatusSeeOther, f.picks("unit", words).Code, words)
		require.Equal(t, f.idOf("湘潭示例大学"), f.typed.unit)
	}
	w := f.picks("unit", "院")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code, "a single letter may mean anything")
	require.Contains(t, w.Body.String(), "是下面这个吗？")
	require.Equal(t, http.StatusSeeOther, f.picks("unit", "院", "unit.chosen", f.idOf("湘潭示例学院").String()).Code)
	require.Equal(t, f.idOf("湘潭示例学院"), f.typed.unit)
	w = f.picks("unit", "没有这个<单位>")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `<a href="#unit">单位：没有找到“没有这个&lt;单位&gt;”。请换几个字再试`)
	require.Equal(t, http.StatusSeeOther, f.picks("unit", "").Code)
	require.Zero(t, f.typed.unit)

	w = f.picks("unit", "xtsldx", "name", "") // another field is wrong
	require.Contains(t, w.Body.String(), "已选：湘潭示例大学")
	require.Contains(t, w.Body.String(), `value="xtsldx"`)
}

// Experts of one name are told apart by what they work on; the form of a record that has
// one of them keeps that one until another is chosen.
func TestPickOfOneName(t *testing.T) {
	f, experts := pickForms(t)
	w := f.picks("expert", "示例教授")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	for _, e := range experts {
		require.Contains(t, w.Body.String(), `value="`+e.ID.String()+`"`)
		require.Contains(t, w.Body.String(), domain.Fields.Name(e.Fields[0]).ZH)
	}
	f.expert = experts[1].ID
	w = f.do(http.MethodGet, "/test/1", nil)
	require.Contains(t, w.Body.String(), `value="`+experts[1].ID.String()+`" checked`)
	require.Equal(t, http.StatusSeeOther, f.picks("expert", "示例教授").Code)
	require.Equal(t, experts[1].ID, f.typed.expert)
	require.Equal(t, http.StatusSeeOther, f.picks("expert", "示例教授", "expert.chosen", experts[0].ID.String()).Code)
	require.Equal(t, experts[0].ID, f.typed.expert)
}

// A choice is offered, and taken, only of what the caller may read.
func TestPickOffersWhatTheCallerReads(t *testing.T) {
	f, experts := pickForms(t) // drafts, which the bureau reads
	f.actor = domain.Actor{UserID: domain.NewID(), Login: "e", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: f.o.ID}
	w := f.do(http.MethodPost, "/test/1", url.Values{"name": {"示例公司"}, "expert": {"示例教授"}, "expert.chosen": {experts[0].ID.String()}})
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "没有找到“示例教授”")
	require.NotContains(t, w.Body.String(), experts[0].ID.String())
}

// A form with much to choose from lists some and asks for more of the name.
func TestPickOfMany(t *testing.T) {
	f, _ := pickForms(t)
	for i := range mostOffered + 2 {
		_, err := f.db.CreateOrganisation(t.Context(), domain.System("test"), domain.Organisation{Name: "湘潭众多" + string(rune('甲'+i)) + "厂", Kind: domain.Enterprise, Division: "430302"})
		require.NoError(t, err)
	}
	w := f.picks("unit", "众多")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "请把名称写全一些")
}
