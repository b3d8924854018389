package postgres

import (
	"context"

	"sanku/domain"
)

// Directories are the lists by which people name things.
type Directories struct {
	Areas      []domain.Area
	Units      []domain.Unit
	Industries []domain.Industry
	Registers  []domain.Register
}

// Directories returns them all. Everyone may read them.
func (db *DB) Directories(ctx context.Context) (d Directories, err error) {
	if d.Areas, err = db.Areas(ctx); err != nil {
		return d, err
	}
	if d.Units, err = db.Units(ctx); err != nil {
		return d, err
	}
	if d.Industries, err = db.Industries(ctx); err != nil {
		return d, err
	}
	d.Registers, err = db.Registers(ctx)
	return d, err
}
