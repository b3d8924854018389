package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// Meaning is what a text of a record means to one encoder.
type Meaning struct {
	ID      domain.ID
	Version int64  // of the record, when the text was read
	Digest  []byte // of the text
	Vector  []byte // empty when the encoder refused the text
}

// meaningChange is the kind under which the feed tells that the meaning of a record of
// another kind has become known or another.
func meaningChange(kind domain.Resource) string { return string(kind) + meaningSuffix }

const meaningSuffix = ".meaning"

// MeaningOf is the kind of record whose meaning a change is about, "" for other changes.
func (c ChangeEntry) MeaningOf() domain.Resource {
	of, ok := strings.CutSuffix(c.Kind, meaningSuffix)
	if !ok {
		return ""
	}
	return domain.Resource(of)
}

// Meanings returns what an encoder told of the given records of a kind.
func (db *DB) Meanings(ctx context.Context, kind domain.Resource, encoder string, ids []domain.ID) (map[domain.ID]Meaning, error) {
	rows, err := db.pool.Query(ctx, `SELECT ref, version, digest, vector FROM meanings WHERE kind = $1 AND encoder = $2 AND ref = ANY($3)`,
		string(kind), encoder, rawIDs(ids))
	if err != nil {
		return nil, translate(err)
	}
	found := make(map[domain.ID]Meaning, len(ids))
	var m Meaning
	var id [16]byte
	_, err = pgx.ForEachRow(rows, []any{&id, &m.Version, &m.Digest, &m.Vector}, func() error {
		m.ID = domain.ID(id)
		found[m.ID] = m
		m.Digest, m.Vector = nil, nil
		return nil
	})
	return found, translate(err)
}

// StoreMeanings keeps what an encoder told of records of a kind, in place of what it or
// another told of them before, unless that is of a later version of the record. Once
// matching goes by the encoder, the feed tells of each.
func (db *DB) StoreMeanings(ctx context.Context, kind domain.Resource, encoder string, meanings []Meaning) error {
	ids, versions := make([]domain.ID, len(meanings)), make([]int64, len(meanings))
	digests, vectors := make([][]byte, len(meanings)), make([][]byte, len(meanings))
	for i, m := range meanings {
		ids[i], versions[i], digests[i] = m.ID, m.Version, m.Digest
		if len(m.Vector) > 0 {
			vectors[i] = m.Vector
		}
	}
	return db.withFrame(ctx, func(t pgx.Tx) error {
		_, err := t.Exec(ctx, `
WITH told AS (
  INSERT INTO meanings (kind, ref, encoder, version, digest, vector, encoded_at)
  SELECT $1, m.ref, $2, m.version, m.digest, m.vector, $3 FROM unnest($4::uuid[], $5::bigint[], $6::bytea[], $7::bytea[]) AS m (ref, version, digest, vector)
  ON CONFLICT (kind, ref) DO UPDATE SET encoder = excluded.encoder, version = excluded.version, digest = excluded.digest,
    vector = excluded.vector, encoded_at = excluded.encoded_at
  WHERE excluded.version >= meanings.version
  RETURNING ref, version)
INSERT INTO changes (kind, ref, version) SELECT $8, ref, version FROM told WHERE EXISTS (SELECT FROM meaning_frames WHERE encoder = $2)`,
			string(kind), encoder, db.Now(), rawIDs(ids), versions, digests, vectors, meaningChange(kind))
		return err
	})
}

// SeeMeanings notes that the texts of records are what they were at later versions.
func (db *DB) SeeMeanings(ctx context.Context, kind domain.Resource, seen []Meaning) error {
	ids, versions := make([]domain.ID, len(seen)), make([]int64, len(seen))
	for i, m := range seen {
		ids[i], versions[i] = m.ID, m.Version
	}
	_, err := db.pool.Exec(ctx, `
UPDATE meanings m SET version = greatest(m.version, s.version) FROM unnest($2::uuid[], $3::bigint[]) AS s (ref, version) WHERE m.kind = $1 AND m.ref = s.ref`,
		string(kind), rawIDs(ids), versions)
	return translate(err)
}

// DropMeanings removes what is known of records that are in no library any more: the
// given ones of a kind. That they left is a change of theirs, which the feed has told.
func (db *DB) DropMeanings(ctx context.Context, kind domain.Resource, ids []domain.ID) error {
	_, err := db.pool.Exec(ctx, `DELETE FROM meanings WHERE kind = $1 AND ref = ANY($2)`, string(kind), rawIDs(ids))
	return translate(err)
}

// DropUnpublishedMeanings removes what is known of all records of a kind that are in no
// library any more.
func (db *DB) DropUnpublishedMeanings(ctx context.Context, kind domain.Resource) error {
	from, ok := publishedTables[kind]
	if !ok {
		return fmt.Errorf("no library of kind %q", kind)
	}
	_, err := db.pool.Exec(ctx, `DELETE FROM meanings m WHERE kind = $2 AND NOT EXISTS (SELECT FROM `+from+` AND id = m.ref)`, db.today().String(), string(kind))
	return translate(err)
}

// Unencoded returns up to limit published records of a kind, in order of id after one,
// that an encoder has not been asked about as they are now.
func (db *DB) Unencoded(ctx context.Context, kind domain.Resource, encoder string, after domain.ID, limit int) ([]domain.ID, error) {
	from, ok := publishedTables[kind]
	if !ok {
		return nil, fmt.Errorf("no library of kind %q", kind)
	}
	return db.ids(ctx, `SELECT r.id::text FROM (SELECT id, version FROM `+from+`) AS r WHERE r.id > $2
  AND NOT EXISTS (SELECT FROM meanings m WHERE m.kind = $3 AND m.ref = r.id AND m.encoder = $4 AND m.version >= r.version) ORDER BY r.id LIMIT $5`,
		db.today().String(), [16]byte(after), string(kind), encoder, limit)
}

// MeaningCoverage is how far the published records of a kind are encoded.
type MeaningCoverage struct {
	Records int // published
	Encoded int // of those, as they are now
	Refused int // of those encoded, by the encoder: they have no vector
}

// MeaningCoverage counts the records of a kind that an encoder has been asked about.
func (db *DB) MeaningCoverage(ctx context.Context, kind domain.Resource, encoder string) (c MeaningCoverage, err error) {
	from, ok := publishedTables[kind]
	if !ok {
		return c, fmt.Errorf("no library of kind %q", kind)
	}
	err = db.pool.QueryRow(ctx, `
SELECT count(*), count(m.ref), count(m.ref) FILTER (WHERE m.vector IS NULL) FROM (SELECT id, version FROM `+from+`) AS r
LEFT JOIN meanings m ON m.kind = $2 AND m.ref = r.id AND m.encoder = $3 AND m.version >= r.version`, db.today().String(), string(kind), encoder).
		Scan(&c.Records, &c.Encoded, &c.Refused)
	return c, translate(err)
}
