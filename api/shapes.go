package api

import (
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Record is the input of an operation on one record.
type Record struct {
	ID domain.ID `path:"id" zh:"编号"`
}

// IfMatch is the input of an operation that changes a record: the version that the
// caller has read. That it is there and well formed is checked before the handler.
type IfMatch struct {
	IfMatch string `header:"If-Match" doc:"The ETag of the record as read."`
}

func (m IfMatch) version() int64 {
	v, _ := parseETag(m.IfMatch) // 0 only for a route that is not versioned
	return v
}

// Page is the input of a list.
type Page struct {
	After string `query:"after" maxLength:"600" doc:"The cursor of the page before."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"Records on a page."`
	Sort  string `query:"sort" doc:"A sort key; a leading - for descending."`
}

func (p *Page) page() *Page { return p }

// rowsOfRecord asks for some of what belongs to a record, which has an order of its own.
type rowsOfRecord struct {
	Record
	After string `query:"after" maxLength:"600" doc:"The cursor of the page before."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"Rows on a page."`
}

// store is the page as the store is asked for it.
func (r rowsOfRecord) store() postgres.Page { return postgres.Page{After: r.After, Limit: r.Limit} }

// store is the page as the store is asked for it.
func (p Page) store() postgres.Page {
	return postgres.Page{After: p.After, Limit: p.Limit, Sort: p.Sort}
}

// Items is one page of a list.
type Items[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`

	Changed []domain.ID `json:"changed_since,omitempty" zh:"此后有变更的记录" doc:"Of the records of a figure only: those here that say something else today than what is listed, which is what they said on the day asked for."`
	Hidden  int         `json:"hidden,omitempty" zh:"无权查看的条数" doc:"Of the records of a figure only: how many there are besides that the caller may not read."`
}

// page is the output of a list.
type page[T any] struct {
	Body Items[T]
}

// one is the output of an operation on one record.
type one[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// created is the output of an operation that makes a record.
type created[T any] struct {
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Body     T
}

// none is an input or output without content.
type none struct{}

// oneOf answers with a record at a version.
func oneOf[T any](body T, version int64) *one[T] {
	return &one[T]{ETag: etag(version), Body: body}
}

// createdIn answers with a new record of the collection at path.
func createdIn[T any](path string, id domain.ID, body T, version int64) *created[T] {
	return &created[T]{Location: prefix + "/" + path + "/" + id.String(), ETag: etag(version), Body: body}
}

// pageOf answers with one page of a store's list.
func pageOf[D, T any](found postgres.List[D], toJSON func(D) T) *page[T] {
	items := make([]T, len(found.Items))
	for i, d := range found.Items {
		items[i] = toJSON(d)
	}
	return &page[T]{Body: Items[T]{Items: items, Next: found.Next}}
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// parseETag reads a version from an entity tag as etag writes it; proxies that
// compress make it weak.
func parseETag(s string) (int64, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "W/")
	if len(s) < 3 || s[0] != '"' || s[len(s)-1] != '"' {
		return 0, false
	}
	v, err := strconv.ParseInt(s[1:len(s)-1], 10, 64)
	return v, err == nil && v > 0 && etag(v) == s
}
