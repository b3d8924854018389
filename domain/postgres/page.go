package postgres

import (
	"encoding/base64"
	"encoding/json"

	"gorm.io/gorm"

	"sanku/domain"
)

// Page asks for part of a list: at most Limit records after the cursor.
type Page struct {
	After string // the Next of the page before; empty for the first
	Limit int    // 1 to MaxLimit; 0 is DefaultLimit
	Sort  string // a sort key of the list, "-" before it for descending; empty for the list's own
}

// Bounds of a page.
const (
	DefaultLimit = 20
	MaxLimit     = 200
)

// List is one page of a list.
type List[T any] struct {
	Items []T
	Next  string // cursor of the next page; empty on the last
}

// sorting is one order of a list: by column, then by id where column is another.
type sorting[R any] struct {
	column string
	cast   string // SQL type of the column, for the cursor's text
	desc   bool
	key    func(R) (value, id string)
}

// cursor is where a page ended.
type cursor struct {
	Column string `json:"c"`
	Desc   bool   `json:"d"`
	Value  string `json:"v,omitempty"`
	ID     string `json:"i"`
}

func (c cursor) encode() string {
	b, _ := json.Marshal(c) // four plain fields: cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(s string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return cursor{}, domain.Invalid("after", "分页标记无效", "is not a cursor of this list")
	}
	return c, nil
}

// list runs q as one keyset page in the given order and maps its rows.
func list[R, T any](q *gorm.DB, order sorting[R], p Page, toDomain func(R) T) (List[T], error) {
	limit := p.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	if limit < 1 || limit > MaxLimit {
		return List[T]{}, domain.Invalid("limit", "应为 1 至 200", "must be from 1 to 200")
	}
	q, err := order.apply(q, p.After)
	if err != nil {
		return List[T]{}, err
	}
	var rows []R
	if err := q.Limit(limit + 1).Find(&rows).Error; err != nil {
		return List[T]{}, translateCursor(err, p.After)
	}
	var out List[T]
	if len(rows) > limit {
		rows = rows[:limit]
		value, id := order.key(rows[limit-1])
		out.Next = cursor{order.column, order.desc, value, id}.encode()
	}
	out.Items = make([]T, len(rows))
	for i, r := range rows {
		out.Items[i] = toDomain(r)
	}
	return out, nil
}

func (s sorting[R]) apply(q *gorm.DB, after string) (*gorm.DB, error) {
	direction, than := "ASC", ">"
	if s.desc {
		direction, than = "DESC", "<"
	}
	if after != "" {
		c, err := decodeCursor(after)
		if err != nil {
			return nil, err
		}
		if c.Column != s.column || c.Desc != s.desc {
			return nil, domain.Invalid("after", "分页标记与排序不符", "belongs to another order of the list")
		}
		if s.column == "id" {
			q = q.Where("id "+than+" ?::"+s.cast, c.ID)
		} else {
			q = q.Where("("+s.column+", id) "+than+" (?::"+s.cast+", ?::uuid)", c.Value, c.ID)
		}
	}
	if s.column == "id" {
		return q.Order("id " + direction), nil
	}
	return q.Order(s.column + " " + direction).Order("id " + direction), nil
}

// translateCursor tells a forged cursor (data that does not cast) from other errors.
func translateCursor(err error, after string) error {
	err = translate(err)
	if after != "" && isDataError(err) {
		return domain.Invalid("after", "分页标记无效", "is not a cursor of this list")
	}
	return err
}
