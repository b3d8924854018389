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

// File is a file that is kept with a record. Its type is that of its content.
type File struct {
	ID      ID
	Name    string
	Type    string
	Size    int64 // bytes, at most MaxAttachment
	SHA256  [32]byte
	Content []byte // of a file that is to be kept; nil where it only is told of
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
	typeZIP  = "application/zip"
)

// attachable are the types that may be attached, by the extensions of their files.
var attachable = map[string]string{".pdf": typePDF, ".xlsx": typeXLSX, ".docx": typeDOCX, ".csv": typeCSV, ".png": typePNG, ".jpg": typeJPEG, ".jpeg": typeJPEG}

// NewAttachment checks a file and returns what is kept of it besides its content: its
// type, which must be allowed and fit its name, and a name that is safe to show.
func NewAttachment(name string, content []byte) (Attachment, error) {
	name, kind, err := checkFile(name, content, attachable, Text{"只接受 PDF、XLSX、DOCX、CSV、PNG、JPEG 文件", "must be a PDF, XLSX, DOCX, CSV, PNG or JPEG file"})
	if err != nil {
		return Attachment{}, err
	}
	return Attachment{Name: name, Type: kind, Size: int64(len(content))}, nil
}

// checkFile returns the safe name and the type of a file that is of one of the types in
// allowed, which accepted lists, by its extension and by what it holds.
func checkFile(name string, content []byte, allowed map[string]string, accepted Text) (safe, kind string, err error) {
	var k checks
	k.that(len(content) > 0, "file", "文件为空", "is empty")
	k.that(len(content) <= MaxAttachment, "file", "超过 20 MB", "is larger than 20 MiB")
	safe = safeName(name)
	kind, known := allowed[strings.ToLower(path.Ext(safe))]
	k.that(known, "file", accepted.ZH, accepted.EN)
	k.that(!known || len(content) == 0 || contentType(content) == kind, "file", "文件内容与扩展名不符", "holds something else than its extension says")
	return safe, kind, k.err()
}

// contentType is the type of content by what it holds, "" for none that may be attached.
func contentType(content []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(content), ";")
	switch kind {
	case typePDF, typePNG, typeJPEG:
		return kind
	case typeZIP:
		return archiveType(content)
	case "text/plain":
		if !bytes.ContainsRune(content, 0) {
			return typeCSV
		}
	}
	return ""
}

// archiveType tells a workbook and a text, by the part that holds its body, from an
// archive of files that might each be attached. Documents with macros, and archives of
// anything else, are none of them.
func archiveType(content []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	kind := typeZIP
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
	if kind == typeZIP && !packable(archive.File) {
		return ""
	}
	return kind
}

// packable reports whether every file in an archive has the extension of one that may be
// attached, or of plain text.
func packable(files []*zip.File) bool {
	for _, f := range files {
		extension := strings.ToLower(path.Ext(f.Name))
		if _, ok := attachable[extension]; !ok && extension != ".txt" && !strings.HasSuffix(f.Name, "/") {
			return false
		}
	}
	return len(files) > 0
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
