package postgres

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"
)

// jsonb is a value kept in a jsonb column.
type jsonb[T any] struct{ V T }

// Value implements driver.Valuer.
func (j jsonb[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	return string(b), err
}

// Scan implements sql.Scanner.
func (j *jsonb[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(v, &j.V)
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	}
	return fmt.Errorf("scan %T into jsonb", src)
}

// MarshalJSON implements json.Marshaler.
func (j jsonb[T]) MarshalJSON() ([]byte, error) { return json.Marshal(j.V) }

// UnmarshalJSON implements json.Unmarshaler.
func (j *jsonb[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &j.V) }

// texts is a text[] column. It is never NULL.
type texts []string

// Value implements driver.Valuer with PostgreSQL's array literal.
func (t texts) Value() (driver.Value, error) {
	list := []string(t)
	if list == nil {
		list = []string{}
	}
	b, err := pgtype.NewMap().Encode(pgtype.TextArrayOID, pgtype.TextFormatCode, list, nil)
	return string(b), err
}

// Scan implements sql.Scanner.
func (t *texts) Scan(src any) error {
	var b []byte
	switch v := src.(type) {
	case nil:
		*t = nil
		return nil
	case []byte:
		b = v
	case string:
		b = []byte(v)
	default:
		return fmt.Errorf("scan %T into text[]", src)
	}
	return pgtype.NewMap().Scan(pgtype.TextArrayOID, pgtype.TextFormatCode, b, (*[]string)(t))
}

// optional is a text column in which "" is kept as NULL: unique keys and references.
type optional string

// Value implements driver.Valuer.
func (o optional) Value() (driver.Value, error) {
	if o == "" {
		return nil, nil
	}
	return string(o), nil
}

// Scan implements sql.Scanner.
func (o *optional) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*o = ""
	case string:
		*o = optional(v)
	case []byte:
		*o = optional(v)
	default:
		return fmt.Errorf("scan %T into text", src)
	}
	return nil
}

// codes is a text[] column of a row that can be compared: codes with ";" between them.
type codes string

func (c codes) list() []string {
	if c == "" {
		return nil
	}
	return strings.Split(string(c), ";")
}

// Value implements driver.Valuer.
func (c codes) Value() (driver.Value, error) { return texts(c.list()).Value() }

// Scan implements sql.Scanner.
func (c *codes) Scan(src any) error {
	var list texts
	err := list.Scan(src)
	*c = codes(strings.Join(list, ";"))
	return err
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
