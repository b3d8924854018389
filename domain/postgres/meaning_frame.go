package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// MeaningFrame is what the directions of an encoder's vectors mean; see the package
// that measures it.
type MeaningFrame struct {
	Encoder             string
	Generation          int64 // rises with every measurement
	Queries, Passages   []byte
	Spread              float64
	Needs, Technologies int // texts that it was measured from
}

// MeaningFrame returns the frame in use for an encoder, ErrNotFound before the first.
func (db *DB) MeaningFrame(ctx context.Context, encoder string) (MeaningFrame, error) {
	f := MeaningFrame{Encoder: encoder}
	err := db.pool.QueryRow(ctx, `SELECT generation, queries, passages, spread, needs, technologies FROM meaning_frames WHERE encoder = $1`, encoder).
		Scan(&f.Generation, &f.Queries, &f.Passages, &f.Spread, &f.Needs, &f.Technologies)
	return f, translate(err)
}

// StoreMeaningFrame puts a frame in use in the place of the one of the generation before
// it. It returns false when another was quicker.
func (db *DB) StoreMeaningFrame(ctx context.Context, f MeaningFrame) (stored bool, err error) {
	err = db.withFrame(ctx, func(t pgx.Tx) error {
		done, err := t.Exec(ctx, `
INSERT INTO meaning_frames (encoder, generation, queries, passages, spread, needs, technologies, measured_at)
SELECT $1::text, $2::bigint, $3::bytea, $4::bytea, $5::float8, $6::int, $7::int, $8::timestamptz WHERE $2 = 1 OR EXISTS (SELECT FROM meaning_frames WHERE encoder = $1)
ON CONFLICT (encoder) DO UPDATE SET generation = excluded.generation, queries = excluded.queries, passages = excluded.passages,
  spread = excluded.spread, needs = excluded.needs, technologies = excluded.technologies, measured_at = excluded.measured_at
WHERE meaning_frames.generation = excluded.generation - 1`,
			f.Encoder, f.Generation, f.Queries, f.Passages, f.Spread, f.Needs, f.Technologies, db.Now())
		stored = done.RowsAffected() > 0
		return err
	})
	return stored, err
}

// frameLock is the advisory lock that lets no meaning be stored while a frame is: one
// of the two sees the other, and so no match misses a meaning.
const frameLock = 0x6672616d65 // "frame"

func (db *DB) withFrame(ctx context.Context, fn func(pgx.Tx) error) error {
	return translate(pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(frameLock)); err != nil {
			return err
		}
		return fn(t)
	}))
}

// MeaningSample returns the vectors of up to limit records of a kind, at random but the
// same ones while the library is.
func (db *DB) MeaningSample(ctx context.Context, kind domain.Resource, encoder string, limit int) ([][]byte, error) {
	rows, err := db.pool.Query(ctx, `
SELECT vector FROM meanings WHERE kind = $1 AND encoder = $2 AND vector IS NOT NULL ORDER BY md5(ref::text), ref LIMIT $3`, string(kind), encoder, limit)
	if err != nil {
		return nil, translate(err)
	}
	vectors, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	return vectors, translate(err)
}
