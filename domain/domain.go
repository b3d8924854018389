// Package domain holds the rules of the marketplace: what the records are, which
// steps they may take, who may take them, and how the plan's figures are computed.
// It does no I/O and imports only the standard library.
package domain

// Text is something said to people, in Chinese first and in English.
type Text struct {
	ZH, EN string
}

// In returns the text in the language asked for, "en" or anything else for Chinese.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// Term is one member of a closed set: its code and its name.
type Term struct {
	Code string
	Name Text
}

// Terms is a closed set in the order people expect to see it.
type Terms []Term

// Has reports whether code belongs to the set.
func (ts Terms) Has(code string) bool {
	_, ok := ts.Find(code)
	return ok
}

// Find returns the term with the given code.
func (ts Terms) Find(code string) (Term, bool) {
	for _, t := range ts {
		if t.Code == code {
			return t, true
		}
	}
	return Term{}, false
}

// Name returns the name of code, or the code itself when the set lacks it.
func (ts Terms) Name(code string) Text {
	if t, ok := ts.Find(code); ok {
		return t.Name
	}
	return Text{ZH: code, EN: code}
}

// Codes returns the codes of the set in order.
func (ts Terms) Codes() []string {
	codes := make([]string, len(ts))
	for i, t := range ts {
		codes[i] = t.Code
	}
	return codes
}
