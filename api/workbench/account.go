package workbench

import (
	"net/http"

	"sanku/domain"
)

func (w *Workbench) addAccount() {
	of := func(path string, serve func(*visit) error) Route {
		return Route{Path: path, Resource: domain.Users, Action: domain.SetPassword, serve: serve}
	}
	w.addForm(of("/account", w.account))
	w.addForm(of("/account/language", w.language))
}

type accountPage struct {
	Facts              []fact
	Password, Language *form
}

// account shows a user who they are here, and changes their password.
func (w *Workbench) account(v *visit) error {
	ctx := v.r.Context()
	user, err := w.DB.User(ctx, v.actor, v.actor.UserID)
	if err != nil {
		return err
	}
	var old, password, again string
	f := v.form(0, "我的账号", "My account")
	f.Submit, f.done = v.say("修改密码", "Change the password"), v.say("密码已修改，其他设备上的登录已失效。", "The password is changed; other devices are signed out.")
	f.password(&old, "old_password", "原密码", "Current password").required().filled("current-password")
	f.password(&password, "new_password", "新密码", "New password").required().filled("new-password").hint("12 至 128 个字符", "12 to 128 characters")
	f.password(&again, "again_password", "再输一次新密码", "New password again").required().filled("new-password")
	f.show = func(status int) error {
		page := accountPage{Password: f, Language: v.languageForm().finish(), Facts: []fact{{v.say("姓名", "Name"), user.Name}, {v.say("登录名", "Login"), user.Login}, {v.say("角色", "Roles"), v.roleNames(user)}}}
		if of := v.belongs(user); of != "" {
			page.Facts = append(page.Facts, fact{v.say("所属", "Of"), of})
		}
		v.page(status, "account", f.Title, page)
		return nil
	}
	return f.serve(func() (string, error) {
		if password != again {
			return "", domain.Invalid("again_password", "两次输入的新密码不一致", "is not the same as the first")
		}
		if err := domain.CheckPassword(password); err != nil {
			return "", domain.Invalid("new_password", "密码应为 12 至 128 个字符", "must have 12 to 128 characters")
		}
		_, err := w.SetPassword(ctx, v.actor.UserID, old, password)
		return "/account", err
	})
}

var languages = domain.Terms{{Code: "zh", Name: domain.Text{ZH: "中文", EN: "中文"}}, {Code: "en", Name: domain.Text{ZH: "English", EN: "English"}}}

func (v *visit) languageForm() *form {
	f := v.form(0, "界面语言", "Language")
	f.sent = nil // of the form beside it
	f.Action = v.href("/account/language")
	chosen := v.lang
	f.radio(&chosen, "language", "界面语言", "Language", languages)
	return f
}

// language keeps the language that pages are shown in to this browser.
func (w *Workbench) language(v *visit) error {
	chosen := v.lang
	f := v.form(0, "界面语言", "Language")
	f.radio(&chosen, "language", "界面语言", "Language", languages).required()
	f.cancel = "/account"
	return f.serve(func() (string, error) {
		http.SetCookie(v.w, &http.Cookie{Name: languageCookie, Value: chosen, Path: "/", MaxAge: 365 * 24 * 60 * 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		v.lang = chosen
		f.done = v.say("已保存。", "Saved.")
		return "/account?lang=" + chosen, nil
	})
}
