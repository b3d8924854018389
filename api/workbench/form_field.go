package workbench

import (
	"strconv"
	"strings"

	"sanku/domain"
)

// field is one question of a form.
type field struct {
	Name, Label, Hint string
	Kind              string // part of the template that shows it
	Unit              string // written after it
	Required, Narrow  bool
	Rows              int
	Accept            string // of a file
	Autocomplete      string
	Value             string
	Values            []string
	Options           []option
	Candidates        []offer // of a pick: what there is to choose from
	Taken             string  // of a pick: the record that is meant, when its name is not what was typed
	Problem           string
	Current           string // what the record now holds, when it differs from what was typed
	Differs           bool

	current string // of the record, as the form would send it
	now     string // of the record, as people read it
	refused error  // why what was typed cannot be read
	picked  string // of a pick: the record's id; "" for none
	f       *form
}

// typed is what was typed, as one text.
func (d *field) typed() string {
	switch {
	case d.Values != nil:
		return strings.Join(d.Values, "\n")
	case d.picked != "":
		return d.picked
	}
	return d.Value
}

// Invalid and Described are the attributes that tie the field to its error and hint.
func (d *field) Invalid() bool { return d.Problem != "" }

func (d *field) Described() string {
	var ids []string
	for _, p := range []struct{ text, id string }{{d.Hint, "-hint"}, {d.Problem, "-problem"}} {
		if p.text != "" {
			ids = append(ids, d.Name+p.id)
		}
	}
	return strings.Join(ids, " ")
}

func (d *field) required() *field { d.Required = true; return d }
func (d *field) narrow() *field   { d.Narrow = true; return d }
func (d *field) rows(n int) *field {
	d.Rows = n
	return d
}
func (d *field) hint(zh, en string) *field { d.Hint = d.f.v.say(zh, en); return d }
func (d *field) unit(zh, en string) *field { d.Unit = d.f.v.say(zh, en); return d }

// filled says what the browser may fill in, as HTML's autocomplete names it.
func (d *field) filled(by string) *field { d.Autocomplete = by; return d }

// field adds a question whose answer is one text; current is the record's. It reports
// whether something was sent, which read is then to take.
func (f *form) field(kind, name, zh, en, current string) (*field, bool) {
	d := &field{Name: name, Label: f.v.say(zh, en), Kind: kind, Value: current, current: current, now: current, f: f}
	s := f.Sections[len(f.Sections)-1]
	s.Fields = append(s.Fields, d)
	if f.sent != nil {
		d.Value = strings.ReplaceAll(strings.TrimSpace(f.sent.Get(name)), "\r\n", "\n")
	}
	return d, f.sent != nil
}

// text asks for one line.
func (f *form) text(to *string, name, zh, en string) *field {
	d, sent := f.field("text", name, zh, en, *to)
	if sent {
		*to = d.Value
	}
	return d
}

// area asks for some lines.
func (f *form) area(to *string, name, zh, en string) *field {
	d := f.text(to, name, zh, en)
	d.Kind, d.Rows = "area", 6
	return d
}

// lines asks for several texts, one a line; blank lines are none.
func (f *form) lines(to *[]string, name, zh, en string) *field {
	d, sent := f.field("area", name, zh, en, strings.Join(*to, "\n"))
	d.Rows = 4
	if sent {
		*to = nil
		for line := range strings.Lines(d.Value) {
			if line = strings.TrimSpace(line); line != "" {
				*to = append(*to, line)
			}
		}
	}
	return d
}

// password asks for a secret, which is never shown again.
func (f *form) password(to *string, name, zh, en string) *field {
	d, sent := f.field("password", name, zh, en, "")
	if sent {
		*to, d.Value = f.sent.Get(name), ""
	}
	return d
}

// hidden carries a value along.
func (f *form) hidden(to *string, name string) {
	f.text(to, name, "", "").Kind = "hidden"
}

// readAs takes an answer that has to be read; blank is the zero value.
func readAs[T any](d *field, to *T, sent bool, parse func(string) (T, error)) *field {
	if !sent {
		return d
	}
	var got T
	if d.Value != "" {
		got, d.refused = parse(d.Value)
	}
	if d.refused == nil {
		*to = got
	}
	return d
}

// date asks for a day.
func (f *form) date(to *domain.Date, name, zh, en string) *field {
	d, sent := f.field("date", name, zh, en, to.String())
	return readAs(d, to, sent, domain.ParseDate)
}

// money asks for an amount in 万元, to the fen; blank is nil.
func (f *form) money(to **domain.Fen, name, zh, en string) *field {
	current := ""
	if *to != nil {
		current = wanTyped(**to)
	}
	d, sent := f.field("number", name, zh, en, current)
	return readAs(d.unit("万元", "10,000 yuan"), to, sent, func(s string) (*domain.Fen, error) {
		amount, err := domain.ParseWan(s)
		return &amount, err
	})
}

// sum asks for an amount that is always given.
func (f *form) sum(to *domain.Fen, name, zh, en string) *field {
	given := to
	if *to == 0 {
		given = nil
	}
	d := f.money(&given, name, zh, en)
	if f.sent != nil && d.refused == nil {
		*to = 0
		if given != nil {
			*to = *given
		}
	}
	return d
}

// whole asks for a whole number; 0 is blank.
func (f *form) whole(to *int, name, zh, en string) *field {
	current := ""
	if *to != 0 {
		current = strconv.Itoa(*to)
	}
	d, sent := f.field("number", name, zh, en, current)
	return readAs(d.narrow(), to, sent, func(s string) (int, error) {
		n, err := strconv.Atoi(ungrouped(s))
		if err != nil {
			return 0, domain.Invalid(name, "应为整数", "must be a whole number")
		}
		return n, nil
	})
}

// ungrouped drops what people set digits off with.
func ungrouped(s string) string { return strings.NewReplacer(",", "", "，", "", " ", "").Replace(s) }
