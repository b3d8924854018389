package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// A publication makes those who write wait, each with a connection: it needs no second
// one, nor does loading a plan.
func TestPublishOnOneConnection(t *testing.T) {
	url := pgtest.New(t)
	wide, err := postgres.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(wide.Close)
	_, err = wide.ReplaceUnits(t.Context(), bureau, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science bureau"}}})
	require.NoError(t, err)

	config, err := pgxpool.ParseConfig(url)
	require.NoError(t, err)
	config.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	narrow, err := postgres.New(pool, time.Now)
	require.NoError(t, err)
	t.Cleanup(narrow.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	plan := domain.Plan{Code: "p", Title: "示例计划", Period: domain.YearPeriod(2024)}
	indicators := []domain.Indicator{{Plan: "p", Code: "iur_agreements", Order: 1, Name: domain.Text{ZH: "示例指标", EN: "Sample"}, Unit: "份", Measure: "cumulative", Comparator: ">=", Lead: []string{"kjj"},
		MeasuredBy: domain.Measure{From: "contracts", Rule: "iur_agreements"}}}
	_, err = narrow.LoadPlan(ctx, bureau, plan, indicators, nil)
	require.NoError(t, err)
	_, err = narrow.PublishBulletin(ctx, bureau, plan, domain.Publication{Code: "2024-Q3", Title: "示例通报", Period: domain.QuarterPeriod(2024, 3), AsOf: day(2024, 9, 30)})
	require.NoError(t, err)
}
