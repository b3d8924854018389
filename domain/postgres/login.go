package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// How many logins may fail within the window before more are refused, for one login
// and from one address: an office behind one address has many logins.
const (
	loginWindow        = 15 * time.Minute
	failuresPerLogin   = 10
	failuresPerAddress = 50
)

// ThrottledError is ErrThrottled with the time to wait.
type ThrottledError struct{ Wait time.Duration }

func (e ThrottledError) Error() string { return "throttled for " + e.Wait.String() }

// Unwrap makes the error an ErrThrottled.
func (e ThrottledError) Unwrap() error { return domain.ErrThrottled }

// RetryAfter is how long to wait.
func (e ThrottledError) RetryAfter() time.Duration { return e.Wait }

// LoginAttempt is one attempt to sign in, counted as failed until it succeeds.
type LoginAttempt struct {
	keys []string
	ids  []int64
}

// loginKeys are what failures are counted by. The login is hashed, since people type
// passwords into the wrong field; an IPv6 address stands for its network.
func loginKeys(login, address string) []string {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() && !ip.Is4In6() {
		address = netip.PrefixFrom(ip, 64).Masked().String()
	}
	sum := sha256.Sum256([]byte(login))
	return []string{"login:" + hex.EncodeToString(sum[:16]), "address:" + address}
}

// BeginLogin counts an attempt before the password is looked at, so that attempts
// made at once are all counted. Errors: a ThrottledError when too many have failed.
func (db *DB) BeginLogin(ctx context.Context, login, address string) (LoginAttempt, error) {
	attempt := LoginAttempt{keys: loginKeys(login, address)}
	now := db.Now()
	err := db.read(ctx).Transaction(func(g *gorm.DB) error {
		if err := lockKeys(g, attempt.keys); err != nil {
			return err
		}
		for i, limit := range []int{failuresPerLogin, failuresPerAddress} {
			if err := throttle(g, attempt.keys[i], limit, now); err != nil {
				return err
			}
		}
		return g.Raw("INSERT INTO login_failures (key, at) SELECT unnest(?::text[]), ? RETURNING id", texts(attempt.keys), now).Scan(&attempt.ids).Error
	})
	return attempt, translate(err)
}

// lockKeys makes attempts on the same keys wait for each other, in one order.
func lockKeys(g *gorm.DB, keys []string) error {
	keys = slices.Sorted(slices.Values(keys))
	for _, key := range keys {
		if err := g.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "login_failures "+key).Error; err != nil {
			return err
		}
	}
	return nil
}

// throttle refuses when the last limit failures of key all lie within the window.
func throttle(g *gorm.DB, key string, limit int, now time.Time) error {
	var at []time.Time
	err := g.Raw("SELECT at FROM login_failures WHERE key = ? AND at > ? ORDER BY at DESC LIMIT ?", key, now.Add(-loginWindow), limit).Scan(&at).Error
	if err != nil || len(at) < limit {
		return err
	}
	return ThrottledError{Wait: at[limit-1].Add(loginWindow).Sub(now)}
}

// LoginSucceeded forgets the failures of the login and this attempt, and audits it.
func (db *DB) LoginSucceeded(ctx context.Context, actor domain.Actor, attempt LoginAttempt) error {
	return db.write(ctx, actor, func(t *tx) error {
		t.audit(domain.Users, actor.UserID, 0, domain.SignIn, nil)
		return t.Exec("DELETE FROM login_failures WHERE key = ? OR id = ANY(?::bigint[])", attempt.keys[0], bigints(attempt.ids)).Error
	})
}

// PasswordKnown forgets an attempt that gave the right password without signing in.
func (db *DB) PasswordKnown(ctx context.Context, attempt LoginAttempt) error {
	return translate(db.read(ctx).Exec("DELETE FROM login_failures WHERE id = ANY(?::bigint[])", bigints(attempt.ids)).Error)
}

// LoginFailed audits an attempt that failed. User is whose login it was; zero when
// there is no such login, which is not written down.
func (db *DB) LoginFailed(ctx context.Context, from domain.Actor, user domain.ID) error {
	return db.notDone(ctx, newAuditRow(from, db.Now(), domain.Users, user.String(), 0, domain.SignIn, "failed", nil))
}

// LoggedOut audits the end of a session.
func (db *DB) LoggedOut(ctx context.Context, actor domain.Actor) error {
	return db.write(ctx, actor, func(t *tx) error {
		t.audit(domain.Users, actor.UserID, 0, domain.SignOut, nil)
		return nil
	})
}

func bigints(ids []int64) string {
	out := "{"
	for i, id := range ids {
		if i > 0 {
			out += ","
		}
		out += itoa(id)
	}
	return out + "}"
}

// PurgeExpired removes what has run out: sessions, failed logins, idempotency keys.
// It is to be called now and then; nothing depends on when.
func (db *DB) PurgeExpired(ctx context.Context) error {
	now := db.Now()
	for _, purge := range []struct {
		table, column string
		before        time.Time
	}{{"sessions", "expiry", now}, {"login_failures", "at", now.Add(-loginWindow)}, {"idempotency_keys", "created_at", now.Add(-idempotencyLife)}} {
		if err := db.read(ctx).Exec(fmt.Sprintf("DELETE FROM %s WHERE %s < ?", purge.table, purge.column), purge.before).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}
