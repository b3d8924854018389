// Package intake reads organisations, needs, technologies, policies, experts and entries
// of registers from
// spreadsheets, CSV and JSON lines, as people and other systems write them, and says
// of every row that it cannot take which cell is wrong and why.
package intake

import (
	"crypto/sha256"
	"iter"
	"path/filepath"
	"strings"

	"sanku/domain"
)

// Formats of a file.
const (
	XLSX  = "xlsx"
	CSV   = "csv"
	JSONL = "jsonl"
)

// Options say how a file is read.
type Options struct {
	Format       string               // XLSX, CSV or JSONL; empty: by the file's name, else by its first bytes
	Encoding     string               // "utf-8" or "gb18030", of CSV and JSONL; empty: UTF-8 if it is valid, else GB18030
	Organisation string               // whose the rows are that name no organisation
	Owner        *domain.Organisation // whose all rows are, who imports them; nil: rows say whose they are
	Field        string               // of rows that say nothing of their field
	Register     string               // code or name, of entries that name none
	Areas        []domain.Area        // so that areas are known by name too
	Units        []domain.Unit        // so that units are known by name too
	Registers    []domain.Register    // so that registers and their categories are known by name too
	Industries   []domain.Industry    // so that industries are known by name too
}

// File is a file that can be read as rows of one kind.
type File struct {
	Kind     string // domain.ImportKinds
	Name     string
	Format   string
	Encoding string // empty for XLSX
	SHA256   [32]byte
	of       library
	options  Options
	lines    iter.Seq[line]
}

// Open reads as much of a file as tells that it can be read. Name may be empty.
// Errors are InvalidErrors that a person can act on: an unknown format, a table whose
// header has no column of this kind, a file that is damaged or too large unpacked.
func Open(kind, name string, data []byte, o Options) (*File, error) {
	lib, err := libraryOf(kind)
	if err != nil {
		return nil, err
	}
	if o.Owner != nil && !isOf(*o.Owner, plain(o.Organisation)) {
		return nil, domain.Invalid("organisation", "只能是本单位", "must be your organisation")
	}
	f := &File{Kind: kind, Name: cut(plain(filepath.Base(strings.ToValidUTF8(name, ""))), 200), Format: o.Format, SHA256: sha256.Sum256(data), of: lib, options: o}
	if f.Format == "" {
		f.Format = formatOf(name, data)
	}
	return f, f.open(data)
}

func (f *File) open(data []byte) (err error) {
	if f.Format == XLSX {
		f.lines, err = workbookLines(data, f.of.named)
		return err
	}
	text, encoding, err := decode(data, f.options.Encoding)
	if err != nil {
		return err
	}
	f.Encoding = encoding
	switch f.Format {
	case JSONL:
		f.lines = jsonLines(text)
	case CSV:
		f.lines, err = csvLines(text, f.of.named)
	default:
		err = domain.Invalid("format", "只能取：xlsx、csv、jsonl", "must be xlsx, csv or jsonl")
	}
	return err
}

// Rows yields the rows in the order of the file, those with faults included. It can
// be called again, and yields the same.
func (f *File) Rows() iter.Seq[domain.ImportRow] {
	return func(yield func(domain.ImportRow) bool) {
		keys := newKeys()
		for l := range f.lines {
			row := f.row(l)
			keys.assign(&row)
			if !yield(row) {
				return
			}
		}
	}
}

func (f *File) row(l line) domain.ImportRow {
	if l.fault != nil {
		l.fault.Row = l.number
		return domain.ImportRow{Number: l.number, Faults: []domain.ImportFault{*l.fault}}
	}
	return f.of.row(l, f.options)
}

func formatOf(name string, data []byte) string {
	switch ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), ".")); ext {
	case XLSX, CSV, JSONL:
		return ext
	case "json", "ndjson":
		return JSONL
	case "txt", "tsv":
		return CSV
	}
	head := strings.TrimLeft(string(data[:min(len(data), 64)]), "\ufeff \t\r\n")
	switch {
	case strings.HasPrefix(head, "PK\x03\x04"):
		return XLSX
	case strings.HasPrefix(head, "{"):
		return JSONL
	}
	return CSV
}

// Run is the run that takes the file with options.
func (f *File) Run(o domain.ImportOptions) domain.ImportRun {
	return domain.ImportRun{Kind: f.Kind, FileName: f.Name, SHA256: f.SHA256, Options: o}
}
