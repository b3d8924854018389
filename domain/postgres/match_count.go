package postgres

import (
	"context"

	"sanku/domain"
)

// MatchCounts returns with how many technologies each of some needs is matched, or with how
// many needs each of some technologies, without near misses. It knows no scope: see
// Versions.
func (db *DB) MatchCounts(ctx context.Context, of domain.Resource, ids []domain.ID) (map[domain.ID]int, error) {
	column := map[domain.Resource]string{domain.Needs: "need_id", domain.Technologies: "technology_id"}[of]
	var rows []struct {
		ID    domain.ID `gorm:"column:id"`
		Count int       `gorm:"column:count"`
	}
	err := db.read(ctx).Table("matches").Select(column+" AS id", "count(*) AS count").
		Where(column+" = ANY(?::uuid[]) AND kind = 'technology' AND NOT near_miss", idTexts(ids)).Group(column).Find(&rows).Error
	counts := make(map[domain.ID]int, len(rows))
	for _, r := range rows {
		counts[r.ID] = r.Count
	}
	return counts, translate(err)
}
