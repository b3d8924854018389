package matching

import (
	"context"
	"sync"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
	"sanku/search/analysis"
)

// policies keeps the published policies with their clauses, which every need is held
// against: reading some thousand clauses for each need would take longer than all
// the rest of matching it.
type policies struct {
	mu   sync.Mutex
	byID map[domain.ID]policyText
}

// current returns the policies as they are, reading those that are new or changed.
func (c *policies) current(ctx context.Context, db *postgres.DB) (map[domain.ID]policyText, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := map[domain.ID]policyText{}
	var unread []domain.ID
	for after := (domain.ID{}); ; {
		page, err := db.Published(ctx, domain.Policies, after, postgres.MaxBatch)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			break
		}
		for _, v := range page {
			if p, ok := c.byID[v.ID]; ok && p.Version == v.Version {
				now[v.ID] = p
			} else {
				unread = append(unread, v.ID)
			}
		}
		after = page[len(page)-1].ID
	}
	for len(unread) > 0 {
		batch := unread[:min(len(unread), postgres.MaxBatch)]
		unread = unread[len(batch):]
		read, err := db.PoliciesByIDs(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, p := range read {
			now[p.ID] = newPolicyText(p)
		}
	}
	c.byID = now
	return now, nil
}

func (r reading) policies(ctx context.Context) ([]domain.Match, error) {
	h, err := r.retrieve(ctx, search.Policies, policyQuery(r.asked.Need))
	if err != nil {
		return nil, err
	}
	return r.ranked(r.judgePolicies(h), h), nil
}

func (r reading) judgePolicies(h hits) []domain.Match {
	defer since(&r.took.Judge, time.Now())
	var matches []domain.Match
	for _, id := range h.ids {
		p, ok := r.known[id]
		if !ok || r.asked.Bars(p.Policy) {
			continue
		}
		hit := h.byID[id]
		c := domain.PolicyCandidate{Policy: p.Policy, Evidence: domain.Evidence{Text: strength(hit.Score, r.documents[search.Policies])},
			Clauses: r.clauseEvidence(hit, p)}
		if m, ok := r.asked.MatchPolicy(r.weights, c); ok {
			matches = append(matches, m)
		}
	}
	return matches
}

// clauseEvidence is the part of a policy's hit that each clause accounts for.
func (r reading) clauseEvidence(hit search.Hit, p policyText) []domain.Evidence {
	scores := make([]float64, len(p.passages))
	for _, t := range hit.Terms {
		if t.Kind != analysis.Char {
			for _, clause := range p.clausesWith(t.Term) {
				scores[clause] += t.Score
			}
		}
	}
	all := make([]domain.Evidence, len(scores))
	for i, score := range scores {
		all[i] = domain.Evidence{Text: strength(score, r.documents[search.Policies]), Keywords: -1, Passages: p.passages[i]}
	}
	return all
}
