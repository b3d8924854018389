package postgres_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// market is deals with sellers and buyers inside the city, elsewhere in the province
// and outside, among whom contracts of every kind are made.
type market struct {
	*deals
	plan            domain.Plan
	sellers, buyers []domain.Organisation
}

func openMarket(t *testing.T) *market {
	t.Helper()
	m := marketOf(t, openDeals(t))
	m.plan = loadPlan(t, m.deals)
	return m
}

func marketOf(t *testing.T, d *deals) *market {
	t.Helper()
	m := &market{deals: d}
	outside := func(name, kind, division string) domain.Organisation {
		o, err := m.CreateOrganisation(t.Context(), bureau, domain.Organisation{Name: name, Kind: kind, Division: division})
		require.NoError(t, err)
		return o
	}
	m.sellers = []domain.Organisation{m.university, m.organisation(t, "示例研究院", domain.Institute, "yuhu"), outside("示例外省大学", domain.University, "420100"),
		m.organisation(t, "示例中介", domain.ServiceOrg, "yuhu")}
	m.buyers = []domain.Organisation{m.organisation(t, "示例市内单位", domain.Government, "yuhu"), m.organisation(t, "示例园区单位", domain.Government, "gaoxin"),
		outside("示例省内单位", domain.Government, "430100"), outside("示例省外单位", domain.Government, "420100")}
	return m
}

// random makes a contract and takes it some of the way.
func (m *market) random(t *testing.T, random *rand.Rand) domain.Contract {
	t.Helper()
	c := m.contract()
	c.Kind, c.Field = pick(random, domain.ContractKinds.Codes()...), pick(random, "materials", "energy")
	c.SellerID, c.BuyerID = pick(random, m.sellers...).ID, pick(random, m.buyers...).ID
	c.IUR, c.ResultBased = pick(random, true, true, false), pick(random, true, true, true, false)
	c.Equity = c.ResultBased && pick(random, true, false)
	c.Deductions = nil
	c.Amount = domain.Fen(random.Int64N(1e12) + 1)
	if cut := domain.Fen(random.Int64N(int64(c.Amount))); cut > 0 {
		c.Deductions = []domain.Deduction{{What: "设备", Amount: cut}}
		c.TechnicalAmount = c.Amount - cut
	} else {
		c.TechnicalAmount = c.Amount
	}
	if c.SellerID == m.university.ID && random.IntN(3) == 0 {
		c.TechnologyID = m.offered.ID // several contracts over one result
	}
	c.SignedOn = pick(random, day(2022, 12, 31), day(2023, 1, 1), day(2024, 6, 30), day(2025, 12, 31), day(2026, 1, 1))
	c, err := m.CreateContract(t.Context(), m.clerk, c)
	require.NoError(t, err)
	steps := pick(random, nil, []string{"submit"}, []string{"submit", "return"}, []string{"submit", "refuse"}, []string{"submit", "precheck"},
		registration, registration, registration, append(registration[:3:3], "terminate"), append(registration[:3:3], "void"))
	return m.walk(t, c, steps...)
}

// walk takes steps of a contract as its buyer and the bureau in one.
func (m *market) walk(t *testing.T, c domain.Contract, steps ...string) domain.Contract {
	t.Helper()
	actor := domain.Actor{Login: "test", Roles: []domain.Role{domain.RoleBureau, domain.RoleEnterprise}, OrganisationID: c.BuyerID}
	for _, name := range steps {
		var err error
		c, err = m.StepContract(t.Context(), actor, c.ID, c.Version, postgres.ContractStep{Name: name, Reason: "理由", RegistryNumber: "样例" + c.ID.String()})
		require.NoError(t, err)
	}
	return c
}

// The SQL of each measure and the domain's rule choose the same contracts; figures are
// what the rule computes of them; the drill-down lists them, to each who may read them.
func TestFiguresAgreeWithTheRules(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	random := rand.New(rand.NewPCG(3, 4))
	var all []domain.Contract
	for range 120 {
		all = append(all, m.random(t, random))
	}
	readers := []domain.Actor{m.clerk, m.buyer, m.seller, m.guide, {}}
	for _, to := range []domain.Date{day(2023, 1, 1), day(2024, 6, 29), day(2024, 6, 30), day(2025, 12, 31)} {
		q := postgres.FigureQuery{Period: domain.Period{From: day(2023, 1, 1), To: to}, AsOf: domain.DateOf(m.now)}
		var agreements, transfers []domain.Contract
		for _, c := range all {
			if q.Period.Has(c.SignedOn) && c.IsIURAgreement() {
				agreements = append(agreements, c)
			}
			if q.Period.Has(c.SignedOn) && c.IsTransfer() {
				transfers = append(transfers, c)
			}
		}
		f, err := m.FigureOver(ctx, m.plan, "iur_agreements", q)
		require.NoError(t, err)
		require.Equal(t, q.Period, f.Period)
		require.Equal(t, domain.Whole(int64(len(agreements))), *f.Value)
		m.requireDrillDown(t, readers, "iur_agreements", q, agreements)
		m.requireParts(t, "iur_agreements", q, f)

		f, err = m.FigureOver(ctx, m.plan, "local_transfer_rate", q)
		require.NoError(t, err)
		require.Equal(t, domain.LocalTransfer(transfers), f.Variants)
		requireVariants(t, f.Variants, transfers)
		m.requireDrillDown(t, readers, "local_transfer_rate", q, transfers)
	}
}

