package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Policy returns one policy with its clauses, if actor may read it, else ErrNotFound.
func (db *DB) Policy(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Policy, error) {
	policies, err := db.ReadablePolicies(ctx, actor, []domain.ID{id})
	if err == nil && len(policies) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return domain.Policy{}, err
	}
	return policies[0], nil
}

// ReadablePolicies returns those of the policies that actor may read, with their
// clauses and in the order of ids: what a search or a match has found.
func (db *DB) ReadablePolicies(ctx context.Context, actor domain.Actor, ids []domain.ID) ([]domain.Policy, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Policies)
	return db.policies(ctx, ids, func() *gorm.DB { return policyScope.within(db.read(ctx), scope) })
}

func (db *DB) policies(ctx context.Context, ids []domain.ID, from func() *gorm.DB) ([]domain.Policy, error) {
	rows, err := byIDs[policyRow](from, ids)
	if err != nil {
		return nil, err
	}
	policies := domains(rows, policyRow.domain)
	return policies, withClauses(db.read(ctx), policies)
}

// PolicyFilter selects policies; zero fields select all.
type PolicyFilter struct {
	State, Level string
	Title        string // part of the title
	Field, Mode  string // a clause favours it, or favours none in particular
	ValidOn      domain.Date
}

// PolicySorts are the sort keys of Policies, which lists by the last update unless
// asked.
var PolicySorts = []string{"updated_at", "created_at", "title"}

// Policies lists the policies that actor may read, without their clauses.
func (db *DB) Policies(ctx context.Context, actor domain.Actor, f PolicyFilter, p Page) (List[domain.Policy], error) {
	p.Sort = newestFirst(p.Sort)
	order, err := sortOf(p.Sort, PolicySorts, policySortKey)
	if err != nil {
		return List[domain.Policy]{}, err
	}
	q := policyScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Policies))
	return list(f.where(q), order, p, policyRow.domain)
}

func (f PolicyFilter) where(q *gorm.DB) *gorm.DB {
	q = equal(q, "state", f.State)
	q = equal(q, "level", f.Level)
	q = containing(q, "title", f.Title)
	if !f.ValidOn.IsZero() {
		q = q.Where("(valid_until IS NULL OR valid_until >= ?)", f.ValidOn)
	}
	if f.Field != "" {
		q = q.Where(favours("fields"), f.Field)
	}
	if f.Mode != "" {
		q = q.Where(favours("modes"), f.Mode)
	}
	return q
}

func favours(column string) string {
	return "EXISTS (SELECT FROM clauses c WHERE c.policy_id = policies.id AND (c." + column + " = '{}' OR c." + column + " @> ARRAY[?]))"
}

// PoliciesByIDs returns the policies with the given ids, at most MaxBatch, with their
// clauses and in that order; absent ones are left out. It knows no scope: see Versions.
func (db *DB) PoliciesByIDs(ctx context.Context, ids []domain.ID) ([]domain.Policy, error) {
	return db.policies(ctx, ids, func() *gorm.DB { return db.read(ctx) })
}
