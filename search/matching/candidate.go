package matching

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

// reading is one need being matched at one moment.
type reading struct {
	*Matcher
	sight
	asked domain.Asked
	texts *needTexts
	run   *postgres.MatchRun // what is found out about the run
	took  *Steps

	asks    []float32               // what the need means; nil: not known
	answers map[domain.ID][]float32 // what technologies mean, of those known
}

// hits are the candidates of one library by id, and their ids, best first.
type hits struct {
	ids  []domain.ID
	byID map[domain.ID]search.Hit
}

func (r reading) retrieve(ctx context.Context, kind search.Kind, queries ...search.Query) (hits, error) {
	defer since(&r.took.Retrieve, time.Now())
	h := hits{byID: map[domain.ID]search.Hit{}}
	for _, q := range queries {
		found, err := r.libraries.Library(kind).Retrieve(ctx, q)
		if err != nil {
			return h, err
		}
		for _, hit := range found {
			id, err := domain.ParseID(hit.ID)
			if err != nil {
				return h, err
			}
			h.ids = append(h.ids, id)
			h.byID[id] = hit
		}
	}
	return h, nil
}

// ranked are the best of the matches that were found among h, explained.
func (r reading) ranked(found []domain.Match, h hits) []domain.Match {
	return r.explained(domain.RankMatches(found), h)
}

func (r reading) explained(ranked []domain.Match, h hits) []domain.Match {
	defer since(&r.took.Explain, time.Now())
	for i := range ranked {
		r.explain(&ranked[i], h.byID[ranked[i].CandidateID])
	}
	return ranked
}

// technologies judges those whose texts answer the need best, and says which those are
// and what of them is left out of the list.
func (r reading) technologies(ctx context.Context) ([]domain.Match, error) {
	q := needQuery(r.asked.Need)
	q.Limit = r.bounds.candidates
	h, err := r.retrieve(ctx, search.Technologies, q)
	if err != nil {
		return nil, err
	}
	if len(h.ids) == q.Limit {
		last := h.ids[q.Limit-1]
		r.run.Floor = postgres.Floor{Score: h.byID[last].Score, ID: last}
	}
	begun := time.Now()
	candidates, err := r.technologyCandidates(ctx, h.ids)
	if err != nil {
		return nil, err
	}
	if r.answers, err = r.meanings.ofTechnologies(ctx, r.lens, candidates); err != nil {
		return nil, err
	}
	since(&r.took.Read, begun)
	found := r.judgeTechnologies(candidates, h)
	ranked := r.ranked(found, h)
	r.exclude(found)
	r.run.Rest = domain.RestOf(found, ranked)
	return ranked, nil
}

// technologyCandidates reads technologies with what speaks for and against them, but
// for the evidence of their texts.
func (m *Matcher) technologyCandidates(ctx context.Context, ids []domain.ID) ([]domain.TechnologyCandidate, error) {
	records, err := inBatches(ctx, ids, m.db.TechnologiesByIDs)
	if err != nil {
		return nil, err
	}
	of := owners(records, func(t domain.Technology) domain.ID { return t.OrganisationID })
	organisations, err := m.organisations(ctx, of)
	if err != nil {
		return nil, err
	}
	sold, err := m.db.SoldContracts(ctx, of)
	candidates := make([]domain.TechnologyCandidate, len(records))
	for i, t := range records {
		candidates[i] = domain.TechnologyCandidate{Technology: t, Owner: organisations[t.OrganisationID], Contracts: sold[t.OrganisationID]}
	}
	return candidates, err
}

// judgeTechnologies judges those of candidates that are among h.
func (r reading) judgeTechnologies(candidates []domain.TechnologyCandidate, h hits) []domain.Match {
	defer since(&r.took.Judge, time.Now())
	var matches []domain.Match
	for _, c := range candidates {
		hit, ok := h.byID[c.Technology.ID]
		if !ok {
			continue
		}
		c.Evidence = r.evidence(search.Technologies, hit, technologyDocument(c.Technology))
		c.Evidence.Meaning = r.closeness(c.Technology.ID)
		if m, ok := r.asked.MatchTechnology(r.weights, c); ok {
			matches = append(matches, m)
		}
	}
	return matches
}

