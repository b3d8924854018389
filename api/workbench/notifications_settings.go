package workbench

import (
	"net/http"

	"sanku/domain"
)

// notificationSettings is where one says how to hear of each kind, and at which address.
func (w *Workbench) notificationSettings(v *visit) error {
	ctx := v.r.Context()
	at, err := w.DB.UserAddress(ctx, v.actor)
	if err != nil {
		return err
	}
	set, err := w.DB.NotificationPreferences(ctx, v.actor)
	if err != nil {
		return err
	}
	f := v.form(0, "通知方式与邮箱", "How you are told")
	address := at.Address
	mailbox := f.text(&address, "address", "接收邮箱", "E-mail address").filled("email")
	mailbox.Hint = v.addressHint(at)
	f.section("每类通知怎样告诉您", "How you hear of each kind").Hint = v.say("网页上的通知不受影响。短时间内的多封邮件会合并为一封；每日汇总在早上发送。",
		"What is mailed stands on the page too. Mails within an hour are gathered into one; the daily mail goes out in the morning.")
	for i := range set {
		kind, _ := domain.NotificationKindOf(set[i].Kind)
		f.choice(&set[i].Delivery, set[i].Kind, kind.Name.ZH, kind.Name.EN, domain.Deliveries)
	}
	f.cancel = "/notifications"
	return f.serve(func() (string, error) {
		if err := w.DB.SetNotificationPreferences(ctx, v.actor, set); err != nil {
			return "", err
		}
		if address != at.Address {
			if _, err := w.DB.SetUserAddress(ctx, v.actor, address); err != nil {
				return "", err
			}
			if address != "" {
				f.done = v.say("已保存。确认邮件已发往新邮箱，请在 24 小时内打开其中的链接。", "Saved. A mail was sent to the new address: open the link in it within 24 hours.")
			}
		}
		return "/notifications/settings", nil
	})
}

func (v *visit) addressHint(at domain.UserAddress) string {
	switch {
	case at.Address == "":
		return v.say("填写并确认后才会发邮件；不填则只在网页上通知。", "Nothing is mailed before an address is given and confirmed.")
	case at.ConfirmedAt == nil:
		return v.say("尚未确认。请打开邮件中的链接；没有收到的，可先清空保存，再重新填写。", "Not confirmed yet: open the link in the mail. If none came, save this blank, then give it again.")
	}
	return v.say("已于 "+minute(*at.ConfirmedAt)+" 确认。", "Confirmed at "+minute(*at.ConfirmedAt)+".")
}

type confirmPage struct {
	Action, Secret string
	Done           bool
	Problem        string
	Settings       string
}

// confirmAddress confirms the address whose mail led here. It takes a press of the
// button: programs that look at links in mails confirm nothing.
func (w *Workbench) confirmAddress(v *visit) error {
	page := confirmPage{Action: v.href("/mail-address/confirm"), Secret: v.r.URL.Query().Get("secret"), Settings: v.reach("/notifications/settings")}
	status := http.StatusOK
	if v.r.Method == http.MethodPost {
		if err := v.readForm(); err != nil {
			return err
		}
		page.Done = true
		if err := w.DB.ConfirmAddress(v.r.Context(), v.actor, v.r.PostForm.Get("secret")); err != nil {
			f := w.Failure(v.r.Context(), err)
			status, page.Done, page.Problem = f.Status, false, f.Detail
		}
	}
	v.page(status, "mail-address", v.say("确认邮箱", "Confirm your address"), page)
	return nil
}
