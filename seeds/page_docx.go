package seeds

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// pageDOCX is a text document of a title and lines, with nothing but what a word
// processor needs to open it.
func pageDOCX(title string, lines []string) ([]byte, error) {
	const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
	var body strings.Builder
	for i, line := range append([]string{title}, lines...) {
		size := map[bool]int{true: 36, false: 24}[i == 0] // half points
		fmt.Fprintf(&body, `<w:p><w:r><w:rPr><w:sz w:val="%d"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, size, escaped(line))
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="` + word + `"><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		w, err := archive.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(xml.Header + part.content)); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return out.Bytes(), err
}

func escaped(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s)) // a Builder takes everything
	return out.String()
}
