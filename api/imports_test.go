package api

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const twoNeeds = "需求名称,企业名称,技术问题,技术领域\n" +
	"主轴热误差补偿,示例企业甲,热误差超限,先进制造\n" +
	"另一项需求,没有登记的公司,问题,新材料\n" +
	",示例企业甲,没有名称,先进制造\n"

func (s *server) uploads(c caller, path, contentType, body string) Import {
	s.t.Helper()
	w := s.do(c, call{method: http.MethodPost, path: path, body: body, header: map[string]string{"Content-Type": contentType}})
	require.Equal(s.t, http.StatusCreated, w.Code, w.Body.String())
	require.NotEmpty(s.t, w.Header().Get("Location"))
	return decoded[Import](s.t, w, http.StatusCreated)
}

func TestImportAFile(t *testing.T) {
	s := newServer(t)
	c := s.as("bureau")
	tried := s.uploads(c, "/imports/needs?name=a.csv&dry_run=true&publish=true", "text/csv", twoNeeds)
	require.Equal(t, [4]int{3, 2, 1, 1}, [4]int{tried.Rows, tried.Created, tried.Rejected, tried.Drafts})
	require.Empty(t, decoded[Items[Need]](t, s.get(c, "/needs"), http.StatusOK).Items, "a dry run keeps nothing")

	run := s.uploads(c, "/imports/needs?name=a.csv&publish=true", "text/csv", twoNeeds)
	require.Equal(t, "done", run.State)
	require.Equal(t, [4]int{3, 2, 1, 1}, [4]int{run.Rows, run.Created, run.Rejected, run.Drafts})
	listed := decoded[Items[Need]](t, s.get(caller{}, "/needs"), http.StatusOK)
	require.Len(t, listed.Items, 1, "the complete one is published")
	require.Equal(t, "主轴热误差补偿", listed.Items[0].Title)

	faults := decoded[Items[ImportFault]](t, s.get(c, "/imports/"+run.ID.String()+"/faults?limit=1"), http.StatusOK)
	require.Equal(t, []ImportFault{{ImportID: run.ID, Row: 3, Field: "organisation_id", Heading: "需求单位", Reason: "没有登记这家单位，请先导入单位", Draft: true}}, faults.Items)
	faults = decoded[Items[ImportFault]](t, s.get(c, "/imports/"+run.ID.String()+"/faults?after="+faults.Next), http.StatusOK)
	require.Equal(t, []ImportFault{{ImportID: run.ID, Row: 4, Column: 1, Field: "title", Heading: "需求名称", Reason: "必填"}}, faults.Items)
	require.Empty(t, faults.Next)
	require.Equal(t, run.ID, decoded[Items[Import]](t, s.get(c, "/imports?limit=1"), http.StatusOK).Items[0].ID)
	require.Equal(t, http.StatusUnprocessableEntity, s.get(c, "/imports/"+run.ID.String()+"/faults?after=x").Code)
}

func TestImportAForm(t *testing.T) {
	s := newServer(t)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	require.NoError(t, w.WriteField("comment", "无关"))
	part, err := w.CreateFormFile("file", "单位.jsonl")
	require.NoError(t, err)
	_, err = part.Write([]byte(`{"name":"湘潭示例丙公司","kind":"企业","colour":1}`))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	run := s.uploads(s.as("admin"), "/imports/organisations", w.FormDataContentType(), form.String())
	require.Equal(t, "单位.jsonl", run.FileName)
	require.Equal(t, 1, run.Created)
	require.Equal(t, map[string]int{"colour": 1}, run.Ignored)
}

func TestImportRefusals(t *testing.T) {
	s := newServer(t)
	c := s.as("bureau")
	for name, refused := range map[string]struct {
		path, contentType, body string
		status                  int
	}{
		"no header":     {"/imports/needs?name=a.csv", "text/csv", "a,b\n1,2\n", http.StatusUnprocessableEntity},
		"no workbook":   {"/imports/needs?format=xlsx", "text/csv", "a,b\n", http.StatusUnprocessableEntity},
		"no file":       {"/imports/needs", "multipart/form-data; boundary=x", "--x--\r\n", http.StatusUnprocessableEntity},
		"broken form":   {"/imports/needs", "multipart/form-data; boundary=x", "--x\r\nabc", http.StatusUnprocessableEntity},
		"bad source":    {"/imports/needs?source=a:b&name=a.jsonl", "text/plain", `{"title":"甲需求"}`, http.StatusUnprocessableEntity},
		"bad division":  {"/imports/needs?division=x&name=a.jsonl", "text/plain", `{"title":"甲需求"}`, http.StatusUnprocessableEntity},
		"unknown field": {"/imports/needs?field=alchemy", "text/plain", `{"title":"甲需求"}`, http.StatusUnprocessableEntity},
		"unknown kind":  {"/imports/wishes", "text/plain", `{}`, http.StatusMethodNotAllowed},
		"too large":     {"/imports/needs?name=a.csv", "text/csv", strings.Repeat("a", maxUpload+1), http.StatusRequestEntityTooLarge},
	} {
		w := s.do(c, call{method: http.MethodPost, path: refused.path, body: refused.body, header: map[string]string{"Content-Type": refused.contentType}})
		require.Equal(t, refused.status, w.Code, "%s: %s", name, w.Body.String())
		require.Contains(t, w.Header().Get("Content-Type"), "application/problem+json", name)
	}
	failed := s.uploads(c, "/imports/needs?name=a.csv&strict=true", "text/csv", twoNeeds)
	require.Equal(t, "failed", failed.State)
	require.Empty(t, decoded[Items[Need]](t, s.get(c, "/needs"), http.StatusOK).Items, "strict keeps all rows or none")
}

