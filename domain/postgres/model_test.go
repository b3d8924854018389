package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// learnt is a model with figures.
func learnt(text float64) domain.Model {
	return domain.Model{Base: "shipped-1", Outcomes: 7, Features: map[string]map[string]float64{domain.MatchTechnology: {"text": text}},
		Calibration: map[string]domain.Calibration{domain.MatchTechnology: {0, 0.4, 0.9}},
		Figures: domain.ModelFigures{Judged: []domain.JudgedFigure{{Set: "set", Queries: 3, Before: 0.5, After: 0.6}},
			Kinds: []domain.KindLesson{{Kind: domain.MatchTechnology, Outcomes: 7, Accepted: 3, Needs: 2, Fitted: domain.FitWeights,
				Before: domain.QualityOf([]domain.Prediction{{Chance: 0.4, Accepted: true}}), After: domain.QualityOf([]domain.Prediction{{Chance: 0.6, Accepted: true}})}}}}
}

func TestModels(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	shipped := domain.Weights{Version: "shipped-1", Features: map[string]map[string]float64{domain.MatchTechnology: {"text": 10, "trl": 1}, domain.MatchExpert: {"text": 6}}}
	inUse := func() domain.Weights {
		w, err := d.UsedWeights(ctx, shipped)
		require.NoError(t, err)
		return w
	}
	require.Equal(t, shipped, inUse())
	_, err := d.InstallModel(ctx, d.buyer, learnt(5), "")
	require.ErrorIs(t, err, domain.ErrForbidden)

	first, err := d.InstallModel(ctx, d.clerk, learnt(5), "")
	require.NoError(t, err)
	require.Equal(t, "1", first.Version)
	w := inUse()
	require.Equal(t, "shipped-1+1", w.Version)
	require.Equal(t, map[string]float64{"text": 5, "trl": 1}, w.Features[domain.MatchTechnology], "what the model does not know is as shipped")
	require.Equal(t, domain.Calibration{0, 0.4, 0.9}, w.Calibration[domain.MatchTechnology])
	require.Equal(t, shipped.Features[domain.MatchExpert], w.Features[domain.MatchExpert])
	require.Equal(t, 10.0, shipped.Features[domain.MatchTechnology]["text"])

	_, err = d.InstallModel(ctx, d.clerk, learnt(6), "")
	require.ErrorIs(t, err, domain.ErrConflict, "it was fitted from a model no longer in use")
	_, err = d.InstallModel(ctx, d.clerk, learnt(6), "1")
	require.NoError(t, err)
	require.Equal(t, 6.0, inUse().Features[domain.MatchTechnology]["text"])

	require.ErrorIs(t, d.UseModel(ctx, d.clerk, "2"), domain.ErrConflict)
	require.ErrorAs(t, d.UseModel(ctx, d.clerk, "9"), new(domain.InvalidErrors))
	require.NoError(t, d.UseModel(ctx, d.clerk, "1"))
	require.Equal(t, "shipped-1+1", inUse().Version)
	require.NoError(t, d.UseModel(ctx, d.clerk, postgres.ShippedModel))
	require.Equal(t, shipped, inUse())

	models, err := d.Models(ctx)
	require.NoError(t, err)
	require.Len(t, models, 2)
	require.NoError(t, d.UseModel(ctx, d.clerk, "2"))
	models, err = d.Models(ctx)
	require.NoError(t, err)
	for _, m := range models {
		require.Equal(t, m.Version == "2", m.Used)
		require.Equal(t, learnt(0).Figures, m.Figures)
		require.Equal(t, d.clerk.Login, m.By)
	}
	_, err = d.Pool().Exec(ctx, `UPDATE models SET outcomes = 0`)
	require.ErrorContains(t, err, "cannot be changed")
	changes, err := d.Changes(ctx, []string{string(domain.Models)}, postgres.Position{}, 10)
	require.NoError(t, err)
	require.Len(t, changes, 5, "each tells a running server")
}
