package postgres

import (
	"context"

	"sanku/domain"
)

// NoticeDefaults returns from which scores on matches of each kind are told of, where
// nobody has set another, and from which on needs count as answered.
func (db *DB) NoticeDefaults(ctx context.Context) (map[string]domain.NoticeDefault, error) {
	var rows []struct {
		Kind                     string
		Threshold, Strong, Unmet float64
	}
	err := db.read(ctx).Table("notice_defaults").Find(&rows).Error
	defaults := make(map[string]domain.NoticeDefault, len(rows))
	for _, r := range rows {
		defaults[r.Kind] = domain.NoticeDefault{Threshold: r.Threshold, Strong: r.Strong, Unmet: r.Unmet}
	}
	return defaults, translate(err)
}
