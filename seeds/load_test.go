package seeds

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func open(t *testing.T) *postgres.DB {
	t.Helper()
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	return db
}

// trail counts the audit rows: loading the same data again must add none.
func trail(t *testing.T, db *postgres.DB) (rows int) {
	t.Helper()
	require.NoError(t, db.Pool().QueryRow(t.Context(), "select count(*) from audit").Scan(&rows))
	return rows
}

func TestLoadPlanTwice(t *testing.T) {
	db, ctx := open(t), t.Context()
	plan, err := ReadPlan(PlanFiles())
	require.NoError(t, err)
	require.NoError(t, LoadPlan(ctx, db, plan))
	before := trail(t, db)

	require.NoError(t, LoadPlan(ctx, db, plan))
	require.Equal(t, before, trail(t, db), "a second load changes nothing")

	current, err := db.CurrentPlan(ctx, time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.Equal(t, plan.Plan, current)
	figures, err := db.Scoreboard(ctx, current, domain.Date{Year: 2024, Month: 6, Day: 1})
	require.NoError(t, err)
	require.Len(t, figures, 35)
	for _, f := range figures {
		if f.Indicator.Code != "iur_agreements" {
			require.Nil(t, f.Value, "%s is not known", f.Indicator.Code)
		}
		require.NotNil(t, f.Target, f.Indicator.Code)
	}
	policies, err := db.Policies(ctx, domain.Actor{}, postgres.PolicyFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, policies.Items, 1, "the plan's text is a policy that everyone may read")
}

// Parts are held against the year that is told of, though it is told of in the next one.
func TestPartsOfTheYearBefore(t *testing.T) {
	db, ctx := open(t), t.Context()
	plan, err := ReadPlan(PlanFiles())
	require.NoError(t, err)
	require.NoError(t, LoadPlan(ctx, db, plan))
	told := domain.Date{Year: 2023, Month: 12, Day: 31}
	for _, asOf := range []domain.Date{told, {Year: 2024, Month: 1, Day: 20}} {
		parts, err := db.FigureParts(ctx, plan.Plan, "high_tech_enterprises", postgres.FigureQuery{By: domain.ByArea, AsOf: asOf, Until: told})
		require.NoError(t, err)
		at := slices.IndexFunc(parts, func(f domain.Figure) bool { return f.Key == "yuhu" })
		require.Equal(t, []any{"89", 2023}, []any{parts[at].Target.String(), parts[at].TargetYear}, asOf)
	}
}
