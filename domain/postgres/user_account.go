package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// Account is a user with the hash of the password, for signing in. The hash goes
// nowhere else.
type Account struct {
	domain.User
	PasswordHash string
}

// AccountByLogin returns the account to sign in to, disabled or not; else ErrNotFound.
func (db *DB) AccountByLogin(ctx context.Context, login string) (Account, error) {
	return db.account(ctx, "login = ?", login)
}

// Account returns the account behind a session; else ErrNotFound.
func (db *DB) Account(ctx context.Context, id domain.ID) (Account, error) {
	return db.account(ctx, "users.id = ?", id)
}

func (db *DB) account(ctx context.Context, condition string, arg any) (Account, error) {
	var row userRow
	err := db.read(ctx).Select(userColumns).Where(condition, arg).Take(&row).Error
	return Account{row.domain(), row.PasswordHash}, translate(err)
}

// tokenTouch is how exact the time of a token's last use is.
const tokenTouch = time.Minute

// Bearer returns the account that a token's hash stands for, and the token, and notes
// the use. Errors: ErrUnauthenticated when there is none, or it has expired, was
// revoked, or its user is disabled.
func (db *DB) Bearer(ctx context.Context, hash [32]byte) (Account, domain.Token, error) {
	var row tokenRow
	now := db.Now()
	err := db.read(ctx).Where("hash = ? AND revoked_at IS NULL AND expires_at > ?", hash[:], now).Limit(1).Find(&row).Error
	if err != nil || row.ID.IsZero() {
		return Account{}, domain.Token{}, orUnauthenticated(err)
	}
	account, err := db.Account(ctx, row.UserID)
	if err != nil || account.Disabled {
		return Account{}, domain.Token{}, orUnauthenticated(err)
	}
	if row.LastUsedAt == nil || now.Sub(*row.LastUsedAt) > tokenTouch {
		err = db.read(ctx).Exec("UPDATE tokens SET last_used_at = ? WHERE id = ?", now, row.ID).Error
	}
	return account, row.domain(), translate(err)
}

func orUnauthenticated(err error) error {
	if err != nil {
		return translate(err)
	}
	return domain.ErrUnauthenticated
}
