package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// Notified reports whether anybody is ever told of records of a kind.
func Notified(of domain.Resource) bool {
	for _, s := range sources {
		if s.of == of {
			return true
		}
	}
	return false
}

// Notify tells people, and the programs of organisations, of what happened to records of
// one kind lately, each once, and returns how many notifications and deliveries that were.
func (db *DB) Notify(ctx context.Context, of domain.Resource, refs []domain.ID) (told int, err error) {
	for _, s := range sources {
		if s.of != of {
			continue
		}
		err := pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
			people, err := s.tellPeople(ctx, t, refs, db.Now())
			if err != nil {
				return err
			}
			programs, err := s.tellPrograms(ctx, t, refs, db.Now())
			told += people + programs
			return err
		})
		if err != nil {
			return told, translate(err)
		}
	}
	return told, nil
}

// listeners are the users to be told of what the query found: $3 is the kind, $4 how one
// hears of it who has not said.
const listeners = `
SELECT DISTINCT ON (u.id, f.cause) u.id, f.cause, f.event, f.ref, f.args::text, coalesce(p.delivery, $4)
FROM (%s) f
JOIN users u ON NOT u.disabled AND u.id IS DISTINCT FROM f.actor AND (
  u.id = f.person
  OR u.expert_id = f.expert
  OR u.organisation_id = f.organisation AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role IN ('enterprise', 'university'))
  OR u.area = f.area AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'steward')
  OR u.unit = f.unit AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'liaison')
  OR EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = f.role))
LEFT JOIN notification_preferences p ON p.user_id = u.id AND p.kind = $3
WHERE coalesce(p.delivery, $4) <> 'off'
  AND NOT EXISTS (SELECT FROM notifications n WHERE n.user_id = u.id AND n.cause = f.cause)
  AND ($5 OR NOT EXISTS (SELECT FROM notifications n WHERE n.user_id = u.id AND n.kind = $3 AND n.ref = f.ref AND n.read_at IS NULL))
ORDER BY u.id, f.cause`

func (s source) tellPeople(ctx context.Context, t pgx.Tx, refs []domain.ID, now time.Time) (int, error) {
	kind, _ := domain.NotificationKindOf(s.kind)
	found, err := t.Query(ctx, fmt.Sprintf(listeners, s.query), rawIDs(refs), now.Add(-tellWithin), s.kind, kind.Usual, !kind.Collapses)
	if err != nil {
		return 0, err
	}
	type about struct {
		user [16]byte
		ref  string
	}
	said := map[about]bool{}
	batch := &pgx.Batch{}
	var row toldRow
	_, err = pgx.ForEachRow(found, row.columns(), func() error {
		key := about{row.to, row.ref}
		if kind.Collapses && said[key] {
			return nil
		}
		said[key] = true
		batch.Queue(`INSERT INTO notifications (id, user_id, cause, kind, event, ref, args, delivery, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (user_id, cause) DO NOTHING`,
			[16]byte(domain.NewID()), row.to, row.cause, s.kind, row.event, row.ref, row.args, row.delivery, now)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return batch.Len(), t.SendBatch(ctx, batch).Close()
}

// hooks are the addresses to be told: those of an organisation that hears of it, and
// those of the bureau, of whatever kind they ask for.
const hooks = `
SELECT DISTINCT ON (w.id, f.cause) w.id, f.cause, f.event, f.ref, f.args::text, ''
FROM (%s) f JOIN webhooks w ON w.state = 'active' AND $3 = ANY(w.kinds) AND (w.organisation_id IS NULL OR w.organisation_id = f.organisation)
WHERE NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.cause = f.cause)
ORDER BY w.id, f.cause`

func (s source) tellPrograms(ctx context.Context, t pgx.Tx, refs []domain.ID, now time.Time) (int, error) {
	found, err := t.Query(ctx, fmt.Sprintf(hooks, s.query), rawIDs(refs), now.Add(-tellWithin), s.kind)
	if err != nil {
		return 0, err
	}
	batch := &pgx.Batch{}
	var row toldRow
	_, err = pgx.ForEachRow(found, row.columns(), func() error {
		batch.Queue(`INSERT INTO webhook_deliveries (id, webhook_id, cause, kind, event, ref, args, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (webhook_id, cause) DO NOTHING`,
			[16]byte(domain.NewID()), row.to, row.cause, s.kind, row.event, row.ref, row.args, now)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return batch.Len(), t.SendBatch(ctx, batch).Close()
}

// toldRow is one thing to be told to one user or program.
type toldRow struct {
	to                          [16]byte
	cause, event, ref, delivery string
	args                        string // JSON
}

func (r *toldRow) columns() []any {
	return []any{&r.to, &r.cause, &r.event, &r.ref, &r.args, &r.delivery}
}
