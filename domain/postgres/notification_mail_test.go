package postgres_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

var mailLimits = domain.MailLimits{PerHour: 2, Within: 72 * time.Hour}

// confirmed gives an actor a confirmed address.
func (d *deals) confirmed(t *testing.T, actor domain.Actor, address string) {
	t.Helper()
	ctx := t.Context()
	_, err := d.SetUserAddress(ctx, actor, address)
	require.NoError(t, err)
	_, err = d.AskAddress(ctx, actor.UserID, sha256.Sum256([]byte(address)))
	require.NoError(t, err)
	require.NoError(t, d.ConfirmAddress(ctx, domain.Actor{}, address))
}

// news is a docking of another need that the buyer's side proposes and the steward hears of.
func (d *deals) news(t *testing.T) domain.Docking {
	t.Helper()
	n := d.publishedNeed(t, d.need())
	made, err := d.CreateDocking(t.Context(), d.buyer, domain.Docking{NeedID: n.ID, TechnologyID: d.offered.ID})
	require.NoError(t, err)
	d.notify(t, domain.Dockings, made.ID)
	return made
}

func (d *deals) nextMail(t *testing.T, digest bool) (domain.NotificationMail, time.Duration) {
	t.Helper()
	m, wait, err := d.NextMail(t.Context(), d.guide.UserID, digest, mailLimits)
	require.NoError(t, err)
	return m, wait
}

// What is more than the hour allows is gathered into one mail when the hour is over.
func TestMailsAreGathered(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.confirmed(t, d.guide, "guide@example.org")
	for range 2 {
		d.news(t)
		m, _ := d.nextMail(t, false)
		require.Len(t, m.Notifications, 1)
		require.Equal(t, "guide@example.org", m.Address)
		require.NoError(t, d.MailSent(ctx, m.ID))
		d.now = d.now.Add(10 * time.Minute)
	}
	for range 3 {
		d.news(t)
	}
	m, wait := d.nextMail(t, false)
	require.Empty(t, m.Notifications)
	require.Equal(t, 40*time.Minute, wait, "an hour after the first")
	d.now = d.now.Add(wait + time.Second)
	m, _ = d.nextMail(t, false)
	require.Len(t, m.Notifications, 3)
	require.NoError(t, d.MailSent(ctx, m.ID))
	m, wait = d.nextMail(t, false)
	require.Empty(t, m.Notifications)
	require.Zero(t, wait)
}

// A sender who dies leaves the mail to be sent again, the same one, when the claim is over.
func TestMailOfOneWhoDied(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.confirmed(t, d.guide, "guide@example.org")
	d.news(t)
	first, _ := d.nextMail(t, false)
	d.news(t)
	m, wait := d.nextMail(t, false)
	require.Empty(t, m.Notifications)
	require.Equal(t, 3*time.Minute, wait, "while another is at it")
	users, err := d.ToMail(ctx, d.now.Add(-time.Hour))
	require.NoError(t, err)
	require.Empty(t, users, "who sends the first takes the second along")
	d.now = d.now.Add(wait)
	again, _ := d.nextMail(t, false)
	require.Equal(t, first.ID, again.ID)
	require.Len(t, again.Notifications, 1, "and nothing is added to it")
	require.NoError(t, d.MailFailed(ctx, again.ID, "450", false))
	again, _ = d.nextMail(t, false)
	require.Equal(t, first.ID, again.ID, "what failed may be tried at once")
	require.NoError(t, d.MailFailed(ctx, again.ID, "550", true))
	second, _ := d.nextMail(t, false)
	require.NotEqual(t, first.ID, second.ID)
}

