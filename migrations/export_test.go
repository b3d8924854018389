package migrations

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
)

// UpTo brings the database to a version, as Up does to the newest.
func UpTo(ctx context.Context, pool *pgxpool.Pool, version int64) error {
	return alone(ctx, pool, func(p *goose.Provider) error {
		if err := riverUp(ctx, pool); err != nil {
			return err
		}
		_, err := p.UpTo(ctx, version)
		return err
	})
}
