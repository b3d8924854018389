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

// EndedDockings says, by expert, what became of the dockings that they took part in.
func (db *DB) EndedDockings(ctx context.Context, experts []domain.ID) (map[domain.ID]domain.ExpertRecord, error) {
	rows, err := db.pool.Query(ctx, `
SELECT e.id, count(*) FILTER (WHERE d.stage = 'contracted'), count(*) FILTER (WHERE d.stage = 'declined') FROM dockings d
CROSS JOIN LATERAL (VALUES (d.steward_id), (d.expert_id), (d.entrepreneur_id)) AS e (id)
WHERE d.stage IN ('contracted', 'declined') AND e.id = ANY($1) GROUP BY e.id`, rawIDs(experts))
	if err != nil {
		return nil, translate(err)
	}
	records := map[domain.ID]domain.ExpertRecord{}
	var id [16]byte
	var r domain.ExpertRecord
	_, err = pgx.ForEachRow(rows, []any{&id, &r.Contracted, &r.Declined}, func() error {
		records[domain.ID(id)] = r
		return nil
	})
	return records, translate(err)
}

// ExpertsAtHand returns the ids of the published stewards of an area and of the
// entrepreneurs in the same section of industry, those in the very industry first, at
// most limit.
func (db *DB) ExpertsAtHand(ctx context.Context, area, industry string, limit int) ([]domain.ID, error) {
	return db.ids(ctx, `
SELECT id::text FROM experts WHERE state = 'published'
  AND (kind = 'steward' AND area = $1 OR kind = 'entrepreneur' AND $2 <> '' AND EXISTS (SELECT FROM unnest(industries) AS i WHERE left(i, 1) = left($2, 1)))
ORDER BY kind = 'steward' DESC, $2 = ANY(industries) DESC, id LIMIT $3`, area, industry, limit)
}

// NeedsOfIndustry returns the ids of the published needs in a section of industry that
// an expert is in.
func (db *DB) NeedsOfIndustry(ctx context.Context, expert domain.ID) ([]domain.ID, error) {
	return db.ids(ctx, `
SELECT n.id::text FROM needs n WHERE n.state = 'published' AND n.industry <> ''
  AND EXISTS (SELECT FROM experts e, unnest(e.industries) AS i WHERE e.id = $1 AND left(i, 1) = left(n.industry, 1)) ORDER BY n.id`, [16]byte(expert))
}

// NeedsIn returns the ids of the published needs of an area's enterprises.
func (db *DB) NeedsIn(ctx context.Context, area string) ([]domain.ID, error) {
	return db.ids(ctx, `
SELECT n.id::text FROM needs n JOIN organisations o ON o.id = n.organisation_id WHERE o.area = $1 AND n.state = 'published' ORDER BY n.id`, area)
}
