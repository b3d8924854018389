package postgres

import (
	"context"
	"fmt"
	"reflect"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

type registerRow struct {
	Code        string                    `gorm:"column:code;primaryKey"`
	Position    int                       `gorm:"column:position"`
	NameZH      string                    `gorm:"column:name_zh"`
	NameEN      string                    `gorm:"column:name_en"`
	Holder      string                    `gorm:"column:holder"`
	Department  string                    `gorm:"column:department"`
	Area        string                    `gorm:"column:area"`
	Amount      string                    `gorm:"column:amount"`
	Expiry      string                    `gorm:"column:expiry"`
	HolderKinds texts                     `gorm:"column:holder_kinds"`
	Levels      texts                     `gorm:"column:levels"`
	Categories  jsonb[[]registerCategory] `gorm:"column:categories"`
	Once        bool                      `gorm:"column:once"`
}

func (registerRow) TableName() string { return "registers" }

// registerCategory is how a category is kept.
type registerCategory struct {
	Code         string `json:"code"`
	ZH           string `json:"zh"`
	EN           string `json:"en"`
	Months       int    `json:"months,omitempty"`
	CalendarYear bool   `json:"calendar_year,omitempty"`
	Source       string `json:"source,omitempty"` // of how long an entry is valid
	Rung         int    `json:"rung,omitempty"`
}

func registerRowOf(r domain.Register) registerRow {
	categories := make([]registerCategory, len(r.Categories))
	for i, c := range r.Categories {
		categories[i] = registerCategory{c.Code, c.Name.ZH, c.Name.EN, c.Life.Months, c.Life.CalendarYear, c.Life.Source, c.Rung}
	}
	return registerRow{r.Code, r.Order, r.Name.ZH, r.Name.EN, string(r.Holder), string(r.Department), string(r.Area), string(r.Amount), string(r.Expiry),
		r.HolderKinds, r.Levels, jsonb[[]registerCategory]{categories}, r.Once}
}

func (r registerRow) domain() domain.Register {
	out := domain.Register{Code: r.Code, Order: r.Position, Name: domain.Text{ZH: r.NameZH, EN: r.NameEN}, Holder: domain.Presence(r.Holder),
		Department: domain.Presence(r.Department), Area: domain.Presence(r.Area), Amount: domain.Presence(r.Amount), Expiry: domain.Presence(r.Expiry),
		HolderKinds: some(r.HolderKinds), Levels: some(r.Levels), Once: r.Once}
	for _, c := range r.Categories.V {
		life := domain.Life{Months: c.Months, CalendarYear: c.CalendarYear, Source: c.Source}
		out.Categories = append(out.Categories, domain.Category{Code: c.Code, Name: domain.Text{ZH: c.ZH, EN: c.EN}, Life: life, Rung: c.Rung})
	}
	return out
}

// some is a list, nil when it has nothing.
func some(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

// Registers returns what registers there are, in their order. Everyone may read them.
func (db *DB) Registers(ctx context.Context) ([]domain.Register, error) {
	rows, err := directory[registerRow](ctx, db, "position, code")
	return domains(rows, registerRow.domain), err
}

// LoadRegisters adds the registers or puts them in the place of those of their codes, and
// reports whether that changed anything. Others stay, with what they list. Only loaders
// of seeds call it, so it asks for no access. Errors: InvalidErrors for a definition.
func (db *DB) LoadRegisters(ctx context.Context, actor domain.Actor, registers []domain.Register) (changed bool, err error) {
	for _, r := range registers {
		if err := r.Validate(); err != nil {
			return false, fmt.Errorf("register %s: %w", r.Code, err)
		}
	}
	have, err := db.Registers(ctx)
	if err != nil || hasAll(have, registers) {
		return false, err
	}
	err = db.write(ctx, actor, func(t *tx) error {
		t.audit(domain.Registers, domain.ID{}, 0, domain.Import, map[string]any{"rows": len(registers)})
		upsert := clause.OnConflict{Columns: []clause.Column{{Name: "code"}}, UpdateAll: true}
		return t.Clauses(upsert).Create(domains(registers, registerRowOf)).Error
	})
	return err == nil, err
}

func hasAll(have, want []domain.Register) bool {
	byCode := make(map[string]domain.Register, len(have))
	for _, r := range have {
		byCode[r.Code] = r
	}
	for _, r := range want {
		if !reflect.DeepEqual(byCode[r.Code], r) {
			return false
		}
	}
	return true
}

// register is the definition that an entry is judged by; an InvalidErrors when there is
// none of that code.
func (t *tx) register(code string) (domain.Register, error) {
	var rows []registerRow
	if err := t.Where("code = ?", code).Find(&rows).Error; err != nil {
		return domain.Register{}, err
	}
	if len(rows) == 0 {
		return domain.Register{}, domain.Invalid("register", "没有这个登记册", "is no register")
	}
	return rows[0].domain(), nil
}
