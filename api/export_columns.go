package api

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"sanku/domain"
)

// column is one column of a table: a field of the items, perhaps of a record in them.
type column struct {
	header domain.Text
	path   [][]int // index paths, one per record on the way
	set    domain.Terms
	absent bool // a zero one is left out of JSON
}

// termed is an item of which the closed set of a column depends on the item.
type termed interface {
	terms(column string) domain.Terms
}

// veiled is an item of which some is not shown to its reader: what is left out of it is
// then blank, not "no".
type veiled interface{ veiled() bool }

// sheet is the page as a table in the language asked for, and the next cursor.
func (p Items[T]) sheet(lang string) (sheet, string) {
	columns := columnsOf(typeOf[T](), nil, domain.Text{})
	s := sheet{}
	for _, c := range columns {
		s.header = append(s.header, c.header.In(lang))
	}
	for _, item := range p.Items {
		row := make([]any, len(columns))
		for i, c := range columns {
			row[i] = c.of(item, lang)
		}
		s.rows = append(s.rows, row)
	}
	return s, p.Next
}

// of is the cell of an item.
func (c column) of(item any, lang string) any {
	if by, ok := item.(termed); ok {
		if set := by.terms(c.header.EN); set != nil {
			c.set = set
		}
	}
	v, found := c.field(reflect.ValueOf(item))
	if !found || c.absent && v.IsZero() && c.blank(v, item) {
		return ""
	}
	return cellOf(v, c.set, lang)
}

// blank tells a zero that says nothing from one that says no: a number that is left out is
// not stated; a truth is so only where the record is not shown in whole.
func (c column) blank(v reflect.Value, item any) bool {
	part, ok := item.(veiled)
	within := len(c.path) > 1 // of a record in the item, not of the item's own standing
	return v.Kind() != reflect.Bool || within && ok && part.veiled()
}

// columnsOf lists the columns of a record, those of records within it after its name.
func columnsOf(t reflect.Type, path [][]int, within domain.Text) []column {
	var columns []column
	for _, f := range reflect.VisibleFields(t) {
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" || key == "-" || !f.IsExported() {
			continue
		}
		zh := f.Tag.Get("zh")
		if zh == "" {
			zh = key
		}
		header, at := domain.Text{ZH: within.ZH + zh, EN: within.EN + key}, append(append([][]int{}, path...), f.Index)
		if inner := f.Type; inner.Kind() == reflect.Struct && !scalar(inner) {
			columns = append(columns, columnsOf(inner, at, domain.Text{ZH: header.ZH + "·", EN: header.EN + "."})...)
			continue
		}
		columns = append(columns, column{header: header, path: at, set: closedSets[f.Tag.Get("set")], absent: strings.Contains(options, "omit")})
	}
	return columns
}

func scalar(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || t.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}

// field is the column's field of an item; an embedded record may not be there.
func (c column) field(v reflect.Value) (reflect.Value, bool) {
	for _, index := range c.path {
		var err error
		if v, err = v.FieldByIndexErr(index); err != nil {
			return v, false
		}
	}
	return v, true
}

func cellOf(v reflect.Value, set domain.Terms, lang string) any {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return ""
		}
		return cellOf(v.Elem(), set, lang)
	}
	switch x := v.Interface().(type) {
	case time.Time:
		return when(x)
	case domain.Decimal:
		return x.Float()
	case encoding.TextMarshaler:
		b, _ := x.MarshalText() // IDs and dates: cannot fail
		return string(b)
	}
	switch v.Kind() {
	case reflect.String:
		return set.Name(v.String()).In(lang)
	case reflect.Int, reflect.Int64, reflect.Int32:
		return v.Int()
	case reflect.Float64:
		return v.Float()
	case reflect.Bool:
		return yesNo(v.Bool(), lang)
	case reflect.Slice:
		return listCell(v, set, lang)
	}
	return jsonCell(v)
}

// listCell joins a list of words; a list of records stays JSON.
func listCell(v reflect.Value, set domain.Terms, lang string) any {
	words := make([]string, v.Len())
	for i := range words {
		text, ok := cellOf(v.Index(i), set, lang).(string)
		if !ok || v.Index(i).Kind() == reflect.Struct && !scalar(v.Index(i).Type()) {
			return jsonCell(v)
		}
		words[i] = text
	}
	return strings.Join(words, domain.Text{ZH: "；", EN: "; "}.In(lang))
}

func jsonCell(v reflect.Value) string {
	if v.IsZero() || v.Kind() == reflect.Map && v.Len() == 0 {
		return ""
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return ""
	}
	return string(b)
}

func yesNo(yes bool, lang string) string {
	if yes {
		return domain.Text{ZH: "是", EN: "yes"}.In(lang)
	}
	return domain.Text{ZH: "否", EN: "no"}.In(lang)
}

// setAccept changes what the rest of the request takes the caller to accept.
func setAccept(ctx huma.Context, accept string) {
	humagin.Unwrap(ctx).Request.Header.Set("Accept", accept)
}
