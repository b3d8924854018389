package matching_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
	"sanku/search"
	"sanku/search/matching"
	"sanku/seeds"
)

// childEnv makes the test binary a process that writes and indexes until it is killed.
const childEnv = "SANKU_MATCHING_TEST_CHILD"

// runChild writes technologies as fast as it can while its libraries, its relay and
// its workers run, and says on standard output how many are committed.
func runChild(url, dir string) {
	if err := childWork(context.Background(), url, dir); err != nil {
		fmt.Println("failed:", err)
	}
	os.Exit(1) // it is meant to be killed
}

func childWork(ctx context.Context, url, dir string) error {
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	quiet := slog.New(slog.DiscardHandler)
	libraries, err := search.Open(ctx, dir, matching.NewFeed(db), search.Options{Logger: quiet, Wake: db.Wake(), LockWait: time.Minute})
	if err != nil {
		return err
	}
	go func() { _ = libraries.Run(ctx) }()
	weights, err := seeds.Weights()
	if err != nil {
		return err
	}
	if _, err := matching.Start(ctx, matching.New(db, libraries, weights, quiet), matching.Options{Poll: 10 * time.Millisecond, Copy: "child"}); err != nil {
		return err
	}
	owners, err := db.Organisations(ctx, actor, postgres.OrganisationFilter{Kind: domain.University}, postgres.Page{})
	if err != nil {
		return err
	}
	return writeForEver(ctx, db, owners.Items[0].ID)
}

func writeForEver(ctx context.Context, db *postgres.DB, owner domain.ID) error {
	for n := 1; ; n++ {
		t := domain.Technology{OrganisationID: owner, Title: fmt.Sprintf("湘莲剥壳去芯一体机 %d", n), Abstract: "鲜莲加工装备。", Field: "agriculture"}
		if n%5 == 1 {
			t = grapheneFilm(owner)
		}
		t.Confidentiality = "public"
		t, err := db.CreateTechnology(ctx, actor, t)
		for _, step := range []string{"submit", "publish"} {
			if err == nil {
				t, err = db.StepTechnology(ctx, actor, t.ID, t.Version, step, "")
			}
		}
		if err == nil && n%3 == 0 {
			_, err = db.StepTechnology(ctx, actor, t.ID, t.Version, "close", "已转让")
		}
		if err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// A process that is killed while it writes, indexes, relays and matches leaves rows
// and documents that agree after the next start, and every change leads to a job.
func TestKill(t *testing.T) {
	url, dir, ctx := pgtest.New(t), t.TempDir(), t.Context()
	db, err := postgres.Open(ctx, url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	w := &world{t: t, ctx: ctx, db: db, now: time.Now()}
	w.university("湘潭示例理工大学", "430302")
	need := w.need(film(w.enterprise().ID))

	for round := range 4 {
		writeUntilKilled(t, url, dir, 10+7*round)
	}
	w.openLibraries(dir)
	t.Cleanup(func() { require.NoError(t, w.libraries.Close()) })
	require.NoError(t, w.libraries.CatchUp(ctx))
	w.agree()
	requireAJobForEveryChange(t, db)

	_, err = w.matcher.MatchAll(ctx, nil)
	require.NoError(t, err)
	var films int
	require.NoError(t, db.Pool().QueryRow(ctx, `SELECT count(*) FROM technologies WHERE title LIKE '%石墨烯%' AND state = 'published'`).Scan(&films))
	require.Len(t, w.stored(need.ID, domain.MatchTechnology), films)
}

// writeUntilKilled runs the child until it has committed n records, and kills it.
func writeUntilKilled(t *testing.T, url, dir string, n int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+url, childEnv+"_DIR="+dir)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	said := bufio.NewScanner(out)
	for said.Scan() && said.Text() != fmt.Sprint(n) {
		require.NotContains(t, said.Text(), "failed")
	}
	require.NoError(t, child.Process.Kill())
	require.Error(t, child.Wait(), "killed")
}

// requireAJobForEveryChange moves the relay to the end of the feed and holds that
// each record has jobs, of which at most one waits.
func requireAJobForEveryChange(t *testing.T, db *postgres.DB) {
	t.Helper()
	relay, err := db.NewRelay(matching.JobOf)
	require.NoError(t, err)
	for n := 1; n > 0; {
		n, err = relay.Move(t.Context())
		require.NoError(t, err)
	}
	rows, err := db.Pool().Query(t.Context(), `
SELECT c.ref::text FROM changes c LEFT JOIN river_job j ON CASE c.kind
  WHEN 'need' THEN j.kind = 'match-need' AND j.args->>'ref' = c.ref::text
  ELSE j.kind = 'match-follow' AND j.args->>'of' = c.kind AND j.args->'refs' ? c.ref::text END
WHERE c.kind IN ('need', 'technology') OR c.kind = 'organisation' AND c.version > 1
GROUP BY c.ref HAVING count(j.id) = 0 OR count(DISTINCT j.id) FILTER (WHERE j.state = 'available') > 1`)
	require.NoError(t, err)
	wrong, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Empty(t, wrong)
}
