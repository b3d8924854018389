package domain

import (
	"strings"
	"time"
)

// SavedSearch is a search that a user keeps, or a field, area or organisation that the
// user follows, to be told of what is new in a library.
type SavedSearch struct {
	ID             ID
	Version        int64
	UserID         ID
	Name           string
	Library        string // Libraries; "" for all
	Query          string // plain words, of which a record has every one
	Field          string // Fields
	Area           string
	OrganisationID ID
	SeenAt         time.Time // hits after this are new
	New            int       // how many
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// MaxSavedSearches bounds those of one user.
const MaxSavedSearches = 100

// Validate reports everything that is wrong with s.
func (s SavedSearch) Validate() error {
	var k checks
	k.text("name", s.Name, 1, 60)
	k.oneOf("library", s.Library, Libraries, true)
	k.text("query", s.Query, 0, 200)
	k.oneOf("field", s.Field, Fields, true)
	k.that(strings.TrimSpace(s.Query) != "" || s.Field != "" || s.Area != "" || !s.OrganisationID.IsZero(), "query", "请填写查找内容，或选择领域、区域、单位", "is required, or a field, an area or an organisation")
	return k.err()
}

// Facts returns what access needs to know of s.
func (s SavedSearch) Facts() Facts { return Facts{Users: []ID{s.UserID}} }

// SearchedRecord is a record of a library as one user sees it, for saved searches.
type SearchedRecord struct {
	ID             ID
	Library        string
	Title, Text    string
	Fields         []string
	Area           string
	OrganisationID ID        // zero where it is not shown
	EnteredAt      time.Time // when it first came into its library
}

// Selects reports whether everything but the words of s fits r. What was in the library
// before s was kept is no news, however often it is changed and published again.
func (s SavedSearch) Selects(r SearchedRecord) bool {
	field := s.Field == ""
	for _, f := range r.Fields {
		field = field || f == s.Field
	}
	return !r.EnteredAt.Before(s.CreatedAt) && field && (s.Library == "" || s.Library == r.Library) && (s.Area == "" || s.Area == r.Area) &&
		(s.OrganisationID.IsZero() || s.OrganisationID == r.OrganisationID)
}
