package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// What is published stays, and its figures are computed anew from their records with the
// same result, whatever happens or is entered afterwards.
func TestPublished(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	m.giveUSCC(t)
	signed := func(on domain.Date, buyer domain.Organisation) domain.Contract {
		return m.walk(t, m.drafted(t, func(c *domain.Contract) { c.SignedOn, c.BuyerID = on, buyer.ID }), registration...)
	}
	first := signed(day(2025, 5, 6), m.buyers[0])
	today := domain.DateOf(m.now)
	asked := domain.Publication{Code: "2025-Q4", Title: "示例通报", Period: domain.QuarterPeriod(2025, 4), AsOf: today}
	_, err := m.PublishBulletin(ctx, m.buyer, m.plan, asked)
	require.ErrorIs(t, err, domain.ErrForbidden)
	published, err := m.PublishBulletin(ctx, m.clerk, m.plan, asked)
	require.NoError(t, err)
	require.Equal(t, 1, published.Revision)
	requireVerified := func(publications int) {
		v, err := m.VerifyPublications(ctx)
		require.NoError(t, err)
		require.Empty(t, v.Restated)
		require.True(t, v.Holds())
		require.Equal(t, publications, v.Publications)
		require.Positive(t, v.Figures)
	}
	requireVerified(1)

	signed(day(2025, 6, 7), m.buyers[2]) // on the same day, after it was published
	requireVerified(1)
	m.now = m.now.Add(40 * 24 * time.Hour)
	m.walk(t, first, "terminate")
	requireVerified(1)

	_, err = m.PublishBulletin(ctx, m.clerk, m.plan, asked)
	require.Error(t, err, "a revision needs a reason")
	asked.Reason, asked.AsOf = "合同解除", domain.DateOf(m.now)
	revised, err := m.PublishBulletin(ctx, m.clerk, m.plan, asked)
	require.NoError(t, err)
	require.Equal(t, []any{2, published.ID}, []any{revised.Revision, revised.Corrects})
	requireVerified(2)

	require.Equal(t, "1/1", m.publishedRate(t, published), "as it was published")
	require.Equal(t, "0/1", m.publishedRate(t, revised), "the first has been terminated, the second was sold outside the city")
}

// publishedRate is the local transfer rate of a publication, as its parts.
func (m *market) publishedRate(t *testing.T, p domain.Publication) string {
	t.Helper()
	figures, err := m.PublishedFigures(t.Context(), p.ID)
	require.NoError(t, err)
	for _, f := range figures {
		if f.Indicator == "local_transfer_rate" && f.Variant == "" && f.Dimension == domain.WholeCity {
			return f.Numerator.String() + "/" + f.Denominator.String()
		}
	}
	return ""
}
