package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// reminded are the titles of what actor has been told, the earliest due first.
func (r *reporting) reminded(t *testing.T, actor domain.Actor, f postgres.ReminderFilter) []string {
	t.Helper()
	found, err := r.Reminders(t.Context(), actor, f, postgres.Page{Sort: "due_on", Limit: 200})
	require.NoError(t, err)
	var titles []string
	for _, m := range found.Items {
		titles = append(titles, m.Title.ZH+" "+string(m.Stage)+" "+m.Unit)
	}
	return titles
}

// On 10 April the whole, two areas of one collective are owed for the first quarter,
// each told once however many copies look; from the 16th on they are overdue.
func TestRemindedOnce(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	remind := func() (told int) {
		counts := make(chan int, 8)
		errs := race(8, func(int) error {
			n, err := r.Remind(ctx)
			counts <- n
			return err
		})
		require.Equal(t, 8, succeeded(errs), "%v", errs)
		for range 8 {
			told += <-counts
		}
		return told
	}
	r.now = day(2026, 4, 7).Time()
	require.Zero(t, remind(), "there is time")
	r.now = day(2026, 4, 8).Time()
	require.Equal(t, 3, remind())
	require.Zero(t, remind(), "told already")
	require.Equal(t, []string{"2026年第一季度研发经费 soon kjj"}, r.reminded(t, r.liaison, postgres.ReminderFilter{}))
	require.Empty(t, r.reminded(t, r.other, postgres.ReminderFilter{}))
	require.Empty(t, r.reminded(t, r.clerk, postgres.ReminderFilter{OfBureau: true}))

	r.reported(t, r.spend("20"), "submit")
	r.now = day(2026, 4, 16).Time()
	require.Equal(t, 4, remind(), "two areas, each to its unit and to the bureau; the whole is handed in")
	require.Len(t, r.reminded(t, r.clerk, postgres.ReminderFilter{OfBureau: true}), 2)
	require.Len(t, r.reminded(t, r.clerk, postgres.ReminderFilter{Stage: "overdue", Unit: "xsq", Kind: "report"}), 2)

	audit, err := r.AuditTrail(ctx, postgres.AuditFilter{Kind: "reminder"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, audit.Items, 2, "nothing is written when nothing is told")
}

func TestMarkReminder(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	r.now = day(2026, 4, 8).Time()
	_, err := r.Remind(ctx)
	require.NoError(t, err)
	found, err := r.Reminders(ctx, r.liaison, postgres.ReminderFilter{Unread: true}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	_, err = r.MarkReminder(ctx, r.other, found.Items[0].ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	read, err := r.MarkReminder(ctx, r.liaison, found.Items[0].ID)
	require.NoError(t, err)
	require.Equal(t, r.liaison.UserID, read.ReadBy)
	again, err := r.MarkReminder(ctx, r.colleague, found.Items[0].ID)
	require.NoError(t, err)
	require.Equal(t, r.liaison.UserID, again.ReadBy, "it was read by the first")
	require.Empty(t, r.reminded(t, r.liaison, postgres.ReminderFilter{Unread: true}))
}

func TestReportDuties(t *testing.T) {
	r, ctx := openReporting(t), t.Context()
	r.reported(t, r.spend("20"), "submit", "approve")
	states := func(actor domain.Actor) map[string]int {
		duties, err := r.ReportDuties(ctx, actor, "p")
		require.NoError(t, err)
		n := map[string]int{}
		for _, d := range duties {
			n[d.Unit+" "+string(d.State)]++
		}
		return n
	}
	// 1 June: the first quarter is over, the second and the year have begun.
	require.Equal(t, map[string]int{"kjj done": 1, "kjj due": 2}, states(r.liaison))
	require.Equal(t, map[string]int{"kjj done": 1, "kjj due": 2, "xsq overdue": 2, "xsq due": 2}, states(r.clerk))
	require.Empty(t, states(r.other))
	require.Empty(t, states(r.buyer))
	_, err := r.ReportDuties(ctx, r.clerk, "q")
	require.ErrorIs(t, err, domain.ErrNotFound)
}
