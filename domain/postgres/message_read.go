package postgres

import (
	"context"
	"slices"
	"strings"

	"sanku/domain"
)

// Correspondence is how a docking's messages stand for one user.
type Correspondence struct {
	Docking domain.ID
	Voice   domain.Side // "" for who only reads
	Reach   []string    // domain.Audiences that may be written to, the usual one first
	ReadTo  int64       // seq of the last message that was marked as read
	Unread  int         // messages of others after that
}

// Correspondence says how actor may take part in a docking's messages, and what is
// unread of them. Errors: ErrNotFound.
func (db *DB) Correspondence(ctx context.Context, actor domain.Actor, docking domain.ID) (Correspondence, error) {
	d, err := db.heard(ctx, actor, docking)
	if err != nil {
		return Correspondence{}, err
	}
	c := Correspondence{Docking: docking, Voice: d.Voice(actor)}
	if c.Voice != "" && d.Stage != domain.StageDeclined {
		c.Reach = d.Reach(c.Voice)
	}
	err = db.read(ctx).Raw(`SELECT coalesce(max(seq), 0) FROM message_reads WHERE docking_id = ? AND user_id = ?`, docking, actor.UserID).Row().Scan(&c.ReadTo)
	if err != nil {
		return c, translate(err)
	}
	unread, err := db.unread(ctx, actor, []domain.Docking{d})
	c.Unread = unread[docking]
	return c, err
}

// UnreadMessages are how many messages of others actor has not read, by those of the
// dockings, as actor may read them, in which actor takes part; who only oversees is told
// of none.
func (db *DB) UnreadMessages(ctx context.Context, actor domain.Actor, dockings []domain.Docking) (map[domain.ID]int, error) {
	return db.unread(ctx, actor, slices.DeleteFunc(slices.Clone(dockings), func(d domain.Docking) bool { return d.Voice(actor) == "" }))
}

func (db *DB) unread(ctx context.Context, actor domain.Actor, dockings []domain.Docking) (map[domain.ID]int, error) {
	ids, heard := make(texts, len(dockings)), make(texts, len(dockings))
	for i, d := range dockings {
		ids[i], heard[i] = d.ID.String(), strings.Join(d.Heard(actor), " ")
	}
	var rows []struct {
		DockingID domain.ID
		N         int
	}
	err := db.read(ctx).Raw(`SELECT m.docking_id, count(*) AS n FROM unnest(CAST(? AS uuid[]), CAST(? AS text[])) AS h (docking_id, audiences)
JOIN messages m ON m.docking_id = h.docking_id AND m.audience = ANY(string_to_array(h.audiences, ' '))
LEFT JOIN message_reads r ON r.docking_id = m.docking_id AND r.user_id = ?
WHERE m.seq > coalesce(r.seq, 0) AND m.author_id IS DISTINCT FROM ? GROUP BY m.docking_id`,
		ids, heard, actor.UserID, actor.UserID).Scan(&rows).Error
	unread := make(map[domain.ID]int, len(rows))
	for _, r := range rows {
		unread[r.DockingID] = r.N
	}
	return unread, translate(err)
}

// ReadMessages marks a docking's messages as read by actor up to the one numbered seq,
// and what actor was told of them. To have read them twice changes nothing. Errors:
// ErrNotFound, ErrForbidden for whoever has no user to keep it for.
func (db *DB) ReadMessages(ctx context.Context, actor domain.Actor, docking domain.ID, seq int64) error {
	if _, err := db.heard(ctx, actor, docking); err != nil {
		return err
	}
	if actor.UserID.IsZero() || actor.ReadOnly {
		return domain.ErrForbidden
	}
	return db.write(ctx, actor, func(t *tx) error {
		err := t.Exec(`INSERT INTO message_reads (docking_id, user_id, seq, at)
SELECT ?, ?, coalesce(max(seq), 0), ? FROM messages WHERE docking_id = ? AND seq <= ?
ON CONFLICT (docking_id, user_id) DO UPDATE SET seq = greatest(message_reads.seq, excluded.seq), at = excluded.at`,
			docking, actor.UserID, t.now, docking, seq).Error
		if err != nil {
			return err
		}
		t.audit(domain.Messages, docking, 0, domain.MarkRead, nil)
		return t.Exec(`UPDATE notifications SET read_at = ? WHERE user_id = ? AND kind = ? AND ref = ? AND read_at IS NULL`,
			t.now, actor.UserID, domain.NotifyMessage, docking.String()).Error
	})
}
