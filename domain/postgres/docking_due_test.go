package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// stageLimits are limits short enough to follow by hand.
var stageLimits = domain.StageLimits{
	{Stage: domain.StageProposed, Days: 3, SoonDays: 1, EscalateDays: 2},
	{Stage: domain.StageIntroduced, Days: 5, SoonDays: 2, EscalateDays: 3},
}

func (d *deals) told(t *testing.T, actor domain.Actor) []string {
	t.Helper()
	found, err := d.Reminders(t.Context(), actor, postgres.ReminderFilter{Kind: domain.ReminderOfDocking}, postgres.Page{Sort: "created_at"})
	require.NoError(t, err)
	var told []string
	for _, r := range found.Items {
		told = append(told, string(r.Stage)+" "+r.DueOn.String())
	}
	return told
}

// Whoever's turn it is is told once before the due day and once when it comes; the bureau
// and the area when nothing has happened for long.
func TestDockingReminders(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	_, err := d.ReplaceStageLimits(ctx, bureau, stageLimits)
	require.NoError(t, err)
	d.now = day(2026, 6, 1).Time() // a Monday
	made := d.docking(t)
	require.Equal(t, day(2026, 6, 4), made.DueOn)
	remind := func(month, on, want int) {
		t.Helper()
		d.now = day(2026, month, on).Time()
		told, err := d.Remind(ctx)
		require.NoError(t, err)
		require.Equal(t, want, told)
	}
	remind(6, 2, 0)
	remind(6, 3, 1)
	remind(6, 3, 0)
	remind(6, 4, 1)
	require.Equal(t, []string{"soon 2026-06-04", "reached 2026-06-04"}, d.told(t, d.guide))
	require.Empty(t, d.told(t, d.buyer))
	remind(6, 5, 0)
	remind(6, 8, 2) // the bureau and the area
	require.Len(t, d.told(t, d.guide), 3)

	d.lead(t, made, "introduce")
	require.Empty(t, d.told(t, d.guide), "what was told of the step that is taken is forgotten")
	remind(6, 11, 2) // both sides, two days before the 15th
	require.Equal(t, []string{"soon 2026-06-15"}, d.told(t, d.buyer))
	require.Equal(t, []string{"soon 2026-06-15"}, d.told(t, d.seller))
	introduced, err := d.Docking(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	_, err = d.StepDocking(ctx, d.buyer, made.ID, introduced.Version, "accept", "", "")
	require.NoError(t, err)
	remind(6, 15, 1) // only the side that has not answered
	require.Equal(t, []string{"soon 2026-06-15", "reached 2026-06-15"}, d.told(t, d.seller))
	due, err := d.Dockings(ctx, d.seller, postgres.DockingFilter{Due: true}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, due.Items, 1)
	require.Empty(t, d.told(t, d.stranger(t)))
}

// A change of the limits moves the due days of dockings that are open.
func TestStageLimitsReplaced(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.now = day(2026, 6, 1).Time()
	made := d.docking(t)
	require.True(t, made.DueOn.IsZero(), "there are no limits")
	for want, days := range map[domain.Date]int{day(2026, 6, 4): 3, day(2026, 6, 8): 5} {
		changed, err := d.ReplaceStageLimits(ctx, bureau, domain.StageLimits{{Stage: domain.StageProposed, Days: days, EscalateDays: 1}})
		require.NoError(t, err)
		require.True(t, changed)
		read, err := d.Docking(ctx, d.clerk, made.ID)
		require.NoError(t, err)
		require.Equal(t, want, read.DueOn)
	}
	_, err := d.ReplaceStageLimits(ctx, bureau, domain.StageLimits{{Stage: domain.StageDeclined, Days: 1, EscalateDays: 1}})
	requireInvalid(t, err, "stage")
}
