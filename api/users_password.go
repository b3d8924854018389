package api

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

// PasswordChange is a new password, with the old one when it is one's own.
type PasswordChange struct {
	Old string `json:"old_password,omitempty" maxLength:"128" zh:"原密码" doc:"Required for one's own."`
	New string `json:"new_password,omitempty" maxLength:"128" zh:"新密码" doc:"An administrator may leave it out: one is made and shown."`
}

// PasswordChanged holds the password made for a user, shown this once.
type PasswordChanged struct {
	Password string `json:"password,omitempty" zh:"新密码"`
}

type passwordInput struct {
	Record
	Body PasswordChange
}

// setPassword changes one's own password, knowing the old one, or resets another's.
// Either way the user's sessions end, but for the one that changed its own.
func (a *API) setPassword(ctx context.Context, in *passwordInput) (*one[PasswordChanged], error) {
	actor := actorOf(ctx)
	if err := a.maySetPassword(ctx, actor, in); err != nil {
		return nil, err
	}
	hash, shown, err := a.passwordOrNew(ctx, in.Body.New)
	if err != nil {
		return nil, err
	}
	u, err := a.db.SetPassword(ctx, actor, in.ID, hash)
	if err == nil && in.ID == actor.UserID && requestOf(ctx).session {
		err = a.holdSession(ctx, postgres.Account{User: u, PasswordHash: hash})
	}
	return oneOf(PasswordChanged{Password: shown}, u.Version), err
}

// maySetPassword comes before the hashing, which is dear.
func (a *API) maySetPassword(ctx context.Context, actor domain.Actor, in *passwordInput) error {
	if in.ID == actor.UserID {
		return a.checkOldPassword(ctx, actor, in.Body)
	}
	_, err := a.db.User(ctx, actor, in.ID)
	return err
}

// checkOldPassword counts a wrong guess as a failed login, so that a borrowed session
// cannot be used to guess on.
func (a *API) checkOldPassword(ctx context.Context, actor domain.Actor, body PasswordChange) error {
	if body.New == "" {
		return domain.Invalid("new_password", "必填", "is required")
	}
	attempt, err := a.db.BeginLogin(ctx, actor.Login, actor.From)
	if err != nil {
		return err
	}
	account, err := a.db.Account(ctx, actor.UserID)
	if err != nil {
		return err
	}
	ok, err := a.passwords.match(ctx, body.Old, account.PasswordHash)
	if err == nil && !ok {
		err = domain.Invalid("old_password", "原密码不正确", "is wrong")
	}
	if err != nil {
		return err
	}
	return a.db.PasswordKnown(ctx, attempt)
}
