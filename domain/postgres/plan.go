package postgres

import (
	"context"
	"database/sql/driver"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

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

// planRef is the reference under which a plan's audit rows stand: plans are known by
// their code, not by an ID.
var planRef = domain.ID{}

// LoadPlan puts a plan with its indicators and targets in the place of what was
// there under its code, and reports whether that differed. Who may load plans is for
// the caller to decide: it is done from the command line only.
func (db *DB) LoadPlan(ctx context.Context, actor domain.Actor, p domain.Plan, indicators []domain.Indicator, targets []domain.Target) (changed bool, err error) {
	same, err := db.hasPlan(ctx, p, indicators, targets)
	if err != nil || same {
		return false, err
	}
	return true, db.write(ctx, actor, func(t *tx) error {
		if err := t.Where("code = ?", p.Code).Delete(&planRow{}).Error; err != nil {
			return err
		}
		row := planRow{p.Code, p.Title, p.Number, p.IssuedOn, period(p.Period)}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		if err := t.insertSectors(p); err != nil {
			return err
		}
		if err := t.insertIndicators(indicators); err != nil {
			return err
		}
		if err := t.insertTargets(p, targets); err != nil {
			return err
		}
		t.audit(domain.Plans, planRef, 1, "load", map[string]any{"plan": p.Code, "indicators": len(indicators), "targets": len(targets)})
		return nil
	})
}

func (db *DB) hasPlan(ctx context.Context, p domain.Plan, indicators []domain.Indicator, targets []domain.Target) (bool, error) {
	plans, err := db.Plans(ctx)
	if err != nil {
		return false, err
	}
	if !slices.ContainsFunc(plans, func(have domain.Plan) bool { return reflect.DeepEqual(have, p) }) {
		return false, nil
	}
	haveIndicators, err := db.Indicators(ctx, p.Code)
	if err != nil {
		return false, err
	}
	haveTargets, err := db.Targets(ctx, p.Code, "")
	return reflect.DeepEqual(haveIndicators, indicators) && reflect.DeepEqual(haveTargets, targets), err
}

func (t *tx) insertSectors(p domain.Plan) error {
	for at, s := range p.Sectors {
		row := sectorRow{p.Code, s.Code, s.Name.ZH, s.Name.EN, s.AnnualGrowth, s.Units, at}
		if err := t.Create(&row).Error; err != nil {
			return fmt.Errorf("sector %s: %w", s.Code, err)
		}
	}
	return nil
}

func (t *tx) insertIndicators(indicators []domain.Indicator) error {
	for _, i := range indicators {
		row := indicatorRow{i.Plan, i.Code, i.Order, i.Section, i.Name.ZH, i.Name.EN, i.Unit, i.Measure, i.Comparator, i.PeriodRule, i.Source, i.Breakdown, i.Quote}
		if err := t.Create(&row).Error; err != nil {
			return fmt.Errorf("indicator %s: %w", i.Code, err)
		}
		for at, unit := range append(slices.Clone(i.Lead), i.Responsible...) {
			link := indicatorUnitRow{i.Plan, i.Code, unit, at < len(i.Lead), at}
			if err := t.Create(&link).Error; err != nil {
				return fmt.Errorf("indicator %s, unit %s: %w", i.Code, unit, err)
			}
		}
	}
	return nil
}

func (t *tx) insertTargets(p domain.Plan, targets []domain.Target) error {
	for _, g := range targets {
		row := targetRow{Plan: g.Plan, Indicator: g.Indicator, Dimension: string(g.Dimension), Year: g.Year, Value: g.Value, Source: g.Source, Period: period(p.Period)}
		if g.Year != 0 {
			row.Period = period(domain.YearPeriod(g.Year))
		}
		switch g.Dimension {
		case domain.ByArea:
			row.Area = optional(g.Key)
		case domain.ByUnit:
			row.Unit = optional(g.Key)
		case domain.BySector:
			row.Sector = optional(g.Key)
		}
		if err := t.Create(&row).Error; err != nil {
			return fmt.Errorf("target of %s for %q in %d: %w", g.Indicator, g.Key, g.Year, err)
		}
	}
	return nil
}

// Plans lists the plans, the latest first.
func (db *DB) Plans(ctx context.Context) ([]domain.Plan, error) {
	var rows []planRow
	if err := db.read(ctx).Order("lower(period) DESC").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	var sectors []sectorRow
	if err := db.read(ctx).Order("position").Find(&sectors).Error; err != nil {
		return nil, translate(err)
	}
	plans := make([]domain.Plan, len(rows))
	for i, r := range rows {
		plans[i] = domain.Plan{Code: r.Code, Title: r.Title, Number: r.Number, IssuedOn: r.IssuedOn, Period: domain.Period(r.Period)}
		for _, s := range sectors {
			if s.Plan == r.Code {
				plans[i].Sectors = append(plans[i].Sectors, domain.Sector{Code: s.Code, Name: domain.Text{ZH: s.NameZH, EN: s.NameEN}, AnnualGrowth: s.AnnualGrowthPct, Units: s.Units})
			}
		}
	}
	return plans, nil
}

// CurrentPlan is the plan in force at the given time, or the latest that has begun;
// ErrNotFound when none is loaded.
func (db *DB) CurrentPlan(ctx context.Context, at time.Time) (domain.Plan, error) {
	plans, err := db.Plans(ctx)
	if err != nil {
		return domain.Plan{}, err
	}
	today := domain.DateOf(at)
	for _, p := range plans {
		if !today.Before(p.Period.From) {
			return p, nil
		}
	}
	return domain.Plan{}, domain.ErrNotFound
}

// Indicators lists the indicators of a plan in its order.
func (db *DB) Indicators(ctx context.Context, plan string) ([]domain.Indicator, error) {
	var rows []indicatorRow
	if err := db.read(ctx).Where("plan = ?", plan).Order("position").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	var links []indicatorUnitRow
	if err := db.read(ctx).Where("plan = ?", plan).Order("indicator").Order("position").Find(&links).Error; err != nil {
		return nil, translate(err)
	}
	lead, responsible := map[string][]string{}, map[string][]string{}
	for _, l := range links {
		if l.Leads {
			lead[l.Indicator] = append(lead[l.Indicator], l.Unit)
		} else {
			responsible[l.Indicator] = append(responsible[l.Indicator], l.Unit)
		}
	}
	indicators := make([]domain.Indicator, len(rows))
	for i, r := range rows {
		indicators[i] = domain.Indicator{Plan: r.Plan, Code: r.Code, Order: r.Position, Section: r.Section, Name: domain.Text{ZH: r.NameZH, EN: r.NameEN},
			Unit: r.Unit, Measure: r.Measure, Comparator: r.Comparator, PeriodRule: r.PeriodRule, Source: r.Source, Breakdown: r.Breakdown,
			Lead: lead[r.Code], Responsible: responsible[r.Code], Quote: r.Quote}
	}
	return indicators, nil
}

// Targets lists the targets of a plan, or of one indicator when it is not empty.
func (db *DB) Targets(ctx context.Context, plan, indicator string) ([]domain.Target, error) {
	var rows []targetRow
	q := equal(db.read(ctx).Where("plan = ?", plan), "indicator", indicator)
	if err := q.Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	targets := make([]domain.Target, len(rows))
	for i, r := range rows {
		targets[i] = domain.Target{Plan: r.Plan, Indicator: r.Indicator, Dimension: domain.Dimension(r.Dimension),
			Key: string(r.Area + r.Unit + r.Sector), Year: r.Year, Value: r.Value, Source: r.Source}
	}
	return targets, nil
}
