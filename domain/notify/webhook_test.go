package notify_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/notify"
	"sanku/domain/postgres"
)

// gate is an HTTPS server on this machine that answers as told, then with 204.
type gate struct {
	*httptest.Server
	received chan received
	answers  chan int
}

type received struct {
	header http.Header
	body   []byte
}

func openGate(t *testing.T, answers ...int) *gate {
	t.Helper()
	g := &gate{received: make(chan received, 100), answers: make(chan int, 100)}
	for _, a := range answers {
		g.answers <- a
	}
	g.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		g.received <- received{r.Header.Clone(), body}
		select {
		case status := <-g.answers:
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gate) options(private bool) notify.Options {
	roots := x509.NewCertPool()
	roots.AddCert(g.Certificate())
	return notify.Options{Hooks: notify.HookOptions{AllowPrivate: private, Roots: roots, PublicURL: "https://sanku.example.org"}, Pause: func(int) time.Duration { return 0 }}
}

func (w *world) hook(url string) (domain.Webhook, domain.WebhookSecret) {
	w.Helper()
	w.db.AllowPrivateWebhooks()
	h, secret, err := w.db.CreateWebhook(w.Context(), w.seller, domain.Webhook{OrganisationID: w.seller.OrganisationID, URL: url, Kinds: []string{domain.NotifyDocking}})
	require.NoError(w, err)
	return h, secret
}

// verified checks a message as its receiver would, and returns what it says.
func verified(t *testing.T, m received, secret string) map[string]any {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	require.NoError(t, err)
	seconds, err := strconv.ParseInt(m.header.Get("webhook-timestamp"), 10, 64)
	require.NoError(t, err)
	at := time.Unix(seconds, 0)
	require.WithinDuration(t, time.Now(), at, time.Minute)
	require.Contains(t, strings.Fields(m.header.Get("webhook-signature")), domain.Sign(m.header.Get("webhook-id"), at, m.body, key))
	var said map[string]any
	require.NoError(t, json.Unmarshal(m.body, &said))
	return said
}

// delivered waits until the log of a webhook says how its only message went.
func (w *world) log(h domain.Webhook) []domain.WebhookDelivery {
	found, err := w.db.WebhookDeliveries(w.Context(), w.seller, h.ID, postgres.Page{})
	require.NoError(w, err)
	return found.Items
}

func (w *world) until(what string, done func() bool) {
	w.Helper()
	require.Eventually(w, done, 30*time.Second, 20*time.Millisecond, what)
}

// A message comes again, the same one, until it is taken; it is signed, and by both
// secrets while one is being replaced.
func TestWebhook(t *testing.T) {
	w, g := newWorld(t), openGate(t, 500, 302)
	w.start(g.options(true))
	h, secret := w.hook(g.URL + "/hook")
	d := w.propose("耐磨涂层")
	first, second, third := <-g.received, <-g.received, <-g.received
	require.Equal(t, first.header.Get("webhook-id"), third.header.Get("webhook-id"))
	require.Equal(t, first.body, second.body, "a redirect is not followed, and is no success")
	said := verified(t, third, secret.Text())
	require.Equal(t, "docking.create", said["type"])
	data := said["data"].(map[string]any)
	require.Equal(t, d.ID.String(), data["ref"])
	require.Equal(t, "https://sanku.example.org/dockings/"+d.ID.String(), data["link"])
	require.Equal(t, "“耐磨涂层”有新的对接意向，等待管家引荐", data["text"].(map[string]any)["zh"])
	w.until("it is delivered", func() bool { l := w.log(h); return len(l) == 1 && l[0].State == domain.DeliveryDone })
	require.Equal(t, 3, w.log(h)[0].Attempts)
	require.Equal(t, 204, w.log(h)[0].Status)

	_, fresh, err := w.db.RotateWebhook(t.Context(), w.seller, h.ID)
	require.NoError(t, err)
	require.NoError(t, w.db.Redeliver(t.Context(), w.seller, h.ID, w.log(h)[0].ID))
	again := <-g.received
	require.Equal(t, first.header.Get("webhook-id"), again.header.Get("webhook-id"))
	verified(t, again, secret.Text())
	verified(t, again, fresh.Text())
}

// A webhook in a private network is not called, unless that is allowed, and the log says why.
func TestWebhookOfPrivateNetwork(t *testing.T) {
	w, g := newWorld(t), openGate(t)
	w.start(g.options(false))
	h, _ := w.hook(g.URL)
	w.propose("耐磨涂层")
	w.until("it has been tried", func() bool { l := w.log(h); return len(l) == 1 && l[0].State == domain.DeliveryFailed })
	l := w.log(h)[0]
	require.Contains(t, l.Error, "private network")
	require.Zero(t, l.Status)
	require.Equal(t, domain.MaxDeliveries, l.Attempts)
	require.Empty(t, g.received)
}

// One that says it is gone is switched off at once, and its people are told; switched on
// again it gets what happens from then on.
func TestWebhookGone(t *testing.T) {
	w, g := newWorld(t), openGate(t, http.StatusGone)
	w.start(g.options(true))
	h, _ := w.hook(g.URL)
	w.propose("耐磨涂层")
	<-g.received
	w.until("it is switched off", func() bool {
		now, err := w.db.Webhook(t.Context(), w.seller, h.ID)
		return err == nil && now.State == domain.WebhookFailed
	})
	w.until("its people are told", func() bool {
		found, err := w.db.Notifications(t.Context(), w.seller, postgres.NotificationFilter{Kind: domain.NotifyWebhook}, postgres.Page{})
		return err == nil && len(found.Items) == 1
	})
	require.ErrorIs(t, w.db.Redeliver(t.Context(), w.seller, h.ID, w.log(h)[0].ID), domain.ErrConflict)
	_, err := w.db.ChangeWebhook(t.Context(), w.seller, h.ID, 0, func(h *domain.Webhook) error { h.State = domain.WebhookActive; return nil })
	require.NoError(t, err)
	w.propose("防腐涂层")
	require.Contains(t, string((<-g.received).body), "防腐涂层")
}
