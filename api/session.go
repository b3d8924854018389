package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Session says who is signed in.
type Session struct {
	SignedIn bool  `json:"signed_in" zh:"是否已登录"`
	User     *User `json:"user,omitempty" zh:"用户"`
}

// registerSession is who signs in and out: open to all, the password is the check.
func (a *API) registerSession() {
	session := func(method, id string, summary domain.Text) route {
		return route{id: id, method: method, path: "/session", resource: domain.Users, summary: summary, tag: "session", open: true, secret: true}
	}
	register(a, session(http.MethodPost, "sign-in", domain.Text{ZH: "登录", EN: "Sign in"}), a.signIn)
	register(a, session(http.MethodGet, "read-session", domain.Text{ZH: "查看登录状态", EN: "Say who is signed in"}), a.readSession)
	register(a, session(http.MethodDelete, "sign-out", domain.Text{ZH: "退出", EN: "Sign out"}), a.signOut)
}

type sessionAnswer struct{ Body Session }

// Credentials are what one signs in with.
type Credentials struct {
	Login    string `json:"login" maxLength:"64" zh:"登录名"`
	Password string `json:"password" maxLength:"128" zh:"密码"`
}

var badCredentials = kind{"bad-credentials", http.StatusUnauthorized, domain.Text{ZH: "登录失败", EN: "Not signed in"},
	domain.Text{ZH: "登录名或密码不正确。", EN: "The login or the password is wrong."}}

type signInInput struct{ Body Credentials }

// signIn starts a session. A wrong login and a wrong password look the same and take
// the same time.
func (a *API) signIn(ctx context.Context, in *signInInput) (*sessionAnswer, error) {
	req := requestOf(ctx)
	login := strings.ToLower(strings.TrimSpace(in.Body.Login))
	attempt, err := a.db.BeginLogin(ctx, login, req.actor.From)
	if err != nil {
		return nil, err
	}
	account, err := a.db.AccountByLogin(ctx, login)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	ok, err := a.passwords.match(ctx, in.Body.Password, account.PasswordHash)
	if err != nil {
		return nil, err
	}
	if !ok || account.Disabled {
		return nil, errors.Join(badCredentials.problem(req), a.db.LoginFailed(ctx, publicFrom(req.actor), account.ID))
	}
	return a.beginSession(ctx, account, attempt)
}

func (a *API) beginSession(ctx context.Context, account postgres.Account, attempt postgres.LoginAttempt) (*sessionAnswer, error) {
	if err := a.holdSession(ctx, account); err != nil {
		return nil, err
	}
	req := requestOf(ctx)
	actor := account.Actor(req.actor.From)
	actor.RequestID = req.id
	if err := a.db.LoginSucceeded(ctx, actor, attempt); err != nil {
		return nil, errors.Join(err, a.sessions.Destroy(ctx))
	}
	user := userOf(account.User)
	return &sessionAnswer{Session{SignedIn: true, User: &user}}, nil
}

// holdSession makes the session the account's, under a new token.
func (a *API) holdSession(ctx context.Context, account postgres.Account) error {
	if err := a.sessions.RenewToken(ctx); err != nil {
		return err
	}
	a.sessions.Put(ctx, sessionUser, account.ID.String())
	a.sessions.Put(ctx, sessionStamp, stampOf(account))
	return nil
}

// readSession says who the caller is, the public too.
func (a *API) readSession(ctx context.Context, _ *none) (*sessionAnswer, error) {
	actor := actorOf(ctx)
	if actor.UserID.IsZero() {
		return &sessionAnswer{}, nil
	}
	u, err := a.db.User(ctx, actor, actor.UserID)
	user := userOf(u)
	return &sessionAnswer{Session{SignedIn: true, User: &user}}, err
}

// signOut ends the session, if there is one.
func (a *API) signOut(ctx context.Context, _ *none) (*none, error) {
	if !requestOf(ctx).session {
		return nil, nil
	}
	return nil, errors.Join(a.sessions.Destroy(ctx), a.db.LoggedOut(ctx, actorOf(ctx)))
}

// publicFrom is the public at the actor's address.
func publicFrom(actor domain.Actor) domain.Actor {
	return domain.Actor{From: actor.From, RequestID: actor.RequestID}
}
