package postgres_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

var admin = domain.Actor{Login: "root", Roles: []domain.Role{domain.RoleAdmin}}

func newUser(t *testing.T, db *postgres.DB, login string, roles ...domain.Role) domain.User {
	t.Helper()
	u, err := db.CreateUser(t.Context(), admin, domain.User{Login: login, Name: "示例用户", Roles: roles}, "hash-of-"+login)
	require.NoError(t, err)
	return u
}

func TestUser(t *testing.T) {
	db, ctx := open(t), t.Context()
	made := newUser(t, db, "clerk", domain.RoleBureau, domain.RoleAdmin)
	newUser(t, db, "second", domain.RoleBureau)

	_, err := db.CreateUser(ctx, admin, domain.User{Login: "clerk", Name: "另一人", Roles: []domain.Role{domain.RoleBureau}}, "x")
	require.ErrorIs(t, err, domain.ErrConflict)
	_, err = db.CreateUser(ctx, bureau, domain.User{Login: "third", Name: "第三人", Roles: []domain.Role{domain.RoleBureau}}, "x")
	require.ErrorIs(t, err, domain.ErrForbidden)

	account, err := db.AccountByLogin(ctx, "clerk")
	require.NoError(t, err)
	require.Equal(t, "hash-of-clerk", account.PasswordHash)
	require.ElementsMatch(t, []domain.Role{domain.RoleAdmin, domain.RoleBureau}, account.Roles)

	_, err = db.ChangeUser(ctx, admin, made.ID, made.Version, func(u *domain.User) error { u.Disabled = true; return nil })
	require.ErrorIs(t, err, domain.ErrConflict, "the last administrator")
	newUser(t, db, "other", domain.RoleAdmin)
	changed, err := db.ChangeUser(ctx, admin, made.ID, made.Version, func(u *domain.User) error { u.Disabled = true; return nil })
	require.NoError(t, err)
	require.True(t, changed.Disabled)
	_, err = db.ChangeUser(ctx, admin, made.ID, made.Version, func(*domain.User) error { return nil })
	require.ErrorIs(t, err, domain.ErrStale)
}

func TestUsersList(t *testing.T) {
	db, ctx := open(t), t.Context()
	one := newUser(t, db, "one", domain.RoleBureau)
	newUser(t, db, "two", domain.RoleAdmin)
	yes := true
	for name, tt := range map[string]struct {
		actor  domain.Actor
		filter postgres.UserFilter
		want   int
	}{
		"admin sees all":      {admin, postgres.UserFilter{}, 2},
		"by role":             {admin, postgres.UserFilter{Role: "bureau"}, 1},
		"disabled":            {admin, postgres.UserFilter{Disabled: &yes}, 0},
		"others see themself": {one.Actor(""), postgres.UserFilter{}, 1},
		"the public none":     {domain.Actor{}, postgres.UserFilter{}, 0},
	} {
		got, err := db.Users(ctx, tt.actor, tt.filter, postgres.Page{})
		require.NoError(t, err, name)
		require.Len(t, got.Items, tt.want, name)
	}
}

func TestSetPassword(t *testing.T) {
	db, ctx := open(t), t.Context()
	one, two := newUser(t, db, "one", domain.RoleBureau), newUser(t, db, "two", domain.RoleBureau)
	_, err := db.SetPassword(ctx, one.Actor(""), one.ID, "new")
	require.NoError(t, err)
	_, err = db.SetPassword(ctx, one.Actor(""), two.ID, "new")
	require.ErrorIs(t, err, domain.ErrNotFound)
	trail, err := db.AuditTrail(ctx, postgres.AuditFilter{Ref: one.ID.String()}, postgres.Page{})
	require.NoError(t, err)
	require.Equal(t, "set-password", trail.Items[0].Action)
	require.NotContains(t, trail.Items[0].Detail, "password")
}

func TestToken(t *testing.T) {
	db, ctx := open(t), t.Context()
	one, two := newUser(t, db, "one", domain.RoleBureau), newUser(t, db, "two", domain.RoleBureau)
	hash := sha256.Sum256([]byte("secret"))
	token, err := db.CreateToken(ctx, one.Actor(""), domain.Token{Name: "脚本", Scopes: []string{"read"}, ExpiresAt: db.Now().Add(time.Hour)}, hash)
	require.NoError(t, err)

	account, used, err := db.Bearer(ctx, hash)
	require.NoError(t, err)
	require.Equal(t, one.ID, account.ID)
	require.Equal(t, []string{"read"}, used.Scopes)
	_, _, err = db.Bearer(ctx, sha256.Sum256([]byte("other")))
	require.ErrorIs(t, err, domain.ErrUnauthenticated)

	_, err = db.RevokeToken(ctx, two.Actor(""), token.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = db.RevokeToken(ctx, one.Actor(""), token.ID)
	require.NoError(t, err)
	_, _, err = db.Bearer(ctx, hash)
	require.ErrorIs(t, err, domain.ErrUnauthenticated)
}

func TestTokenEndsWithItsUser(t *testing.T) {
	db, ctx := open(t), t.Context()
	one := newUser(t, db, "one", domain.RoleBureau)
	hash := sha256.Sum256([]byte("secret"))
	_, err := db.CreateToken(ctx, one.Actor(""), domain.Token{Name: "脚本", Scopes: []string{"write"}, ExpiresAt: db.Now().Add(time.Hour)}, hash)
	require.NoError(t, err)
	_, err = db.ChangeUser(ctx, admin, one.ID, 1, func(u *domain.User) error { u.Disabled = true; return nil })
	require.NoError(t, err)
	_, _, err = db.Bearer(ctx, hash)
	require.ErrorIs(t, err, domain.ErrUnauthenticated)
}
