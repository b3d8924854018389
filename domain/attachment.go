package domain

import (
	"archive/zip"
	"bytes"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Attachment is a file that goes with a report. Its type is that of its content.
type Attachment struct {
	ID        ID
	ReportID  ID
	Name      string
	Type      string // AttachmentTypes
	Size      int64  // bytes, at most MaxAttachment
	SHA256    [32]byte
	AddedBy   ID
	CreatedAt time.Time
}

// Bounds of attachments.
const (
	MaxAttachment  = 20 << 20 // bytes of one
	MaxAttachments = 10       // of a report
)

// The media types of what may be attached.
const (
	typePDF  = "application/pdf"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeCSV  = "text/csv"
	typePNG  = "image/png"
	typeJPEG = "image/jpeg"
)

// attachable are the types that may be attached, by the extensions of their files.
var attachable = map[string]string{".pdf": typePDF, ".xlsx": typeXLSX, ".docx": typeDOCX, ".csv": typeCSV, ".png": typePNG, ".jpg": typeJPEG, ".jpeg": typeJPEG}

// NewAttachment checks a file and returns what is kept of it besides its content: its
// type, which must be allowed and fit its name, and a name that is safe to show.
func NewAttachment(name string, content []byte) (Attachment, error) {
	var k checks
	k.that(len(content) > 0, "file", "文件为空", "is empty")
	k.that(len(content) <= MaxAttachment, "file", "超过 20 MB", "is larger than 20 MiB")
	name = safeName(name)
	kind, known := attachable[strings.ToLower(path.Ext(name))]
	k.that(known, "file", "只接受 PDF、XLSX、DOCX、CSV、PNG、JPEG 文件", "must be a PDF, XLSX, DOCX, CSV, PNG or JPEG file")
	k.that(!known || len(content) == 0 || contentType(content) == kind, "file", "文件内容与扩展名不符", "holds something else than its extension says")
	if err := k.err(); err != nil {
		return Attachment{}, err
	}
	return Attachment{Name: name, Type: kind, Size: int64(len(content))}, nil
}

// contentType is the type of content by what it holds, "" for none that may be attached.
func contentType(content []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(content), ";")
	switch kind {
	case typePDF, typePNG, typeJPEG:
		return kind
	case "application/zip":
		return officeType(content)
	case "text/plain":
		if !bytes.ContainsRune(content, 0) {
			return typeCSV
		}
	}
	return ""
}

// officeType tells a workbook from a text by the part that holds its body. Documents
// with macros are neither.
func officeType(content []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	kind := ""
	for _, f := range archive.File {
		switch f.Name {
		case "xl/workbook.xml":
			kind = typeXLSX
		case "word/document.xml":
			kind = typeDOCX
		case "xl/vbaProject.bin", "word/vbaProject.bin":
			return ""
		}
	}
	return kind
}

// maxName bounds a name in runes; the extension stays.
const maxName = 120

// safeName is the last part of name without what could mislead or break a header:
// control and format characters (so no marks that turn the direction of writing),
// separators of paths, quotes, and dots or spaces at the ends.
func safeName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || unicode.In(r, unicode.Cf, unicode.Cc) || strings.ContainsRune(`/:*?"<>|;%`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	extension := path.Ext(name)
	stem := strings.Trim(strings.TrimSuffix(name, extension), " .")
	if stem == "" {
		stem = "附件"
	}
	if room := maxName - utf8.RuneCountInString(extension); utf8.RuneCountInString(stem) > room {
		stem = string([]rune(stem)[:max(room, 1)])
	}
	return stem + extension
}
