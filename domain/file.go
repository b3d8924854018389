package domain

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// File is a file that is kept with a record. Its type is that of its content.
type File struct {
	ID      ID
	Name    string // safe to show
	Type    string // media type
	Size    int64  // bytes, at most MaxAttachment
	SHA256  [32]byte
	Content []byte // of a file that is to be kept; nil where it only is told of
}

// Attachment is a file that goes with a report.
type Attachment struct {
	File
	ReportID  ID
	AddedBy   ID
	CreatedAt time.Time
}

// Bounds of files.
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

// AttachmentExtensions are the extensions of the files that may be attached, sorted.
func AttachmentExtensions() []string { return slices.Sorted(maps.Keys(attachable)) }

// NewFile checks a file that is to be kept with a report or a contract. Errors:
// InvalidErrors.
func NewFile(name string, content []byte) (File, error) {
	return newFile(name, content, attachable, Text{"只接受 PDF、XLSX、DOCX、CSV、PNG、JPEG 文件", "must be a PDF, XLSX, DOCX, CSV, PNG or JPEG file"})
}

// newFile is a file of one of the types in allowed, which accepted lists, by its extension
// and by what it holds.
func newFile(name string, content []byte, allowed map[string]string, accepted Text) (File, error) {
	var k checks
	k.that(len(content) > 0, "file", "文件为空", "is empty")
	k.that(len(content) <= MaxAttachment, "file", "超过 20 MB", "is larger than 20 MiB")
	name = safeName(name)
	kind, known := allowed[strings.ToLower(path.Ext(name))]
	k.that(known, "file", accepted.ZH, accepted.EN)
	k.that(!known || len(content) == 0 || contentType(content) == kind, "file", "文件内容与扩展名不符", "holds something else than its extension says")
	if err := k.err(); err != nil {
		return File{}, err
	}
	return File{NewID(), name, kind, int64(len(content)), sha256.Sum256(content), content}, nil
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