// requireParts requires that the areas of a count add up to the whole, and that each
// opens into as many contracts as it counts.
func (m *market) requireParts(t *testing.T, code string, q postgres.FigureQuery, whole domain.Figure) {
	t.Helper()
	q.By = domain.ByArea
	parts, err := m.FigureParts(t.Context(), m.plan, code, q)
	require.NoError(t, err)
	records := 0
	for _, p := range parts {
		records += p.Records
		if p.Key == "" || p.Records == 0 {
			continue
		}
		q.Key = p.Key
		page, err := m.FigureContracts(t.Context(), m.clerk, m.plan, code, q, postgres.Page{Limit: postgres.MaxLimit})
		require.NoError(t, err)
		require.Len(t, page.Items, p.Records, p.Key)
	}
	require.Equal(t, whole.Records, records)
}

func (m *market) requireDrillDown(t *testing.T, readers []domain.Actor, code string, q postgres.FigureQuery, counted []domain.Contract) {
	t.Helper()
	for _, actor := range readers {
		var want []domain.ID
		for _, c := range counted {
			if domain.Can(actor, domain.Read, domain.Contracts, c.Facts()) {
				want = append(want, c.ID)
			}
		}
		page, err := m.FigureContracts(t.Context(), actor, m.plan, code, q, postgres.Page{Limit: postgres.MaxLimit})
		require.NoError(t, err)
		require.ElementsMatch(t, want, idsOf(page.Items, contractID), "%s for %s", code, actor.Login)
	}
}

// requireVariants recounts the transfers by hand: results once each, money in fen.
func requireVariants(t *testing.T, got []domain.Variant, transfers []domain.Contract) {
	t.Helper()
	var value, valueCity, technical, technicalCity int64
	results, inCity := map[domain.ID]bool{}, map[domain.ID]bool{}
	for _, c := range transfers {
		result := c.ID
		if !c.TechnologyID.IsZero() {
			result = c.TechnologyID
		}
		results[result] = true
		value, technical = value+int64(c.Amount), technical+int64(c.TechnicalAmount)
		if c.Buyer.Division[:4] == "4303" {
			inCity[result] = true
			valueCity, technicalCity = valueCity+int64(c.Amount), technicalCity+int64(c.TechnicalAmount)
		}
	}
	const fenToYuan = 100 // a Decimal has four decimals, an amount in fen two
	want := map[string][2]domain.Decimal{
		"count_city":     {domain.Whole(int64(len(inCity))), domain.Whole(int64(len(results)))},
		"amount_city":    {domain.Decimal(valueCity * fenToYuan), domain.Decimal(value * fenToYuan)},
		"technical_city": {domain.Decimal(technicalCity * fenToYuan), domain.Decimal(technical * fenToYuan)},
	}
	for _, v := range got {
		if w, ok := want[v.Code]; ok {
			require.Equal(t, w, [2]domain.Decimal{v.Numerator, v.Denominator}, v.Code)
		}
	}
}

func TestTerminationLeavesTheRate(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	m.giveUSCC(t)
	rate := func() (numerator, denominator string) {
		f, err := m.Figure(ctx, m.plan, "local_transfer_rate", domain.DateOf(m.now))
		require.NoError(t, err)
		return f.Numerator.String(), f.Denominator.String()
	}
	registered := func(buyer domain.Organisation) domain.Contract {
		c := m.drafted(t, func(c *domain.Contract) { c.SignedOn, c.BuyerID = day(2025, 5, 6), buyer.ID })
		return m.walk(t, c, registration...)
	}
	f, err := m.Figure(ctx, m.plan, "local_transfer_rate", domain.DateOf(m.now))
	require.NoError(t, err)
	require.Nil(t, f.Value, "no transfers is not 0 %")
	local, _, mistaken := registered(m.buyers[0]), registered(m.buyers[2]), registered(m.buyers[1])
	n, d := rate()
	require.Equal(t, []string{"2", "3"}, []string{n, d})
	m.walk(t, local, "terminate")
	m.walk(t, mistaken, "void")
	n, d = rate()
	require.Equal(t, []string{"0", "1"}, []string{n, d})
	f, err = m.Figure(ctx, m.plan, "iur_agreements", domain.DateOf(m.now))
	require.NoError(t, err)
	require.Equal(t, "2", f.Value.String(), "a terminated agreement was signed; a voided one was not")
}

