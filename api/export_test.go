package api

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

func (s *server) getAs(c caller, path, accept string) *call {
	return &call{method: "GET", path: path, header: map[string]string{"Accept": accept}}
}

func TestCSV(t *testing.T) {
	s := newServer(t)
	staff := 12
	_, err := s.db.CreateOrganisation(t.Context(), setup, domain.Organisation{Name: "=HYPERLINK(\"x\")", Kind: domain.Enterprise, Division: "430302",
		Fields: []string{"materials", "energy"}, Staff: &staff, Summary: "逗号,引号\"与\n换行"})
	require.NoError(t, err)
	for range 210 { // more than the largest page
		s.organisation("示例企业"+domain.NewID().String(), domain.Enterprise, ownArea)
	}
	w := s.do(s.as("bureau"), *s.getAs(s.as("bureau"), "/organisations?sort=created_at", typeCSV))
	require.Equal(t, 200, w.Code, w.Body.String())
	require.Equal(t, "text/csv; charset=utf-8", w.Header().Get("Content-Type"))
	require.Regexp(t, `^attachment; filename="organisations-\d{4}-\d\d-\d\d.csv"$`, w.Header().Get("Content-Disposition"))
	text, ok := strings.CutPrefix(w.Body.String(), "\ufeff")
	require.True(t, ok, "a byte order mark")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+4+1+210)
	row := map[string]string{}
	for i, name := range rows[0] {
		row[name] = rows[5][i]
	}
	require.Equal(t, `'=HYPERLINK("x")`, row["名称"])
	require.Equal(t, "企业", row["类型"])
	require.Equal(t, "新材料；新能源与高效节能", row["技术领域"])
	require.Equal(t, "12", row["员工人数"])
	require.Equal(t, "逗号,引号\"与\n换行", row["简介"])
	require.Regexp(t, `^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`, row["创建时间"])
}

func TestXLSX(t *testing.T) {
	s := newServer(t)
	s.organisation("=1+1 示例", domain.University, ownArea)
	get := s.getAs(caller{}, "/organisations?kind=university&sort=name", typeXLSX)
	get.header["Accept-Language"] = "en"
	w := s.do(caller{}, *get)
	require.Equal(t, typeXLSX, w.Header().Get("Content-Type"))
	book, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()
	rows, err := book.GetRows(book.GetSheetName(0))
	require.NoError(t, err)
	require.Len(t, rows, 4)
	require.Equal(t, []string{"id", "version", "name"}, rows[0][:3])
	require.Equal(t, "=1+1 示例", rows[1][2])
	formula, err := book.GetCellFormula(book.GetSheetName(0), "C2")
	require.NoError(t, err)
	require.Empty(t, formula)
}

// TestTableOfNoList holds that what is no list, and every problem, stays JSON.
func TestTableOfNoList(t *testing.T) {
	s := newServer(t)
	w := s.do(caller{}, *s.getAs(caller{}, "/organisations/"+s.enterprise.ID.String(), typeCSV))
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	w = s.do(caller{}, *s.getAs(caller{}, "/users", typeCSV))
	require.Equal(t, 401, w.Code)
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
}

// TestEveryListIsATable asks every list for a table as the administrator.
func TestEveryListIsATable(t *testing.T) {
	s := newServer(t)
	for _, rt := range s.routes {
		if !rt.tabular || rt.id == "search" || strings.Contains(rt.path, "{") {
			continue
		}
		if rt.resource == domain.Publications {
			s.addPlan() // whose they are
		}
		w := s.do(s.as("admin"), *s.getAs(s.as("admin"), rt.path, typeCSV))
		require.Equal(t, 200, w.Code, "%s: %s", rt.id, w.Body)
		require.Equal(t, "text/csv; charset=utf-8", w.Header().Get("Content-Type"), rt.id)
	}
}

// TestTableOfWhatIsNotShown holds that a table says nothing of what its reader may not see.
func TestTableOfWhatIsNotShown(t *testing.T) {
	s := newServer(t)
	blind := domain.Need{OrganisationID: s.enterprise.ID, Title: "隐名的需求", Problem: "问题", Field: "materials", Confidentiality: "blind",
		Conditions: domain.NeedConditions{TRLMin: 6}}
	n, err := s.db.CreateNeed(t.Context(), setup, blind)
	require.NoError(t, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = s.db.StepNeed(t.Context(), setup, n.ID, n.Version, step, "")
		require.NoError(t, err)
	}
	said := func(c caller, column string) string {
		w := s.do(c, *s.getAs(c, "/needs", typeCSV))
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2)
		return rows[1][slices.Index(rows[0], column)]
	}
	member, owner := s.as("university"), s.as("enterprise")
	require.Equal(t, []string{"是", "", ""}, []string{said(member, "隐名"), said(member, "对揭榜方的条件·涉密"), said(member, "对揭榜方的条件·最低技术成熟度")})
	require.Equal(t, []string{"否", "否", "6"}, []string{said(owner, "隐名"), said(owner, "对揭榜方的条件·涉密"), said(owner, "对揭榜方的条件·最低技术成熟度")})
}
