package postgres

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"sanku/domain"
)

type tokenRow struct {
	ID         domain.ID  `gorm:"column:id;primaryKey"`
	UserID     domain.ID  `gorm:"column:user_id"`
	Name       string     `gorm:"column:name"`
	Hash       []byte     `gorm:"column:hash"`
	Scopes     texts      `gorm:"column:scopes"`
	ExpiresAt  time.Time  `gorm:"column:expires_at"`
	LastUsedAt *time.Time `gorm:"column:last_used_at"`
	RevokedAt  *time.Time `gorm:"column:revoked_at"`
	CreatedAt  time.Time  `gorm:"column:created_at"`
}

func (tokenRow) TableName() string { return "tokens" }

func (r tokenRow) rowID() domain.ID { return r.ID }

func (r tokenRow) domain() domain.Token {
	return domain.Token{ID: r.ID, UserID: r.UserID, Name: r.Name, Scopes: r.Scopes, ExpiresAt: r.ExpiresAt,
		LastUsedAt: r.LastUsedAt, RevokedAt: r.RevokedAt, CreatedAt: r.CreatedAt}
}

var tokenScope = scopeColumns{users: []string{"tokens.user_id = ?"}}

func tokenFacts(userID domain.ID) domain.Facts { return domain.Facts{Users: []domain.ID{userID}} }

// maxTokens bounds the tokens of one user that can still be used.
const maxTokens = 50

// CreateToken adds a token of the actor's own, known by the SHA-256 of its secret.
// Errors: InvalidErrors; ErrForbidden; a ConflictError when the actor has too many.
func (db *DB) CreateToken(ctx context.Context, actor domain.Actor, token domain.Token, hash [32]byte) (domain.Token, error) {
	if actor.UserID.IsZero() || !domain.Can(actor, domain.Create, domain.Tokens, tokenFacts(actor.UserID)) {
		return domain.Token{}, domain.ErrForbidden
	}
	err := db.write(ctx, actor, func(t *tx) error {
		if err := t.roomForToken(actor.UserID); err != nil {
			return err
		}
		token.ID, token.UserID, token.CreatedAt = domain.NewID(), actor.UserID, t.now
		if err := token.Validate(t.now); err != nil {
			return err
		}
		row := tokenRow{ID: token.ID, UserID: token.UserID, Name: token.Name, Hash: hash[:], Scopes: token.Scopes,
			ExpiresAt: token.ExpiresAt, CreatedAt: token.CreatedAt}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		t.audit(domain.Tokens, token.ID, 1, domain.Create, map[string]any{"scopes": token.Scopes, "expires_at": token.ExpiresAt})
		return nil
	})
	return token, err
}

func (t *tx) roomForToken(user domain.ID) error {
	var n int64
	err := t.Model(&tokenRow{}).Where("user_id = ? AND revoked_at IS NULL AND expires_at > ?", user, t.now).Count(&n).Error
	if err == nil && n >= maxTokens {
		return domain.Conflict("令牌过多，请先吊销不用的令牌", "too many tokens: revoke some first")
	}
	return err
}

// TokenSorts are the sort keys of Tokens; the first is its own.
var TokenSorts = []string{"created_at", "expires_at"}

// Tokens lists the tokens that actor may read: the actor's own.
func (db *DB) Tokens(ctx context.Context, actor domain.Actor, p Page) (List[domain.Token], error) {
	order, err := sortOf(p.Sort, TokenSorts, func(r tokenRow, column string) string {
		if column == "expires_at" {
			return r.ExpiresAt.Format(time.RFC3339Nano)
		}
		return r.CreatedAt.Format(time.RFC3339Nano)
	})
	if err != nil {
		return List[domain.Token]{}, err
	}
	q := tokenScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Tokens))
	return list(q, order, p, tokenRow.domain)
}

// RevokeToken ends a token at once. Revoking it again changes nothing. Errors:
// ErrNotFound, ErrForbidden.
func (db *DB) RevokeToken(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Token, error) {
	var token domain.Token
	err := db.write(ctx, actor, func(t *tx) error {
		var row tokenRow
		if err := t.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		if err := permit(actor, domain.Revoke, domain.Tokens, tokenFacts(row.UserID), 1, 0); err != nil {
			return err
		}
		if row.RevokedAt == nil {
			row.RevokedAt = &t.now
		}
		token = row.domain()
		t.audit(domain.Tokens, id, 1, domain.Revoke, nil)
		return t.Model(&tokenRow{}).Where("id = ?", id).Update("revoked_at", row.RevokedAt).Error
	})
	return token, err
}
