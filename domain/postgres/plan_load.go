package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"sanku/domain"
)

// planRef is the reference under which a plan's audit rows stand: plans are known by
// their code, not by an ID.
var planRef = domain.ID{}

// LoadPlan puts a plan with its indicators and targets in the place of what was
// there under its code, and reports whether that differed. Who may load plans is for
// the caller to decide: it is done from the command line only.
func (db *DB) LoadPlan(ctx context.Context, actor domain.Actor, p domain.Plan, indicators []domain.Indicator, targets []domain.Target) (changed bool, err error) {
	err = db.write(ctx, actor, func(t *tx) error {
		if err := t.alone("plan " + p.Code); err != nil {
			return err
		}
		if same, err := t.view().hasPlan(ctx, p, indicators, targets); err != nil || same {
			return cmp.Or(err, errLoaded)
		}
		if err := t.Where("code = ?", p.Code).Delete(&planRow{}).Error; err != nil {
			return err
		}
		row := planRow{p.Code, p.Title, p.Number, p.IssuedOn, period(p.Period), p.AnnualGrowth}
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
	if errors.Is(err, errLoaded) {
		return false, nil
	}
	return err == nil, err
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
		row := indicatorRow{i.Plan, i.Code, i.Order, i.Section, i.Name.ZH, i.Name.EN, i.Unit, i.Measure, i.Comparator, i.PeriodRule, i.Source, i.Breakdown, i.Quote, jsonb[measureJSON]{measureJSONOf(i.MeasuredBy)}}
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
