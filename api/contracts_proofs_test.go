package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// A proof is sent with its file, survives a change of something else, and comes back as a
// file to be saved.
func TestProofOverTheAPI(t *testing.T) {
	s := newServer(t)
	seller := s.as("university")
	on := contract()(s, seller, own)
	path := "/contracts/" + on.id.String()
	form := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"合\u202e同.pdf\"\r\n\r\n%PDF-1.7\n\r\n--b--\r\n"
	send := map[string]string{"Content-Type": "multipart/form-data; boundary=b", "If-Match": `"1"`}
	c := decoded[Contract](t, s.do(seller, call{method: "POST", path: path + "/proofs?kind=contract_text&keeper=%E7%94%B2", body: form, header: send}), http.StatusOK)
	p := c.Proofs[0]
	require.Equal(t, []any{"合同", "甲", "合同.pdf", "application/pdf", int64(9), p.File.ID}, []any{p.Title, p.Keeper, p.File.Name, p.File.Type, p.File.Size, p.FileID})

	patched := s.do(seller, call{method: "PATCH", path: path, body: `{"title":"示例改名"}`, header: map[string]string{"Content-Type": "application/merge-patch+json", "If-Match": `"2"`}})
	require.Equal(t, c.Proofs, decoded[Contract](t, patched, http.StatusOK).Proofs)

	w := s.get(seller, path+"/files/"+p.FileID.String())
	require.Equal(t, "%PDF-1.7\n", w.Body.String())
	require.Equal(t, "attachment; filename*=utf-8''%E5%90%88%E5%90%8C.pdf", w.Header().Get("Content-Disposition"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))

	send["If-Match"] = `"3"`
	for body, query := range map[string]string{"<script>": "?kind=contract_text&name=a.pdf", "a,b\n": "?kind=nothing&name=a.csv"} {
		w = s.do(seller, call{method: "POST", path: path + "/proofs" + query, body: body, header: map[string]string{"If-Match": `"3"`}})
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, w.Body.String())
	}
	w = s.do(seller, call{method: "PATCH", path: path, body: `{"proofs":[{"kind":"other","title":"x","file_id":"` + domain.NewID().String() + `"}]}`,
		header: map[string]string{"Content-Type": "application/merge-patch+json", "If-Match": `"3"`}})
	require.Equal(t, http.StatusUnprocessableEntity, w.Code, w.Body.String())
	require.Contains(t, w.Body.String(), "proofs[0].file_id")
}
