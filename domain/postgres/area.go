package postgres

import (
	"context"
	"strings"

	"sanku/domain"
)

type areaRow struct {
	Code     string `gorm:"column:code;primaryKey"`
	NameZH   string `gorm:"column:name_zh"`
	NameEN   string `gorm:"column:name_en"`
	Kind     string `gorm:"column:kind"`
	Division string `gorm:"column:division"`
	Position int    `gorm:"column:position"`
}

func (areaRow) TableName() string { return "areas" }

func areaRowOf(a domain.Area) areaRow {
	return areaRow{a.Code, a.Name.ZH, a.Name.EN, a.Kind, a.Division, a.Order}
}

func (r areaRow) domain() domain.Area {
	return domain.Area{Code: r.Code, Name: domain.Text{ZH: r.NameZH, EN: r.NameEN}, Kind: r.Kind, Division: r.Division, Order: r.Position}
}

type unitRow struct {
	Code   string `gorm:"column:code;primaryKey"`
	NameZH string `gorm:"column:name_zh"`
	NameEN string `gorm:"column:name_en"`
	Areas  codes  `gorm:"column:areas"`
}

func (unitRow) TableName() string { return "units" }

func unitRowOf(u domain.Unit) unitRow {
	return unitRow{u.Code, u.Name.ZH, u.Name.EN, codes(strings.Join(u.Areas, ";"))}
}

func (r unitRow) domain() domain.Unit {
	return domain.Unit{Code: r.Code, Name: domain.Text{ZH: r.NameZH, EN: r.NameEN}, Areas: r.Areas.list()}
}

type industryRow struct {
	Code   string   `gorm:"column:code;primaryKey"`
	Parent optional `gorm:"column:parent"`
	NameZH string   `gorm:"column:name_zh"`
	NameEN string   `gorm:"column:name_en"`
}

func (industryRow) TableName() string { return "industries" }

func industryRowOf(i domain.Industry) industryRow {
	return industryRow{i.Code, optional(i.Parent), i.Name.ZH, i.Name.EN}
}

func (r industryRow) domain() domain.Industry {
	return domain.Industry{Code: r.Code, Parent: string(r.Parent), Name: domain.Text{ZH: r.NameZH, EN: r.NameEN}}
}

// Areas returns the areas in the plan's order. Everyone may read them.
func (db *DB) Areas(ctx context.Context) ([]domain.Area, error) {
	rows, err := directory[areaRow](ctx, db, "position")
	return domains(rows, areaRow.domain), err
}

// Units returns the units in order of code. Everyone may read them.
func (db *DB) Units(ctx context.Context) ([]domain.Unit, error) {
	rows, err := directory[unitRow](ctx, db, "code")
	return domains(rows, unitRow.domain), err
}

// Industries returns the industries in order of code, a section before its
// divisions. Everyone may read them.
func (db *DB) Industries(ctx context.Context) ([]domain.Industry, error) {
	rows, err := directory[industryRow](ctx, db, "code")
	return domains(rows, industryRow.domain), err
}

// ReplaceAreas makes areas the areas, all of them, and reports whether that changed
// anything. An area that records refer to cannot be left out: that is an
// InvalidErrors. Only loaders of seeds call it, so it asks for no access.
func (db *DB) ReplaceAreas(ctx context.Context, actor domain.Actor, areas []domain.Area) (changed bool, err error) {
	return replaceDirectory(ctx, db, actor, domain.Areas, domains(areas, areaRowOf))
}

// ReplaceUnits makes units the units, as ReplaceAreas does.
func (db *DB) ReplaceUnits(ctx context.Context, actor domain.Actor, units []domain.Unit) (changed bool, err error) {
	return replaceDirectory(ctx, db, actor, domain.Units, domains(units, unitRowOf))
}

// ReplaceIndustries makes industries the industries, as ReplaceAreas does. A section
// comes before its divisions.
func (db *DB) ReplaceIndustries(ctx context.Context, actor domain.Actor, industries []domain.Industry) (changed bool, err error) {
	return replaceDirectory(ctx, db, actor, "industry", domains(industries, industryRowOf))
}
