package postgres

import (
	"context"

	"sanku/domain"
)

// OrganisationCalled finds the one organisation of a whole name, as everyone may read it,
// or of a unified social credit code. ErrNotFound when there is none, or several of the
// name.
func (db *DB) OrganisationCalled(ctx context.Context, text string) (domain.ID, error) {
	var ids []domain.ID
	err := db.read(ctx).Table("organisations").Where("name = ? OR uscc = ?", text, text).Limit(2).Pluck("id", &ids).Error
	if err == nil && len(ids) != 1 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return domain.ID{}, translate(err)
	}
	return ids[0], nil
}
