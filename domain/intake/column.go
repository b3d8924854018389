package intake

import (
	"slices"
	"strings"

	"sanku/domain"
)

// entry is a row being read into a record of type R.
type entry[R any] struct {
	key          string
	organisation string
	uscc         string // of the organisation
	record       R
	options      Options
}

// column is one column of a kind's table. The table drives everything: which headers
// are recognised, how a cell is read, and what a template offers and explains.
type column[R any] struct {
	name    string   // in JSON lines, and the English header
	heading string   // the Chinese header
	also    []string // other headers
	example string   // as a template shows it; empty for columns left out of templates
	note    domain.Text
	reader[R]
}

// reader is how a column's cells get into a record.
type reader[R any] struct {
	read func(*entry[R], value) error
	take func(to *R, from R) // copies what the column says; nil when that is no part of the record
}

// field is the reader of a column that says one field of a record.
func field[R, F any](at func(*R) *F, read func(*entry[R], value) error) reader[R] {
	return reader[R]{read, func(to *R, from R) { *at(to) = *at(&from) }}
}

// saying is a reader of which an empty cell says nothing, and leaves a record as it is.
func saying[R any, F comparable](at func(*R) *F, read func(*entry[R], value) error) reader[R] {
	var none F
	return reader[R]{read, func(to *R, from R) {
		if said := *at(&from); said != none {
			*at(to) = said
		}
	}}
}

// Column is a column as templates and documents show it.
type Column struct {
	Name    string
	Heading string
	Also    []string
	Example string
	Note    domain.Text
}

// table is the columns of one kind, and what makes a row of them complete.
type table[R interface{ Validate() error }] struct {
	columns []column[R]
	index   map[string]int                   // by normalised header
	name    func(e *entry[R], o Options)     // finds the codes of what cells name together; may be nil
	finish  func(e *entry[R], o Options)     // fills in what follows from the rest
	unique  func(e *entry[R]) (title string) // what a row without a key is known by
}

// library is a table whatever its records are.
type library interface {
	named(header string) string // the column that a header stands for; empty for none
	row(l line, o Options) domain.ImportRow
	list() []Column
}

func newTable[R interface{ Validate() error }](unique func(*entry[R]) string, finish func(*entry[R], Options), columns ...column[R]) *table[R] {
	t := &table[R]{columns: columns, index: map[string]int{}, finish: finish, unique: unique}
	for i, c := range columns {
		for _, header := range append([]string{c.name, c.heading}, c.also...) {
			t.index[normal(header)] = i
		}
	}
	return t
}

// normal is a header without what people vary: case, spaces, width of brackets, the
// asterisk of required columns.
func normal(header string) string {
	return strings.ToLower(varied.Replace(plain(header)))
}

var varied = strings.NewReplacer("（", "(", "）", ")", "＊", "", "*", "", " ", "", "　", "", "\n", "", "\t", "", "_", "")

func (t *table[R]) named(header string) string {
	if i, ok := t.index[normal(header)]; ok {
		return t.columns[i].name
	}
	return ""
}

func (t *table[R]) list() []Column {
	out := make([]Column, len(t.columns))
	for i, c := range t.columns {
		out[i] = Column{Name: c.name, Heading: c.heading, Also: c.also, Example: c.example, Note: c.note}
	}
	return out
}

// row reads a line. Its faults are those of cells that cannot be understood, then
// those that the record's own rules find.
func (t *table[R]) row(l line, o Options) domain.ImportRow {
	e := entry[R]{options: o}
	row := domain.ImportRow{Number: l.number}
	at, there := map[string]int{}, []int{}
	for _, c := range l.cells {
		i, ok := t.index[normal(c.header)]
		if !ok {
			row.Ignored = append(row.Ignored, c.header)
			continue
		}
		col := t.columns[i]
		at[col.name], there = c.column, append(there, i)
		if c.empty() {
			continue
		}
		if err := col.read(&e, c.value); err != nil {
			row.Faults = append(row.Faults, faultsOf(l.number, c.column, col.name, err)...)
		}
	}
	slices.Sort(there)
	there = slices.Compact(there)
	for _, i := range there {
		row.Columns = append(row.Columns, t.columns[i].name)
	}
	if t.name != nil {
		t.name(&e, o)
	}
	row.Over = t.over(e, there, o)
	t.finish(&e, o)
	row.Key, row.Organisation, row.Record = e.key, e.organisation, e.record
	if row.Organisation == "" {
		row.Organisation = e.uscc
	}
	if row.Organisation == "" {
		row.Organisation = o.Organisation
	}
	if o.Owner != nil {
		row.Faults = append(row.Faults, disowned(*o.Owner, e, l.number, at)...)
		row.Organisation = "" // it goes without saying, in the row's key too
	}
	row.Title = t.unique(&e)
	row.Faults = append(row.Faults, t.broken(l.number, at, e.record, row.Faults)...)
	return row
}

// over lays what the columns there have said over a record: it keeps what the others
// would say.
func (t *table[R]) over(said entry[R], there []int, o Options) func(any) any {
	return func(stored any) any {
		e := entry[R]{record: stored.(R), options: o}
		for _, i := range there {
			if take := t.columns[i].take; take != nil {
				take(&e.record, said.record)
			}
		}
		t.finish(&e, o)
		return e.record
	}
}
