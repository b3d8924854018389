package workbench

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strings"

	"sanku/domain"
)

// typedPrefix marks the fields of a form that wait for someone to sign in again.
const typedPrefix = "typed."

// typedField is a field of a form that waits.
type typedField struct{ Name, Value string }

// signInFirst answers those whose session has ended. What they were sending is not
// done; the form of a page is carried through signing in, but for files and secrets.
func (v *visit) signInFirst() {
	if v.r.Method == http.MethodGet {
		v.redirect("/login?next=" + url.QueryEscape(v.r.URL.RequestURI()))
		return
	}
	page := loginPage{Login: v.lastLogin(), Problem: v.say("登录已过期，请重新登录。刚才的操作没有执行。", "Your session has ended: sign in again. Nothing was done.")}
	next := v.cameFrom()
	if v.route.form {
		if typed, err := v.typedFields(); err == nil {
			next, page.Typed = v.r.URL.RequestURI(), typed
			page.Problem = v.say("登录已过期，请重新登录。您填写的内容会保留，尚未提交。", "Your session has ended: sign in again. What you typed is kept and has not been sent.")
		}
	}
	page.Action = v.href("/login?next=" + url.QueryEscape(next))
	v.page(http.StatusUnauthorized, "login", v.say("登录", "Sign in"), page)
}

// cameFrom is the page of this site that led here.
func (v *visit) cameFrom() string {
	u, err := url.Parse(v.r.Referer())
	if err != nil || u.Host != v.r.Host {
		return "/"
	}
	return cmp.Or(u.RequestURI(), "/")
}

// typedFields reads the form without its files, which are passed over.
func (v *visit) typedFields() ([]typedField, error) {
	sent, err := v.withoutFiles()
	var typed []typedField
	for name, values := range sent {
		if strings.HasPrefix(name, "_") && name != "_version" || strings.Contains(name, "password") {
			continue
		}
		for _, value := range values {
			typed = append(typed, typedField{typedPrefix + name, value})
		}
	}
	sort.SliceStable(typed, func(i, j int) bool { return typed[i].Name < typed[j].Name })
	return typed, err
}

func (v *visit) withoutFiles() (url.Values, error) {
	parts, err := v.r.MultipartReader()
	if err != nil {
		err := v.readForm()
		return v.r.PostForm, err
	}
	sent := url.Values{}
	for left := int64(maxFields); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return sent, nil
		}
		if err != nil || left <= 0 {
			return nil, domain.Invalid("form", "表单过大或无法读懂", "the form is too large or cannot be read")
		}
		if part.FileName() != "" {
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, left))
		if err != nil {
			return nil, err
		}
		left -= int64(len(value))
		sent.Add(part.FormName(), string(value))
	}
}

// resumePage leads back to the form with what had been typed.
type resumePage struct {
	Action string
	Typed  []typedField
}

// resume shows, after signing in, the way back to the form that waits; false when none
// does.
func (v *visit) resume() bool {
	page := resumePage{Action: v.next()}
	for _, t := range typedOf(v.r.PostForm) {
		page.Typed = append(page.Typed, typedField{strings.TrimPrefix(t.Name, typedPrefix), t.Value})
	}
	if len(page.Typed) == 0 {
		return false
	}
	v.page(http.StatusOK, "resume", v.say("继续填写", "Go on"), page)
	return true
}

// typedOf are the fields among those sent that wait.
func typedOf(sent url.Values) []typedField {
	var typed []typedField
	for name, values := range sent {
		if strings.HasPrefix(name, typedPrefix) {
			for _, value := range values {
				typed = append(typed, typedField{name, value})
			}
		}
	}
	sort.SliceStable(typed, func(i, j int) bool { return typed[i].Name < typed[j].Name })
	return typed
}
