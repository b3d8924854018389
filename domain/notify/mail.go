package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	text "text/template"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"sanku/domain"
)

// MailOptions say how mail is handed over. Host and From are required.
type MailOptions struct {
	Host           string
	Port           int
	User, Password string
	From           string         // address, or name and address
	TLS            string         // "starttls" (required), "tls" (from the start), or "none"
	PublicURL      string         // where people reach the pages, without a slash at the end
	Roots          *x509.CertPool // that the server's certificate is held against; nil: those of the system
}

// Mailer hands mail to one SMTP server.
type Mailer struct {
	client *mail.Client
	from   string
	host   string // of the address it is from, for Message-IDs
	public string
}

// sendTimeout bounds the handing over of one mail.
const sendTimeout = 30 * time.Second

// NewMailer checks the options; it does not connect.
func NewMailer(o MailOptions) (*Mailer, error) {
	options := []mail.Option{mail.WithPort(o.Port), mail.WithTimeout(sendTimeout)}
	switch o.TLS {
	case "starttls":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: TLS must be starttls, tls or none, not %q", o.TLS)
	}
	if o.Roots != nil {
		options = append(options, mail.WithTLSConfig(&tls.Config{ServerName: o.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}))
	}
	if o.User != "" {
		if o.TLS == "none" {
			return nil, errors.New("mail: a password is not sent without TLS")
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	client, err := mail.NewClient(o.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	m := mail.NewMsg()
	if err := m.From(o.From); err != nil {
		return nil, fmt.Errorf("mail: the address that mail is from: %w", err)
	}
	u, err := url.Parse(o.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("mail: the public address of the pages must be a URL, not %q", o.PublicURL)
	}
	address := m.GetFrom()[0].Address
	return &Mailer{client: client, from: o.From, host: address[strings.LastIndex(address, "@")+1:], public: strings.TrimSuffix(o.PublicURL, "/")}, nil
}

// Send hands over a mail; secret is that of one that asks for an address to be confirmed.
// The same mail has the same Message-ID whenever it is sent.
func (m *Mailer) Send(ctx context.Context, n domain.NotificationMail, secret string) error {
	message, err := m.message(n, secret)
	if err != nil {
		return err
	}
	return m.client.DialAndSendWithContext(ctx, message)
}

func (m *Mailer) message(n domain.NotificationMail, secret string) (*mail.Msg, error) {
	message := mail.NewMsg()
	if err := errors.Join(message.From(m.from), message.To(n.Address)); err != nil {
		return nil, err
	}
	content := m.content(n, secret)
	message.Subject(content.Subject)
	message.SetMessageIDWithValue(n.ID.String() + "@" + m.host)
	message.SetDateWithValue(n.CreatedAt)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetGenHeader("X-Auto-Response-Suppress", "All")
	var plain, rich bytes.Buffer
	if err := errors.Join(plainMail.Execute(&plain, content), richMail.Execute(&rich, content)); err != nil {
		return nil, err
	}
	message.SetBodyString(mail.TypeTextPlain, plain.String())
	message.AddAlternativeString(mail.TypeTextHTML, rich.String())
	return message, nil
}

//go:embed mail.txt mail.html
var templates embed.FS

var (
	plainMail = text.Must(text.ParseFS(templates, "mail.txt"))
	richMail  = template.Must(template.ParseFS(templates, "mail.html"))
)

// content is what a mail says.
type content struct {
	Subject  string
	User     string
	Lines    []line
	Confirm  string // address of the page that confirms; "" in other mails
	Settings string // address of the page where one says how to hear
}

type line struct{ Text, Link string }

func (m *Mailer) content(n domain.NotificationMail, secret string) content {
	c := content{User: oneLine(n.User), Settings: m.public + "/notifications/settings"}
	if n.Kind == domain.MailConfirm {
		c.Subject = "请确认您的邮箱"
		c.Confirm = m.public + "/mail-address/confirm?secret=" + url.QueryEscape(secret)
		return c
	}
	for _, told := range n.Notifications {
		c.Lines = append(c.Lines, line{oneLine(told.Text().ZH), m.public + told.Link()})
	}
	switch {
	case n.Kind == domain.MailDigest:
		c.Subject = fmt.Sprintf("今日汇总：%d 条通知", len(c.Lines))
	case len(c.Lines) == 1:
		c.Subject = c.Lines[0].Text
	default:
		c.Subject = fmt.Sprintf("您有 %d 条新通知", len(c.Lines))
	}
	return c
}

// oneLine is what people wrote without what could break a header or a line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// permanent reports whether a server has refused a mail for good.
func permanent(err error) bool {
	var refused *mail.SendError
	return errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500
}
