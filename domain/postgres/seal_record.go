package postgres

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// auditRecord is an audit row as it is sealed: every column of the table, in the
// order of this struct. Anything added to the table later must be added at the end
// with omitempty, so that rows sealed before keep their hash.
type auditRecord struct {
	ID        int64           `json:"id"`
	XID       uint64          `json:"xid"`
	At        string          `json:"at"` // UTC with six decimals; "" for what is no moment
	ActorID   *string         `json:"actor_id"`
	Actor     string          `json:"actor"`
	Address   string          `json:"address"`
	RequestID string          `json:"request_id"`
	Action    string          `json:"action"`
	Kind      string          `json:"kind"`
	Ref       string          `json:"ref"`
	Version   int64           `json:"version"`
	Outcome   string          `json:"outcome"`
	Detail    json.RawMessage `json:"detail"` // keys as jsonb orders them: shorter first, then by byte
}

const auditColumns = `
SELECT a.id, a.xid, coalesce(to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''), a.actor_id::text,
       a.actor, a.address, a.request_id, a.action, a.kind, a.ref, a.version, a.outcome, convert_to(a.detail::text, 'UTF8')`

// auditRecords reads the rows of a query that selects auditColumns.
func auditRecords(ctx context.Context, t pgx.Tx, query string, args ...any) ([]auditRecord, error) {
	rows, err := t.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[auditRecord])
}

// line is the canonical text of the record, which the log's leaf is the hash of: one
// line of JSON with the fields in order, without spaces, nothing escaped but what
// JSON must escape (and U+2028, U+2029), ended by a newline.
func (r auditRecord) line() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		panic("an audit record is not JSON: " + err.Error()) // detail is jsonb, the rest are plain
	}
	return b.Bytes()
}

func (r auditRecord) hash() tlog.Hash { return tlog.RecordHash(r.line()) }
