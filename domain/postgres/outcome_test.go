package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// list stores a match of the need and the technology, as matching would.
func (d *deals) list(t *testing.T, score float64) {
	t.Helper()
	feature := domain.Feature{Name: "text", Known: true, Value: score, Weight: 2, Contribution: score, Reason: domain.Text{ZH: "相关", EN: "Related"}}
	m := domain.Match{Kind: domain.MatchTechnology, CandidateID: d.offered.ID, Rank: 1, Score: score, Features: []domain.Feature{feature}, CandidateVersion: d.offered.Version}
	run := postgres.MatchRun{NeedID: d.needed.ID, NeedVersion: d.needed.Version, Algorithm: "2/test", ComputedAt: d.now}
	require.NoError(t, d.StoreMatches(t.Context(), run, []domain.Match{m}))
}

func (d *deals) outcomes(t *testing.T) []domain.Outcome {
	t.Helper()
	found, err := d.Outcomes(t.Context())
	require.NoError(t, err)
	return found
}

// A docking keeps the match it was made from as it stood then, and follows it.
func TestOutcomeOfDocking(t *testing.T) {
	d := openDeals(t)
	d.list(t, 0.5)
	made := d.docking(t)
	d.list(t, 0.9) // matched anew since
	kept := d.outcomes(t)
	require.Len(t, kept, 1)
	o := kept[0]
	require.Equal(t, []any{made.ID, domain.VerdictOpen, domain.StageProposed, 0.5, 0.5, "2/test", false}, []any{o.DockingID, o.Verdict, o.Stage, o.Match.Score, o.Match.Raw, o.Match.Algorithm, o.Late})
	require.Equal(t, []any{d.needed.ID, d.offered.ID, domain.MatchTechnology}, []any{o.Match.NeedID, o.Match.CandidateID, o.Match.Kind})
	require.Equal(t, "相关", o.Match.Features[0].Reason.ZH)
	_, known := o.Accepted()
	require.False(t, known)

	talking := d.lead(t, made, "introduce", "negotiate")
	accepted, known := d.outcomes(t)[0].Accepted()
	require.Equal(t, []bool{true, true}, []bool{accepted, known})

	_, err := d.StepDocking(t.Context(), d.seller, talking.ID, talking.Version, "decline", "not_relevant", "")
	require.NoError(t, err)
	o = d.outcomes(t)[0]
	require.Equal(t, []any{domain.VerdictDeclined, domain.StageNegotiating, "provider", "not_relevant", d.seller.UserID}, []any{o.Verdict, o.Stage, o.Side, o.Reason, o.Actor})
	require.False(t, o.DecidedAt.IsZero())
	accepted, known = o.Accepted()
	require.Equal(t, []bool{false, true}, []bool{accepted, known})
}

// A docking that people thought of without a match leaves nothing to learn from.
func TestNoOutcomeWithoutMatch(t *testing.T) {
	d := openDeals(t)
	d.docking(t, "introduce")
	require.Empty(t, d.outcomes(t))
}

// A loaded docking keeps the match as it is once there is one, marked late, once.
func TestOutcomesOfLoadedDockings(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.giveUSCC(t)
	_, err := d.LoadHistory(ctx, domain.System("seed"), d.history())
	require.NoError(t, err)
	kept, err := d.KeepLoadedMatches(ctx, bureau)
	require.NoError(t, err)
	require.Zero(t, kept, "nothing is matched yet")
	d.list(t, 0.7)
	for _, want := range []int{1, 0} {
		kept, err = d.KeepLoadedMatches(ctx, bureau)
		require.NoError(t, err)
		require.Equal(t, want, kept)
	}
	o := d.outcomes(t)
	require.Len(t, o, 1)
	require.True(t, o[0].Late)
	accepted, known := o[0].Accepted()
	require.Equal(t, []bool{true, true}, []bool{accepted, known})
}

func TestDismissMatch(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.list(t, 0.5)
	dismissal := domain.Dismissal{NeedID: d.needed.ID, Kind: domain.MatchTechnology, CandidateID: d.offered.ID, Reason: "price"}
	_, err := d.DismissMatch(ctx, d.stranger(t), dismissal)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = d.DismissMatch(ctx, d.seller, dismissal)
	require.ErrorIs(t, err, domain.ErrNotFound, "the other side's need is not the university's to judge")

	errs := race(4, func(int) error { _, err := d.DismissMatch(ctx, d.buyer, dismissal); return err })
	require.Equal(t, 1, succeeded(errs), "%v", errs)
	o := d.outcomes(t)
	require.Len(t, o, 1)
	require.Equal(t, []any{domain.VerdictDismissed, "enterprise", "price", 0.5, d.buyer.UserID}, []any{o[0].Verdict, o[0].Side, o[0].Reason, o[0].Match.Score, o[0].Actor})
	from, err := d.DismissedFrom(ctx, []domain.ID{d.needed.ID})
	require.NoError(t, err)
	require.Contains(t, from[d.needed.ID], d.offered.ID)
	d.list(t, 0.9)
	found, err := d.Matches(ctx, d.buyer, d.needed.ID, domain.MatchTechnology)
	require.NoError(t, err)
	require.Empty(t, found, "no run brings it back")
	trail, err := d.AuditTrail(ctx, postgres.AuditFilter{Kind: "match"}, postgres.Page{})
	require.NoError(t, err)
	require.Equal(t, "dismiss", trail.Items[0].Action)

	require.NoError(t, d.RestoreMatch(ctx, d.guide, d.needed.ID, d.offered.ID))
	d.list(t, 0.9)
	found, err = d.Matches(ctx, d.buyer, d.needed.ID, domain.MatchTechnology)
	require.NoError(t, err)
	require.Len(t, found, 1)
	_, known := d.outcomes(t)[0].Accepted()
	require.False(t, known)
}
