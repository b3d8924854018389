package api

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func identityFixtures() map[string]fixture {
	return map[string]fixture{
		"sign-in":      {body: text(`{"login":"admin","password":"` + testPassword + `"}`)},
		"read-session": {},
		"sign-out":     {status: 204},

		"list-users":        {record: userRecord, query: "limit=200"},
		"read-user":         {record: userRecord},
		"create-user":       {record: userToMake, body: newUserBody},
		"change-user":       {record: userRecord, body: text(`{"name":"改名"}`)},
		"set-password-user": {record: userRecord, body: passwordBody},

		"list-tokens":  {record: tokenRecord, query: "limit=200&sort=-created_at"},
		"create-token": {body: tokenBody},
		"revoke-token": {record: tokenRecord},

		"list-audit": {},
	}
}

// userRecord is the caller's own user, or another.
func userRecord(s *server, c caller, r relation) target {
	id := c.actor.UserID
	if r != own || id.IsZero() {
		id = s.newCaller(domain.User{Login: "u" + domain.NewID().String(), Name: "他人", Roles: []domain.Role{domain.RoleBureau}}, "read").actor.UserID
	}
	u, err := s.db.User(s.t.Context(), setup, id)
	require.NoError(s.t, err)
	return target{id: u.ID, version: u.Version, facts: domain.Facts{Users: []domain.ID{u.ID}}}
}

func userToMake(*server, caller, relation) target { return target{} }

func newUserBody(*server, caller, relation) string {
	return fmt.Sprintf(`{"login":"u%s","name":"新用户","roles":["bureau"]}`, domain.NewID())
}

func passwordBody(_ *server, _ caller, r relation) string {
	if r == own {
		return `{"old_password":"` + testPassword + `","new_password":"` + testPassword + `"}`
	}
	return `{}`
}

// tokenRecord is a token of the caller's, or of another user.
func tokenRecord(s *server, c caller, r relation) target {
	actor := c.actor
	if r != own || actor.UserID.IsZero() {
		actor = s.as("liaison").actor
		if c.name == "liaison" {
			actor = s.as("expert").actor
		}
	}
	actor.ReadOnly = false
	token, err := s.db.CreateToken(s.t.Context(), actor, domain.Token{Name: "令牌", Scopes: []string{"read"}, ExpiresAt: s.db.Now().Add(time.Hour)}, sha256.Sum256([]byte(newSecret())))
	require.NoError(s.t, err)
	return target{id: token.ID, facts: domain.Facts{Users: []domain.ID{actor.UserID}}}
}

func tokenBody(s *server, _ caller, _ relation) string {
	return fmt.Sprintf(`{"name":"脚本","scopes":["read"],"expires_at":%q}`, s.db.Now().Add(time.Hour).Format(time.RFC3339))
}
