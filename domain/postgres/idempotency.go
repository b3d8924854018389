package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// idempotencyLife is how long an answer is kept for replay.
const idempotencyLife = 24 * time.Hour

// Answer is an answer kept for replay. One without a body was given but holds a
// secret, which is not kept.
type Answer struct {
	Status int
	Header map[string]string
	Body   []byte
}

type idempotencyRow struct {
	UserID    domain.ID                `gorm:"column:user_id;primaryKey"`
	Key       string                   `gorm:"column:key;primaryKey"`
	Request   []byte                   `gorm:"column:request"`
	Status    *int                     `gorm:"column:status"`
	Header    jsonb[map[string]string] `gorm:"column:header"`
	Body      []byte                   `gorm:"column:body"`
	CreatedAt time.Time                `gorm:"column:created_at"`
}

func (idempotencyRow) TableName() string { return "idempotency_keys" }

// ErrShownOnce says that a request was carried out before, and that its answer was not
// kept.
var ErrShownOnce = domain.Conflict("该请求已完成，其中的密钥只显示一次", "the request was carried out; its secret is shown only once")

// BeginIdempotent claims key for a user's request, known by its hash. It returns nil
// when the request is to be carried out, or the answer it was given before. Errors:
// InvalidErrors when the key was used for another request; a ConflictError when the
// first request has not been answered; ErrShownOnce when its answer was not kept.
func (db *DB) BeginIdempotent(ctx context.Context, user domain.ID, key string, request [32]byte) (*Answer, error) {
	now := db.Now()
	claim := db.read(ctx).Exec(`INSERT INTO idempotency_keys (user_id, key, request, created_at) VALUES (?, ?, ?, ?)
ON CONFLICT (user_id, key) DO UPDATE SET request = EXCLUDED.request, status = NULL, header = NULL, body = NULL, created_at = EXCLUDED.created_at
WHERE idempotency_keys.created_at < ?`, user, key, request[:], now, now.Add(-idempotencyLife))
	if claim.Error != nil || claim.RowsAffected == 1 {
		return nil, translate(claim.Error)
	}
	var row idempotencyRow
	if err := db.idempotent(ctx, user, key).Take(&row).Error; err != nil {
		return nil, translate(err)
	}
	return row.answer(request)
}

func (r idempotencyRow) answer(request [32]byte) (*Answer, error) {
	switch {
	case [32]byte(r.Request) != request:
		return nil, domain.Invalid("Idempotency-Key", "此键已用于另一请求", "was used for another request")
	case r.Status == nil:
		return nil, domain.Conflict("同一请求正在处理，或中途中断；请查看记录是否已写入", "the same request is under way or was interrupted: look whether it took effect")
	case r.Body == nil:
		return nil, ErrShownOnce
	}
	return &Answer{Status: *r.Status, Header: r.Header.V, Body: r.Body}, nil
}

// FinishIdempotent keeps the answer to the request that claimed key.
func (db *DB) FinishIdempotent(ctx context.Context, user domain.ID, key string, a Answer) error {
	return translate(db.idempotent(ctx, user, key).Updates(map[string]any{
		"status": a.Status, "header": jsonb[map[string]string]{a.Header}, "body": a.Body}).Error)
}

// ReleaseIdempotent gives key back after a request that did nothing.
func (db *DB) ReleaseIdempotent(ctx context.Context, user domain.ID, key string) error {
	return translate(db.idempotent(ctx, user, key).Delete(&idempotencyRow{}).Error)
}

func (db *DB) idempotent(ctx context.Context, user domain.ID, key string) *gorm.DB {
	return db.read(ctx).Model(&idempotencyRow{}).Where("user_id = ? AND key = ?", user, key)
}
