package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// demoReport is what the demonstration did, for people and for programs.
type demoReport struct {
	counts  postgres.Counts
	example example
	figures []domain.Figure
}

// example is one need carried all the way: its best answers, and its contract.
type example struct {
	need         domain.Need
	organisation domain.Organisation
	best         map[string][]postgres.Matched // by kind
	contract     *domain.Contract
}

// topShown is how many matches of a kind the report shows.
const topShown = 3

func (a *app) report(ctx context.Context) (demoReport, error) {
	var r demoReport
	var err error
	if r.counts, err = a.db.Counts(ctx); err != nil {
		return r, err
	}
	if r.figures, err = a.scoreboard(ctx, domain.Date{}); err != nil {
		return r, err
	}
	r.example, err = a.exampleNeed(ctx)
	return r, err
}

// exampleNeed is the latest registered contract's need with what answers it.
func (a *app) exampleNeed(ctx context.Context) (example, error) {
	actor := domain.System("demo")
	contracts, err := a.db.Contracts(ctx, actor, postgres.ContractFilter{State: string(domain.ContractRegistered)}, postgres.Page{Limit: postgres.MaxLimit})
	if err != nil {
		return example{}, err
	}
	for _, c := range contracts.Items {
		if c.NeedID.IsZero() || c.DockingID.IsZero() {
			continue
		}
		e, err := a.exampleOf(ctx, actor, c.NeedID)
		if err != nil {
			return example{}, err
		}
		if len(e.best[domain.MatchTechnology]) > 0 {
			e.contract = &c
			return e, nil
		}
	}
	return example{}, nil
}

func (a *app) exampleOf(ctx context.Context, actor domain.Actor, need domain.ID) (e example, err error) {
	if e.need, err = a.db.Need(ctx, actor, need); err != nil {
		return e, err
	}
	if e.organisation, err = a.db.Organisation(ctx, actor, e.need.OrganisationID); err != nil {
		return e, err
	}
	e.best = map[string][]postgres.Matched{}
	for _, kind := range domain.MatchKinds.Codes() {
		if e.best[kind], err = a.db.Matches(ctx, actor, need, kind); err != nil {
			return e, err
		}
	}
	return e, nil
}

func (c *console) report(r demoReport) {
	n := r.counts
	c.heading("三库三家 · 数据 Libraries")
	fmt.Fprintf(c.out, "企业需求 needs %d · 高校技术 technologies %d · 政策 policies %d · 专家 experts %d\n", n.Needs, n.Technologies, n.Policies, n.Experts)
	fmt.Fprintf(c.out, "单位 organisations %d · 匹配 matches %d · 对接 dockings %d · 合同 contracts %d\n", n.Organisations, n.Matches, n.Dockings, n.Contracts)
	if !r.example.need.ID.IsZero() {
		c.example(r.example)
	}
	c.scoreboard(r.figures)
}

func (c *console) heading(text string) { fmt.Fprintf(c.out, "\n── %s\n\n", text) }

func (c *console) example(e example) {
	n := e.need
	c.heading("一项需求的全程 One need, all the way")
	fmt.Fprintf(c.out, "需求 %s\n     %s · %s", n.Title, e.organisation.Name, domain.Fields.Name(n.Field).ZH)
	if n.BudgetMax != nil {
		fmt.Fprintf(c.out, " · 预算不超过 %s", n.BudgetMax.Display().ZH)
	}
	fmt.Fprintf(c.out, "\n     %s\n", short(n.Problem, 120))
	for _, kind := range domain.MatchKinds {
		c.matches(kind.Name, e.best[kind.Code])
	}
	if e.contract != nil {
		c.outcome(*e.contract)
	}
}

func (c *console) matches(kind domain.Text, found []postgres.Matched) {
	fmt.Fprintf(c.out, "\n  匹配的%s %s\n", kind.ZH, kind.EN)
	for _, m := range found[:min(len(found), topShown)] {
		fmt.Fprintf(c.out, "  %2d. %.2f  %s", m.Rank, m.Score, m.Title)
		if m.Organisation != "" {
			fmt.Fprintf(c.out, "（%s）", m.Organisation)
		}
		fmt.Fprintln(c.out)
		for _, reason := range strongest(m.Features) {
			fmt.Fprintf(c.out, "            · %s\n", reason)
		}
		for _, g := range m.Gates {
			fmt.Fprintf(c.out, "            ! %s\n", g.Reason.ZH)
		}
	}
}

// reasonsShown is how many reasons of a match the report shows.
const reasonsShown = 4

// strongest returns the reasons of the features that contribute most.
func strongest(features []domain.Feature) []string {
	ranked := slices.SortedStableFunc(slices.Values(features), func(a, b domain.Feature) int { return cmp.Compare(b.Contribution, a.Contribution) })
	var reasons []string
	for _, f := range ranked {
		if f.Known && f.Contribution > 0 && len(reasons) < reasonsShown {
			reasons = append(reasons, f.Reason.ZH)
		}
	}
	return reasons
}

func (c *console) outcome(k domain.Contract) {
	fmt.Fprintf(c.out, "\n  对接 → 签约 → 登记 docked, signed, registered\n")
	fmt.Fprintf(c.out, "      %s（%s）\n", k.Title, domain.ContractKinds.Name(k.Kind).ZH)
	fmt.Fprintf(c.out, "      %s → %s，成交额 %s，技术交易额 %s\n", k.Seller.Name, k.Buyer.Name, k.Amount.Display().ZH, k.TechnicalAmount.Display().ZH)
	fmt.Fprintf(c.out, "      签订 %s，登记 %s，编号 %s\n", k.SignedOn, k.RegisteredOn, k.RegistryNumber)
}

func (c *console) scoreboard(figures []domain.Figure) {
	c.heading("计划指标 The plan's indicators")
	table := [][]string{{"指标 indicator", "当前值 value", "目标 target", "完成 progress", "来源 basis"}}
	for _, f := range figures {
		table = append(table, []string{f.Indicator.Name.ZH, known(f.Value, f.Indicator.Unit), known(f.Target, f.Indicator.Unit), progressOf(f), basisOf(f)})
	}
	writeTable(c.out, table)
	for _, f := range figures {
		for _, v := range f.Variants {
			fmt.Fprintf(c.out, "  %s · %s：%s（%s / %s）\n", f.Indicator.Name.ZH, v.Name.ZH, known(v.Value, v.Unit), v.Numerator, v.Denominator)
		}
	}
}

func known(d *domain.Decimal, unit string) string {
	if d == nil {
		return "—"
	}
	if unit == "%" {
		return fmt.Sprintf("%.1f%%", d.Float())
	}
	return d.String() + " " + unit
}

func progressOf(f domain.Figure) string {
	if p, ok := f.Progress(); ok {
		return fmt.Sprintf("%.1f%%", p.Float())
	}
	return "—"
}

func basisOf(f domain.Figure) string {
	if f.Basis == "" || f.Value == nil && f.Records == 0 {
		return "待报送 not reported"
	}
	name := domain.MeasureSources.Name(f.Basis)
	return fmt.Sprintf("%s %s（%d）", name.ZH, name.EN, f.Records)
}
