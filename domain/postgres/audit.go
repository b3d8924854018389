package postgres

import (
	"context"
	"strings"
	"time"

	"sanku/domain"
)

type auditRow struct {
	ID        int64                 `gorm:"column:id;->"`
	At        time.Time             `gorm:"column:at"`
	ActorID   domain.ID             `gorm:"column:actor_id"`
	Actor     string                `gorm:"column:actor"`
	Address   string                `gorm:"column:address"`
	RequestID string                `gorm:"column:request_id"`
	Action    string                `gorm:"column:action"`
	Kind      string                `gorm:"column:kind"`
	Ref       string                `gorm:"column:ref"`
	Version   int64                 `gorm:"column:version"`
	Outcome   string                `gorm:"column:outcome"`
	Detail    jsonb[map[string]any] `gorm:"column:detail"`
}

func (auditRow) TableName() string { return "audit" }

func newAuditRow(a domain.Actor, at time.Time, resource domain.Resource, ref string, version int64, action domain.Action, outcome string, detail map[string]any) auditRow {
	if detail == nil {
		detail = map[string]any{}
	}
	who := a.Login
	if who == "" {
		who = "public"
	}
	return auditRow{At: at, ActorID: a.UserID, Actor: who, Address: a.From, RequestID: a.RequestID, Action: string(action),
		Kind: string(resource), Ref: ref, Version: version, Outcome: outcome, Detail: jsonb[map[string]any]{detail}}
}

// AuditEntry is one line of the audit trail.
type AuditEntry struct {
	ID        int64
	At        time.Time
	ActorID   domain.ID
	Actor     string
	Address   string
	RequestID string
	Action    string
	Kind      string
	Ref       string
	Version   int64
	Outcome   string // "done", "denied" or "failed"
	Detail    map[string]any
}

// Denied writes that actor was refused action on a record, in a transaction of its
// own. Ref is as the caller gave it in the path: it is cut to 100 bytes, and what
// PostgreSQL cannot keep is replaced, so that no ref keeps the denial out.
func (db *DB) Denied(ctx context.Context, actor domain.Actor, action domain.Action, resource domain.Resource, ref string) error {
	const unknown = "\uFFFD"
	ref = strings.ReplaceAll(ref[:min(len(ref), 100)], "\x00", unknown)
	ref = strings.ToValidUTF8(ref, unknown)
	return db.notDone(ctx, newAuditRow(actor, db.Now(), resource, ref, 0, action, "denied", nil))
}

// notDone writes the row of something that was refused or failed. It does so for a
// caller who has gone as well: hanging up is no way around the trail.
func (db *DB) notDone(ctx context.Context, row auditRow) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return translate(db.read(ctx).Create(&row).Error)
}

// AuditFilter selects lines of the audit trail; zero fields select all.
type AuditFilter struct {
	Kind, Ref, Outcome string
	ActorID            domain.ID
	Actor              string        // login as the trail has it
	Days               domain.Period // in Shanghai; zero: any time
	ID                 int64         // one row
}

// AuditTrail lists the trail, newest first. Access is decided by the caller: the
// trail as a whole is either shown or not.
func (db *DB) AuditTrail(ctx context.Context, f AuditFilter, p Page) (List[AuditEntry], error) {
	q := db.read(ctx).Model(&auditRow{})
	for column, v := range map[string]string{"kind": f.Kind, "ref": f.Ref, "outcome": f.Outcome, "actor": f.Actor} {
		if v != "" {
			q = q.Where(column+" = ?", v)
		}
	}
	if !f.ActorID.IsZero() {
		q = q.Where("actor_id = ?", f.ActorID)
	}
	if f.Days != (domain.Period{}) {
		q = q.Where("at >= ? AND at < ?", f.Days.From.Time(), f.Days.To.AddDays(1).Time())
	}
	if f.ID != 0 {
		q = q.Where("id = ?", f.ID)
	}
	order := sorting[auditRow]{column: "id", cast: "bigint", desc: true, key: func(r auditRow) (string, string) { return "", itoa(r.ID) }}
	return list(q, order, p, func(r auditRow) AuditEntry {
		return AuditEntry{r.ID, r.At, r.ActorID, r.Actor, r.Address, r.RequestID, r.Action, r.Kind, r.Ref, r.Version, r.Outcome, r.Detail.V}
	})
}

// Sealed says which of the rows of the trail are in its log already.
func (db *DB) Sealed(ctx context.Context, rows []int64) (map[int64]bool, error) {
	var in []int64
	err := db.read(ctx).Table("audit_leaves").Where("audit_id IN ?", rows).Pluck("audit_id", &in).Error
	sealed := make(map[int64]bool, len(in))
	for _, id := range in {
		sealed[id] = true
	}
	return sealed, translate(err)
}
