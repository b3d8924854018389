package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

type activityRuleRow struct {
	Code string `gorm:"column:code;primaryKey"`
	Days int    `gorm:"column:days"`
}

func (activityRuleRow) TableName() string { return "activity_rules" }

func (r activityRuleRow) entryCode() string { return r.Code }

// ReplaceActivityRules makes these the rules of activities, and reports whether anything
// differed. Who may is for the caller to decide: it is done from the command line only.
func (db *DB) ReplaceActivityRules(ctx context.Context, actor domain.Actor, rules domain.ActivityRules) (changed bool, err error) {
	if err := rules.Validate(); err != nil {
		return false, err
	}
	return replaceDirectory(ctx, db, actor, "activity-rule", []activityRuleRow{{"born_within", rules.BornWithin}})
}

// ActivityRules reads the rules of activities; without any, nothing is limited.
func (db *DB) ActivityRules(ctx context.Context) (domain.ActivityRules, error) {
	rules, err := activityRules(db.read(ctx))
	return rules, translate(err)
}

func activityRules(g *gorm.DB) (domain.ActivityRules, error) {
	var rows []activityRuleRow
	var rules domain.ActivityRules
	err := g.Find(&rows).Error
	for _, r := range rows {
		rules.BornWithin = r.Days
	}
	return rules, err
}
