package workbench

import (
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

// newWebhook adds an address for the caller's organisation, or by the bureau and the
// administrator for any, and shows its secret once.
func (w *Workbench) newWebhook(v *visit) error {
	h := domain.Webhook{OrganisationID: v.actor.OrganisationID}
	f := v.form(0, "添加推送地址", "Add a webhook")
	f.Lead = v.say("有新消息时，平台把消息发到贵方系统的这个地址。保存后显示一次签名密钥，请交给系统管理人员。", "What is told is sent to this address of your system, too. The secret that signs it is shown once.")
	f.Submit, f.cancel = v.say("添加", "Add"), "/webhooks"
	v.webhookFields(f, &h)
	if domain.ScopeOf(v.actor, domain.Create, domain.Webhooks).All {
		f.organisation(&h.OrganisationID, "organisation_id", "所属单位", "Organisation", postgres.OrganisationFilter{}).first("不填则接收全部单位的消息", "Blank to be told of all organisations")
	}
	return f.serve(func() (string, error) {
		made, secret, err := w.DB.CreateWebhook(v.r.Context(), v.actor, h)
		if err == nil {
			v.showSecret(made, secret)
		}
		return "", err
	})
}

func (v *visit) webhookFields(f *form, h *domain.Webhook) {
	f.text(&h.URL, "url", "推送地址", "Address").required().filled("url").hint("以 https:// 开头，须能从互联网访问", "It begins with https:// and is reached from the internet")
	f.boxes(&h.Kinds, "kinds", "推送哪些消息", "What it is told", domain.NotificationKindTerms())
}

type secretPage struct{ URL, Secret, Back string }

// showSecret shows a secret, this once.
func (v *visit) showSecret(h domain.Webhook, secret domain.WebhookSecret) {
	v.w.Header().Set("Cache-Control", "no-store")
	v.page(http.StatusOK, "webhook_secret", v.say("签名密钥", "The secret"), secretPage{h.URL, secret.Text(), v.href("/webhooks/" + h.ID.String())})
}

func (w *Workbench) editWebhook(v *visit) error {
	h, err := v.webhookOf()
	if err != nil {
		return err
	}
	f := v.form(h.Version, "修改推送地址", "Change the webhook")
	f.cancel = "/webhooks/" + h.ID.String()
	v.webhookFields(f, &h)
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeWebhook(v.r.Context(), v.actor, h.ID, f.version, func(kept *domain.Webhook) error {
			kept.URL, kept.Kinds = h.URL, h.Kinds
			return nil
		})
		return f.cancel, err
	})
}

// switchWebhook pauses a webhook or takes it up again.
func (w *Workbench) switchWebhook(to domain.WebhookState) func(*visit) error {
	return func(v *visit) error {
		h, err := v.webhookOf()
		if err != nil {
			return err
		}
		f := v.form(h.Version, "暂停推送", "Pause")
		f.Lead = v.say("暂停期间的新消息不推送。", "What happens meanwhile is not sent.")
		if to == domain.WebhookActive {
			f.Title, f.Lead = v.say("恢复推送", "Resume"), v.say("恢复后推送新的消息，尚未送达的重新推送。", "New messages are sent, and those that wait are tried again.")
		}
		f.Submit, f.cancel = f.Title, "/webhooks/"+h.ID.String()
		return f.serve(func() (string, error) {
			_, err := w.DB.ChangeWebhook(v.r.Context(), v.actor, h.ID, f.version, func(kept *domain.Webhook) error { kept.State = to; return nil })
			return f.cancel, err
		})
	}
}

func (w *Workbench) rotateWebhook(v *visit) error {
	h, err := v.webhookOf()
	if err != nil {
		return err
	}
	f := v.form(0, "更换密钥", "Replace the secret")
	f.Warning = v.say("新密钥只显示一次。旧密钥在 24 小时内仍可验证，请在此期间更换。", "The new one is shown once. The old one signs too for 24 hours: change over meanwhile.")
	f.Submit, f.Danger, f.cancel = f.Title, true, "/webhooks/"+h.ID.String()
	return f.serve(func() (string, error) {
		changed, secret, err := w.DB.RotateWebhook(v.r.Context(), v.actor, h.ID)
		if err == nil {
			v.showSecret(changed, secret)
		}
		return "", err
	})
}

func (w *Workbench) removeWebhook(v *visit) error {
	h, err := v.webhookOf()
	if err != nil {
		return err
	}
	f := v.form(0, "删除推送地址", "Remove the webhook")
	f.Warning = v.say("删除后不再向 "+h.URL+" 推送，且不能恢复；推送记录保留。", "Nothing more is sent to "+h.URL+", for good. Its log stays.")
	f.Submit, f.Danger, f.cancel, f.done = v.say("删除", "Remove"), true, "/webhooks/"+h.ID.String(), v.say("已删除。", "Removed.")
	return f.serve(func() (string, error) {
		_, err := w.DB.RemoveWebhook(v.r.Context(), v.actor, h.ID)
		return "/webhooks", err
	})
}

// webhookOf is the webhook of the route, if the caller may do with it what the route does.
func (v *visit) webhookOf() (domain.Webhook, error) {
	id, err := v.record()
	if err != nil {
		return domain.Webhook{}, err
	}
	h, err := v.DB.Webhook(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, v.route.Action, domain.Webhooks, h.Facts()) {
		err = domain.ErrForbidden
	}
	return h, err
}
