package matching_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/matching"
)

// start runs the background work until the test ends.
func (w *world) start() {
	w.t.Helper()
	work, err := matching.Start(w.ctx, w.matcher, matching.Options{Poll: 20 * time.Millisecond})
	require.NoError(w.t, err)
	w.t.Cleanup(func() { require.NoError(w.t, work.Stop(context.Background())) })
}

// eventually waits for what the background work brings about.
func (w *world) eventually(what string, is func() bool) {
	w.t.Helper()
	require.Eventually(w.t, is, 30*time.Second, 20*time.Millisecond, what)
}

// A technology that is published, changed or withdrawn shows in the stored matches of
// the needs it answers, without anybody asking.
func TestMatchesFollowTheFeed(t *testing.T) {
	w := newWorld(t)
	university := w.university("湘潭示例理工大学", "430302")
	need := w.need(film(w.enterprise().ID))
	w.start()
	w.eventually("the need is matched", func() bool {
		var runs int
		err := w.db.Pool().QueryRow(w.ctx, `SELECT count(*) FROM match_runs`).Scan(&runs)
		return err == nil && runs == 1
	})
	require.Empty(t, w.stored(need.ID, domain.MatchTechnology))

	made := w.technology(grapheneFilm(university.ID))
	w.eventually("a new technology is listed", func() bool { return len(w.stored(need.ID, domain.MatchTechnology)) == 1 })

	made, err := w.db.ChangeTechnology(w.ctx, actor, made.ID, made.Version, func(t *domain.Technology) error { t.TRL = 3; return nil })
	require.NoError(t, err)
	w.eventually("a changed one becomes a near miss", func() bool {
		found := w.stored(need.ID, domain.MatchTechnology)
		return len(found) == 1 && found[0].NearMiss
	})

	_, err = w.db.StepTechnology(w.ctx, actor, made.ID, made.Version, "close", "已转让")
	require.NoError(t, err)
	w.eventually("a withdrawn one leaves", func() bool {
		var n int
		err := w.db.Pool().QueryRow(w.ctx, `SELECT count(*) FROM matches WHERE technology_id IS NOT NULL`).Scan(&n)
		return err == nil && n == 0
	})
}

// Nothing is computed again when nothing has changed.
func TestUnchangedIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.technology(grapheneFilm(w.university("湘潭示例理工大学", "430302").ID))
	need := w.need(film(w.enterprise().ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	before := w.stored(need.ID, domain.MatchTechnology)[0].ComputedAt
	w.now = w.now.Add(time.Hour)
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Equal(t, before, w.stored(need.ID, domain.MatchTechnology)[0].ComputedAt)

	w.technology(grapheneFilm(w.university("湘潭样例工业大学", "430304").ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Len(t, w.stored(need.ID, domain.MatchTechnology), 2)
}

// An older run does not overwrite a later one, and a run of another version of the
// need is not stored.
func TestRunsTakeTurns(t *testing.T) {
	w := newWorld(t)
	need := w.need(film(w.enterprise().ID))
	run := postgres.MatchRun{NeedID: need.ID, NeedVersion: need.Version, Algorithm: "x", ComputedAt: w.now}
	run.Seen = postgres.Position{XID: 20}
	require.NoError(t, w.db.StoreMatches(w.ctx, run, nil))
	expert := w.expert(domain.Expert{Kind: domain.TechnicalExpert, Name: "示例", Fields: []string{"materials"}})
	older := run
	older.Seen.XID = 10
	match := domain.Match{Kind: domain.MatchExpert, CandidateID: expert.ID, Rank: 1}
	require.NoError(t, w.db.StoreMatches(w.ctx, older, []domain.Match{match}))
	require.Empty(t, w.stored(need.ID, domain.MatchExpert))
	run.NeedVersion++
	require.ErrorIs(t, w.db.StoreMatches(w.ctx, run, nil), domain.ErrStale)
}
