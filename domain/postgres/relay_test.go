package postgres_test

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// touch is a job about one record.
type touch struct {
	Ref domain.ID `json:"ref"`
}

func (touch) Kind() string        { return "touch" }
func (j touch) Record() domain.ID { return j.Ref }

var _ river.JobArgs = touch{}

func touchNeeds(c postgres.ChangeEntry) postgres.RefArgs {
	if c.Kind != "need" {
		return nil
	}
	return touch{c.Ref}
}

func newRelay(t *testing.T, db *postgres.DB) *postgres.Relay {
	t.Helper()
	relay, err := db.NewRelay(touchNeeds)
	require.NoError(t, err)
	return relay
}

// relayAll moves the relay to the end of the feed.
func relayAll(t *testing.T, relay *postgres.Relay) {
	t.Helper()
	for {
		n, err := relay.Move(t.Context())
		require.NoError(t, err)
		if n == 0 {
			return
		}
	}
}

func jobs(t *testing.T, db *postgres.DB, state string) map[string]int {
	t.Helper()
	rows, err := db.Pool().Query(t.Context(), `SELECT args->>'ref' FROM river_job WHERE state::text = $1`, state)
	require.NoError(t, err)
	refs, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	count := map[string]int{}
	for _, r := range refs {
		count[r]++
	}
	return count
}

func change(t *testing.T, db *postgres.DB, kind string, ref domain.ID) {
	t.Helper()
	_, err := db.Pool().Exec(t.Context(), `INSERT INTO changes (kind, ref, version) VALUES ($1, $2, 1)`, kind, [16]byte(ref))
	require.NoError(t, err)
}

func TestRelayOneJobForEachRecord(t *testing.T) {
	db := open(t)
	relay := newRelay(t, db)
	a, b := domain.NewID(), domain.NewID()
	for range 3 {
		change(t, db, "need", a)
		change(t, db, "need", b)
		change(t, db, "user", domain.NewID())
	}
	relayAll(t, relay)
	require.Equal(t, map[string]int{a.String(): 1, b.String(): 1}, jobs(t, db, "available"))

	change(t, db, "need", a)
	relayAll(t, relay)
	require.Equal(t, 1, jobs(t, db, "available")[a.String()], "a waiting job will read what changed")

	_, err := db.Pool().Exec(t.Context(), `UPDATE river_job SET state = 'running' WHERE args->>'ref' = $1`, a.String())
	require.NoError(t, err)
	change(t, db, "need", a)
	relayAll(t, relay)
	require.Equal(t, 1, jobs(t, db, "available")[a.String()], "a job under way may have read the record before it changed")
}

func TestRelayPutsUrgentJobsBesidePatientOnes(t *testing.T) {
	db := open(t)
	relay, a := newRelay(t, db), domain.NewID()
	change(t, db, "need", a)
	relayAll(t, relay)
	_, err := db.Pool().Exec(t.Context(), `UPDATE river_job SET priority = 3`)
	require.NoError(t, err)
	for range 2 {
		change(t, db, "need", a)
		relayAll(t, relay)
		require.Equal(t, 2, jobs(t, db, "available")[a.String()], "one that waits its turn and one that goes before")
	}
}

