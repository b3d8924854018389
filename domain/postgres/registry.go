package postgres

import (
	"context"

	"sanku/domain"
)

type registryRow struct {
	Code     string `gorm:"column:code;primaryKey"`
	Division string `gorm:"column:division"`
	NameZH   string `gorm:"column:name_zh"`
	NameEN   string `gorm:"column:name_en"`
}

func (registryRow) TableName() string   { return "registries" }
func (r registryRow) entryCode() string { return r.Code }

func (r registryRow) domain() domain.Registry {
	return domain.Registry{Code: r.Code, Division: r.Division, Name: domain.Text{ZH: r.NameZH, EN: r.NameEN}}
}

// Registries are the offices that register technology contracts.
func (db *DB) Registries(ctx context.Context) ([]domain.Registry, error) {
	rows, err := directory[registryRow](ctx, db, "code")
	return domains(rows, registryRow.domain), err
}

// ReplaceRegistries makes the registries those given and reports whether they were not already.
func (db *DB) ReplaceRegistries(ctx context.Context, actor domain.Actor, all []domain.Registry) (bool, error) {
	rows := domains(all, func(r domain.Registry) registryRow { return registryRow{r.Code, r.Division, r.Name.ZH, r.Name.EN} })
	return replaceDirectory(ctx, db, actor, domain.Contracts, rows)
}
