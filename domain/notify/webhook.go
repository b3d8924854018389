package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// HookOptions say how webhooks are reached. The zero value is right for production.
type HookOptions struct {
	AllowPrivate bool           // addresses of this machine and of private networks too
	Roots        *x509.CertPool // that certificates are held against; nil: those of the system
	PublicURL    string         // where people reach the pages; "" leaves links out
}

// hooks sends messages to webhooks.
type hooks struct {
	client *http.Client
	public string
}

const (
	hookTimeout = 15 * time.Second
	maxAnswer   = 64 << 10 // bytes of an answer, which nobody reads
)

var errPrivate = errors.New("the address is of this machine or of a private network")

func newHooks(o HookOptions) *hooks {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	if !o.AllowPrivate {
		// It is asked of the address that is connected to: what a name resolves to may
		// change between a look and the connection.
		dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			if at, err := netip.ParseAddrPort(address); err != nil || !domain.PublicAddress(at.Addr()) {
				return errPrivate
			}
			return nil
		}
	}
	transport := &http.Transport{DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: 5 * time.Second,
		ResponseHeaderTimeout: hookTimeout, MaxResponseHeaderBytes: maxAnswer, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true}
	return &hooks{public: o.PublicURL, client: &http.Client{Transport: transport, Timeout: hookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// hookMessage is the body of a message, as standardwebhooks.com has it.
type hookMessage struct {
	Type      string    `json:"type"` // kind.event, or the kind alone
	Timestamp time.Time `json:"timestamp"`
	Data      hookData  `json:"data"`
}

type hookData struct {
	Kind  string            `json:"kind"`
	Event string            `json:"event,omitempty"`
	Ref   string            `json:"ref,omitempty"`
	Text  hookText          `json:"text"`
	Args  map[string]string `json:"args,omitempty"`
	Link  string            `json:"link,omitempty"`
}

type hookText struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

func (h *hooks) body(n domain.Notification) ([]byte, error) {
	m := hookMessage{Type: n.Kind, Timestamp: n.CreatedAt, Data: hookData{Kind: n.Kind, Event: n.Event, Ref: n.Ref, Text: hookText(n.Text()), Args: n.Args}}
	if n.Event != "" {
		m.Type += "." + n.Event
	}
	if h.public != "" {
		m.Data.Link = h.public + n.Link()
	}
	return json.Marshal(m)
}

// post sends a message and returns the status of the answer, 0 when there was none.
// Whatever is not 2xx, a redirect too, is an error.
func (h *hooks) post(ctx context.Context, out postgres.Outgoing, now time.Time) (status int, err error) {
	body, err := h.body(out.News)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, out.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	id := out.ID.String()
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "sanku-webhook/1")
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("webhook-signature", domain.Sign(id, now, body, out.Secrets...))
	answer, err := h.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer)) // so that the connection can be used again
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, fmt.Errorf("answered %s", answer.Status)
	}
	return answer.StatusCode, nil
}
