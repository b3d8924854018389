package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (d *deals) history() postgres.History {
	c := d.contract()
	c.SourceKey, c.SignedOn, c.StartsOn, c.EndsOn = "con-1", day(2024, 3, 1), day(2024, 3, 2), day(2025, 3, 1)
	return postgres.History{Contract: c,
		Steps: []postgres.ContractStep{{Name: "submit", On: day(2024, 3, 5)}, {Name: "precheck", On: day(2024, 3, 10)},
			{Name: "register", On: day(2024, 3, 11), RegistryNumber: "样例2024"}, {Name: "terminate", On: day(2024, 9, 1), Reason: "协商解除"}},
		Docking: &domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID}, DockedOn: day(2023, 12, 1)}
}

func TestLoadHistory(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	_, err := d.StepNeed(ctx, bureau, d.needed.ID, 0, "close", "已签约")
	require.NoError(t, err)
	seeder := domain.System("seed")
	loaded, err := d.LoadHistory(ctx, seeder, d.history())
	require.NoError(t, err)
	require.True(t, loaded)

	page, err := d.Contracts(ctx, d.buyer, postgres.ContractFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	c := page.Items[0]
	require.Equal(t, []any{domain.ContractTerminated, "样例2024", "2024-03-11", "2024-09-01", "con-1"}, []any{c.State, c.RegistryNumber, c.RegisteredOn.String(), c.EndedOn.String(), c.SourceKey})
	require.Equal(t, []domain.ID{d.needed.ID, d.offered.ID, d.steward.ID}, []domain.ID{c.NeedID, c.TechnologyID, c.StewardID})
	events, err := d.ContractEvents(ctx, d.clerk, c.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"submit", "precheck", "register", "terminate"}, stepsOf(events))
	require.Equal(t, "2024-03-10", events[1].On.String())
	require.Equal(t, d.now, events[1].At, "it was entered now")
	steps, err := d.DockingEvents(ctx, d.clerk, c.DockingID)
	require.NoError(t, err)
	require.Len(t, steps, 4)
	require.Equal(t, "2024-03-01", domain.DateOf(steps[2].At).String(), "agreed when it was signed")
	k, err := d.Docking(ctx, d.clerk, c.DockingID)
	require.NoError(t, err)
	require.Equal(t, domain.StageContracted, k.Stage)

	before, err := d.AuditTrail(ctx, postgres.AuditFilter{}, postgres.Page{Limit: 200})
	require.NoError(t, err)
	loaded, err = d.LoadHistory(ctx, seeder, d.history())
	require.NoError(t, err)
	require.False(t, loaded)
	after, err := d.AuditTrail(ctx, postgres.AuditFilter{}, postgres.Page{Limit: 200})
	require.NoError(t, err)
	require.Equal(t, len(before.Items), len(after.Items), "and nothing is written")
}

func TestLoadHistoryAtOnce(t *testing.T) {
	d := openDeals(t)
	d.giveUSCC(t)
	done := make(chan bool, 16)
	errs := race(16, func(int) error {
		loaded, err := d.LoadHistory(t.Context(), domain.System("seed"), d.history())
		done <- loaded
		return err
	})
	require.Equal(t, 16, succeeded(errs), "%v", errs)
	n := 0
	for range 16 {
		if <-done {
			n++
		}
	}
	require.Equal(t, 1, n)
}

func TestLoadHistoryRefused(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	for field, spoil := range map[string]func(*postgres.History){
		"source_key": func(h *postgres.History) { h.Contract.SourceKey = "" },
		"docked_on":  func(h *postgres.History) { h.DockedOn = day(2024, 3, 2) },
		"need_id":    func(h *postgres.History) { h.Docking.NeedID = domain.NewID() },
		"on":         func(h *postgres.History) { h.Steps[1].On = day(2024, 3, 4) },
		"ip_kind":    func(h *postgres.History) { h.Contract.IPKind = "" },
	} {
		h := d.history()
		spoil(&h)
		loaded, err := d.LoadHistory(ctx, domain.System("seed"), h)
		require.False(t, loaded)
		requireInvalid(t, err, field)
	}
	dockings, err := d.Dockings(ctx, d.clerk, postgres.DockingFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Empty(t, dockings.Items, "all of it or nothing")
}

func TestLoadPolicyOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	p := policy()
	p.SourceKey = "pol-1"
	for i := range 2 {
		loaded, err := d.LoadPolicy(ctx, domain.System("seed"), p)
		require.NoError(t, err)
		require.Equal(t, i == 0, loaded)
	}
}
