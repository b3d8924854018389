package search

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/stretchr/testify/require"
)

const (
	killDir   = "SANKU_KILL_TEST_DIR" // set in the process that is to be killed
	killSteps = 400
	killStep  = 10 // changes per step, which are one batch
)

// killFeed is the same history in both processes.
func killFeed() *memoryFeed {
	f := newMemoryFeed()
	scribble(f, rand.New(rand.NewPCG(6, 6)), killSteps*killStep)
	return f
}

// TestKilledProcess is not a test but the process that TestKill starts and
// kills. It says each step that it is about to take.
func TestKilledProcess(t *testing.T) {
	dir := os.Getenv(killDir)
	if dir == "" {
		t.Skip("only as a child of TestKill")
	}
	feed := killFeed()
	feed.onPage = func() { fmt.Println("page") }
	ls, err := Open(t.Context(), dir, feed, Options{Logger: quiet()})
	require.NoError(t, err)
	done := 0
	if h := ls.Library(Needs).Health(t.Context()); h.Serving {
		done = int(h.Position.ID)
	}
	for n := done; n < len(feed.history); n += killStep {
		fmt.Println("step", n)
		feed.reveal(n + killStep)
		require.NoError(t, ls.CatchUp(t.Context()))
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// TestKill kills a process that indexes, again and again, without warning.
// Whatever it was doing, the index has to open and hold exactly the documents
// of the position that it claims; and no kill may cost a rebuild once there is
// an index.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	last, serving := Position{}, false
	for round := range 12 {
		runUntilKilled(t, dir, 1+random.IntN(12), time.Duration(random.IntN(15))*time.Millisecond)
		at, ok := requireConsistent(t, dir)
		require.True(t, ok || !serving, "round %d: an index that was there needs a rebuild", round)
		require.GreaterOrEqual(t, at.Compare(last), 0, "round %d: from %v back to %v", round, last, at)
		last, serving = at, ok
	}
	require.True(t, serving)
	require.NotZero(t, last)
	requireRecovery(t, dir)
}

// requireRecovery catches up with the whole history and verifies.
func requireRecovery(t *testing.T, dir string) {
	t.Helper()
	feed := killFeed()
	feed.reveal(len(feed.history))
	ls, err := Open(t.Context(), dir, feed, Options{Logger: quiet()})
	require.NoError(t, err)
	defer func() { require.NoError(t, ls.Close()) }()
	require.NoError(t, ls.CatchUp(t.Context()))
	reports, err := ls.Verify(t.Context())
	require.NoError(t, err)
	require.True(t, reports[0].Agrees(), "%+v", reports[0].Disagreements)
	require.NotZero(t, reports[0].Documents)
}

// TestKillDuringRebuild kills around the time at which a new index is built
// and put in place.
func TestKillDuringRebuild(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	dir := t.TempDir()
	for range 8 {
		require.NoError(t, os.RemoveAll(dir+"/need.current"))
		runUntilKilled(t, dir, 1+random.IntN(3), time.Duration(random.IntN(40))*time.Millisecond)
		requireConsistent(t, dir)
	}
	requireRecovery(t, dir)
}

// runUntilKilled starts the child, waits for it to say so many lines, and
// kills it a moment after.
func runUntilKilled(t *testing.T, dir string, lines int, moment time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
	child.Env = append(os.Environ(), killDir+"="+dir)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	said := bufio.NewScanner(out)
	for n := 0; n < lines && said.Scan(); n++ {
	}
	time.Sleep(moment) // any moment will do: it decides where the kill hits
	require.NoError(t, child.Process.Kill())
	io.Copy(io.Discard, out)
	require.ErrorContains(t, child.Wait(), "killed", "the child ended by itself")
}

// requireConsistent opens what the kill left and compares the documents with
// the history up to the index's own position, before any sync.
func requireConsistent(t *testing.T, dir string) (at Position, serving bool) {
	t.Helper()
	feed := killFeed()
	ls, err := Open(t.Context(), dir, feed, Options{Logger: quiet()})
	require.NoError(t, err)
	defer func() { require.NoError(t, ls.Close()) }()
	l := ls.Library(Needs)
	h := l.Health(t.Context())
	if !h.Serving {
		require.Equal(t, string(reasonMissing), h.Reason)
		return at, false
	}
	feed.reveal(int(h.Position.ID))
	versions := make(map[string]int64)
	require.NoError(t, l.search(context.Background(), func(r index.IndexReader) error { return eachVersion(r, versions) }))
	want := make(map[string]int64)
	for id, d := range feed.documents(Needs) {
		want[id] = d.Version
	}
	require.Equal(t, want, versions)
	return h.Position, true
}

// TestKilledIndexIsSealedOnlyOnceVerified opens what a kill left.
func TestKilledIndexIsSealedOnlyOnceVerified(t *testing.T) {
	f := newScribbled(t)
	f.shut()
	require.True(t, f.sealed())
	f.open()
	require.False(t, f.sealed(), "in use")
	f.needs().live.unclean = true // as if it had been killed
	f.shut()
	require.False(t, f.sealed(), "not verified")

	f.open()
	require.True(t, f.needs().live.unclean)
	f.needs().suspect(t.Context())
	f.shut()
	require.True(t, f.sealed())
}

func (f *fixture) sealed() bool {
	f.Helper()
	name, err := (&Library{kind: Needs, dir: f.dir}).pointer()
	require.NoError(f, err)
	m, err := readManifest(f.dir + "/" + name)
	require.NoError(f, err)
	return m.Clean
}
