package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestMatchesInBothLanguages(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.otherUniversity, "public")
	path := "/needs/" + m.need.ID.String() + "/matches"

	zh := decoded[Items[Match]](t, s.get(s.as("enterprise"), path), http.StatusOK).Items
	require.Len(t, zh, 1)
	require.Equal(t, "示例成果", zh[0].Other.Title)
	require.Equal(t, s.otherUniversity.Name, zh[0].Other.Organisation)
	require.Equal(t, "内容相关", zh[0].Features[0].Label)
	require.Equal(t, "共有术语：石墨烯", zh[0].Features[0].Reason)
	require.Equal(t, [][2]int{{0, 3}}, zh[0].Passages[0].Marks)
	require.Equal(t, MatchGate{"trl", "to_confirm", "成熟度未说明", ""}, zh[0].Gates[0])

	w := s.do(s.as("enterprise"), call{method: http.MethodGet, path: path + "?kind=expert", header: map[string]string{"Accept-Language": "en"}})
	en := decoded[Items[Match]](t, w, http.StatusOK).Items
	require.Equal(t, m.expert.ID, en[0].CandidateID)
	require.Equal(t, "technical", en[0].Other.Sort)
	require.Equal(t, "Shared terms: 石墨烯", en[0].Features[0].Reason)
}

// A blind listing keeps its text from the other side, and so do the reasons.
func TestMatchesOfBlindListings(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "blind")
	need, technology := "/needs/"+m.need.ID.String()+"/matches", "/technologies/"+m.technology.ID.String()+"/matches"
	for path, told := range map[string]caller{need: s.as("university"), technology: s.as("enterprise")} {
		items := decoded[Items[Match]](t, s.get(told, path), http.StatusOK).Items
		require.False(t, items[0].Other.Blind, "one's own side of %s is known to oneself", path)
	}
	for path, kept := range map[string]caller{need: s.as("enterprise"), technology: s.as("university")} {
		items := decoded[Items[Match]](t, s.get(kept, path), http.StatusOK).Items
		require.True(t, items[0].Other.Blind)
		require.Empty(t, items[0].Other.Organisation)
		require.Empty(t, items[0].Passages)
		require.Empty(t, items[0].Gates)
		require.Empty(t, items[0].Features)
	}
	for _, path := range []string{need, technology} {
		items := decoded[Items[Match]](t, s.get(s.as("bureau"), path), http.StatusOK).Items
		require.NotEmpty(t, items[0].Passages)
	}
}

// A withdrawn candidate leaves the answer at once, before the need is matched anew.
func TestMatchesLeaveOutWithdrawn(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	_, err := s.db.StepTechnology(t.Context(), setup, m.technology.ID, m.technology.Version, "close", "已转让")
	require.NoError(t, err)
	found, err := s.db.Matches(t.Context(), s.as("enterprise").actor, m.need.ID, domain.MatchTechnology)
	require.NoError(t, err)
	require.Empty(t, found)
}