func TestTemplates(t *testing.T) {
	s := newServer(t)
	w := s.get(s.as("bureau"), "/imports/templates/needs?format=csv")
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Header().Get("Content-Type"), typeCSV)
	require.Contains(t, w.Header().Get("Content-Disposition"), "needs.csv")
	require.True(t, strings.HasPrefix(w.Body.String(), "\ufeff编号,需求单位,需求名称"), w.Body.String())
	w = s.get(s.as("bureau"), "/imports/templates/experts")
	require.Equal(t, typeXLSX, w.Header().Get("Content-Type"))
	require.True(t, strings.HasPrefix(w.Body.String(), "PK\x03\x04"))
}

// An enterprise imports its own needs, and neither publishes them nor names others; a
// university cannot import needs.
func TestImportOnesOwn(t *testing.T) {
	s := newServer(t)
	c := s.as("enterprise")
	run := s.uploads(c, "/imports/needs?name=a.csv&submit=true", "text/csv", twoNeeds)
	require.Equal(t, [4]int{3, 1, 2, 0}, [4]int{run.Rows, run.Created, run.Rejected, run.Drafts})
	require.Equal(t, s.enterprise.ID, run.OrganisationID)
	faults := decoded[Items[ImportFault]](t, s.get(c, "/imports/"+run.ID.String()+"/faults"), http.StatusOK)
	require.Equal(t, ImportFault{ImportID: run.ID, Row: 3, Column: 2, Field: "organisation", Heading: "需求单位", Reason: "不是本单位：请留空，或填写本单位全称"}, faults.Items[0])
	made := decoded[Items[ImportedRow]](t, s.get(c, "/imports/"+run.ID.String()+"/rows"), http.StatusOK)
	require.Len(t, made.Items, 1)
	require.Equal(t, ImportedRow{ImportID: run.ID, Row: 2, RecordID: made.Items[0].RecordID, Title: "主轴热误差补偿", Created: true, State: "submitted"}, made.Items[0])
	n := decoded[Need](t, s.get(c, "/needs/"+made.Items[0].RecordID.String()), http.StatusOK)
	require.Equal(t, "submitted", n.State)

	for _, query := range []string{"publish=true", "create_organisations=true", "organisation=" + url.QueryEscape(s.otherEnterprise.Name)} {
		w := s.do(c, call{method: http.MethodPost, path: "/imports/needs?name=a.csv&" + query, body: twoNeeds, header: map[string]string{"Content-Type": "text/csv"}})
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, query)
	}
	w := s.do(s.as("university"), call{method: http.MethodPost, path: "/imports/needs?name=a.csv", body: twoNeeds, header: map[string]string{"Content-Type": "text/csv"}})
	require.Equal(t, http.StatusForbidden, w.Code)
	w = s.get(c, "/imports/templates/needs?format=csv")
	require.True(t, strings.HasPrefix(w.Body.String(), "\ufeff编号,需求名称"), w.Body.String())
}

func TestImportedRowsAsATable(t *testing.T) {
	s := newServer(t)
	c := s.as("enterprise")
	run := s.uploads(c, "/imports/needs?name=a.csv&submit=true", "text/csv", "需求名称,技术问题,技术领域,公开范围\n甲需求,问题,先进制造,隐名\n乙需求,,先进制造,会员\n丙需求,,先进制造,秘密\n")
	require.Equal(t, [3]int{3, 2, 1}, [3]int{run.Rows, run.Created, run.Rejected})
	table := s.do(c, *s.getAs(c, "/imports/"+run.ID.String()+"/rows", typeCSV)).Body.String()
	require.Contains(t, table, ",甲需求,是,待审核\n")
	require.Contains(t, table, ",乙需求,是,草稿\n")
	faults := s.getAs(c, "/imports/"+run.ID.String()+"/faults", "application/json")
	faults.header["Accept-Language"] = "en"
	require.Equal(t, "公开范围 confidentiality", decoded[Items[ImportFault]](t, s.do(c, *faults), http.StatusOK).Items[1].Heading)
}
