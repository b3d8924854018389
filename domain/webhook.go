package domain

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// WebhookState is whether a webhook is told of things.
type WebhookState string

// The states.
const (
	WebhookActive  WebhookState = "active"
	WebhookPaused  WebhookState = "paused"  // by its owner
	WebhookFailed  WebhookState = "failed"  // has not answered for days
	WebhookRemoved WebhookState = "removed" // for good; its log stays
)

// WebhookStates name the states.
var WebhookStates = Terms{
	{string(WebhookActive), Text{"启用", "Active"}},
	{string(WebhookPaused), Text{"暂停", "Paused"}},
	{string(WebhookFailed), Text{"故障停用", "Failed"}},
	{string(WebhookRemoved), Text{"已删除", "Removed"}},
}

// Webhook is an address that the programs of an organisation, or of the bureau, are told
// at, by messages that are signed as standardwebhooks.com has it.
type Webhook struct {
	ID             ID
	Version        int64
	OrganisationID ID // zero: of the bureau, which hears of everything
	URL            string
	Kinds          []string // NotificationKinds
	State          WebhookState
	FailingSince   *time.Time // when it first did not answer, of those times that follow one another
	OldUntil       *time.Time // until when the secret before signs too
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Validate reports everything that is wrong with w.
func (w Webhook) Validate() error {
	var k checks
	u, err := url.Parse(w.URL)
	k.that(err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && len(w.URL) <= 500, "url", "应为 https 网址，不含用户名密码", "must be an https URL without a user")
	k.that(len(w.Kinds) > 0, "kinds", "至少选一项", "needs at least one")
	k.allOf("kinds", w.Kinds, NotificationKindTerms())
	return k.err()
}

// Facts returns what access needs to know of w.
func (w Webhook) Facts() Facts {
	if w.OrganisationID.IsZero() {
		return Facts{}
	}
	return Facts{Organisations: []ID{w.OrganisationID}}
}

// Bounds of webhooks.
const (
	WebhookOverlap  = 24 * time.Hour     // both secrets sign after one is replaced
	WebhookPatience = 3 * 24 * time.Hour // after which one that never answers is switched off
)

// WebhookSecret is what the messages of a webhook are signed with.
type WebhookSecret []byte

// NewWebhookSecret makes one.
func NewWebhookSecret() WebhookSecret {
	s := make(WebhookSecret, 32)
	_, _ = rand.Read(s) // never fails: crypto/rand aborts the program instead
	return s
}

// Text is the secret as its owner gets it, once.
func (s WebhookSecret) Text() string { return "whsec_" + base64.StdEncoding.EncodeToString(s) }

// Sign returns the value of the header webhook-signature for a message: one signature of
// each secret.
func Sign(id string, at time.Time, body []byte, secrets ...WebhookSecret) string {
	var signatures []string
	for _, s := range secrets {
		mac := hmac.New(sha256.New, s)
		mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
		mac.Write(body)
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(signatures, " ")
}

// WebhookDelivery is one message to a webhook, and how it went.
type WebhookDelivery struct {
	ID          ID
	WebhookID   ID
	News        Notification // what it tells; of no user
	State       string       // WebhookDeliveryStates
	Attempts    int
	Status      int    // of the last answer; 0 for none
	Error       string // why the last attempt failed
	CreatedAt   time.Time
	TriedAt     *time.Time
	DeliveredAt *time.Time
}

// The states of a delivery.
const (
	DeliveryWaiting = "waiting"
	DeliveryDone    = "delivered"
	DeliveryFailed  = "failed"
)

// WebhookDeliveryStates name them.
var WebhookDeliveryStates = Terms{
	{DeliveryWaiting, Text{"待送达", "Waiting"}},
	{DeliveryDone, Text{"已送达", "Delivered"}},
	{DeliveryFailed, Text{"未送达", "Failed"}},
}

// deliveryPauses are how long to wait after each failed attempt: about two days in all.
var deliveryPauses = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour, 18 * time.Hour}

// MaxDeliveries is how often a message is tried before it has failed.
var MaxDeliveries = len(deliveryPauses) + 1

// DeliveryPause is how long to wait after the given number of failed attempts.
func DeliveryPause(attempts int) time.Duration {
	return deliveryPauses[min(max(attempts, 1), len(deliveryPauses))-1]
}
