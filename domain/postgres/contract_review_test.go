package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// A contract of five million yuan or more waits for its experts, for 30 working days, and
// is registered once they are for it.
func TestLargeContractWaitsForItsReview(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	d.ruled(t)
	c := d.take(t, d.drafted(t, provable, func(c *domain.Contract) {
		c.Amount, c.TechnicalAmount, c.Deductions, c.Payments = domain.Yuan(5_000_000), domain.Yuan(5_000_000), nil, nil
	}), "submit")
	clocks, err := d.Clocks(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{30, "large"}, []any{clocks.Of(c, domain.DateOf(d.now)).Limit, clocks.Of(c, domain.DateOf(d.now)).Basis})
	_, err = d.StepContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractStep{Name: "precheck"})
	requireInvalid(t, err, "review")

	v := domain.Review{Experts: "示例专家甲（示例大学）、示例专家乙（示例研究院）", Opinion: "属技术转让，同意登记", Passed: true}
	for _, actor := range []domain.Actor{d.buyer, d.seller} {
		_, err = d.ReviewContract(ctx, actor, c.ID, c.Version, v)
		require.ErrorIs(t, err, domain.ErrForbidden)
	}
	_, err = d.ReviewContract(ctx, d.stranger(t), c.ID, c.Version, v)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = d.ReviewContract(ctx, d.clerk, c.ID, c.Version-1, v)
	require.ErrorIs(t, err, domain.ErrStale)
	_, err = d.ReviewContract(ctx, d.clerk, c.ID, c.Version, domain.Review{On: day(2026, 6, 2)})
	requireInvalid(t, err, "experts", "opinion", "on")
	c, err = d.ReviewContract(ctx, d.clerk, c.ID, c.Version, v)
	require.NoError(t, err)
	v.On = domain.DateOf(d.now)
	read, err := d.Contract(ctx, d.seller, c.ID)
	require.NoError(t, err)
	require.Equal(t, v, read.Review)
	c = d.take(t, c, "precheck", "register")
	require.Equal(t, v, c.Review, "what the experts found stays with the contract")

	small := d.take(t, d.drafted(t, provable), "submit")
	_, err = d.ReviewContract(ctx, d.clerk, small.ID, small.Version, v)
	require.ErrorIs(t, err, domain.ErrConflict)
}

// The parties are told when an instalment is due soon, they and the area's stewards when it
// is overdue, each once; paid, it is told no more.
func TestInstalmentsAreRemindedOf(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	c := d.take(t, d.drafted(t, func(c *domain.Contract) {
		c.Milestones = nil
		c.Payments = []domain.Payment{{DueOn: day(2026, 6, 5), Amount: c.Amount / 2, What: "首付款"}, {DueOn: day(2026, 9, 1), Amount: c.Amount / 2}}
	}), "submit", "precheck", "register")
	remind := func(on domain.Date, want int) {
		t.Helper()
		d.now = on.Time()
		told, err := d.Remind(ctx)
		require.NoError(t, err)
		require.Equal(t, want, told, "%s", on)
	}
	of := func(actor domain.Actor) (stages []domain.DutyState) {
		t.Helper()
		found, err := d.Reminders(ctx, actor, postgres.ReminderFilter{Kind: domain.ReminderOfContract}, postgres.Page{Sort: "created_at"})
		require.NoError(t, err)
		for _, r := range found.Items {
			stages = append(stages, r.Stage)
		}
		return stages
	}
	remind(day(2026, 6, 1), 2)
	remind(day(2026, 6, 2), 0)
	remind(day(2026, 6, 8), 3)
	for _, actor := range []domain.Actor{d.buyer, d.seller} {
		require.Equal(t, []domain.DutyState{domain.DutySoon, domain.DutyOverdue}, of(actor))
	}
	require.Equal(t, []domain.DutyState{domain.DutyOverdue}, of(d.guide))
	require.Len(t, of(d.clerk), 5, "the bureau sees what others were told")
	require.Empty(t, of(d.stranger(t)))

	overdue := func(want int) {
		t.Helper()
		found, err := d.Contracts(ctx, d.clerk, postgres.ContractFilter{PaymentOverdue: true}, postgres.Page{})
		require.NoError(t, err)
		require.Len(t, found.Items, want)
	}
	overdue(1)
	found, err := d.Reminders(ctx, d.buyer, postgres.ReminderFilter{Unread: true}, postgres.Page{})
	require.NoError(t, err)
	_, err = d.MarkReminder(ctx, d.clerk, found.Items[0].ID)
	require.ErrorIs(t, err, domain.ErrForbidden, "the bureau does not read it for the buyer")
	_, err = d.MarkReminder(ctx, d.seller, found.Items[0].ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = d.MarkReminder(ctx, d.buyer, found.Items[0].ID)
	require.NoError(t, err)

	c, err = d.PerformContract(ctx, d.buyer, c.ID, c.Version, domain.RecordPayment, domain.MilestoneEntry{Amount: c.Amount / 2})
	require.NoError(t, err)
	overdue(0)
	require.Equal(t, day(2026, 9, 1), c.NextInstalment())
	remind(day(2026, 6, 20), 0)
}
