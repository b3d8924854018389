package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// Unmet returns, for every published need that has been matched, whose best technology
// is below what meets a need, its ID and that technology's score; 0 when there is none.
// A near miss meets nothing. It knows no scope: see Versions.
func (db *DB) Unmet(ctx context.Context) ([]domain.UnmetNeed, error) {
	rows, err := db.pool.Query(ctx, `SELECT id, best FROM `+unmetNow+` ORDER BY id`, db.today().String())
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (n domain.UnmetNeed, err error) {
		var id [16]byte
		err = row.Scan(&id, &n.Best)
		n.NeedID = domain.ID(id)
		return n, err
	})
	return found, translate(err)
}

// unmetNow are the needs that nothing answers well enough on the day $1.
const unmetNow = `(SELECT n.id, b.best FROM needs n JOIN match_runs r ON r.need_id = n.id
  CROSS JOIN LATERAL (SELECT coalesce(max(m.score), 0) AS best FROM matches m WHERE m.need_id = n.id AND m.kind = 'technology' AND NOT m.near_miss) b
  WHERE n.state = 'published' AND n.valid_until >= $1::date AND b.best < (SELECT unmet FROM notice_defaults WHERE kind = 'technology')) AS now`

// StoreUnmet replaces the topics of unmet needs. Since when a need has been unmet is
// kept.
func (db *DB) StoreUnmet(ctx context.Context, topics []domain.UnmetTopic) error {
	now := db.Now()
	return translate(pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		since, err := unmetSince(ctx, t)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `DELETE FROM unmet_needs`); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `DELETE FROM unmet_topics`); err != nil {
			return err
		}
		var groups, needs [][]any
		for _, topic := range topics {
			id := [16]byte(domain.NewID())
			groups = append(groups, []any{id, append([]string{}, topic.Terms...), now})
			for _, n := range topic.Needs {
				from, ok := since[n.NeedID]
				if !ok {
					from = now
				}
				needs = append(needs, []any{[16]byte(n.NeedID), id, n.Best, from})
			}
		}
		if _, err := t.CopyFrom(ctx, pgx.Identifier{"unmet_topics"}, []string{"id", "terms", "computed_at"}, pgx.CopyFromRows(groups)); err != nil {
			return err
		}
		_, err = t.CopyFrom(ctx, pgx.Identifier{"unmet_needs"}, []string{"need_id", "topic_id", "best", "since"}, pgx.CopyFromRows(needs))
		return err
	}))
}

// unmetSince reads since when the needs have been unmet, and keeps others from
// replacing the topics meanwhile.
func unmetSince(ctx context.Context, t pgx.Tx) (map[domain.ID]time.Time, error) {
	if _, err := t.Exec(ctx, `LOCK TABLE unmet_topics IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return nil, err
	}
	rows, err := t.Query(ctx, `SELECT need_id, since FROM unmet_needs`)
	if err != nil {
		return nil, err
	}
	since := map[domain.ID]time.Time{}
	var id [16]byte
	var from time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &from}, func() error {
		since[domain.ID(id)] = from
		return nil
	})
	return since, err
}

// UnmetRow is an unmet need as a list shows it, with the topic it belongs to.
type UnmetRow struct {
	TopicID        domain.ID
	Terms          []string
	NeedID         domain.ID
	Title          string
	Field          string
	Area           string
	Organisation   string
	BudgetMax      *domain.Fen
	Best           float64
	Since          time.Time
	ComputedAt     time.Time
	OrganisationID domain.ID
}

// UnmetNeeds lists the unmet needs that actor may read, those of one topic together,
// the topics with the most of them first. Needs that have been met since, or are not
// published any more, are left out.
func (db *DB) UnmetNeeds(ctx context.Context, actor domain.Actor, limit int) ([]UnmetRow, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.UnmetNeeds)
	rows, err := db.pool.Query(ctx, `
SELECT u.topic_id, t.terms, n.id, n.title, n.field, coalesce(o.area, ''), o.name, n.budget_max, now.best, u.since, t.computed_at, o.id
FROM unmet_needs u JOIN unmet_topics t ON t.id = u.topic_id JOIN needs n ON n.id = u.need_id JOIN organisations o ON o.id = n.organisation_id
JOIN `+unmetNow+` ON now.id = n.id
WHERE $2 OR o.area = $3
ORDER BY count(*) OVER (PARTITION BY u.topic_id) DESC, u.topic_id, now.best, n.id LIMIT $4`, db.today().String(), scope.All, scope.Area, limit)
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (u UnmetRow, err error) {
		var topic, need, organisation [16]byte
		var budget *int64
		err = row.Scan(&topic, &u.Terms, &need, &u.Title, &u.Field, &u.Area, &u.Organisation, &budget, &u.Best, &u.Since, &u.ComputedAt, &organisation)
		u.TopicID, u.NeedID, u.OrganisationID = domain.ID(topic), domain.ID(need), domain.ID(organisation)
		if budget != nil {
			fen := domain.Fen(*budget)
			u.BudgetMax = &fen
		}
		return u, err
	})
	if err != nil {
		return nil, translate(err)
	}
	return found, db.seen(ctx, actor, domain.Needs, "list", domains(found, func(u UnmetRow) domain.ID { return u.NeedID })...)
}
