package postgres

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"sanku/domain"
)

// period is a daterange column. PostgreSQL gives it back with the upper end excluded.
type period domain.Period

// Value implements driver.Valuer.
func (p period) Value() (driver.Value, error) {
	return fmt.Sprintf("[%s,%s]", p.From, p.To), nil
}

// Scan implements sql.Scanner.
func (p *period) Scan(src any) error {
	s, _ := src.(string)
	from, to, ok := strings.Cut(strings.Trim(s, "[)"), ",")
	if !ok {
		return fmt.Errorf("scan %T into a period", src)
	}
	if err := p.From.UnmarshalText([]byte(from)); err != nil {
		return err
	}
	if err := p.To.UnmarshalText([]byte(to)); err != nil {
		return err
	}
	p.To = p.To.AddDays(-1)
	return nil
}

type planRow struct {
	Code     string      `gorm:"column:code;primaryKey"`
	Title    string      `gorm:"column:title"`
	Number   string      `gorm:"column:number"`
	IssuedOn domain.Date `gorm:"column:issued_on"`
	Period   period      `gorm:"column:period"`

	AnnualGrowthPct *domain.Decimal `gorm:"column:annual_growth_pct"`
}

type indicatorRow struct {
	Plan       string `gorm:"column:plan"`
	Code       string `gorm:"column:code"`
	Position   int    `gorm:"column:position"`
	Section    string `gorm:"column:section"`
	NameZH     string `gorm:"column:name_zh"`
	NameEN     string `gorm:"column:name_en"`
	Unit       string `gorm:"column:unit"`
	Measure    string `gorm:"column:measure"`
	Comparator string `gorm:"column:comparator"`
	PeriodRule string `gorm:"column:period_rule"`
	Source     string `gorm:"column:source"`
	Breakdown  string `gorm:"column:breakdown"`
	Quote      string `gorm:"column:quote"`

	MeasuredBy jsonb[measureJSON] `gorm:"column:measured_by"`
}

type indicatorUnitRow struct {
	Plan      string `gorm:"column:plan"`
	Indicator string `gorm:"column:indicator"`
	Unit      string `gorm:"column:unit"`
	Leads     bool   `gorm:"column:leads"`
	Position  int    `gorm:"column:position"`
}

type sectorRow struct {
	Plan            string          `gorm:"column:plan"`
	Code            string          `gorm:"column:code"`
	NameZH          string          `gorm:"column:name_zh"`
	NameEN          string          `gorm:"column:name_en"`
	AnnualGrowthPct *domain.Decimal `gorm:"column:annual_growth_pct"`
	Units           texts           `gorm:"column:units"`
	Position        int             `gorm:"column:position"`
}

type targetRow struct {
	Plan      string          `gorm:"column:plan"`
	Indicator string          `gorm:"column:indicator"`
	Dimension string          `gorm:"column:dimension"`
	Area      optional        `gorm:"column:area"`
	Unit      optional        `gorm:"column:unit"`
	Sector    optional        `gorm:"column:sector"`
	Year      int             `gorm:"column:year"`
	Period    period          `gorm:"column:period"`
	Value     *domain.Decimal `gorm:"column:value"`
	Source    string          `gorm:"column:source"`
}

func (planRow) TableName() string          { return "plans" }
func (indicatorRow) TableName() string     { return "indicators" }
func (indicatorUnitRow) TableName() string { return "indicator_units" }
func (targetRow) TableName() string        { return "targets" }
func (sectorRow) TableName() string        { return "plan_sectors" }
