package postgres

import (
	"context"
	"fmt"
	"slices"

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
		if err := q().Where("id = ANY(?::uuid[])", idTexts(batch)).Find(&rows).Error; err != nil {
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

// idTexts are ids as one value, so that a statement is the same for any number of them
// and is prepared once. The zero ID is that of no record.
func idTexts(ids []domain.ID) texts {
	all := make(texts, 0, len(ids))
	for _, id := range ids {
		if !id.IsZero() {
			all = append(all, id.String())
		}
	}
	return all
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
	q := db.read(ctx).Table(table).Select("id", "version")
	if !after.IsZero() {
		q = q.Where("id > ?", after)
	}
	var rows []RecordVersion
	err := q.Order("id").Limit(limit).Find(&rows).Error
	return rows, translate(err)
}
