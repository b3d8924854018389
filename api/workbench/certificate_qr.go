package workbench

import (
	"encoding/base64"
	"html/template"
	"net/http"

	"rsc.io/qr"
)

// qrScale is how many pixels a module of a code is wide.
const qrScale = 8

// publicly is the address of a page as people elsewhere reach it: where the operator says
// that the pages are, else where this request found them.
func (v *visit) publicly(path string) string {
	if v.PublicURL != "" {
		return v.PublicURL + path
	}
	scheme := "http://"
	if v.r.TLS != nil {
		scheme = "https://"
	}
	return scheme + v.r.Host + path
}

// qrPicture is a PNG of a code (ISO/IEC 18004) of text, which can be read with a quarter
// of it spoilt, as seals stamped over it do.
func qrPicture(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.Q)
	if err != nil {
		return nil, err
	}
	code.Scale = qrScale
	return code.PNG(), nil
}

// pictureURL is a PNG as the page itself holds it.
func pictureURL(png []byte) template.URL {
	return template.URL("data:" + http.DetectContentType(png) + ";base64," + base64.StdEncoding.EncodeToString(png))
}