// closeness is how near a technology is to the need in what both mean.
func (r reading) closeness(technology domain.ID) domain.Closeness {
	c := domain.Closeness{Asked: r.lens != nil}
	if v := r.answers[technology]; c.Asked && r.asks != nil && v != nil {
		c.Known, c.Value = true, r.lens.Closeness(r.asks, v)
	}
	return c
}

// exclude notes whom only a declared conflict keeps off a list.
func (r reading) exclude(found []domain.Match) {
	r.run.Excluded = append(r.run.Excluded, domain.Excluded(found)...)
}

// experts judges technical experts and entrepreneurs by their texts, entrepreneurs of
// the need's industry and the stewards of the enterprise's area whatever they write.
func (r reading) experts(ctx context.Context) ([]domain.Match, error) {
	need := r.asked.Need
	h, err := r.retrieve(ctx, search.Experts, expertQuery(need, domain.TechnicalExpert), expertQuery(need, domain.Entrepreneur))
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	others, err := r.db.ExpertsAtHand(ctx, r.asked.Owner.Area, need.Industry, candidateLimit)
	if err != nil {
		return nil, err
	}
	candidates, err := r.expertCandidates(ctx, once(append(h.ids, others...)))
	if err != nil {
		return nil, err
	}
	since(&r.took.Read, begun)
	return r.explained(r.rankedExperts(candidates, h), h), nil
}

func (r reading) rankedExperts(candidates []domain.ExpertCandidate, h hits) []domain.Match {
	defer since(&r.took.Judge, time.Now())
	var found []domain.Match
	kinds := map[domain.ID]string{}
	for _, c := range candidates {
		c.Evidence = r.evidence(search.Experts, h.byID[c.Expert.ID], expertDocument(c.Expert))
		if m, ok := r.asked.MatchExpert(r.weights, c); ok {
			found, kinds[m.CandidateID] = append(found, m), c.Expert.Kind
		}
	}
	r.exclude(found)
	return domain.RankExperts(found, kinds)
}

// expertCandidates reads experts with what speaks for and against them, but for the
// evidence of their texts.
func (r reading) expertCandidates(ctx context.Context, ids []domain.ID) ([]domain.ExpertCandidate, error) {
	records, err := inBatches(ctx, ids, r.db.ExpertsByIDs)
	if err != nil {
		return nil, err
	}
	organisations, err := r.organisations(ctx, owners(records, func(e domain.Expert) domain.ID { return e.OrganisationID }))
	if err != nil {
		return nil, err
	}
	load, err := r.db.OpenDockings(ctx, ids)
	if err != nil {
		return nil, err
	}
	record, err := r.db.EndedDockings(ctx, ids)
	candidates := make([]domain.ExpertCandidate, len(records))
	for i, e := range records {
		candidates[i] = domain.ExpertCandidate{Expert: e, Organisation: organisations[e.OrganisationID], Load: load[e.ID], Record: record[e.ID]}
	}
	return candidates, err
}

// owners lists ids, each once, without the zero ID.
func owners[R any](records []R, id func(R) domain.ID) []domain.ID {
	seen := map[domain.ID]bool{{}: true}
	var ids []domain.ID
	for _, r := range records {
		if at := id(r); !seen[at] {
			seen[at] = true
			ids = append(ids, at)
		}
	}
	return ids
}

// inBatches reads records in as many batches as the store asks for.
func inBatches[R any](ctx context.Context, ids []domain.ID, read func(context.Context, []domain.ID) ([]R, error)) ([]R, error) {
	var all []R
	for len(ids) > 0 {
		batch := ids[:min(len(ids), postgres.MaxBatch)]
		ids = ids[len(batch):]
		records, err := read(ctx, batch)
		if err != nil {
			return nil, err
		}
		all = append(all, records...)
	}
	return all, nil
}
