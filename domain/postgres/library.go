package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

// A record of a library is read in two ways. People read it through their scope:
// by id and in lists. Work on behalf of nobody (indexing, matching, checking) reads
// it as a whole: the methods …ByIDs, …After and Versions know no scope, and what
// they return must not reach a person unseen by a scope.

// readBatch bounds the ids in one statement, MaxBatch those in one call.
const (
	readBatch = 500
	MaxBatch  = 10_000
)

type identified interface{ rowID() domain.ID }

// byIDs reads the records with the given ids from q, in that order, each once;
// those that q does not have are left out.
func byIDs[R identified](q func() *gorm.DB, ids []domain.ID) ([]R, error) {
	if len(ids) > MaxBatch {
		return nil, fmt.Errorf("%d ids in one read, at most %d", len(ids), MaxBatch)
	}
	found := make(map[domain.ID]R, len(ids))
	for batch := range slices.Chunk(ids, readBatch) {
		var rows []R
		if err := q().Where("id IN ?", batch).Find(&rows).Error; err != nil {
			return nil, translate(err)
		}
		for _, r := range rows {
			found[r.rowID()] = r
		}
	}
	out := make([]R, 0, len(found))
	for _, id := range ids {
		if r, ok := found[id]; ok {
			out = append(out, r)
			delete(found, id)
		}
	}
	return out, nil
}

// afterID reads up to limit rows of q with ids above after, in order of id.
func afterID[R any](q *gorm.DB, after domain.ID, limit int) ([]R, error) {
	var rows []R
	if !after.IsZero() {
		q = q.Where("id > ?", after)
	}
	err := q.Order("id").Limit(limit).Find(&rows).Error
	return rows, translate(err)
}

// locked reads the row whose column has value, locked until the transaction ends.
func locked[R any](t *tx, column string, value any) (R, error) {
	var row R
	err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where(column+" = ?", value).Take(&row).Error
	return row, translate(err)
}

// RecordVersion names one version of one record.
type RecordVersion struct {
	ID      domain.ID `gorm:"column:id"`
	Version int64     `gorm:"column:version"`
}

// libraryTables are the tables that Versions reads.
var libraryTables = map[domain.Resource]string{
	domain.Organisations: "organisations",
	domain.Needs:         "needs",
	domain.Technologies:  "technologies",
	domain.Policies:      "policies",
	domain.Experts:       "experts",
}

// Versions returns up to limit ids with their versions, above after and in order of
// id, of all records of a kind whatever their state. An empty page is the end.
func (db *DB) Versions(ctx context.Context, kind domain.Resource, after domain.ID, limit int) ([]RecordVersion, error) {
	table, ok := libraryTables[kind]
	if !ok {
		return nil, fmt.Errorf("no library of kind %q", kind)
	}
	return afterID[RecordVersion](db.read(ctx).Table(table).Select("id", "version"), after, limit)
}

// listingScope are the scope columns of a table of listings, on the day today in
// Shanghai: what is published and not expired is shown, as domain's visibility says.
func listingScope(table string, today domain.Date) scopeColumns {
	shown := fmt.Sprintf("(%s.state = 'published' AND %s.valid_until >= '%s')", table, table, today)
	return scopeColumns{
		public:        fmt.Sprintf("(%s AND %s.confidentiality = 'public')", shown, table),
		members:       shown,
		area:          organisationArea(table),
		organisations: []string{table + ".organisation_id = ?"},
	}
}

// organisationArea is the SQL expression for the area of a listing's organisation.
func organisationArea(table string) string {
	return "(SELECT o.area FROM organisations o WHERE o.id = " + table + ".organisation_id)"
}

func (db *DB) today() domain.Date { return domain.DateOf(db.Now()) }

// withoutBlind drops the blind listings that scope admits only by showing them to
// members: a filter on what Redacted hides must not tell of them.
func withoutBlind(q, fresh *gorm.DB, columns scopeColumns, scope domain.Scope) *gorm.DB {
	if scope.All {
		return q
	}
	return q.Where(columns.within(fresh, scope.Inside()).Or("confidentiality <> 'blind'"))
}

// areasOf returns the areas of organisations.
func areasOf(g *gorm.DB, ids []domain.ID) (map[domain.ID]string, error) {
	type located struct {
		ID   domain.ID `gorm:"column:id"`
		Area optional  `gorm:"column:area"`
	}
	var rows []located
	if err := g.Table("organisations").Select("id", "area").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	areas := make(map[domain.ID]string, len(rows))
	for _, r := range rows {
		areas[r.ID] = string(r.Area)
	}
	return areas, nil
}

func areaOf(g *gorm.DB, organisation domain.ID) (string, error) {
	if organisation.IsZero() {
		return "", nil
	}
	areas, err := areasOf(g, []domain.ID{organisation})
	return areas[organisation], err
}

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }

// stateDetail is what the audit trail keeps of a move between states, nothing when
// there was none.
func stateDetail[S ~string](from, to S, reason string) map[string]any {
	if from == to && reason == "" {
		return nil
	}
	detail := map[string]any{"from": from, "to": to}
	if reason != "" {
		detail["reason"] = reason
	}
	return detail
}

func domains[R, T any](rows []R, domain func(R) T) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = domain(r)
	}
	return out
}

// distinct returns the ids of items, each once, without the zero ID.
func distinct[T any](items []T, id func(T) domain.ID) []domain.ID {
	seen := map[domain.ID]bool{{}: true}
	var ids []domain.ID
	for _, item := range items {
		if at := id(item); !seen[at] {
			seen[at] = true
			ids = append(ids, at)
		}
	}
	return ids
}

// newestFirst is the order of the libraries' lists when none is asked for.
func newestFirst(sort string) string {
	if sort == "" {
		return "-updated_at"
	}
	return sort
}

// containing limits q to rows whose column has part in it.
func containing(q *gorm.DB, column, part string) *gorm.DB {
	if part == "" {
		return q
	}
	return q.Where(column+" ILIKE ?", "%"+escapeLike(part)+"%")
}

// having limits q to rows whose text[] column has value as an element.
func having(q *gorm.DB, column, value string) *gorm.DB {
	if value == "" {
		return q
	}
	return q.Where(column+" @> ARRAY[?]", value)
}

// belonging limits q to rows whose column refers to id.
func belonging(q *gorm.DB, column string, id domain.ID) *gorm.DB {
	if id.IsZero() {
		return q
	}
	return q.Where(column+" = ?", id)
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
