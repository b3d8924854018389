package domain

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// zipOf is an archive of the parts named.
func zipOf(parts ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range parts {
		if f, err := w.Create(name); err == nil {
			_, _ = f.Write([]byte("<x/>"))
		}
	}
	_ = w.Close()
	return b.Bytes()
}

func TestNewFile(t *testing.T) {
	pdf, png, jpeg := []byte("%PDF-1.7\n"), []byte("\x89PNG\r\n\x1a\n"), []byte("\xff\xd8\xff\xe0")
	workbook, text := zipOf("[Content_Types].xml", "xl/workbook.xml"), zipOf("word/document.xml")
	for name, tt := range map[string]struct {
		file    string
		content []byte
		want    string // the type; "" for refused
	}{
		"PDF":                          {"依据.pdf", pdf, typePDF},
		"in capitals":                  {"依据.PDF", pdf, typePDF},
		"PNG":                          {"a.png", png, typePNG},
		"JPEG":                         {"a.jpg", jpeg, typeJPEG},
		"a workbook":                   {"a.xlsx", workbook, typeXLSX},
		"a text":                       {"a.docx", text, typeDOCX},
		"a table":                      {"a.csv", []byte("区域,数值\n雨湖区,1\n"), typeCSV},
		"a table in GB18030":           {"a.csv", []byte("\xc7\xf8\xd3\xf2,1\n"), typeCSV},
		"a page as a table":            {"a.csv", []byte("<html><script>alert(1)</script>"), ""},
		"a page as a PDF":              {"a.pdf", []byte("<!DOCTYPE html><script>alert(1)</script>"), ""},
		"a program as a PDF":           {"a.pdf", []byte("MZ\x90\x00"), ""},
		"a program as a table":         {"a.csv", []byte("\x7fELF\x02\x01\x01\x00"), ""},
		"a picture as a PDF":           {"a.pdf", png, ""},
		"an archive as a workbook":     {"a.xlsx", zipOf("virus.exe"), ""},
		"half an archive":              {"a.xlsx", workbook[:len(workbook)/2], ""},
		"a text as a workbook":         {"a.xlsx", text, ""},
		"a workbook with macros":       {"a.xlsx", zipOf("xl/workbook.xml", "xl/vbaProject.bin"), ""},
		"macros by their own name":     {"a.xlsm", zipOf("xl/workbook.xml", "xl/vbaProject.bin"), ""},
		"a page":                       {"a.html", []byte("<html>"), ""},
		"a drawing with scripts":       {"a.svg", []byte("<svg onload='alert(1)'/>"), ""},
		"no extension":                 {"pdf", pdf, ""},
		"another extension at the end": {"a.pdf.exe", pdf, ""},
		"the extension turned round":   {"a\u202efdp.exe", pdf, ""},
		"a name cut short by NUL":      {"a.pdf\x00.exe", pdf, ""},
		"an empty one":                 {"a.pdf", nil, ""},
		"just not too large":           {"a.pdf", append(bytes.Clone(pdf), make([]byte, MaxAttachment-len(pdf))...), typePDF},
		"too large":                    {"a.pdf", append(bytes.Clone(pdf), make([]byte, MaxAttachment-len(pdf)+1)...), ""},
	} {
		a, err := NewFile(tt.file, tt.content)
		var invalid InvalidErrors
		if a.Type != tt.want || (tt.want == "") != errors.As(err, &invalid) {
			t.Errorf("%s: %q, %v", name, a.Type, err)
		}
	}
}

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"统计报表.pdf":                        "统计报表.pdf",
		"../../etc/passwd.pdf":            "passwd.pdf",
		`C:\temp\报表.pdf`:                  "报表.pdf",
		"a\r\nSet-Cookie x.pdf":           "aSet-Cookie x.pdf",
		"a\"; filename=\"b.exe.pdf":       "a filename=b.exe.pdf",
		"报\u202e表\u200b\ufeff.pdf":        "报表.pdf",
		"  .. .pdf":                       "pdf",
		"..":                              "附件",
		"":                                "附件",
		"a.pdf. . ":                       "a.pdf",
		"\xff\xfea.pdf":                   "a.pdf",
		strings.Repeat("长", 300):          strings.Repeat("长", 120),
		strings.Repeat("长", 300) + ".pdf": strings.Repeat("长", 116) + ".pdf",
	} {
		if got := safeName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func FuzzSafeName(f *testing.F) {
	for _, seed := range []string{"", "a.pdf", "../a", "\u202e.pdf", ".." + strings.Repeat("x", 200), "a." + strings.Repeat("x", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := safeName(name)
		if got == "" || !utf8.ValidString(got) || strings.ContainsAny(got, `/\"`) || strings.HasPrefix(got, ".") || strings.HasSuffix(got, " ") {
			t.Errorf("%q: %q", name, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) }) {
			t.Errorf("%q: %q", name, got)
		}
		if safeName(got) != got {
			t.Errorf("%q: not the same again: %q", got, safeName(got))
		}
	})
}