func TestRelayIsOnePerCluster(t *testing.T) {
	db := open(t)
	for range 2000 {
		writeChange(t, db, func() {})
	}
	var movers sync.WaitGroup
	for range 4 {
		relay := newRelay(t, db)
		movers.Go(func() {
			for range 40 {
				if _, err := relay.Move(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	movers.Wait()
	relayAll(t, newRelay(t, db))
	waiting := jobs(t, db, "available")
	require.Len(t, waiting, 2000)
	for ref, n := range waiting {
		require.Equal(t, 1, n, ref)
	}
}

// A relay that dies between inserting and committing leaves neither jobs nor a moved
// cursor behind, and another takes over.
func TestRelaySurvivesDeath(t *testing.T) {
	db := open(t)
	ref := domain.NewID()
	change(t, db, "need", ref)
	_, err := db.Pool().Exec(t.Context(), `
CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
CREATE TRIGGER die BEFORE INSERT OR UPDATE ON change_readers FOR EACH ROW EXECUTE FUNCTION die()`)
	require.NoError(t, err)
	relay := newRelay(t, db)
	_, err = relay.Move(t.Context())
	require.Error(t, err, "the connection is cut after the job is inserted")
	require.Empty(t, jobs(t, db, "available"))

	_, err = db.Pool().Exec(t.Context(), `DROP TRIGGER die ON change_readers`)
	require.NoError(t, err)
	relayAll(t, relay)
	require.Equal(t, map[string]int{ref.String(): 1}, jobs(t, db, "available"))
}

// A cursor from before a restore, ahead of the new cluster, is not waited for.
func TestRelayAfterRestore(t *testing.T) {
	db := open(t)
	ref := domain.NewID()
	change(t, db, "need", ref)
	require.NoError(t, db.ReportReader(t.Context(), "relay", postgres.Position{XID: 1 << 40}))
	relayAll(t, newRelay(t, db))
	require.Len(t, jobs(t, db, "available"), 1)
}

// A job can tell whether its record changed alone or among many.
func TestRelayCountsWhatChangedTogether(t *testing.T) {
	db, among := open(t), map[string][]int{}
	relay, err := db.NewRelay(func(c postgres.ChangeEntry) postgres.RefArgs {
		among[c.Kind] = append(among[c.Kind], c.Among)
		return nil
	})
	require.NoError(t, err)
	for range 3 {
		change(t, db, "need", domain.NewID())
	}
	change(t, db, "expert", domain.NewID())
	relayAll(t, relay)
	require.Equal(t, map[string][]int{"need": {3, 3, 3}, "expert": {1}}, among)
}

func TestEnqueue(t *testing.T) {
	db := open(t)
	relay := newRelay(t, db)
	ref := domain.NewID()
	require.NoError(t, relay.Enqueue(t.Context(), []postgres.RefArgs{touch{ref}, touch{ref}}))
	require.NoError(t, relay.Enqueue(t.Context(), []postgres.RefArgs{touch{ref}}))
	require.NoError(t, relay.Enqueue(t.Context(), nil))
	require.Equal(t, map[string]int{ref.String(): 1}, jobs(t, db, "available"))
}

// visits is a job about many records.
type visits struct {
	Where string      `json:"of"`
	Refs  []domain.ID `json:"refs"`
}

func (visits) Kind() string           { return "visits" }
func (j visits) Record() domain.ID    { return j.Refs[0] }
func (j visits) Of() string           { return j.Where }
func (j visits) Records() []domain.ID { return j.Refs }
func (j visits) Join(refs []domain.ID) postgres.BatchArgs {
	return visits{j.Where, refs}
}

func visitAll(c postgres.ChangeEntry) postgres.RefArgs { return visits{c.Kind, []domain.ID{c.Ref}} }

// Records that change together, or while a job waits, make one job; one under way is
// left alone, and no record waits twice.
func TestRelayJoinsBatches(t *testing.T) {
	db := open(t)
	relay, err := db.NewRelay(visitAll)
	require.NoError(t, err)
	waiting := func() map[string]int {
		rows, err := db.Pool().Query(t.Context(), `SELECT args->>'of', jsonb_array_length(args->'refs') FROM river_job WHERE state = 'available' ORDER BY id`)
		require.NoError(t, err)
		count, of, n := map[string]int{}, "", 0
		_, err = pgx.ForEachRow(rows, []any{&of, &n}, func() error {
			_, twice := count[of]
			require.False(t, twice, "one job for %s", of)
			count[of] = n
			return nil
		})
		require.NoError(t, err)
		return count
	}
	a := domain.NewID()
	for _, ref := range []domain.ID{a, domain.NewID(), a} {
		change(t, db, "technology", ref)
	}
	change(t, db, "expert", a)
	relayAll(t, relay)
	require.Equal(t, map[string]int{"technology": 2, "expert": 1}, waiting())

	change(t, db, "technology", a)
	change(t, db, "technology", domain.NewID())
	relayAll(t, relay)
	require.Equal(t, map[string]int{"technology": 3, "expert": 1}, waiting())

	_, err = db.Pool().Exec(t.Context(), `UPDATE river_job SET state = 'running'`)
	require.NoError(t, err)
	change(t, db, "technology", a)
	relayAll(t, relay)
	require.Equal(t, map[string]int{"technology": 1}, waiting())
}
