package main

import (
	"context"
	"fmt"

	"sanku/domain"
)

type planPublish struct {
	Period string `arg:"" help:"Quarter, month or year, such as 2024-Q4, 2024-12 or 2024."`
	AsOf   string `name:"as-of" help:"The day on which records count as they stood; the period's last day when not given." placeholder:"2006-01-02"`
	Title  string `help:"Title; made of the plan's and the period's when not given."`
	Number string `help:"Number of the document (文号)."`

	Signature string `help:"The office that signs it (发文机关署名)."`

	Reason string `help:"Why it is published again; required for a revision."`
}

// Run publishes the bulletin of a period of the plan that was in force then.
func (c *planPublish) Run(ctx context.Context, config *Config, console *console) error {
	period, err := domain.ParsePeriod(c.Period)
	if err != nil {
		return err
	}
	asOf, err := domain.ParseDate(c.AsOf)
	if err != nil {
		return err
	}
	return config.with(ctx, console, func(a *app) error {
		plan, err := a.db.CurrentPlan(ctx, period.To.Time())
		if err != nil {
			return err
		}
		asked := domain.Publication{Period: period, AsOf: asOf, Title: c.Title, Number: c.Number, Signature: c.Signature, Reason: c.Reason}
		p, err := a.db.PublishBulletin(ctx, domain.System("publish"), plan, asked.For(plan))
		if err != nil {
			return err
		}
		fmt.Fprintf(console.out, "%s, revision %d, published: %s\n", p.Code, p.Revision, p.ID)
		return nil
	})
}
