package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// AuditEntry is one line of the audit trail.
type AuditEntry struct {
	ID        int64          `json:"id" zh:"序号"`
	At        time.Time      `json:"at" zh:"时间"`
	ActorID   domain.ID      `json:"actor_id,omitzero" zh:"操作人编号"`
	Actor     string         `json:"actor" zh:"操作人"`
	Address   string         `json:"address,omitempty" zh:"来源地址"`
	RequestID string         `json:"request_id,omitempty" zh:"请求编号"`
	Action    string         `json:"action" zh:"操作"`
	Kind      string         `json:"kind" zh:"对象"`
	Ref       string         `json:"ref,omitempty" zh:"对象编号"`
	Version   int64          `json:"version,omitempty" zh:"版本"`
	Outcome   string         `json:"outcome" set:"outcomes" zh:"结果"`
	Detail    map[string]any `json:"detail,omitempty" zh:"详情"`
}

func (a *API) registerAudit() {
	list(a, collection{"audit", domain.Audits, domain.Text{ZH: "审计记录", EN: "audit trail"}}, nil, a.listAudit)
}

type auditQuery struct {
	Page
	Kind    string    `query:"kind" maxLength:"40" zh:"对象"`
	Ref     string    `query:"ref" maxLength:"100" zh:"对象编号"`
	Outcome string    `query:"outcome" set:"outcomes" zh:"结果"`
	Actor   domain.ID `query:"actor_id" zh:"操作人编号"`
}

// listAudit shows the trail, newest first. Who may see it at all is the access table's.
func (a *API) listAudit(ctx context.Context, in *auditQuery) (*page[AuditEntry], error) {
	filter := postgres.AuditFilter{Kind: in.Kind, Ref: in.Ref, Outcome: in.Outcome, ActorID: in.Actor}
	found, err := a.db.AuditTrail(ctx, filter, in.store())
	return pageOf(found, auditEntryOf), err
}

func auditEntryOf(e postgres.AuditEntry) AuditEntry {
	return AuditEntry{e.ID, e.At, e.ActorID, e.Actor, e.Address, e.RequestID, e.Action, e.Kind, e.Ref, e.Version, e.Outcome, e.Detail}
}
