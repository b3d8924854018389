package postgres_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func day(year, month, date int) domain.Date {
	return domain.DateOf(domain.Date{Year: year, Month: 1, Day: 1}.Time().AddDate(0, month-1, date-1))
}

func points(n int) *int { return &n }

func policy() domain.Policy {
	return domain.Policy{Title: "示例市技术交易奖补办法", Number: "示例发〔2024〕1号", Issuer: "示例市科技局", Level: "city", Region: "430300",
		IssuedOn: day(2024, 1, 1), EffectiveFrom: day(2024, 2, 1), ValidUntil: day(2026, 12, 31), SourceURL: "https://example.org/1", Summary: "摘要",
		Clauses: []domain.Clause{
			{Ref: "第三条", Heading: "奖补", Text: "按技术交易额给予补助", Fields: []string{"materials"}, Modes: []string{"licence"}, Incentives: []domain.Incentive{
				{Code: "B-1", Kind: "subsidy", Beneficiary: "enterprise", Condition: "已登记", Rule: "percent", PercentBP: points(500), Cap: fen(50_000_000),
					Base: "technical_amount", Payer: "示例市财政", ApplyBy: day(2025, 6, 30), ValidFrom: day(2024, 2, 1), ValidTo: day(2026, 12, 31),
					Requires: domain.Requirements{Areas: []string{"yuhu"}, ContractKinds: []string{"licence"}, Fields: []string{"materials"}, MinAmount: fen(1), IUR: true}},
				{Kind: "award", Beneficiary: "university", Rule: "fixed", Amount: fen(0)},
			}},
			{Ref: "第四条", Text: "其他"},
		}}
}

func TestPolicyRoundTrip(t *testing.T) {
	db, ctx := open(t), t.Context()
	for name, p := range map[string]domain.Policy{"full": policy(), "bare": {Title: "示例办法", Level: "national"}} {
		t.Run(name, func(t *testing.T) {
			made, err := db.CreatePolicy(ctx, bureau, p)
			require.NoError(t, err)
			read, err := db.Policy(ctx, bureau, made.ID)
			require.NoError(t, err)
			same(t, p, read)
			found, err := db.PoliciesByIDs(ctx, []domain.ID{made.ID})
			require.NoError(t, err)
			same(t, p, found[0])
		})
	}
}

func TestPolicyClausesReplaced(t *testing.T) {
	db, ctx := open(t), t.Context()
	other, err := db.CreatePolicy(ctx, bureau, policy())
	require.NoError(t, err)
	p, err := db.CreatePolicy(ctx, bureau, policy())
	require.NoError(t, err)
	kept, incentive := p.Clauses[0].ID, p.Clauses[0].Incentives[1].ID

	p, err = db.ChangePolicy(ctx, bureau, p.ID, 1, func(p *domain.Policy) error {
		p.Clauses = []domain.Clause{{Ref: "第一条", Text: "新增"}, p.Clauses[0]}
		p.Clauses[1].Incentives = p.Clauses[1].Incentives[1:]
		return nil
	})
	require.NoError(t, err)
	read, err := db.Policy(ctx, bureau, p.ID)
	require.NoError(t, err)
	require.Len(t, read.Clauses, 2)
	require.Equal(t, "第一条", read.Clauses[0].Ref)
	require.Equal(t, kept, read.Clauses[1].ID)
	require.Equal(t, incentive, read.Clauses[1].Incentives[0].ID)

	for field, change := range map[string]func(*domain.Policy){
		"clauses[0].id":               func(p *domain.Policy) { p.Clauses[0].ID = other.Clauses[0].ID },
		"clauses[1].id":               func(p *domain.Policy) { p.Clauses[1] = p.Clauses[0] },
		"clauses[1].incentives[0].id": func(p *domain.Policy) { p.Clauses[1].Incentives[0].ID = domain.NewID() },
	} {
		_, err = db.ChangePolicy(ctx, bureau, p.ID, 2, func(p *domain.Policy) error { change(p); return nil })
		requireInvalid(t, err, field)
	}
	untouched, err := db.Policy(ctx, bureau, other.ID)
	require.NoError(t, err)
	same(t, policy(), untouched)
}

func TestPolicySteps(t *testing.T) {
	db, ctx := open(t), t.Context()
	p, err := db.CreatePolicy(ctx, bureau, domain.Policy{Title: "示例办法", Level: "city"})
	require.NoError(t, err)
	_, err = db.StepPolicy(ctx, bureau, p.ID, 1, "publish", "")
	requireInvalid(t, err, "clauses")
	_, err = db.ChangePolicy(ctx, domain.Actor{}, p.ID, 1, func(*domain.Policy) error { return nil })
	require.Equal(t, domain.ErrNotFound, err)
	_, err = db.CreatePolicy(ctx, steward("yuhu"), policy())
	require.ErrorIs(t, err, domain.ErrForbidden)

	p, err = db.ChangePolicy(ctx, bureau, p.ID, 1, func(p *domain.Policy) error { p.Clauses = policy().Clauses; return nil })
	require.NoError(t, err)
	p, err = db.StepPolicy(ctx, bureau, p.ID, 2, "publish", "")
	require.NoError(t, err)
	seen, err := db.Policy(ctx, domain.Actor{}, p.ID)
	require.NoError(t, err)
	require.Len(t, seen.Clauses, 2, "a step leaves the clauses alone")
	_, err = db.ChangePolicy(ctx, bureau, p.ID, 3, func(p *domain.Policy) error { p.Clauses = nil; return nil })
	requireInvalid(t, err, "clauses")
	p, err = db.StepPolicy(ctx, bureau, p.ID, 3, "repeal", "已有新办法")
	require.NoError(t, err)
	_, err = db.ChangePolicy(ctx, bureau, p.ID, 4, func(*domain.Policy) error { return nil })
	require.ErrorIs(t, err, domain.ErrConflict)
}

func TestPolicyChangedAtOnce(t *testing.T) {
	db := open(t)
	p, err := db.CreatePolicy(t.Context(), bureau, policy())
	require.NoError(t, err)
	oneWins(t, func(ctx context.Context) error {
		_, err := db.ChangePolicy(ctx, bureau, p.ID, 1, func(p *domain.Policy) error { p.Clauses = slices.Clone(p.Clauses[:1]); return nil })
		return err
	})
}

func TestPolicyFilters(t *testing.T) {
	db, ctx := open(t), t.Context()
	_, err := db.CreatePolicy(ctx, bureau, policy())
	require.NoError(t, err)
	narrow := policy()
	narrow.Clauses = narrow.Clauses[:1]
	_, err = db.CreatePolicy(ctx, bureau, narrow)
	require.NoError(t, err)
	for _, test := range []struct {
		filter postgres.PolicyFilter
		want   int
	}{
		{postgres.PolicyFilter{Level: "city", State: "draft", Title: "奖补"}, 2},
		{postgres.PolicyFilter{Level: "province"}, 0},
		{postgres.PolicyFilter{Field: "materials", Mode: "licence"}, 2},
		{postgres.PolicyFilter{Field: "nuclear"}, 1}, // by the clause that favours no field
		{postgres.PolicyFilter{Mode: "equity"}, 1},
	} {
		page, err := db.Policies(ctx, bureau, test.filter, postgres.Page{Sort: "-title", Limit: 10})
		require.NoError(t, err)
		require.Len(t, page.Items, test.want, "%+v", test.filter)
	}
}
