// Package matching answers needs: it finds candidates in the libraries, has the
// domain judge them, and keeps the stored matches fresh from the change feed.
package matching

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// Matcher computes and stores the matches of needs. It is safe for concurrent use.
type Matcher struct {
	db        *postgres.DB
	libraries *search.Libraries
	shipped   domain.Weights // see UsedWeights
	log       *slog.Logger
	policies  *policies
	cuts      *cuts
	bounds    bounds
	meanings  *Meanings // nil: words alone
}

// New makes a matcher over the store and the libraries derived from it.
func New(db *postgres.DB, libraries *search.Libraries, weights domain.Weights, log *slog.Logger) *Matcher {
	return &Matcher{db, libraries, weights, log, &policies{}, &cuts{}, bounds{candidateLimit, needLimit, drift}, nil}
}

// bounds are what keeps the work for one record in proportion; tests narrow them.
type bounds struct {
	candidates int     // judged of one library for a need
	needs      int     // that a changed candidate is looked up in
	drift      float64 // the share of the library that may change before its needs are matched whole
}

// sight is the state of the libraries at one moment.
type sight struct {
	weights   domain.Weights    // those in use
	lens      *lens             // for what texts mean; nil: words alone
	seen      postgres.Position // every change up to here is in the libraries
	turnover  int64             // of the technologies, before seen
	documents map[search.Kind]uint64
	known     map[domain.ID]policyText // the published policies
	interests domain.Interests         // conflicts that are declared
	areas     map[string]domain.Text   // their names
	today     domain.Date
}

// look brings the libraries up to the present.
func (m *Matcher) look(ctx context.Context) (sight, error) {
	s := sight{today: domain.DateOf(m.db.Now())}
	var err error
	if s.turnover, err = m.db.Turnover(ctx); err != nil {
		return s, err
	}
	if s.seen, err = m.db.Horizon(ctx); err != nil {
		return s, err
	}
	if err := m.libraries.CatchUp(ctx); err != nil {
		return s, err
	}
	if s.weights, s.lens, err = m.inUse(ctx); err != nil {
		return s, err
	}
	if s.documents, err = m.sizes(); err != nil {
		return s, err
	}
	if s.interests, err = m.db.DeclaredConflicts(ctx); err != nil {
		return s, err
	}
	if s.areas, err = m.db.AreaNames(ctx); err != nil {
		return s, err
	}
	s.known, err = m.policies.current(ctx, m.db)
	return s, err
}

// attempts is how often a need is matched again because the upkeep of matches went on
// meanwhile. It takes a moment, and the upkeep moves on once a batch.
const attempts = 5

// sizes are the numbers of documents of the libraries.
func (m *Matcher) sizes() (map[search.Kind]uint64, error) {
	documents := map[search.Kind]uint64{}
	for _, kind := range search.Kinds() {
		n, err := m.libraries.Library(kind).Size()
		if err != nil {
			return nil, err
		}
		documents[kind] = n
	}
	return documents, nil
}

// MatchNeed brings the stored matches of a need up to date: it computes them unless
// nothing that they derive from has changed, and removes them when the need is not
// published any more.
func (m *Matcher) MatchNeed(ctx context.Context, id domain.ID) error {
	s, err := m.look(ctx)
	if err != nil {
		return err
	}
	_, err = m.refresh(ctx, s, id, &Steps{})
	return err
}

// refresh matches a need as MatchNeed does, first by what s shows. It returns what it
// was matched by in the end.
func (m *Matcher) refresh(ctx context.Context, s sight, id domain.ID, took *Steps) (sight, error) {
	err := m.refreshOnce(ctx, s, id, took)
	for n := 1; errors.Is(err, postgres.ErrBehind) && n < attempts; n++ {
		if s, err = m.look(ctx); err == nil {
			err = m.refreshOnce(ctx, s, id, took)
		}
	}
	return s, err
}

func (m *Matcher) refreshOnce(ctx context.Context, s sight, id domain.ID, took *Steps) error {
	needs, err := m.db.NeedsByIDs(ctx, []domain.ID{id})
	if err != nil {
		return err
	}
	if len(needs) == 0 || !published(needs[0].State, needs[0].ValidUntil, s.today) {
		return m.db.DropMatches(ctx, id)
	}
	fresh, err := m.db.MatchIsFresh(ctx, id, needs[0].Version, s.algorithm())
	if err != nil || fresh {
		return err
	}
	return m.store(ctx, s, needs[0], took)
}

