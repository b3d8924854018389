package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// ReachOf judges a policy's incentives for every open need, or for a steward those of the
// area. It is for stewards and those who may see all matches; others, and those who ask for no policy, get ErrNotFound.
func (db *DB) ReachOf(ctx context.Context, actor domain.Actor, policy domain.ID) (*domain.Reach, error) {
	p, err := db.Policy(ctx, actor, policy)
	scope := domain.ScopeOf(actor, domain.Read, domain.Matches)
	if err == nil && !scope.All && scope.Area == "" {
		err = domain.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	names, err := db.AreaNames(ctx)
	if err != nil {
		return nil, err
	}
	reach, today := domain.NewReach(p), db.today()
	known, err := db.recognisedOwners(ctx, today)
	if err != nil {
		return nil, err
	}
	rows, err := db.pool.Query(ctx, `
SELECT n.id::text, n.title, n.field, n.modes, n.budget_min, n.budget_max, o.id::text, o.name, o.kind, coalesce(o.area, ''), o.division, o.staff
FROM needs n JOIN organisations o ON o.id = n.organisation_id
WHERE n.state = 'published' AND n.valid_until >= $1::date AND ($2 OR o.area = $3) ORDER BY n.id`, today.String(), scope.All, scope.Area)
	if err != nil {
		return nil, translate(err)
	}
	var n domain.Need
	var o domain.Organisation
	var id, owner string
	_, err = pgx.ForEachRow(rows, []any{&id, &n.Title, &n.Field, &n.Modes, &n.BudgetMin, &n.BudgetMax, &owner, &o.Name, &o.Kind, &o.Area, &o.Division, &o.Staff},
		func() (err error) {
			if n.ID, err = domain.ParseID(id); err != nil {
				return err
			}
			if o.ID, err = domain.ParseID(owner); err != nil {
				return err
			}
			d := domain.Asked{Need: n, Owner: o, Recognised: known[o.ID], Today: today}.Deal()
			d.Areas = names
			reach.Add(n, o, d)
			return nil
		})
	if err != nil {
		return nil, translate(err)
	}
	reach.Trim()
	return reach, db.seen(ctx, actor, domain.Needs, "list", domains(reach.Best, func(r domain.NeedReach) domain.ID { return r.Need.ID })...)
}
