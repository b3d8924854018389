package matching_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/search/matching"
)

// A job of a copy that is gone is done by another at once, not when its time is up; that
// of a copy which is there is left to it; and what may be tried only once has failed.
func TestJobsOfAGoneCopyAreHandedOver(t *testing.T) {
	w := newWorld(t)
	w.technology(grapheneFilm(w.university("湘潭示例理工大学", "430302").ID))
	enterprise := w.enterprise().ID
	left, kept := w.need(film(enterprise)), w.need(film(enterprise))
	gone, err := w.db.Appear(w.ctx)
	require.NoError(t, err)
	there, err := w.db.Appear(w.ctx)
	require.NoError(t, err)
	t.Cleanup(there.End)
	w.drained()
	once := w.running("task", `{"do": "verify"}`, 1, gone.Name())
	again := w.running("match-need", `{"ref": "`+left.ID.String()+`"}`, 25, gone.Name())
	others := w.running("match-need", `{"ref": "`+kept.ID.String()+`"}`, 25, there.Name())

	work, err := matching.Start(w.ctx, w.matcher, matching.Options{Poll: 20 * time.Millisecond, Look: 50 * time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, work.Stop(context.Background())) })
	time.Sleep(300 * time.Millisecond) // several looks
	require.Equal(t, []string{"running", "running", "running"}, []string{w.state(once), w.state(again), w.state(others)}, "both are there")

	gone.End()
	w.eventually("the job is done", func() bool { return w.state(again) == "completed" })
	require.NotEmpty(t, w.stored(left.ID, domain.MatchTechnology))
	require.Equal(t, "discarded", w.state(once))
	require.Equal(t, "running", w.state(others))
}

// drained passes over the changes so far, so that no job comes of them.
func (w *world) drained() {
	w.t.Helper()
	relay, err := w.db.NewRelay(matching.JobOf)
	require.NoError(w.t, err)
	for n := 1; n > 0; {
		n, err = relay.Move(w.ctx)
		require.NoError(w.t, err)
	}
	_, err = w.db.Pool().Exec(w.ctx, `DELETE FROM river_job`)
	require.NoError(w.t, err)
}

// running is a job that a copy has taken.
func (w *world) running(kind, args string, attempts int, by string) (id int64) {
	w.t.Helper()
	queue := map[string]string{"task": "task", "match-need": "match"}[kind]
	require.NoError(w.t, w.db.Pool().QueryRow(w.ctx, `
INSERT INTO river_job (kind, args, queue, state, attempt, max_attempts, attempted_at, attempted_by)
VALUES ($1, $2, $3, 'running', 1, $4, now(), ARRAY['sanku/earlier', $5::text]) RETURNING id`, kind, args, queue, attempts, by).Scan(&id))
	return id
}

func (w *world) state(job int64) (state string) {
	w.t.Helper()
	require.NoError(w.t, w.db.Pool().QueryRow(w.ctx, `SELECT state FROM river_job WHERE id = $1`, job).Scan(&state))
	return state
}
