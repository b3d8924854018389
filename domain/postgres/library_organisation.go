package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// OrganisationsByIDs returns the organisations with the given ids, at most MaxBatch,
// in that order; absent ones are left out. It knows no scope: see Versions.
func (db *DB) OrganisationsByIDs(ctx context.Context, ids []domain.ID) ([]domain.Organisation, error) {
	rows, err := byIDs[organisationRow](func() *gorm.DB { return db.read(ctx) }, ids)
	return domains(rows, organisationRow.domain), err
}
