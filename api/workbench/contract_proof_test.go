package workbench_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"

	"github.com/stretchr/testify/require"
)

// upload sends a form with a file as a browser does and returns the page that answers.
func (s *site) upload(client *http.Client, status int, path, name, content string, fields url.Values) string {
	s.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key := range fields {
		require.NoError(s, form.WriteField(key, fields.Get(key)))
	}
	file, err := form.CreateFormFile("file", name)
	require.NoError(s, err)
	_, err = io.WriteString(file, content)
	require.NoError(s, err)
	require.NoError(s, form.Close())
	response, err := client.Post(s.url+path, form.FormDataContentType(), &body)
	require.NoError(s, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	require.Equal(s, status, response.StatusCode, string(page))
	return string(page)
}

// provesByFile gives the contract at a version, whose text is listed and its certificate
// on paper, the file of its text.
func (s *site) provesByFile(party *http.Client, at string, version *int) {
	s.Helper()
	fields := url.Values{"_version": {fmt.Sprint(*version)}, "kind": {"contract_text"}}
	require.Contains(s, s.upload(party, http.StatusUnprocessableEntity, at+"/proof", "合同.pdf", "<script>", fields), "文件内容与扩展名不符")
	page := s.upload(party, http.StatusOK, at+"/proof", "合同.pdf", "%PDF-1.7\n示例", fields)
	*version++
	require.Contains(s, page, "合同.pdf")
	require.Contains(s, page, "纸质件由卖方档案室保管")
	require.NotContains(s, page, "没有上传文件")
	link := regexp.MustCompile(at + `/file\?of=[0-9a-f-]+`).FindString(page)
	response, err := party.Get(s.url + link)
	require.NoError(s, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(s, err)
	require.Equal(s, "%PDF-1.7\n示例", string(content))
	s.pictured("enterprise", map[string]string{"contract-proofs": at, "contract-proof-form": at + "/proof", "contract-papers-form": at + "/papers"})

	form := s.getAs(party, http.StatusOK, at+"/papers")
	id := regexp.MustCompile(`name="proofs\[0\]\.file_id"[^>]*value="([^"]+)"`).FindStringSubmatch(form)
	require.Len(s, id, 2, form)
	kept := url.Values{"_version": {fmt.Sprint(*version)}, "proofs[0].kind": {"contract_text"}, "proofs[0].title": {"合同正本（改）"}, "proofs[0].file_id": {id[1]}, "proofs[1].kind": {"ip_certificate"},
		"proofs[1].reference": {"样例证书 1 号"}, "proofs[1].keeper": {"卖方档案室"}, "terms": {"第一条　乙方转让下列技术。\r\n第二条　受让方不得对该技术进行任何改进。"}}
	require.Contains(s, s.postAs(party, http.StatusOK, at+"/papers", kept), "合同.pdf")
	*version++
}
