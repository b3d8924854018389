package main

import (
	"context"
	"slices"

	"sanku/domain"
)

// sampleBulletins are published of the sample data, a month after their quarters: by then
// units have reported.
var sampleBulletins = []domain.Publication{
	{Period: domain.QuarterPeriod(2024, 3), AsOf: domain.Date{Year: 2024, Month: 10, Day: 31}, Number: "样例〔2024〕3号"},
	{Period: domain.QuarterPeriod(2024, 4), AsOf: domain.Date{Year: 2025, Month: 1, Day: 31}, Number: "样例〔2025〕1号"},
}

// publishSample publishes them, each once.
func (a *app) publishSample(ctx context.Context) error {
	plan, err := a.db.CurrentPlan(ctx, sampleBulletins[0].Period.To.Time())
	if err != nil {
		return err
	}
	published, err := a.db.Publications(ctx, plan.Code)
	if err != nil {
		return err
	}
	for _, p := range sampleBulletins {
		p = p.For(plan)
		if slices.ContainsFunc(published, func(before domain.Publication) bool { return before.Code == p.Code }) {
			continue
		}
		p.Title, p.Signature, p.Revision = p.Title+"（样例数据）", "样例市科技创新工作领导小组办公室", 1
		if _, err := a.db.PublishBulletin(ctx, domain.System("demo"), plan, p); err != nil {
			return err
		}
	}
	return nil
}