func TestScoreboard(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	figures, err := m.Scoreboard(ctx, m.plan, day(2026, 6, 1))
	require.NoError(t, err)
	require.Len(t, figures, 3)
	spend, agreements, rate := figures[0], figures[1], figures[2]
	require.Nil(t, spend.Value, "not known is not zero")
	require.Equal(t, "reports", spend.Basis)
	require.Equal(t, "105.0001", spend.Target.String())
	require.Equal(t, 2025, spend.TargetYear)
	require.Equal(t, "0", agreements.Value.String())
	require.Equal(t, "300", agreements.Target.String())
	require.Zero(t, agreements.TargetYear)
	progress, ok := agreements.Progress()
	require.True(t, ok)
	require.Equal(t, "0", progress.String())
	require.Nil(t, rate.Value)
	require.Equal(t, "0", rate.Denominator.String())
	early, err := m.Figure(ctx, m.plan, "iur_agreements", day(2022, 12, 31))
	require.NoError(t, err)
	require.Nil(t, early.Value, "before the plan began nothing is known")
	_, err = m.Figure(ctx, m.plan, "happiness", day(2024, 1, 1))
	require.ErrorIs(t, err, domain.ErrNotFound)
	for _, code := range []string{"happiness", "rd_spend"} {
		_, err = m.FigureContracts(ctx, m.clerk, m.plan, code, postgres.FigureQuery{AsOf: day(2024, 1, 1)}, postgres.Page{})
		require.ErrorIs(t, err, domain.ErrNotFound)
	}
	_, err = m.FigureContracts(ctx, m.clerk, domain.Plan{Code: "other", Period: m.plan.Period}, "iur_agreements", postgres.FigureQuery{AsOf: day(2024, 1, 1)}, postgres.Page{})
	require.ErrorIs(t, err, domain.ErrNotFound, "an indicator that the plan does not have")
}

// A scoreboard is of one moment: what is written while it is read is not in it.
func TestScoreboardIsOfOneMoment(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	m.now = day(2025, 6, 1).Time()
	hold, err := m.Pool().Begin(ctx)
	require.NoError(t, err)
	_, err = hold.Exec(ctx, `LOCK TABLE reports IN ACCESS EXCLUSIVE MODE`) // it begins with what is reported, and waits
	require.NoError(t, err)
	read := make(chan []domain.Figure)
	go func() {
		figures, err := m.Scoreboard(ctx, m.plan, day(2025, 6, 1))
		assert.NoError(t, err)
		read <- figures
	}()
	for waiting := false; !waiting; {
		require.NoError(t, m.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'reports'::regclass AND NOT granted)`).Scan(&waiting))
	}
	m.walk(t, m.drafted(t, func(c *domain.Contract) { c.SignedOn, c.BuyerID = day(2025, 5, 6), m.buyers[0].ID }), "submit")
	require.NoError(t, hold.Rollback(ctx))
	require.Equal(t, "0", (<-read)[1].Value.String())
	f, err := m.Figure(ctx, m.plan, "iur_agreements", day(2025, 6, 1))
	require.NoError(t, err)
	require.Equal(t, "1", f.Value.String())
}

// What happens later, and what is corrected afterwards, changes no figure as of a day
// before, nor as it was known at a moment before.
func TestFiguresStandStill(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	m.giveUSCC(t)
	c := m.walk(t, m.drafted(t, func(c *domain.Contract) { c.SignedOn, c.BuyerID = day(2025, 5, 6), m.buyers[0].ID }), registration...)
	first, known := domain.DateOf(m.now), m.now.Add(time.Second)
	rate := func(q postgres.FigureQuery) string {
		f, err := m.FigureOver(ctx, m.plan, "local_transfer_rate", q)
		require.NoError(t, err)
		return f.Numerator.String() + "/" + f.Denominator.String()
	}
	require.Equal(t, "1/1", rate(postgres.FigureQuery{AsOf: first}))
	require.Equal(t, "0/0", rate(postgres.FigureQuery{AsOf: first.AddDays(-1)}), "it was not registered yet")

	m.now = m.now.Add(60 * 24 * time.Hour)
	m.walk(t, c, "terminate")
	require.Equal(t, "0/0", rate(postgres.FigureQuery{AsOf: domain.DateOf(m.now)}))
	require.Equal(t, "1/1", rate(postgres.FigureQuery{AsOf: first}), "it was registered then")
	require.Equal(t, "1/1", rate(postgres.FigureQuery{AsOf: domain.DateOf(m.now), KnownAt: known}), "nobody knew then")

	backdated := m.drafted(t, func(c *domain.Contract) { c.SignedOn, c.BuyerID = day(2025, 6, 6), m.buyers[2].ID })
	for _, step := range registration {
		actor := domain.Actor{Login: "test", Roles: []domain.Role{domain.RoleBureau, domain.RoleEnterprise}, OrganisationID: backdated.BuyerID}
		var err error
		backdated, err = m.StepContract(ctx, actor, backdated.ID, backdated.Version, postgres.ContractStep{Name: step, On: first, RegistryNumber: "样例" + backdated.ID.String()})
		require.NoError(t, err)
	}
	require.Equal(t, "1/2", rate(postgres.FigureQuery{AsOf: first}), "entered afterwards, it counts from its day on")
	require.Equal(t, "1/1", rate(postgres.FigureQuery{AsOf: first, KnownAt: known}), "but it was not known")
}
