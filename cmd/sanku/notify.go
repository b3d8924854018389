package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"sanku/domain"
	"sanku/domain/notify"
)

// mailing says where mail is handed over. The password is given by environment or in a
// file, since everybody on the machine sees flags.
type mailing struct {
	Host         string `env:"SANKU_MAIL_HOST" help:"SMTP server that mail is handed to; unset, nothing is mailed." placeholder:"HOST"`
	Port         int    `env:"SANKU_MAIL_PORT" default:"587" help:"Port of that server."`
	TLS          string `name:"tls" env:"SANKU_MAIL_TLS" default:"starttls" enum:"starttls,tls,none" help:"starttls (required), tls (from the start) or none."`
	User         string `env:"SANKU_MAIL_USER" help:"User of that server." placeholder:"NAME"`
	PasswordFile string `env:"SANKU_MAIL_PASSWORD_FILE" help:"File with the user's password, unless $SANKU_MAIL_PASSWORD is it." placeholder:"FILE"`
	From         string `env:"SANKU_MAIL_FROM" help:"Whom mail is from: an address, or a name and <address>." placeholder:"ADDRESS"`
	PerHour      int    `env:"SANKU_MAIL_PER_HOUR" default:"4" help:"Mails to one person within an hour; what is more is gathered into one."`
	DigestAt     string `env:"SANKU_MAIL_DIGEST_AT" default:"08:30" help:"When the daily mail goes out, in Shanghai." placeholder:"HH:MM"`
}

// webhooks say how the programs of others are told.
type webhooks struct {
	AllowPrivate bool `env:"SANKU_WEBHOOK_ALLOW_PRIVATE" help:"Let webhooks be on this machine and in private networks."`
}

// mailPassword holds the password. It is no flag.
const mailPassword = "SANKU_MAIL_PASSWORD"

// notifier does the work of telling people and programs.
func (a *app) notifier() (*notify.Notifier, error) {
	m := a.config.Mail
	at, err := time.Parse("15:04", m.DigestAt)
	if err != nil {
		return nil, fmt.Errorf("--mail-digest-at %q is no time of day", m.DigestAt)
	}
	if m.PerHour < 1 {
		return nil, fmt.Errorf("--mail-per-hour %d: at least one", m.PerHour)
	}
	o := notify.Options{DB: a.db, Log: a.log, Digest: time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute,
		Limits: domain.MailLimits{PerHour: m.PerHour, Within: domain.UsualMailLimits.Within}}
	if a.config.Webhook.AllowPrivate {
		a.db.AllowPrivateWebhooks()
	}
	o.Hooks = notify.HookOptions{AllowPrivate: a.config.Webhook.AllowPrivate, PublicURL: strings.TrimSuffix(a.config.PublicURL, "/")}
	if o.Mail, err = m.mailer(a.config.PublicURL); err != nil {
		return nil, err
	}
	return notify.New(o), nil
}

// mailer is nil where nothing is mailed.
func (m mailing) mailer(public string) (*notify.Mailer, error) {
	if m.Host == "" {
		return nil, nil
	}
	password := os.Getenv(mailPassword)
	if password == "" && m.PasswordFile != "" {
		b, err := os.ReadFile(m.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("--mail-password-file: %w", err)
		}
		password = strings.TrimRight(string(b), "\r\n")
	}
	return notify.NewMailer(notify.MailOptions{Host: m.Host, Port: m.Port, User: m.User, Password: password, From: m.From, TLS: m.TLS, PublicURL: public})
}
