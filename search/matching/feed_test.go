package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
	"sanku/search/matching"
)

// A record has a document exactly while it is in its library: reading by id, reading
// all and listing versions agree on that.
func TestFeedShowsWhatIsPublished(t *testing.T) {
	w := newWorld(t)
	enterprise := w.enterprise()
	shown := w.need(film(enterprise.ID))
	ending := film(enterprise.ID)
	ending.ValidUntil = domain.DateOf(w.now)
	lastDay := w.need(ending)
	draft := film(enterprise.ID)
	draft.State = domain.ListingDraft
	hidden := w.need(draft)
	feed := matching.NewFeed(w.db)
	is := func(want ...domain.ID) {
		t.Helper()
		var ids []string
		for _, id := range want {
			ids = append(ids, id.String())
		}
		docs, err := feed.Documents(w.ctx, search.Needs, []string{shown.ID.String(), lastDay.ID.String(), hidden.ID.String()})
		require.NoError(t, err)
		all, err := feed.All(w.ctx, search.Needs, "", 10)
		require.NoError(t, err)
		versions, err := feed.Versions(w.ctx, search.Needs, "", 10)
		require.NoError(t, err)
		require.Len(t, docs, len(ids))
		require.Len(t, all, len(ids))
		require.Len(t, versions, len(ids))
		for i, id := range ids {
			require.Equal(t, id, all[i].ID)
			require.Equal(t, search.RecordVersion{ID: id, Version: all[i].Version}, versions[i])
		}
		next, err := feed.All(w.ctx, search.Needs, all[len(all)-1].ID, 10)
		require.NoError(t, err)
		require.Empty(t, next)
	}
	is(shown.ID, lastDay.ID)
	w.now = w.now.AddDate(0, 0, 1)
	is(shown.ID)
}

// A library that has slept through a purge is rebuilt rather than left with a gap.
func TestFeedAfterPurge(t *testing.T) {
	w := newWorld(t)
	university := w.university("湘潭示例理工大学", "430302")
	w.technology(grapheneFilm(university.ID))
	require.NoError(t, w.libraries.CatchUp(w.ctx))
	w.technology(grapheneFilm(university.ID))
	horizon, err := w.db.Horizon(w.ctx)
	require.NoError(t, err)
	require.NoError(t, w.db.ReportReader(w.ctx, "relay", horizon))
	_, err = w.db.Pool().Exec(w.ctx, `UPDATE changes SET created_at = $1`, w.now.AddDate(0, 0, -1))
	require.NoError(t, err)
	removed, err := w.db.Purge(w.ctx)
	require.NoError(t, err)
	require.Positive(t, removed)

	_, err = matching.NewFeed(w.db).Changes(w.ctx, search.Technologies, search.Position(postgres.Position{}), 10)
	require.ErrorIs(t, err, search.ErrPurged)
	require.NoError(t, w.libraries.CatchUp(w.ctx))
	w.agree()
}
