package matching

import (
	"context"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// A need's list of technologies is kept up technology by technology. What a whole match
// of the need goes by is the statistics of the library (how rare a term is) and the
// floor (which texts answer the need well enough to be looked at); both move a little
// with every record. They are therefore taken as they are when
//
//   - a technology changes, for what it is worth to each need,
//   - the need is matched whole, for everything.
//
// By that definition the list kept up and the list ranked from every pair there is are
// the same, which a property test holds. What it leaves out is bounded: a need is
// matched whole in the background when a tenth of the library has changed since, when
// its list wants something that is not in it, and every night. So is what a change
// costs: it is looked up in no more needs than needLimit.
//
// Experts and policies are few, and an expert's load concerns every need they answer:
// of the needs concerned, the whole list of that kind is made again.

// drift is the share of the library that may change before its needs are matched whole.
const drift = 0.1

// following is one batch of changes being brought into the stored matches.
type following struct {
	*Matcher
	sight
	upkeep *postgres.Upkeep
	due    map[domain.ID]bool // needs to be matched whole anyway
	whole  []domain.ID        // needs found to be matched whole
}

// Follow brings the stored matches up to date with changed records of one kind, and
// returns the needs that are to be matched whole.
func (m *Matcher) Follow(ctx context.Context, kind domain.Resource, refs []domain.ID) (whole []domain.ID, err error) {
	upkeep, err := m.db.BeginUpkeep(ctx)
	if err != nil {
		return nil, err
	}
	defer upkeep.End()
	f := following{Matcher: m, upkeep: upkeep, due: map[domain.ID]bool{}}
	if f.sight, err = m.look(ctx); err != nil {
		return nil, err
	}
	technologies, err := m.candidatesBehind(ctx, domain.Technologies, kind, refs)
	if err != nil {
		return nil, err
	}
	if f.turnover, err = upkeep.Advance(ctx, f.seen, len(technologies)); err != nil {
		return nil, err
	}
	if err := f.followNeeds(ctx, kind, refs); err != nil {
		return nil, err
	}
	for batch := range slices.Chunk(technologies, maxChanged) {
		if err := f.technologies(ctx, batch); err != nil {
			return nil, err
		}
	}
	return f.whole, f.followOthers(ctx, kind, refs)
}

// candidatesBehind are the candidates of a kind that change with records of another:
// the records themselves, if they are of the kind.
func (m *Matcher) candidatesBehind(ctx context.Context, candidates, kind domain.Resource, refs []domain.ID) ([]domain.ID, error) {
	if candidates == kind {
		return refs, nil
	}
	return m.db.CandidatesBehind(ctx, candidates, kind, refs)
}

// followNeeds finds the needs that are to be matched whole: those of changed
// organisations and conflicts, and those due for it.
func (f *following) followNeeds(ctx context.Context, kind domain.Resource, refs []domain.ID) (err error) {
	if kind == domain.Organisations || kind == domain.Conflicts || kind == domain.RegisterEntries {
		if f.whole, err = f.db.NeedsTouchedBy(ctx, kind, refs); err != nil {
			return err
		}
	}
	if kind == domain.Technologies || kind == domain.Organisations {
		due, err := f.needsToMatch(ctx, f.turnover)
		if err != nil {
			return err
		}
		f.whole = append(f.whole, due...)
	}
	for _, id := range f.whole {
		f.due[id] = true
	}
	return nil
}

// followOthers makes the lists of experts or policies again where they may have changed.
func (f *following) followOthers(ctx context.Context, kind domain.Resource, refs []domain.ID) error {
	if kind == domain.Policies {
		needs, err := f.published(ctx)
		if err != nil {
			return err
		}
		return f.remake(ctx, needs, domain.MatchPolicy, reading.policies)
	}
	experts, err := f.candidatesBehind(ctx, domain.Experts, kind, refs)
	if err != nil || len(experts) == 0 {
		return err
	}
	needs, err := f.needsOfExperts(ctx, experts)
	if err != nil {
		return err
	}
	return f.remake(ctx, needs, domain.MatchExpert, reading.experts)
}

// remake makes the list of one kind again for needs.
func (f *following) remake(ctx context.Context, ids []domain.ID, kind string, find func(reading, context.Context) ([]domain.Match, error)) error {
	return f.each(ctx, ids, func(r reading) error {
		matches, err := find(r, ctx)
		if err != nil {
			return err
		}
		return f.upkeep.Replace(ctx, *r.run, kind, matches)
	})
}

// technologies judges changed technologies against the needs that they answer or have
// a part in.
func (f *following) technologies(ctx context.Context, refs []domain.ID) error {
	documents, err := Feed{f.db}.read(ctx, search.Technologies, refs)
	if err != nil {
		return err
	}
	c := changed{refs: refs}
	for _, d := range documents {
		c.published = append(c.published, d.ID)
	}
	ids, err := parseIDs(c.published)
	if err != nil {
		return err
	}
	if c.candidates, err = f.technologyCandidates(ctx, ids); err != nil {
		return err
	}
	if c.answers, err = f.meanings.ofTechnologies(ctx, f.lens, c.candidates); err != nil {
		return err
	}
	needs, err := f.needsOfTechnologies(ctx, refs, documents)
	if err != nil {
		return err
	}
	return f.each(ctx, needs, func(r reading) error { return f.revise(ctx, r, c) })
}

// changed are technologies that have changed, and what is to be judged of them.
type changed struct {
	refs       []domain.ID
	published  []string
	candidates []domain.TechnologyCandidate
	answers    map[domain.ID][]float32 // what they mean, of those known
}

func (f *following) revise(ctx context.Context, r reading, c changed) error {
	r.answers = c.answers
	refill, err := f.upkeep.Revise(ctx, *r.run, domain.MatchTechnology, func(run postgres.MatchRun) (postgres.Judgement, error) {
		h, err := r.among(ctx, c.published, run.Floor)
		explained := func(m *domain.Match) { r.explain(m, h.byID[m.CandidateID]) }
		return postgres.Judgement{Looked: c.refs, Answers: r.judgeTechnologies(c.candidates, h), Explain: explained}, err
	})
	if refill {
		f.whole = append(f.whole, r.asked.Need.ID)
	}
	return err
}

// few technologies are asked for by name. Of more it is quicker to see which are among
// those that answer the need best.
const few = 16

// among asks which of the given technologies answer the need, from its floor up. Others
// may be among the hits.
func (r reading) among(ctx context.Context, published []string, floor postgres.Floor) (hits, error) {
	if len(published) == 0 {
		return hits{}, nil
	}
	q := needQuery(r.asked.Need)
	if len(published) > few {
		q.Limit = 2 * r.bounds.candidates
		h, err := r.retrieve(ctx, search.Technologies, q)
		if err != nil || h.reach(floor, q.Limit) {
			return h.above(floor), err
		}
	}
	q.Only, q.Limit = published, len(published)
	h, err := r.retrieve(ctx, search.Technologies, q)
	return h.above(floor), err
}

// reach reports whether no hit on the floor or above it was cut off by the limit.
func (h hits) reach(floor postgres.Floor, limit int) bool {
	if len(h.ids) < limit {
		return true
	}
	last := h.ids[len(h.ids)-1]
	return !floor.Admits(h.byID[last].Score, last)
}

func (h hits) above(floor postgres.Floor) hits {
	for id, hit := range h.byID {
		if !floor.Admits(hit.Score, id) {
			delete(h.byID, id)
		}
	}
	return h
}

// each reads the needs that are published and not due to be matched whole anyway, and
// calls do for each.
func (f *following) each(ctx context.Context, ids []domain.ID, do func(reading) error) error {
	ids = slices.DeleteFunc(ids, func(id domain.ID) bool { return f.due[id] })
	for batch := range slices.Chunk(ids, postgres.MaxBatch) {
		needs, err := f.db.NeedsByIDs(ctx, batch)
		if err != nil {
			return err
		}
		needs = slices.DeleteFunc(needs, func(n domain.Need) bool {
			return !published(n.State, n.ValidUntil, f.today) // its own change sees to that
		})
		readings, err := f.readings(ctx, f.sight, needs)
		if err != nil {
			return err
		}
		for _, r := range readings {
			if err := do(r); err != nil {
				return err
			}
		}
	}
	return nil
}
