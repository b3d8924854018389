package api

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// TestActivityStory takes a meeting from its plan to what came of it.
func TestActivityStory(t *testing.T) {
	s := newServer(t)
	m := s.match(s.enterprise, s.university, "public")
	bureau, enterprise := s.as("bureau"), s.as("enterprise")
	starts := s.db.Now().Add(time.Hour)
	made := decoded[Activity](t, s.post(bureau, "/activities", fmt.Sprintf(`{"kind":"matchmaking","title":"示例对接会","fields":["materials"],"area":%q,"place":"示例会场","unit":"kjj",
"starts_at":%q,"ends_at":%q,"capacity":3,"agenda":[{"at":"09:00","words":"致辞"},{"need_id":%q}]}`, ownArea, starts.Format(time.RFC3339), starts.Add(time.Hour).Format(time.RFC3339), m.need.ID)), http.StatusCreated)
	require.Equal(t, "draft", made.State)
	path := "/activities/" + made.ID.String()
	made = decoded[Activity](t, s.patch(bureau, path, 1, `{"capacity":2}`), http.StatusOK)
	require.Len(t, made.Agenda, 2, "a change of one thing leaves the agenda")
	require.Equal(t, "示例需求", made.Agenda[1].Title)
	made = decoded[Activity](t, s.do(bureau, call{method: http.MethodPost, path: path + "/announce", version: made.Version}), http.StatusOK)
	require.True(t, made.Open)
	require.Equal(t, http.StatusOK, s.get(caller{}, path).Code)

	invitees := decoded[Items[Invitee]](t, s.get(bureau, path+"/invitees"), http.StatusOK)
	require.Equal(t, s.university.ID, invitees.Items[0].Organisation.ID)
	require.Positive(t, invitees.Items[0].Score)
	require.Equal(t, "示例需求", invitees.Items[0].Matched)
	added := decoded[Invited](t, s.post(bureau, path+"/invitations", fmt.Sprintf(`{"organisation_ids":[%q,%q]}`, s.university.ID, s.enterprise.ID)), http.StatusOK)
	require.Equal(t, 2, added.Added)
	require.Len(t, decoded[Items[Activity]](t, s.get(enterprise, "/activities?invited=true&upcoming=true"), http.StatusOK).Items, 1)
	require.Empty(t, decoded[Items[Activity]](t, s.get(bureau, "/activities?invited=true"), http.StatusOK).Items)

	registered := func(c caller, persons int) Registration {
		return decoded[Registration](t, s.post(c, "/registrations", fmt.Sprintf(`{"activity_id":%q,"persons":%d,"contact":"=示例","phone":"13800000000"}`, made.ID, persons)), http.StatusCreated)
	}
	first, second := registered(enterprise, 2), registered(s.as("university"), 1)
	require.Equal(t, []string{"registered", "waiting"}, []string{first.State, second.State})
	require.Equal(t, http.StatusConflict, s.post(enterprise, "/registrations", fmt.Sprintf(`{"activity_id":%q,"persons":1,"contact":"示例","phone":"13800000000"}`, made.ID)).Code)
	w := s.do(bureau, call{method: http.MethodGet, path: path + "/registrations", header: map[string]string{"Accept": "text/csv"}})
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "示例企业甲")
	require.NotContains(t, w.Body.String(), ",=示例", "no formula")
	require.Contains(t, w.Header().Get("Content-Disposition"), ".csv")
	require.Equal(t, http.StatusForbidden, s.get(enterprise, path+"/registrations").Code)

	_, err := s.db.Pool().Exec(t.Context(), `UPDATE activities SET starts_at = now() - interval '1 minute'`)
	require.NoError(t, err)
	came := decoded[Registration](t, s.post(bureau, path+"/check-in", fmt.Sprintf(`{"registration_id":%q,"came":2}`, first.ID)), http.StatusOK)
	decoded[Registration](t, s.do(enterprise, call{method: http.MethodPost, path: "/registrations/" + first.ID.String() + "/rate", version: came.Version, body: `{"satisfaction":5,"opinion":"很好"}`}), http.StatusOK)
	docking, err := s.db.CreateDocking(t.Context(), enterprise.actor, domain.Docking{NeedID: m.need.ID, TechnologyID: m.technology.ID})
	require.NoError(t, err)
	f := decoded[ActivityFigures](t, s.post(bureau, path+"/dockings", fmt.Sprintf(`{"docking_id":%q}`, docking.ID)), http.StatusOK)
	require.Equal(t, []int{2, 1, 2, 1, 1, 2, 1, 1}, []int{f.Invited, f.Registered, f.RegisteredPersons, f.Waiting, f.Came, f.CamePersons, f.Dockings, f.Ratings})
	require.Len(t, decoded[Items[Docking]](t, s.get(bureau, path+"/dockings"), http.StatusOK).Items, 1)
	made = decoded[Activity](t, s.do(bureau, call{method: http.MethodPost, path: path + "/hold", version: made.Version}), http.StatusOK)
	made = decoded[Activity](t, s.patch(bureau, path, made.Version, `{"notes":"达成意向 1 项","title":"改不了"}`), http.StatusOK)
	require.Equal(t, []string{"达成意向 1 项", "示例对接会"}, []string{made.Notes, made.Title})
}
