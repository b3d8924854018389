package intake

import (
	"encoding/json"
	"strings"
	"unicode"

	"sanku/domain"
)

// line is one row as its format gives it, before anything is understood.
type line struct {
	number int
	cells  []cell
	fault  *domain.ImportFault // the row cannot be read at all
}

type cell struct {
	header string
	column int // from 1; 0 outside tables
	value
}

// value is what a cell of a table or a key of a JSON object holds: text, and for JSON
// the items of a list of plain values or a list of objects as it stands.
type value struct {
	text string
	list []string
	raw  json.RawMessage
}

func (v value) empty() bool { return v.text == "" && len(v.list) == 0 && len(v.raw) == 0 }

// items returns the parts of a list: of a JSON list, or of text divided by one of
// separators or by line breaks.
func (v value) items(separators string) []string {
	parts := v.list
	if parts == nil {
		parts = strings.FieldsFunc(v.text, func(r rune) bool { return r == '\n' || strings.ContainsRune(separators, r) })
	}
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// Separators of several values in one cell. Sentences may hold 、 themselves.
const (
	betweenWords     = "；;、"
	betweenSentences = "；;"
)

// plain removes what no text should hold (control characters but line breaks and
// tabs, byte order marks) and the space around it.
func plain(s string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\ufeff' || r == unicode.ReplacementChar || unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(clean)
}

func fault(field, zh, en string) *domain.ImportFault {
	return &domain.ImportFault{Field: field, Reason: domain.Text{ZH: zh, EN: en}}
}
