package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

const (
	// purgeAge is how long a change is kept at least, so that an index being built
	// from the records still finds the changes since it began.
	purgeAge = time.Hour

	// readerLife is how long a reader that is heard of no more holds changes back.
	// An index that comes back later is rebuilt.
	readerLife = 7 * 24 * time.Hour
)

// Compare orders positions as the feed delivers them.
func (p Position) Compare(q Position) int {
	switch {
	case p.XID != q.XID && p.XID < q.XID, p.XID == q.XID && p.ID < q.ID:
		return -1
	case p == q:
		return 0
	}
	return 1
}

// ReportReader notes that a reader of the feed has acted on every change up to at,
// so that Purge may remove them.
func (db *DB) ReportReader(ctx context.Context, reader string, at Position) error {
	_, err := db.pool.Exec(ctx, `
INSERT INTO change_readers (reader, xid, id, updated_at) VALUES ($1, $2::text::xid8, $3, $4)
ON CONFLICT (reader) DO UPDATE SET xid = excluded.xid, id = excluded.id, updated_at = excluded.updated_at`,
		reader, fmt.Sprint(at.XID), at.ID, db.Now())
	return translate(err)
}

// Purge removes the changes that every reader has passed and that are older than an
// hour, and returns how many. Readers silent for a week are forgotten.
func (db *DB) Purge(ctx context.Context) (removed int64, err error) {
	err = pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `DELETE FROM change_readers WHERE updated_at < $1`, db.Now().Add(-readerLife)); err != nil {
			return err
		}
		to, err := purgeLimit(ctx, t, db.Now().Add(-purgeAge))
		if err != nil || to == (Position{}) {
			return err
		}
		removed, err = purgeTo(ctx, t, to)
		return err
	})
	return removed, translate(err)
}

// purgeLimit is the last change before the given time that the slowest reader has
// passed; the beginning when nobody reads the feed.
func purgeLimit(ctx context.Context, t pgx.Tx, before time.Time) (Position, error) {
	return scanPosition(t.QueryRow(ctx, `
SELECT c.xid::text::bigint, c.id FROM changes c
WHERE (c.xid, c.id) <= (SELECT r.xid, r.id FROM change_readers r ORDER BY r.xid, r.id LIMIT 1)
  AND c.xid < coalesce((SELECT min(young.xid) FROM changes young WHERE young.created_at >= $1), '9223372036854775807'::xid8)
ORDER BY c.xid DESC, c.id DESC LIMIT 1`, before))
}

func purgeTo(ctx context.Context, t pgx.Tx, to Position) (int64, error) {
	if _, err := t.Exec(ctx, `UPDATE changes_purged SET xid = $1::text::xid8, id = $2`, fmt.Sprint(to.XID), to.ID); err != nil {
		return 0, err
	}
	done, err := t.Exec(ctx, `DELETE FROM changes WHERE (xid, id) <= ($1::text::xid8, $2::bigint)`, fmt.Sprint(to.XID), to.ID)
	return done.RowsAffected(), err
}

// Purged is up to where changes have been removed. A reader that stands before it
// has missed some, and must start from the records.
func (db *DB) Purged(ctx context.Context) (Position, error) {
	return scanPosition(db.pool.QueryRow(ctx, `SELECT xid::text::bigint, id FROM changes_purged`))
}

func scanPosition(row pgx.Row) (Position, error) {
	var xid int64
	var p Position
	err := translate(row.Scan(&xid, &p.ID))
	if err == domain.ErrNotFound {
		return Position{}, nil
	}
	p.XID = uint64(xid)
	return p, err
}

// AnnounceCalendar writes a change for every listing and policy that the calendar
// alone has moved since it was last called: those that ran out or came into force.
// It returns how many there were.
func (db *DB) AnnounceCalendar(ctx context.Context) (announced int64, err error) {
	err = db.write(ctx, domain.System("calendar"), func(t *tx) error {
		today := domain.DateOf(t.now)
		var since domain.Date
		if err := t.Raw(`SELECT through FROM calendar_announced FOR UPDATE`).Row().Scan(&since); err != nil {
			return err
		}
		done := t.Exec(announceSQL, map[string]any{"since": since.String(), "today": today.String()})
		if done.Error != nil {
			return done.Error
		}
		announced = done.RowsAffected
		t.audit(domain.Operations, domain.ID{}, 0, "announce", map[string]any{"since": since, "through": today, "records": announced})
		return t.Exec(`UPDATE calendar_announced SET through = ?`, today).Error
	})
	return announced, err
}

// A record runs out the day after its valid_until.
const announceSQL = `
INSERT INTO changes (kind, ref, version)
SELECT 'need', id, version FROM needs WHERE state = 'published' AND valid_until >= CAST(@since AS date) AND valid_until < CAST(@today AS date)
UNION ALL
SELECT 'technology', id, version FROM technologies WHERE state = 'published' AND valid_until >= CAST(@since AS date) AND valid_until < CAST(@today AS date)
UNION ALL
SELECT 'policy', id, version FROM policies WHERE state = 'published'
   AND (valid_until >= CAST(@since AS date) AND valid_until < CAST(@today AS date) OR effective_from > CAST(@since AS date) AND effective_from <= CAST(@today AS date))`

// publishedTables say, by library, which records a reader may find at all.
var publishedTables = map[domain.Resource]string{
	domain.Needs:        "needs WHERE state = 'published' AND valid_until >= $1",
	domain.Technologies: "technologies WHERE state = 'published' AND valid_until >= $1",
	domain.Policies:     "policies WHERE state = 'published' AND (valid_until IS NULL OR valid_until >= $1)",
	domain.Experts:      "experts WHERE state = 'published' AND $1::date IS NOT NULL",
}

// Published returns up to limit ids with their versions, above after and in order of
// id, of the records of a library that are published and have not run out. An empty
// page is the end.
func (db *DB) Published(ctx context.Context, kind domain.Resource, after domain.ID, limit int) ([]RecordVersion, error) {
	from, ok := publishedTables[kind]
	if !ok {
		return nil, fmt.Errorf("no library of kind %q", kind)
	}
	query := "SELECT id::text, version FROM " + from + " AND id > $2 ORDER BY id LIMIT $3"
	rows, err := db.pool.Query(ctx, query, db.today().String(), [16]byte(after), limit)
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v RecordVersion, err error) {
		var id string
		if err = row.Scan(&id, &v.Version); err == nil {
			v.ID, err = domain.ParseID(id)
		}
		return v, err
	})
	return found, translate(err)
}
