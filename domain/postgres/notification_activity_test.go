package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// unread are the texts of what an actor was told and has not read, which is then read.
func (d *deals) unread(t *testing.T, actor domain.Actor) []string {
	t.Helper()
	found, err := d.Notifications(t.Context(), actor, postgres.NotificationFilter{Unread: true}, postgres.Page{})
	require.NoError(t, err)
	var texts []string
	for _, n := range found.Items {
		texts = append(texts, n.Text().ZH)
	}
	_, err = d.MarkNotifications(t.Context(), actor, d.now.Add(time.Second))
	require.NoError(t, err)
	return texts
}

// Who is invited, registered, waiting or let in hears of it, as who comes does when the
// activity is moved or cancelled; each once.
func TestNotifyOfActivities(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	stranger := d.stranger(t)
	d.now = time.Date(2026, time.March, 2, 1, 0, 0, 0, time.UTC)
	a := d.announced(t)
	when := "2026-03-11 09:00，示例会场"
	_, err := d.Invite(ctx, d.guide, a.ID, []domain.ID{d.enterprise.ID})
	require.NoError(t, err)
	require.Equal(t, 1, d.notify(t, domain.Activities, a.ID))
	require.Equal(t, []string{"邀请您单位参加“示例材料技术对接会”（" + when + "），请报名"}, d.unread(t, d.buyer))
	_, err = d.Invite(ctx, d.guide, a.ID, []domain.ID{d.enterprise.ID})
	require.NoError(t, err)
	require.Zero(t, d.notify(t, domain.Activities, a.ID), "to be invited again is no news")

	first, err := d.Register(ctx, d.buyer, coming(a, 8))
	require.NoError(t, err)
	late, err := d.Register(ctx, stranger, coming(a, 5))
	require.NoError(t, err)
	d.notify(t, domain.Registrations, first.ID, late.ID)
	require.Equal(t, []string{"已报名“示例材料技术对接会”，共 8 人（" + when + "）"}, d.unread(t, d.buyer), "confirmed to whoever registered")
	require.Equal(t, []string{"“示例材料技术对接会”名额已满，已列入候补，有空位时自动递补"}, d.unread(t, stranger))
	_, err = d.CancelRegistration(ctx, d.guide, first.ID, first.Version)
	require.NoError(t, err)
	d.notify(t, domain.Registrations, first.ID, late.ID)
	require.Equal(t, []string{"您单位对“示例材料技术对接会”的报名已取消"}, d.unread(t, d.buyer))
	require.Equal(t, []string{"“示例材料技术对接会”有了空位，您已由候补转为正式报名（" + when + "）"}, d.unread(t, stranger))

	a, err = d.ChangeActivity(ctx, d.clerk, a.ID, a.Version, func(a *domain.Activity) error { a.Description = "改了说明"; return nil })
	require.NoError(t, err)
	require.Zero(t, d.notify(t, domain.Activities, a.ID), "neither time nor place")
	a, err = d.ChangeActivity(ctx, d.clerk, a.ID, a.Version, func(a *domain.Activity) error { a.Place = "示例礼堂"; return nil })
	require.NoError(t, err)
	d.notify(t, domain.Activities, a.ID)
	moved := []string{"“示例材料技术对接会”的时间或地点有变：2026-03-11 09:00，示例礼堂"}
	require.Equal(t, moved, d.unread(t, stranger))
	require.Equal(t, moved, d.unread(t, d.buyer), "invited still")
	a = d.proceed(t, a, "cancel")
	d.notify(t, domain.Activities, a.ID)
	require.Equal(t, []string{"“示例材料技术对接会”已取消：理由"}, d.unread(t, stranger))
	require.Empty(t, d.unread(t, d.guide))
}

// Who comes is reminded on the day before, anew when it is moved; from the day after the
// end its university is asked what came of it, until it has said so.
func TestRemindOfActivities(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.now = time.Date(2026, time.March, 2, 1, 0, 0, 0, time.UTC)
	a := d.announced(t)
	_, err := d.Register(ctx, d.buyer, coming(a, 8))
	require.NoError(t, err)
	_, err = d.Register(ctx, d.stranger(t), coming(a, 5))
	require.NoError(t, err)
	reminded := func(actor domain.Actor, kind string) (said []string) {
		t.Helper()
		_, err := d.Remind(ctx)
		require.NoError(t, err)
		_, err = d.Remind(ctx)
		require.NoError(t, err)
		found, err := d.Reminders(ctx, actor, postgres.ReminderFilter{Kind: kind}, postgres.Page{Sort: "created_at"})
		require.NoError(t, err)
		for _, r := range found.Items {
			said = append(said, r.Title.ZH+" "+string(r.Stage))
		}
		return said
	}
	d.now = time.Date(2026, time.March, 9, 1, 0, 0, 0, time.UTC)
	require.Empty(t, reminded(d.buyer, domain.ReminderOfActivity))
	d.now = d.now.AddDate(0, 0, 1)
	require.Equal(t, []string{"明日活动：示例材料技术对接会，09:00，示例会场 soon"}, reminded(d.buyer, domain.ReminderOfActivity))
	all, err := d.Reminders(ctx, d.clerk, postgres.ReminderFilter{Kind: domain.ReminderOfActivity}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, all.Items, 1, "who waits is not told to come")
	require.Equal(t, 1, d.notify(t, domain.Reminders, domain.NewID()))
	require.Equal(t, []string{"明日活动：示例材料技术对接会，09:00，示例会场（2026-03-11）"}, d.notified(t, d.buyer))

	a, err = d.ChangeActivity(ctx, d.clerk, a.ID, a.Version, func(a *domain.Activity) error {
		a.StartsAt, a.EndsAt = a.StartsAt.AddDate(0, 0, 1), a.EndsAt.AddDate(0, 0, 1)
		return nil
	})
	require.NoError(t, err)
	require.Empty(t, reminded(d.buyer, domain.ReminderOfActivity))
	d.now = d.now.AddDate(0, 0, 1)
	require.Len(t, reminded(d.buyer, domain.ReminderOfActivity), 1, "anew, for the other day")
	require.Empty(t, reminded(d.seller, domain.ReminderOfOutcome))
	d.now = time.Date(2026, time.March, 13, 1, 0, 0, 0, time.UTC)
	require.Equal(t, []string{"填写活动成效：示例材料技术对接会 soon"}, reminded(d.seller, domain.ReminderOfOutcome))
	d.now = d.now.AddDate(0, 0, 10)
	require.Equal(t, []string{"填写活动成效：示例材料技术对接会 soon", "填写活动成效：示例材料技术对接会 overdue"}, reminded(d.seller, domain.ReminderOfOutcome))

	other := d.announced(t, func(a *domain.Activity) { a.HostID, a.Unit = d.enterprise.ID, "" })
	d.now = other.EndsAt.AddDate(0, 0, 2)
	require.Equal(t, []string{"填写活动成效：示例材料技术对接会 soon"}, reminded(d.guide, domain.ReminderOfOutcome), "of an enterprise's, the steward of the area is asked")
	other = d.proceed(t, other, "hold")
	_, err = d.ChangeActivity(ctx, d.guide, other.ID, other.Version, func(a *domain.Activity) error { a.Notes = "达成意向 2 项"; return nil })
	require.NoError(t, err)
	d.now = d.now.AddDate(0, 0, 10)
	require.Len(t, reminded(d.guide, domain.ReminderOfOutcome), 1, "it has been told")
}
