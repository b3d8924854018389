package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConflictBars(t *testing.T) {
	a, c := film(), professor()
	enterprise := a.Need.OrganisationID
	mine := Declarer{c.Expert.ID, c.Expert.OrganisationID}
	for name, tt := range map[string]struct {
		declared Interest
		bars     bool
	}{
		"the expert, with the enterprise":       {Interest{ExpertID: mine.Expert, WithID: enterprise}, true},
		"the expert, over the need":             {Interest{ExpertID: mine.Expert, NeedID: a.Need.ID}, true},
		"the expert's organisation":             {Interest{OrganisationID: mine.Organisation, WithID: enterprise}, true},
		"the enterprise, with the organisation": {Interest{OrganisationID: enterprise, WithID: mine.Organisation}, true},
		"another expert":                        {Interest{ExpertID: NewID(), WithID: enterprise}, false},
		"the expert, with another":              {Interest{ExpertID: mine.Expert, WithID: NewID()}, false},
		"over another need":                     {Interest{ExpertID: mine.Expert, NeedID: NewID()}, false},
	} {
		t.Run(name, func(t *testing.T) {
			tt.declared.Reason = "曾任顾问"
			a.Interests = Interests{tt.declared}
			m, ok := a.MatchExpert(testWeights, c)
			require.True(t, ok)
			require.Equal(t, tt.bars, m.Barred())
			if tt.bars {
				require.Equal(t, "已声明利益冲突：曾任顾问", m.Gates[0].Reason.ZH)
				require.Len(t, Excluded([]Match{m}), 1)
			} else {
				require.Empty(t, Excluded([]Match{m}))
			}
		})
	}
}

func TestConflictOfNobody(t *testing.T) {
	require.Error(t, Interest{Reason: "r", WithID: NewID()}.Validate())
	require.Error(t, Interest{Reason: "r", ExpertID: NewID()}.Validate())
	require.Error(t, Interest{Reason: "", ExpertID: NewID(), WithID: NewID()}.Validate())
	require.NoError(t, Interest{Reason: "r", ExpertID: NewID(), WithID: NewID()}.Validate())
	own := NewID()
	require.Error(t, Interest{Reason: "r", OrganisationID: own, WithID: own}.Validate())
}
