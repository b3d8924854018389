package matching_test

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
	"sanku/search"
	"sanku/search/matching"
	"sanku/search/meaning"
	"sanku/seeds"
)

func TestMain(m *testing.M) {
	_ = flag.Set("rapid.checks", "12") // unless asked for more: every try makes a world
	if url := os.Getenv(childEnv); url != "" {
		runChild(url, os.Getenv(childEnv+"_DIR"))
	}
	pgtest.Main(m)
}

// world is a store with its libraries and their matcher, and a clock that tests move.
type world struct {
	t         testing.TB
	ctx       context.Context
	db        *postgres.DB
	libraries *search.Libraries
	matcher   *matching.Matcher
	meanings  *matching.Meanings // nil: words alone
	now       time.Time
}

var actor = domain.System("test")

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, ctx: t.Context(), now: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)}
	var err error
	w.db, err = postgres.New(pgtest.Pool(t), func() time.Time { return w.now })
	require.NoError(t, err)
	w.openLibraries(t.TempDir())
	t.Cleanup(func() { require.NoError(t, w.libraries.Close()) })
	return w
}

func (w *world) openLibraries(dir string) {
	var err error
	quiet := slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	w.libraries, err = search.Open(w.ctx, dir, matching.NewFeed(w.db), search.Options{Logger: quiet})
	require.NoError(w.t, err)
	weights, err := seeds.Weights()
	require.NoError(w.t, err)
	w.matcher = matching.New(w.db, w.libraries, weights, quiet)
}

// useMeanings has the world's needs matched by what an encoder tells of texts, too.
func (w *world) useMeanings(e meaning.Encoder) {
	w.t.Helper()
	var err error
	w.meanings, err = matching.NewMeanings(w.db, e, slog.New(slog.NewTextHandler(w.t.Output(), nil)), nil)
	require.NoError(w.t, err)
	w.matcher.UseMeanings(w.meanings)
}

// measure has the frame measured when nothing is published yet.
func (w *world) measure() {
	w.t.Helper()
	changed, err := w.meanings.Measure(w.ctx)
	require.NoError(w.t, err)
	require.True(w.t, changed)
}

func (w *world) organisation(o domain.Organisation) domain.Organisation {
	w.t.Helper()
	if o.Division == "" {
		o.Division = "430300"
	}
	made, err := w.db.CreateOrganisation(w.ctx, actor, o)
	require.NoError(w.t, err)
	return made
}

func (w *world) enterprise() domain.Organisation {
	w.t.Helper()
	return w.organisation(domain.Organisation{Name: "湘潭示例散热科技有限公司", Kind: domain.Enterprise})
}

func (w *world) university(name, division string) domain.Organisation {
	w.t.Helper()
	return w.organisation(domain.Organisation{Name: name, Kind: domain.University, Division: division})
}

// need creates a need and publishes it unless it is said to be in another state.
func (w *world) need(n domain.Need) domain.Need {
	w.t.Helper()
	state := n.State
	n.Confidentiality = or(n.Confidentiality, "public")
	n, err := w.db.CreateNeed(w.ctx, actor, n)
	require.NoError(w.t, err)
	if state == domain.ListingDraft {
		return n
	}
	for _, step := range []string{"submit", "publish"} {
		n, err = w.db.StepNeed(w.ctx, actor, n.ID, n.Version, step, "")
		require.NoError(w.t, err)
	}
	return n
}

func (w *world) technology(t domain.Technology) domain.Technology {
	w.t.Helper()
	t.Confidentiality = or(t.Confidentiality, "public")
	t, err := w.db.CreateTechnology(w.ctx, actor, t)
	require.NoError(w.t, err)
	for _, step := range []string{"submit", "publish"} {
		t, err = w.db.StepTechnology(w.ctx, actor, t.ID, t.Version, step, "")
		require.NoError(w.t, err)
	}
	return t
}

func (w *world) expert(e domain.Expert) domain.Expert {
	w.t.Helper()
	e.Capacity = max(e.Capacity, 1)
	e, err := w.db.CreateExpert(w.ctx, actor, e)
	require.NoError(w.t, err)
	e, err = w.db.StepExpert(w.ctx, actor, e.ID, e.Version, "publish", "")
	require.NoError(w.t, err)
	return e
}

func (w *world) policy(p domain.Policy) domain.Policy {
	w.t.Helper()
	p, err := w.db.CreatePolicy(w.ctx, actor, p)
	require.NoError(w.t, err)
	p, err = w.db.StepPolicy(w.ctx, actor, p.ID, p.Version, "publish", "")
	require.NoError(w.t, err)
	return p
}

// stored returns the stored matches of a need.
func (w *world) stored(need domain.ID, kind string) []postgres.Matched {
	w.t.Helper()
	found, err := w.db.Matches(w.ctx, actor, need, kind)
	require.NoError(w.t, err)
	return found
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
