package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type modelRow struct {
	Version     string                               `gorm:"column:version;primaryKey"`
	Base        string                               `gorm:"column:base"`
	Weights     jsonb[map[string]map[string]float64] `gorm:"column:weights"`
	Calibration jsonb[map[string]domain.Calibration] `gorm:"column:calibration"`
	Figures     jsonb[storedFigures]                 `gorm:"column:figures"`
	Outcomes    int                                  `gorm:"column:outcomes"`
	Actor       string                               `gorm:"column:actor"`
	FittedAt    time.Time                            `gorm:"column:fitted_at"`
}

func (modelRow) TableName() string { return "models" }

func (r modelRow) domain() domain.Model {
	return domain.Model{Version: r.Version, Base: r.Base, Features: r.Weights.V, Calibration: r.Calibration.V, Figures: r.Figures.V.domain(),
		Outcomes: r.Outcomes, By: r.Actor, FittedAt: r.FittedAt.UTC()}
}

type modelUseRow struct {
	Seq     int64     `gorm:"column:seq;->"`
	Version optional  `gorm:"column:version"`
	Actor   string    `gorm:"column:actor"`
	At      time.Time `gorm:"column:at"`
}

func (modelUseRow) TableName() string { return "model_uses" }

// InstallModel keeps a model under the next version and uses it from now on. Errors:
// ErrForbidden; a ConflictError when another model than before is in use meanwhile.
func (db *DB) InstallModel(ctx context.Context, actor domain.Actor, m domain.Model, before string) (domain.Model, error) {
	err := db.changeModel(ctx, actor, "install", func(t *tx, used string) (string, error) {
		if used != before {
			return "", domain.Conflict("期间已启用另一模型，请重新学习", "another model has come into use meanwhile: learn again")
		}
		var n int64
		if err := t.Model(&modelRow{}).Count(&n).Error; err != nil {
			return "", err
		}
		m.Version, m.By, m.FittedAt, m.Used = strconv.FormatInt(n+1, 10), actor.Login, t.now, true
		row := modelRow{m.Version, m.Base, jsonb[map[string]map[string]float64]{m.Features}, jsonb[map[string]domain.Calibration]{m.Calibration},
			jsonb[storedFigures]{storeFigures(m.Figures)}, m.Outcomes, m.By, m.FittedAt}
		return m.Version, t.Create(&row).Error
	})
	return m, err
}

// ShippedModel names, where a version is asked for, the weights that the program ships.
const ShippedModel = "shipped"

// UseModel goes back to a model by its version, or to ShippedModel. Errors:
// ErrForbidden, InvalidErrors for an unknown version, a ConflictError when it is in use.
func (db *DB) UseModel(ctx context.Context, actor domain.Actor, version string) error {
	return db.changeModel(ctx, actor, "revert", func(t *tx, used string) (string, error) {
		if version == used || version == ShippedModel && used == "" {
			return "", domain.Conflict("该模型正在使用", "this model is in use already")
		}
		if version == ShippedModel {
			return "", nil
		}
		var row modelRow
		err := t.Select("version").Where("version = ?", version).Take(&row).Error
		return version, refersTo(err, "version")
	})
}

// changeModel makes the version that choose returns the one in use; "" is the shipped
// weights. Matches by the model before are computed anew.
func (db *DB) changeModel(ctx context.Context, actor domain.Actor, action domain.Action, choose func(t *tx, used string) (string, error)) error {
	if !domain.Can(actor, action, domain.Models, domain.Facts{}) {
		return domain.ErrForbidden
	}
	return db.write(ctx, actor, func(t *tx) error {
		if err := t.alone("models"); err != nil {
			return err
		}
		used, err := usedModel(t.DB)
		if err != nil {
			return err
		}
		version, err := choose(t, used)
		if err != nil {
			return err
		}
		if err := t.Create(&modelUseRow{Version: optional(version), Actor: actor.Login, At: t.now}).Error; err != nil {
			return err
		}
		t.record(domain.Models, domain.NewID(), 0, action, map[string]any{"before": used, "version": version})
		return nil
	})
}

// usedModel is the version in use, "" for the shipped weights.
func usedModel(g *gorm.DB) (string, error) {
	var last modelUseRow
	err := g.Order("seq DESC").Take(&last).Error
	if errors.Is(translate(err), domain.ErrNotFound) {
		return "", nil
	}
	return string(last.Version), err
}

// UsedModel returns the version of the model in use, "" for the shipped weights.
func (db *DB) UsedModel(ctx context.Context) (string, error) {
	version, err := usedModel(db.read(ctx))
	return version, translate(err)
}

// UsedWeights returns the weights in use: the shipped ones, with what the model in use
// has learnt.
func (db *DB) UsedWeights(ctx context.Context, shipped domain.Weights) (domain.Weights, error) {
	var row modelRow
	err := db.read(ctx).Where("version = (SELECT version FROM model_uses ORDER BY seq DESC LIMIT 1)").Take(&row).Error
	if errors.Is(translate(err), domain.ErrNotFound) {
		return shipped, nil
	}
	return shipped.Using(row.domain()), translate(err)
}

// Models lists the models that were installed, the latest first.
func (db *DB) Models(ctx context.Context) ([]domain.Model, error) {
	var rows []modelRow
	if err := db.read(ctx).Order("fitted_at DESC, version DESC").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	used, err := db.UsedModel(ctx)
	models := domains(rows, modelRow.domain)
	for i := range models {
		models[i].Used = models[i].Version == used
	}
	return models, err
}