func (m *Matcher) store(ctx context.Context, s sight, need domain.Need, took *Steps) error {
	r, err := m.readingOf(ctx, s, need, took)
	if err != nil {
		return err
	}
	matches, err := r.matches(ctx)
	if err != nil {
		return err
	}
	defer since(&took.Store, time.Now())
	err = m.db.StoreMatches(ctx, *r.run, matches)
	if errors.Is(err, domain.ErrStale) || errors.Is(err, domain.ErrNotFound) {
		return nil // the need has changed meanwhile, and that change asks for a run of its own
	}
	return err
}

// run is a run over a need that is about to be made.
func (m *Matcher) run(s sight, need domain.Need) postgres.MatchRun {
	return postgres.MatchRun{NeedID: need.ID, NeedVersion: need.Version, Algorithm: s.algorithm(), Seen: s.seen, ComputedAt: m.db.Now(), Turnover: s.turnover}
}

// Matches computes the matches of a need as it is, published or not, without storing
// them: technologies, experts, policies, each ranked.
func (m *Matcher) Matches(ctx context.Context, need domain.Need) ([]domain.Match, error) {
	s, err := m.look(ctx)
	if err != nil {
		return nil, err
	}
	r, err := m.readingOf(ctx, s, need, &Steps{})
	if err != nil {
		return nil, err
	}
	if r.asks == nil {
		r.asks = m.meanings.askNow(ctx, s.lens, need)
	}
	return r.matches(ctx)
}

// Anew matches a need and stores its matches as MatchNeed does, but whether or not they
// are fresh, and says how long the steps took.
func (m *Matcher) Anew(ctx context.Context, need domain.Need) (took Steps, err error) {
	s, err := m.look(ctx)
	if err != nil {
		return took, err
	}
	return took, m.store(ctx, s, need, &took)
}

// readingOf begins to match one need, and notes in took what its steps take.
func (m *Matcher) readingOf(ctx context.Context, s sight, need domain.Need, took *Steps) (reading, error) {
	begun := time.Now()
	readings, err := m.readings(ctx, s, []domain.Need{need})
	if err != nil {
		return reading{}, err
	}
	since(&took.Read, begun)
	readings[0].took = took
	return readings[0], nil
}

func (r reading) matches(ctx context.Context) ([]domain.Match, error) {
	var all []domain.Match
	for _, find := range []func(context.Context) ([]domain.Match, error){r.technologies, r.experts, r.policies} {
		found, err := find(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// readings begin to match needs by what s shows.
func (m *Matcher) readings(ctx context.Context, s sight, needs []domain.Need) ([]reading, error) {
	if len(needs) == 0 {
		return nil, nil
	}
	ids := make([]domain.ID, len(needs))
	for i, n := range needs {
		ids[i] = n.ID
	}
	dismissed, err := m.db.DismissedFrom(ctx, ids)
	if err != nil {
		return nil, err
	}
	asks, err := m.meanings.ofNeeds(ctx, s.lens, needs)
	if err != nil {
		return nil, err
	}
	enterprises, err := m.organisations(ctx, owners(needs, func(n domain.Need) domain.ID { return n.OrganisationID }))
	if err != nil {
		return nil, err
	}
	known, err := m.db.Recognised(ctx, owners(needs, func(n domain.Need) domain.ID { return n.OrganisationID }), s.today)
	all := make([]reading, len(needs))
	for i, n := range needs {
		asked := domain.Asked{Need: n, Owner: enterprises[n.OrganisationID], Recognised: known[n.OrganisationID], Today: s.today, Dismissed: dismissed[n.ID], Interests: s.interests, Areas: s.areas}
		run := m.run(s, n)
		all[i] = reading{Matcher: m, sight: s, asked: asked.Read(), texts: &needTexts{need: n}, run: &run, took: &Steps{}, asks: asks[n.ID]}
	}
	return all, err
}

func (m *Matcher) organisations(ctx context.Context, ids []domain.ID) (map[domain.ID]domain.Organisation, error) {
	found, err := inBatches(ctx, ids, m.db.OrganisationsByIDs)
	byID := make(map[domain.ID]domain.Organisation, len(found))
	for _, o := range found {
		byID[o.ID] = o
	}
	return byID, err
}
