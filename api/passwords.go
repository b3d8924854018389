package api

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Hashing takes 64 MiB and two passes; as many at once as there are slots, and no
// one waits for a slot longer than hashWait.
const (
	hashSlots = 2
	hashWait  = 5 * time.Second
)

// passwords hashes and compares passwords, a few at a time.
type passwords struct {
	slots  chan struct{}
	params argon2id.Params
	dummy  string // a hash of no password, compared with when there is no such login
}

func newPasswords() *passwords {
	p := &passwords{slots: make(chan struct{}, hashSlots), params: argon2id.Params{Memory: 64 << 10, Iterations: 2, Parallelism: 2, SaltLength: 16, KeyLength: 32}}
	zeros := func(n uint32) string { return base64.RawStdEncoding.EncodeToString(make([]byte, n)) }
	p.dummy = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.params.Memory, p.params.Iterations, p.params.Parallelism,
		zeros(p.params.SaltLength), zeros(p.params.KeyLength))
	return p
}

func (p *passwords) hash(ctx context.Context, password string) (hash string, err error) {
	err = p.slot(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &p.params)
		return err
	})
	return hash, err
}

// match reports whether password has the given hash. It takes as long for "", the
// hash of a login that does not exist.
func (p *passwords) match(ctx context.Context, password, hash string) (ok bool, err error) {
	known := hash != ""
	if !known {
		hash = p.dummy
	}
	err = p.slot(ctx, func() error {
		ok, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	return ok && known, err
}

func (p *passwords) slot(ctx context.Context, work func() error) error {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("waiting to hash a password: %w", domain.ErrUnavailable)
	}
	defer func() { <-p.slots }()
	return work()
}

// NewPassword makes a random password of 128 bits.
func NewPassword() string { return strings.ToLower(rand.Text()) }

// MakeUser adds u with a fresh random password, which it returns: it is kept nowhere.
func MakeUser(ctx context.Context, db *postgres.DB, actor domain.Actor, u domain.User) (domain.User, string, error) {
	password := NewPassword()
	hash, err := newPasswords().hash(ctx, password)
	if err != nil {
		return domain.User{}, "", err
	}
	u, err = db.CreateUser(ctx, actor, u, hash)
	return u, password, err
}

// ResetPassword gives the user a fresh random password, which it returns.
func ResetPassword(ctx context.Context, db *postgres.DB, actor domain.Actor, id domain.ID) (string, error) {
	password := NewPassword()
	hash, err := newPasswords().hash(ctx, password)
	if err != nil {
		return "", err
	}
	_, err = db.SetPassword(ctx, actor, id, hash)
	return password, err
}
