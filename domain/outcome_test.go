package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOutcomeAccepted(t *testing.T) {
	for _, test := range []struct {
		name            string
		outcome         Outcome
		accepted, known bool
	}{
		{"under way, not introduced", Outcome{Verdict: VerdictOpen, Stage: StageProposed}, false, false},
		{"introduced", Outcome{Verdict: VerdictOpen, Stage: StageIntroduced}, false, false},
		{"talking", Outcome{Verdict: VerdictOpen, Stage: StageNegotiating}, true, true},
		{"contracted", Outcome{Verdict: VerdictContracted, Stage: StageContracted}, true, true},
		{"declined at once", Outcome{Verdict: VerdictDeclined, Stage: StageIntroduced, Reason: "timing"}, false, true},
		{"declined over the price", Outcome{Verdict: VerdictDeclined, Stage: StageNegotiating, Reason: "price"}, true, true},
		{"no answer after all", Outcome{Verdict: VerdictDeclined, Stage: StageAgreed, Reason: "not_relevant"}, false, true},
		{"dismissed", Outcome{Verdict: VerdictDismissed, Reason: "immature"}, false, true},
		{"known already", Outcome{Verdict: VerdictDismissed, Reason: "already_known"}, false, false},
		{"taken back", Outcome{Verdict: VerdictRestored, Reason: "immature"}, false, false},
	} {
		accepted, known := test.outcome.Accepted()
		require.Equal(t, []bool{test.accepted, test.known}, []bool{accepted, known}, test.name)
	}
}

func TestDismissalValidate(t *testing.T) {
	good := Dismissal{Kind: MatchTechnology, CandidateID: NewID(), Reason: "immature"}
	require.NoError(t, good.Validate())
	for field, spoil := range map[string]func(*Dismissal){
		"kind":         func(d *Dismissal) { d.Kind = "magic" },
		"candidate_id": func(d *Dismissal) { d.CandidateID = ID{} },
		"reason":       func(d *Dismissal) { d.Reason = "" },
		"note":         func(d *Dismissal) { d.Reason = "other" }, // says nothing without words
	} {
		d := good
		spoil(&d)
		var invalid InvalidErrors
		require.ErrorAs(t, d.Validate(), &invalid, field)
		require.Equal(t, field, invalid[0].Field)
	}
}

// A dismissed candidate is no answer to this need, and the gate says why.
func TestDismissedIsBarred(t *testing.T) {
	a, c := film(), answer()
	other := answer()
	a.Dismissed = map[ID]Dismissal{c.Technology.ID: {Reason: "immature", Note: "只有小试"}}
	m, ok := a.MatchTechnology(testWeights, c)
	require.True(t, ok)
	require.True(t, m.Barred())
	require.Equal(t, "需求方已排除：成熟度不足（只有小试）", m.Gates[0].Reason.ZH)
	require.Equal(t, "Dismissed by the need's side: not mature enough (只有小试)", m.Gates[0].Reason.EN)
	kept, _ := a.MatchTechnology(testWeights, other)
	ranked := RankMatches([]Match{m, kept})
	require.Len(t, ranked, 1)
	require.Equal(t, other.Technology.ID, ranked[0].CandidateID)
}
