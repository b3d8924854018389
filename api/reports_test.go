package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// What was attached comes back as a file to be saved, under a name that cannot mislead.
func TestAttachmentOverTheAPI(t *testing.T) {
	s := newServer(t)
	liaison := s.as("liaison")
	on := report()(s, liaison, own)
	path := "/reports/" + on.id.String() + "/attachments"
	form := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"..\\..\\报\u202e表.pdf\"\r\nContent-Type: text/html\r\n\r\n%PDF-1.7\n\r\n--b--\r\n"
	w := s.do(liaison, call{method: "POST", path: path, body: form, header: map[string]string{"Content-Type": "multipart/form-data; boundary=b"}})
	added := decoded[Attachment](t, w, http.StatusCreated)
	require.Equal(t, []any{"报表.pdf", "application/pdf", int64(9)}, []any{added.Name, added.Type, added.Size})

	w = s.get(liaison, path+"/"+added.ID.String())
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "%PDF-1.7\n", w.Body.String())
	require.Equal(t, "application/pdf", w.Header().Get("Content-Type"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Equal(t, "attachment; filename*=utf-8''%E6%8A%A5%E8%A1%A8.pdf", w.Header().Get("Content-Disposition"))

	w = s.do(liaison, call{method: "POST", path: path + "?name=a.pdf", header: map[string]string{"Content-Type": "application/pdf"}})
	require.Equal(t, http.StatusUnprocessableEntity, w.Code, w.Body.String())
	require.Contains(t, w.Body.String(), `"field":"file"`)

	w = s.do(liaison, call{method: "POST", path: path + "?name=a.pdf", body: "<script>alert(1)</script>"})
	require.Equal(t, http.StatusUnprocessableEntity, w.Code, w.Body.String())
}
