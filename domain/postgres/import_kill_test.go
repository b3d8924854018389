package postgres_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// childDatabase names the environment variable with the database that a process of
// TestImportSurvivesKill imports into.
const childDatabase = "SANKU_TEST_IMPORT_INTO"

// killRows is long enough for several chunks.
const killRows = 2000

func killFile(t *testing.T) *intake.File {
	t.Helper()
	var b strings.Builder
	for i := range killRows {
		state := "published"
		if i%500 == 77 {
			state = "lost" // such a row is rejected
		}
		fmt.Fprintf(&b, `{"key":"%d","title":"第%d项成果","abstract":"摘要%d","field":"materials","organisation":"示例单位%d","status":%q}`+"\n", i, i, i, i%40, state)
	}
	file, err := intake.Open("technologies", "x.jsonl", []byte(b.String()), intake.Options{})
	require.NoError(t, err)
	return file
}

func importKillFile(t *testing.T, db *postgres.DB, progress func(domain.ImportRun)) domain.ImportRun {
	t.Helper()
	file := killFile(t)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		run, err := db.Import(t.Context(), bureau, file.Run(domain.ImportOptions{Source: "test", Publish: true, CreateOrganisations: true}), file.Rows(), progress)
		if errors.Is(err, domain.ErrConflict) && time.Now().Before(end) {
			continue // PostgreSQL has not noticed yet that the one before was killed
		}
		require.NoError(t, err)
		return run
	}
}

// TestImportChild is the process that TestImportSurvivesKill kills.
func TestImportChild(t *testing.T) {
	url := os.Getenv(childDatabase)
	if url == "" {
		t.Skip("is run by TestImportSurvivesKill")
	}
	db, err := postgres.Open(t.Context(), url)
	require.NoError(t, err)
	defer db.Close()
	importKillFile(t, db, func(r domain.ImportRun) { fmt.Printf("rows %d\n", r.Rows) })
}

// TestImportSurvivesKill kills an importing process after some chunks, twice, and then
// imports to the end: everything is as if nothing had happened.
func TestImportSurvivesKill(t *testing.T) {
	url := pgtest.New(t)
	for kills, after := range []int{2, 3} {
		seen := killAfter(t, url, after)
		require.Less(t, seen, killRows, "killed before the end")
		require.Positive(t, seen, "kill %d", kills)
	}
	broken, err := postgres.Open(t.Context(), url)
	require.NoError(t, err)
	defer broken.Close()
	var first int
	run := importKillFile(t, broken, func(r domain.ImportRun) {
		if first == 0 {
			first = r.Rows
		}
	})
	require.Greater(t, first, 5*200, "it goes on after the chunks of both")

	whole, err := postgres.Open(t.Context(), pgtest.New(t))
	require.NoError(t, err)
	defer whole.Close()
	undisturbed := importKillFile(t, whole, nil)
	require.Equal(t, undisturbed.ImportCounts, run.ImportCounts)
	require.Equal(t, killRows, run.Rows)
	require.Equal(t, contents(t, whole), contents(t, broken))
}

// killAfter starts the child, kills it when it has reported so many chunks, and returns
// how many rows it said it had taken.
func killAfter(t *testing.T, url string, chunks int) (rows int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestImportChild$")
	child.Env = append(os.Environ(), childDatabase+"="+url)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	for seen := 0; seen < chunks && lines.Scan(); {
		if n, _ := fmt.Sscanf(lines.Text(), "rows %d", &rows); n == 1 {
			seen++
		}
	}
	require.NoError(t, child.Process.Kill())
	require.Error(t, child.Wait(), "it was killed")
	return rows
}

// contents are the counts and digests of what an import leaves behind.
func contents(t *testing.T, db *postgres.DB) []string {
	t.Helper()
	var found []string
	for _, query := range []string{
		"select count(*)::text || md5(string_agg(source_key || title || abstract || version || state, ',' order by source_key)) from technologies",
		"select count(*)::text || md5(string_agg(name || version, ',' order by name)) from organisations",
		"select count(*)::text || md5(string_agg(t.title || o.name, ',' order by t.title)) from technologies t join organisations o on o.id = t.organisation_id",
		"select count(*)::text || md5(string_agg(kind || version, ',' order by kind)) from changes",
		"select count(*)::text || md5(string_agg(kind || action || version, ',' order by kind, action, version)) from audit",
		"select count(*)::text || md5(string_agg(source_key, ',' order by source_key)) from import_digests", // digests hold IDs,
		"select count(*)::text || md5(string_agg(row_no || field || draft, ',' order by row_no, position)) from import_errors",
		"select string_agg(state || row_count || ' ' || created, ',') from imports",
	} {
		var s *string
		require.NoError(t, db.Pool().QueryRow(t.Context(), query).Scan(&s), query)
		require.NotNil(t, s, query)
		found = append(found, *s)
	}
	return found
}
