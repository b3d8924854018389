package api

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// A dismissed candidate leaves the list at once, is told with its reason, and may come
// back when the dismissal is taken back.
func TestDismissal(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	owner, path := s.as("enterprise"), "/needs/"+m.need.ID.String()
	body := fmt.Sprintf(`{"kind":"technology","candidate_id":%q,"reason":"immature","note":"只有小试"}`, m.technology.ID)
	made := s.must(http.StatusCreated, owner, "POST", path+"/dismissals", body)
	require.Equal(t, "immature", made.body["reason"])
	require.Empty(t, s.must(http.StatusOK, owner, "GET", path+"/matches", "").items())
	require.Len(t, s.must(http.StatusOK, owner, "GET", path+"/matches?kind=expert", "").items(), 1)
	listed := s.must(http.StatusOK, s.as("bureau"), "GET", path+"/dismissals", "").items()
	require.Len(t, listed, 1)
	require.Equal(t, "只有小试", listed[0]["note"])

	again := s.must(http.StatusConflict, owner, "POST", path+"/dismissals", body)
	require.Equal(t, "该对象已被排除", again.body["detail"])
	s.store(m) // a run that began before brings it back only but for the dismissal
	require.Empty(t, s.must(http.StatusOK, owner, "GET", path+"/matches", "").items())

	candidate := fmt.Sprintf(`{"candidate_id":%q}`, m.technology.ID)
	s.must(http.StatusNoContent, owner, "POST", path+"/dismissals/restore", candidate)
	require.Empty(t, s.must(http.StatusOK, owner, "GET", path+"/dismissals", "").items())
	s.must(http.StatusUnprocessableEntity, owner, "POST", path+"/dismissals/restore", candidate)
	s.store(m)
	require.Len(t, s.must(http.StatusOK, owner, "GET", path+"/matches", "").items(), 1)
}

func TestDismissalProblems(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	path := "/needs/" + m.need.ID.String() + "/dismissals"
	for body, field := range map[string]string{
		fmt.Sprintf(`{"kind":"technology","candidate_id":%q,"reason":"magic"}`, m.technology.ID): "reason",
		fmt.Sprintf(`{"kind":"technology","candidate_id":%q,"reason":"other"}`, m.technology.ID): "note",
		fmt.Sprintf(`{"kind":"technology","candidate_id":%q,"reason":"price"}`, domain.NewID()):  "candidate_id",
		fmt.Sprintf(`{"kind":"expert","candidate_id":%q,"reason":"price"}`, m.technology.ID):     "candidate_id",
	} {
		got := s.must(http.StatusUnprocessableEntity, s.as("enterprise"), "POST", path, body)
		require.Equal(t, []string{field}, got.fields(), got.text)
	}
}

// The bureau reads how far scores were borne out.
func TestMatchQuality(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	_, err := s.db.DismissMatch(t.Context(), setup, domain.Dismissal{NeedID: m.need.ID, Kind: domain.MatchTechnology, CandidateID: m.technology.ID, Reason: "immature"})
	require.NoError(t, err)
	got := decoded[MatchQuality](t, s.get(s.as("bureau"), "/match-quality"), http.StatusOK)
	require.Equal(t, "shipped", got.Model)
	require.Equal(t, 1, got.Outcomes)
	require.Equal(t, 1, got.Kinds[0].Decided)
	require.Zero(t, got.Kinds[0].Accepted)
	require.Equal(t, ReliabilityGroup{0.5, 0.6, 1, 0.5, 0}, got.Kinds[0].Reliability[5])
	require.Empty(t, got.Models)
}
