package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addUsers() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Users, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "用户", EN: "Users"}, of("/users", domain.Create, w.users))
	w.addForm(of("/users/new", domain.Create, w.newUser))
	w.addForm(of("/users/{id}", domain.Change, w.changeUser))
	w.addForm(of("/users/{id}/password", domain.Change, w.resetPassword))
}

type usersPage struct {
	Login, Role string // asked for
	Roles       []option
	Rows        []userRow
	New, Next   string
}

type userRow struct{ Name, Login, Roles, Of, State, Href, Reset string }

// users lists those who can sign in.
func (w *Workbench) users(v *visit) error {
	q := v.r.URL.Query()
	page := usersPage{Login: strings.TrimSpace(q.Get("login")), Role: q.Get("role"), Roles: v.optionsOf(domain.Roles, q.Get("role")), New: v.href("/users/new")}
	found, err := w.DB.Users(v.r.Context(), v.actor, postgres.UserFilter{Login: page.Login, Role: page.Role}, postgres.Page{After: q.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	for _, u := range found.Items {
		at := "/users/" + u.ID.String()
		row := userRow{u.Name, u.Login, v.roleNames(u), v.belongs(u), v.say("启用", "Enabled"), v.href(at), v.href(at + "/password")}
		if u.Disabled {
			row.State = v.say("已停用", "Disabled")
		}
		page.Rows = append(page.Rows, row)
	}
	if found.Next != "" {
		page.Next = v.href("/users?" + url.Values{"login": {page.Login}, "role": {page.Role}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "users", v.say("用户", "Users"), page)
	return nil
}

func (w *Workbench) newUser(v *visit) error {
	var u domain.User
	f := v.form(0, "添加用户", "Add a user")
	f.Submit, f.cancel = v.say("添加", "Add"), "/users"
	f.text(&u.Login, "login", "登录名", "Login").required().hint("3 至 64 位小写字母、数字或 . _ @ -", "3 to 64 of a-z 0-9 . _ @ -")
	if err := v.userFields(f, &u); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		made, shown, err := w.CreateUser(v.r.Context(), u)
		if err == nil {
			v.showPassword(made, shown)
		}
		return "", err
	})
}

func (w *Workbench) changeUser(v *visit) error {
	u, err := v.user()
	if err != nil {
		return err
	}
	f := v.form(u.Version, "修改用户", "Change the user")
	f.Lead, f.cancel = v.say("登录名：", "Login: ")+u.Login, "/users"
	if err := v.userFields(f, &u); err != nil {
		return err
	}
	f.tick(&u.Disabled, "disabled", "停用：不能再登录，令牌也失效", "Disabled: can no longer sign in, nor use tokens")
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeUser(v.r.Context(), v.actor, u.ID, f.version, func(kept *domain.User) error {
			kept.Name, kept.Roles, kept.OrganisationID, kept.Area, kept.Unit, kept.ExpertID, kept.Disabled = u.Name, u.Roles, u.OrganisationID, u.Area, u.Unit, u.ExpertID, u.Disabled
			return nil
		})
		return "/users", err
	})
}

// resetPassword asks for confirmation, makes a new password and shows it once.
func (w *Workbench) resetPassword(v *visit) error {
	u, err := v.user()
	if err != nil {
		return err
	}
	f := v.form(0, "重置密码："+u.Name, "Reset the password: "+u.Name)
	f.Warning = v.say("重置后原密码失效，该用户的登录全部退出。新密码只显示一次。", "The old password ends and the user is signed out everywhere. The new one is shown only once.")
	f.Submit, f.Danger, f.cancel = v.say("重置密码", "Reset the password"), true, "/users"
	return f.serve(func() (string, error) {
		if u.ID == v.actor.UserID {
			return "", domain.Conflict("自己的密码请在“我的账号”中修改。", "Change your own password under “My account”.")
		}
		shown, err := w.SetPassword(v.r.Context(), u.ID, "", "")
		if err == nil {
			v.showPassword(u, shown)
		}
		return "", err
	})
}

type passwordPage struct{ Name, Login, Password, Back string }

func (v *visit) showPassword(u domain.User, shown string) {
	v.w.Header().Set("Cache-Control", "no-store")
	v.page(http.StatusOK, "password", v.say("初始密码", "Password"), passwordPage{u.Name, u.Login, shown, v.href("/users")})
}

// user is the record of the route.
func (v *visit) user() (domain.User, error) {
	id, err := v.record()
	if err != nil {
		return domain.User{}, err
	}
	return v.DB.User(v.r.Context(), v.actor, id)
}
