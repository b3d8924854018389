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
	bounds    bounds
}

// New makes a matcher over the store and the libraries derived from it.
func New(db *postgres.DB, libraries *search.Libraries, weights domain.Weights, log *slog.Logger) *Matcher {
	return &Matcher{db, libraries, weights, log, &policies{}, bounds{candidateLimit, needLimit, drift}}
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
	if s.weights, err = m.db.UsedWeights(ctx, m.shipped); err != nil {
		return s, err
	}
	s.documents = m.sizes(ctx)
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
func (m *Matcher) sizes(ctx context.Context) map[search.Kind]uint64 {
	documents := map[search.Kind]uint64{}
	for _, h := range m.libraries.Health(ctx) {
		documents[h.Kind] = h.Documents
	}
	return documents
}

// MatchNeed brings the stored matches of a need up to date: it computes them unless
// nothing that they derive from has changed, and removes them when the need is not
// published any more.
func (m *Matcher) MatchNeed(ctx context.Context, id domain.ID) error {
	s, err := m.look(ctx)
	if err != nil {
		return err
	}
	_, err = m.refresh(ctx, s, id)
	return err
}

// refresh matches a need as MatchNeed does, first by what s shows. It returns what it
// was matched by in the end.
func (m *Matcher) refresh(ctx context.Context, s sight, id domain.ID) (sight, error) {
	err := m.refreshOnce(ctx, s, id)
	for n := 1; errors.Is(err, postgres.ErrBehind) && n < attempts; n++ {
		if s, err = m.look(ctx); err == nil {
			err = m.refreshOnce(ctx, s, id)
		}
	}
	return s, err
}

func (m *Matcher) refreshOnce(ctx context.Context, s sight, id domain.ID) error {
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
	return m.store(ctx, s, needs[0])
}

func (m *Matcher) store(ctx context.Context, s sight, need domain.Need) error {
	run := m.run(s, need)
	matches, err := m.matches(ctx, s, need, &run)
	if err != nil {
		return err
	}
	err = m.db.StoreMatches(ctx, run, matches)
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
	return m.matches(ctx, s, need, &postgres.MatchRun{})
}

func (m *Matcher) matches(ctx context.Context, s sight, need domain.Need, run *postgres.MatchRun) ([]domain.Match, error) {
	r, err := m.reading(ctx, s, need)
	if err != nil {
		return nil, err
	}
	r.run = run
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

// reading begins to match a need by what s shows.
func (m *Matcher) reading(ctx context.Context, s sight, need domain.Need) (reading, error) {
	dismissed, err := m.db.DismissedFrom(ctx, need.ID)
	if err != nil {
		return reading{}, err
	}
	owners, err := m.organisations(ctx, []domain.ID{need.OrganisationID})
	asked := domain.Asked{Need: need, Owner: owners[need.OrganisationID], Today: s.today, Dismissed: dismissed, Interests: s.interests, Areas: s.areas}
	return reading{Matcher: m, sight: s, asked: asked, texts: &needTexts{need: need}}, err
}

func (m *Matcher) organisations(ctx context.Context, ids []domain.ID) (map[domain.ID]domain.Organisation, error) {
	found, err := inBatches(ctx, ids, m.db.OrganisationsByIDs)
	byID := make(map[domain.ID]domain.Organisation, len(found))
	for _, o := range found {
		byID[o.ID] = o
	}
	return byID, err
}

// Progress tells how a run over many needs goes on.
type Progress struct {
	Done, Total int
	Took        time.Duration // for the need that was done last
}

// MatchAll brings the matches of every published need up to date, one look at the
// libraries for all. Progress is called after each need; it may be nil.
func (m *Matcher) MatchAll(ctx context.Context, progress func(Progress)) (needs int, err error) {
	s, err := m.look(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := m.published(ctx)
	if err != nil {
		return 0, err
	}
	for i, id := range ids {
		start := time.Now()
		if s, err = m.refresh(ctx, s, id); err != nil {
			return i, err
		}
		if progress != nil {
			progress(Progress{i + 1, len(ids), time.Since(start)})
		}
	}
	return len(ids), m.groupUnmet(ctx)
}

// published lists the needs that are to be matched.
func (m *Matcher) published(ctx context.Context) ([]domain.ID, error) {
	var ids []domain.ID
	for after := (domain.ID{}); ; {
		page, err := m.db.Published(ctx, domain.Needs, after, postgres.MaxBatch)
		if err != nil || len(page) == 0 {
			return ids, err
		}
		for _, v := range page {
			ids = append(ids, v.ID)
		}
		after = page[len(page)-1].ID
	}
}
