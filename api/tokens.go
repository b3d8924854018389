package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// tokenPrefix begins every token, so that one that leaks is recognised.
const tokenPrefix = "sanku_"

// newSecret makes the secret of a token: 256 random bits.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand aborts the program instead
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(b)
}

// TokenBody is what callers write of a token.
type TokenBody struct {
	Name      string    `json:"name" zh:"名称"`
	Scopes    []string  `json:"scopes" set:"token_scopes" zh:"权限"`
	ExpiresAt time.Time `json:"expires_at" zh:"到期时间" doc:"At most a year away."`
}

// Token is a token as callers read it, without its secret.
type Token struct {
	ID domain.ID `json:"id" zh:"编号"`
	TokenBody
	LastUsedAt *time.Time `json:"last_used_at,omitempty" zh:"最近使用"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty" zh:"吊销时间"`
	CreatedAt  time.Time  `json:"created_at" zh:"创建时间"`
}

// MadeToken is a new token with its secret, shown this once.
type MadeToken struct {
	Token
	Secret string `json:"secret" zh:"令牌" doc:"Shown this once."`
}

func tokenOf(t domain.Token) Token {
	return Token{ID: t.ID, TokenBody: TokenBody{Name: t.Name, Scopes: t.Scopes, ExpiresAt: t.ExpiresAt},
		LastUsedAt: t.LastUsedAt, RevokedAt: t.RevokedAt, CreatedAt: t.CreatedAt}
}

func (a *API) registerTokens() {
	tokens := collection{"tokens", domain.Tokens, domain.Text{ZH: "访问令牌", EN: "tokens"}}
	list(a, tokens, postgres.TokenSorts, a.listTokens)
	create(a, tokens, a.createToken)
	act(a, tokens, domain.Revoke, domain.Text{ZH: "吊销", EN: "Revoke"}, a.revokeToken)
}

type tokensQuery struct{ Page }

func (a *API) listTokens(ctx context.Context, in *tokensQuery) (*page[Token], error) {
	found, err := a.db.Tokens(ctx, actorOf(ctx), in.store())
	return pageOf(found, tokenOf), err
}

type createTokenInput struct{ Body TokenBody }

func (a *API) createToken(ctx context.Context, in *createTokenInput) (*created[MadeToken], error) {
	secret := newSecret()
	token := domain.Token{Name: in.Body.Name, Scopes: in.Body.Scopes, ExpiresAt: in.Body.ExpiresAt.UTC().Truncate(time.Microsecond)}
	token, err := a.db.CreateToken(ctx, actorOf(ctx), token, sha256.Sum256([]byte(secret)))
	return createdIn("tokens", token.ID, MadeToken{Token: tokenOf(token), Secret: secret}, 1), err
}

func (a *API) revokeToken(ctx context.Context, in *Record) (*one[Token], error) {
	token, err := a.db.RevokeToken(ctx, actorOf(ctx), in.ID)
	return oneOf(tokenOf(token), 1), err
}