// What has been read on the page, is old, or waits for the digest is not mailed at once.
func TestWhatIsNotMailed(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.news(t)
	m, wait := d.nextMail(t, false)
	require.Empty(t, m.Notifications, "no address")
	require.Zero(t, wait)
	_, err := d.SetUserAddress(ctx, d.guide, "guide@example.org")
	require.NoError(t, err)
	m, _ = d.nextMail(t, false)
	require.Empty(t, m.Notifications, "an address that is not confirmed")
	d.confirmed(t, d.guide, "guide@example.org")
	_, err = d.MarkNotifications(ctx, d.guide, d.now)
	require.NoError(t, err)
	m, _ = d.nextMail(t, false)
	require.Empty(t, m.Notifications, "read meanwhile")

	require.NoError(t, d.SetNotificationPreferences(ctx, d.guide, []domain.NotificationPreference{{Kind: domain.NotifyDocking, Delivery: domain.DeliverDigest}}))
	d.news(t)
	m, _ = d.nextMail(t, false)
	require.Empty(t, m.Notifications, "of the digest")
	before, err := d.ToDigest(ctx, d.now.Add(-time.Hour), d.now.Add(-time.Second))
	require.NoError(t, err)
	require.Empty(t, before)
	due, err := d.ToDigest(ctx, d.now.Add(-time.Hour), d.now)
	require.NoError(t, err)
	require.Equal(t, []domain.ID{d.guide.UserID}, due)
	m, _ = d.nextMail(t, true)
	require.Len(t, m.Notifications, 1)
	require.Equal(t, domain.MailDigest, m.Kind)
	require.NoError(t, d.MailSent(ctx, m.ID))

	d.news(t)
	d.now = d.now.Add(73 * time.Hour)
	m, _ = d.nextMail(t, true)
	require.Empty(t, m.Notifications, "old")
}

func TestUserAddress(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	for _, wrong := range []string{"x", "a@b\r\nBcc: c@d", "示例 <a@example.org>", "a b@example.org", "<a@example.org>"} {
		_, err := d.SetUserAddress(ctx, d.guide, wrong)
		requireInvalid(t, err, "address")
	}
	_, err := d.SetUserAddress(ctx, d.guide, "one@example.org")
	require.NoError(t, err)
	changes, err := d.Changes(ctx, []string{"address"}, postgres.Position{}, 10)
	require.NoError(t, err)
	require.Len(t, changes, 1)
	require.True(t, changes[0].AddressChanged())
	one, two := sha256.Sum256([]byte("one")), sha256.Sum256([]byte("two"))
	_, err = d.AskAddress(ctx, d.guide.UserID, one)
	require.NoError(t, err)
	_, err = d.AskAddress(ctx, d.guide.UserID, two)
	require.NoError(t, err)
	requireInvalid(t, d.ConfirmAddress(ctx, domain.Actor{}, "one"), "secret")
	_, err = d.SetUserAddress(ctx, d.guide, "other@example.org")
	require.NoError(t, err)
	requireInvalid(t, d.ConfirmAddress(ctx, domain.Actor{}, "two"), "secret")
	_, err = d.AskAddress(ctx, d.guide.UserID, two)
	require.NoError(t, err)
	d.now = d.now.Add(25 * time.Hour)
	requireInvalid(t, d.ConfirmAddress(ctx, domain.Actor{}, "two"), "secret")
	_, err = d.AskAddress(ctx, d.guide.UserID, two)
	require.NoError(t, err)
	require.NoError(t, d.ConfirmAddress(ctx, domain.Actor{}, "two"))
	requireInvalid(t, d.ConfirmAddress(ctx, domain.Actor{}, "two"), "secret")
	_, err = d.AskAddress(ctx, d.guide.UserID, two)
	require.Equal(t, domain.ErrNotFound, err, "it is confirmed")
	got, err := d.UserAddress(ctx, d.guide)
	require.NoError(t, err)
	require.Equal(t, "other@example.org", got.Address)
	require.NotNil(t, got.ConfirmedAt)
}

// Nobody is made to flood an address that may be another's.
func TestConfirmationsAreBounded(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	ask := func() error {
		if _, err := d.SetUserAddress(ctx, d.guide, "victim@example.org"); err != nil {
			return err
		}
		_, err := d.AskAddress(ctx, d.guide.UserID, sha256.Sum256([]byte("x")))
		return err
	}
	for range domain.MaxConfirmations {
		require.NoError(t, ask())
	}
	require.Equal(t, domain.ErrConfirmations, ask())
	d.now = d.now.Add(25 * time.Hour)
	require.NoError(t, ask())
}
