package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func quarterOf(m *market) domain.Publication {
	return domain.Publication{Code: "2025-Q4", Title: "示例通报", Period: domain.QuarterPeriod(2025, 4), AsOf: domain.DateOf(m.now)}
}

func (m *market) signed(t *testing.T, buyer int) domain.Contract {
	t.Helper()
	return m.walk(t, m.drafted(t, func(c *domain.Contract) { c.SignedOn, c.BuyerID = day(2025, 5, 6), m.buyers[buyer].ID }), registration...)
}

// Many who publish the same at once make one publication.
func TestPublishAtOnce(t *testing.T) {
	m := openMarket(t)
	m.giveUSCC(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = m.PublishBulletin(t.Context(), m.clerk, m.plan, quarterOf(m)) })
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		var invalid domain.InvalidErrors
		if made++; err != nil {
			made--
			require.True(t, errors.Is(err, domain.ErrConflict) || errors.As(err, &invalid), "%v", err) // or it asks why a second is made
		}
	}
	require.Equal(t, 1, made)
	all, err := m.Publications(t.Context(), m.plan.Code)
	require.NoError(t, err)
	require.Len(t, all, 1)

	asked := quarterOf(m)
	asked.Reason, asked.Revision = "更正", 1
	_, err = m.PublishBulletin(t.Context(), m.clerk, m.plan, asked)
	require.ErrorIs(t, err, domain.ErrConflict, "it was drawn up as the first")
}

// Whoever writes while a publication is being made need not wait for it, and is not in it.
func TestWriteWhilePublishing(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	m.giveUSCC(t)
	first := m.signed(t, 0)
	published, err := m.Publish(ctx, m.clerk, m.plan, quarterOf(m), func(view *postgres.DB, p domain.Publication, figures []domain.Figure) (json.RawMessage, error) {
		m.signed(t, 2)
		m.walk(t, first, "terminate")
		again, err := view.FigureOver(context.WithoutCancel(ctx), m.plan, "local_transfer_rate", postgres.FigureQuery{AsOf: p.AsOf, Until: p.Period.To})
		require.NoError(t, err)
		require.Equal(t, "1/1", again.Numerator.String()+"/"+again.Denominator.String(), "what is drawn does not change meanwhile")
		return json.Marshal(len(figures))
	})
	require.NoError(t, err)
	require.Equal(t, "1/1", m.publishedRate(t, published))
	v, err := m.VerifyPublications(ctx)
	require.NoError(t, err)
	require.True(t, v.Holds(), "%+v", v.Restated)
}

// Publications among many who write are what their records give, of whichever moment.
func TestPublishAmongWriters(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	m.giveUSCC(t)
	var contracts []domain.Contract
	for i := range 6 {
		contracts = append(contracts, m.signed(t, i%len(m.buyers)))
	}
	var wg sync.WaitGroup
	for _, c := range contracts {
		wg.Go(func() {
			m.signed(t, 0)
			m.walk(t, c, "terminate")
			m.signed(t, 1)
		})
	}
	for i := range 6 {
		asked := quarterOf(m)
		if i > 0 {
			asked.Reason = "更正"
		}
		_, err := m.PublishBulletin(ctx, m.clerk, m.plan, asked)
		require.NoError(t, err)
	}
	wg.Wait()
	v, err := m.VerifyPublications(ctx)
	require.NoError(t, err)
	require.True(t, v.Holds(), "%+v", v.Restated)
	require.Equal(t, 6, v.Publications)
}
