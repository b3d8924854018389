package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// OpenDockings counts, by expert, the dockings that are under way.
func (db *DB) OpenDockings(ctx context.Context, experts []domain.ID) (map[domain.ID]int, error) {
	return db.counts(ctx, `
SELECT e.id::text, count(*) FROM dockings d
CROSS JOIN LATERAL (VALUES (d.steward_id), (d.expert_id), (d.entrepreneur_id)) AS e (id)
WHERE d.stage NOT IN ('contracted', 'declined') AND e.id = ANY($1) GROUP BY e.id`, experts)
}

// SoldContracts counts, by organisation, the technology contracts it has registered
// as the seller.
func (db *DB) SoldContracts(ctx context.Context, organisations []domain.ID) (map[domain.ID]int, error) {
	return db.counts(ctx, `
SELECT seller_id::text, count(*) FROM contracts WHERE state = 'registered' AND seller_id = ANY($1) GROUP BY seller_id`, organisations)
}

func (db *DB) counts(ctx context.Context, sql string, ids []domain.ID) (map[domain.ID]int, error) {
	list := make([][16]byte, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	rows, err := db.pool.Query(ctx, sql, list)
	if err != nil {
		return nil, translate(err)
	}
	counts := make(map[domain.ID]int, len(ids))
	var text string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&text, &n}, func() error {
		id, err := domain.ParseID(text)
		counts[id] = n
		return err
	})
	return counts, translate(err)
}

// StewardsOf returns the ids of the published stewards of an area.
func (db *DB) StewardsOf(ctx context.Context, area string) ([]domain.ID, error) {
	return db.ids(ctx, `SELECT id::text FROM experts WHERE area = $1 AND kind = 'steward' AND state = 'published' ORDER BY id`, area)
}

// NeedsIn returns the ids of the published needs of an area's enterprises.
func (db *DB) NeedsIn(ctx context.Context, area string) ([]domain.ID, error) {
	return db.ids(ctx, `
SELECT n.id::text FROM needs n JOIN organisations o ON o.id = n.organisation_id WHERE o.area = $1 AND n.state = 'published' ORDER BY n.id`, area)
}
