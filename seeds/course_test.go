package seeds

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// requireCourses requires that every point of the course of every indicator is the figure
// of that day, and that the courses of all say the same as that of one.
func requireCourses(t *testing.T, db *postgres.DB, plan domain.Plan) {
	t.Helper()
	ctx, points, lights := t.Context(), 0, map[domain.Light]bool{}
	for _, asOf := range []domain.Date{{Year: 2023, Month: 5, Day: 20}, {Year: 2024, Month: 8, Day: 15}, {Year: 2024, Month: 12, Day: 31}, {Year: 2026, Month: 3, Day: 1}} {
		all, err := db.Courses(ctx, plan, asOf)
		require.NoError(t, err)
		for _, c := range all {
			q := postgres.FigureQuery{AsOf: asOf}
			one, err := db.Course(ctx, plan, c.Indicator.Code, q)
			require.NoError(t, err)
			require.Equal(t, one.Figure, c.Figure)
			require.Equal(t, []any{one.Due, one.Known, one.Pace, one.Open, one.Prospects, one.Light}, []any{c.Due, c.Known, c.Pace, c.Open, c.Prospects, c.Light}, "%s %s", c.Indicator.Code, asOf)
			lights[c.Light] = true
			q.Period = c.Period
			for _, p := range one.Points {
				if q.Until = p.On; c.Basis == "contracts" || c.Basis == "register" {
					q.AsOf = p.On
				}
				f, err := db.FigureOver(ctx, plan, c.Indicator.Code, q)
				require.NoError(t, err)
				require.NotNil(t, f.Value)
				require.Equal(t, p.Value, *f.Value, "%s on %s as of %s", c.Indicator.Code, p.On, asOf)
				points++
			}
		}
	}
	require.Greater(t, points, 500)
	for _, l := range domain.Lights.Codes() {
		require.True(t, lights[domain.Light(l)], l)
	}
}
