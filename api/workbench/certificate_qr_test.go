package workbench_test

import (
	"bytes"
	"encoding/base64"
	"html"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"rsc.io/qr"
)

// The picture on a certificate leads to the page that verifies it, for whoever has the
// paper: on the page and in the document.
func TestCertificateIsVerifiedByItsPicture(t *testing.T) {
	s := newSite(t)
	s.registry()
	c := s.registered("样例202443030002", nil)
	path := "/contracts/" + c.ID.String() + "/certificate"
	page := s.getAs(s.signedIn("enterprise"), http.StatusOK, path)
	found := regexp.MustCompile(`src="data:image/png;base64,([^"]+)"`).FindStringSubmatch(page)
	require.Len(t, found, 2, page)
	picture, err := base64.StdEncoding.DecodeString(html.UnescapeString(found[1]))
	require.NoError(t, err)
	to := "/certificates?code=" + c.CertificateCode()
	require.Equal(t, modules(t, s.url+to), shown(t, picture), "the picture says the address")
	require.NotEqual(t, modules(t, s.url+to[:len(to)-1]+"X"), shown(t, picture))

	response, err := http.Get(s.url + to) // by nobody in particular
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)

	parts := unzipped(t, s.getAs(s.signedIn("enterprise"), http.StatusOK, path+".docx"))
	require.Equal(t, string(picture), parts["word/media/picture1.png"])
	require.Contains(t, parts["word/document.xml"], s.url+to)
}

// modules are the dark modules of the code of a text, row by row.
func modules(t *testing.T, text string) string {
	t.Helper()
	code, err := qr.Encode(text, qr.Q)
	require.NoError(t, err)
	return grid(code.Size, code.Black)
}

// shown are the modules of a picture with its quiet zone of four around it.
func shown(t *testing.T, picture []byte) string {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	require.NoError(t, err)
	const scale, quiet = 8, 4
	size := img.Bounds().Dx()/scale - 2*quiet
	return grid(size, func(x, y int) bool {
		r, _, _, _ := img.At((x+quiet)*scale+scale/2, (y+quiet)*scale+scale/2).RGBA()
		return r < 0x8000
	})
}

func grid(size int, dark func(x, y int) bool) string {
	var b strings.Builder
	for y := range size {
		for x := range size {
			b.WriteByte(map[bool]byte{true: '#', false: '.'}[dark(x, y)])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
