package workbench

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// A second press of the button waits for what the first one does.
const (
	againEvery = 50 * time.Millisecond
	againFor   = 10 * time.Second
)

// once saves the form and leads on, unless save leads nowhere: it has answered itself. A
// form that was sent before leads to where it led then; one that was sent with other
// content, or another file, is shown again under a new number.
func (f *form) once(save func() (string, error)) error {
	ctx, user, key := f.v.r.Context(), f.v.actor.UserID, "form:"+f.sent.Get("_once")
	if user.IsZero() || !isID(f.sent.Get("_once")) {
		next, err := save()
		if err == nil && next != "" {
			f.lead(next, f.done)
		}
		return err
	}
	kept, err := f.claim(ctx, user, key)
	if errors.Is(err, postgres.ErrShownOnce) {
		f.lead(f.cancel, f.v.say("已经保存。密码、密钥只显示一次；没有看到的，请重新生成。", "Saved before. Passwords and secrets are shown once: make a new one if you have not seen it."))
		return nil
	}
	if err != nil {
		return err
	}
	if kept != nil {
		f.lead(kept.Header["Location"], kept.Header["Done"])
		return nil
	}
	return f.keep(user, key, save)
}

func isID(s string) bool {
	_, err := domain.ParseID(s)
	return err == nil
}

// claim claims the form's number, or says how it was answered before.
func (f *form) claim(ctx context.Context, user domain.ID, key string) (*postgres.Answer, error) {
	sum := sha256.Sum256([]byte(f.v.r.URL.Path + "\n" + f.sent.Encode() + "\n" + f.files))
	for until := time.Now().Add(againFor); ; {
		kept, err := f.v.DB.BeginIdempotent(ctx, user, key, sum)
		var invalid domain.InvalidErrors
		switch {
		case errors.As(err, &invalid):
			return nil, domain.Conflict("这份表单已经提交过。如要另行提交下面的内容，请再按一次按钮。", "This form was sent before. To send what is below as well, press the button once more.")
		case errors.Is(err, postgres.ErrShownOnce) || !errors.Is(err, domain.ErrConflict) || time.Now().After(until):
			return kept, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(againEvery):
		}
	}
}

// keep saves and keeps where it led to, or gives the number back: also when saving
// panics, and when the client has gone.
func (f *form) keep(user domain.ID, key string, save func() (string, error)) (err error) {
	ctx := context.WithoutCancel(f.v.r.Context())
	saved := false
	defer func() {
		if !saved {
			err = errors.Join(err, f.v.DB.ReleaseIdempotent(ctx, user, key))
		}
	}()
	next, err := save()
	if err != nil {
		return err
	}
	saved = true
	if next == "" { // save has answered, with what is shown only once
		return f.v.DB.FinishIdempotent(ctx, user, key, postgres.Answer{Status: http.StatusOK})
	}
	f.lead(next, f.done)
	return f.v.DB.FinishIdempotent(ctx, user, key, postgres.Answer{Status: http.StatusSeeOther, Body: []byte(next), Header: map[string]string{"Location": next, "Done": f.done}})
}

func (f *form) lead(next, done string) {
	f.v.flash(done)
	f.v.redirect(next)
}
