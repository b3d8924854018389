package api

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func activityFixtures() map[string]fixture {
	return map[string]fixture{
		"list-activities":              {record: activity(), query: "limit=200"},
		"read-activity":                {record: activity()},
		"create-activity":              {record: activityToMake, body: newActivityBody},
		"change-activity":              {record: activity(), body: text(`{"title":"示例改名"}`)},
		"announce-activity":            {record: activity()},
		"close-registration-activity":  {record: activity("announce")},
		"reopen-registration-activity": {record: activity("announce", "close-registration")},
		"hold-activity":                {record: begun},
		"cancel-activity":              {record: activity(), body: reason},

		"list-invitees-of-activity":    {record: activity()},
		"list-invitations-of-activity": {record: activity()},
		"invite-to-activity": {record: unversioned(activity("announce")), body: func(s *server, _ caller, _ relation) string {
			return fmt.Sprintf(`{"organisation_ids":[%q]}`, s.enterprise.ID)
		}},
		"list-registrations-of-activity": {record: activity()},
		"check-in-at-activity":           {record: attended, body: func(*server, caller, relation) string { return fmt.Sprintf(`{"registration_id":%q,"came":1}`, comer) }},
		"list-dockings-of-activity":      {record: activity()},
		"record-docking-of-activity":     {record: bearing, body: bornBody},
		"withdraw-docking-of-activity":   {record: born, body: bornBody},
		"read-figures-of-activity":       {record: activity()},

		"list-registrations":  {record: registration, query: "limit=200&sort=-created_at"},
		"read-registration":   {record: registration},
		"create-registration": {record: registrationToMake, body: newRegistrationBody},
		"cancel-registration": {record: registration},
		"rate-registration":   {record: rated, body: text(`{"satisfaction":5}`)},
	}
}

// activity is a release of results of the caller's university in the caller's area, or
// of another, taken through steps.
func activity(steps ...string) func(*server, caller, relation) target {
	return func(s *server, _ caller, r relation) target {
		a := s.activity(r, steps...)
		return target{id: a.ID, version: a.Version, facts: a.Facts()}
	}
}

func (s *server) activity(r relation, steps ...string) domain.Activity {
	s.t.Helper()
	starts := s.db.Now().Add(time.Hour)
	a, err := s.db.CreateActivity(s.t.Context(), setup, domain.Activity{Kind: domain.ResultRelease, Title: "示例成果发布会", Area: r.area(), Place: "示例会场",
		StartsAt: starts, EndsAt: starts.Add(time.Hour), HostID: s.owner(domain.University, r).ID, Capacity: 100})
	require.NoError(s.t, err)
	for _, step := range steps {
		a, err = s.db.StepActivity(s.t.Context(), setup, a.ID, a.Version, step, "理由")
		require.NoError(s.t, err)
	}
	return a
}

func unversioned(record func(*server, caller, relation) target) func(*server, caller, relation) target {
	return func(s *server, c caller, r relation) target {
		on := record(s, c, r)
		on.version = 0
		return on
	}
}

// begun is announced and has begun.
func begun(s *server, c caller, r relation) target {
	on := activity("announce")(s, c, r)
	_, err := s.db.Pool().Exec(s.t.Context(), `UPDATE activities SET starts_at = now() - interval '1 minute' WHERE id = $1`, [16]byte(on.id))
	require.NoError(s.t, err)
	return on
}

var comer, bornOne domain.ID // that the body of the case names

func attended(s *server, c caller, r relation) target {
	on := activity("announce")(s, c, r)
	on.version = 0
	made, err := s.db.Register(s.t.Context(), setup, domain.Registration{ActivityID: on.id, OrganisationID: s.enterprise.ID, Persons: 1, Contact: "示例", Phone: "13800000000"})
	require.NoError(s.t, err)
	comer = made.ID
	_, err = s.db.Pool().Exec(s.t.Context(), `UPDATE activities SET starts_at = now() - interval '1 minute' WHERE id = $1`, [16]byte(on.id))
	require.NoError(s.t, err)
	return on
}

// bearing has begun, and the docking of the same sides is from the same day.
func bearing(s *server, c caller, r relation) target {
	made := s.docking(c, r)
	bornOne = made.ID
	on := activity("announce")(s, c, r)
	on.version = 0
	_, err := s.db.Register(s.t.Context(), setup, domain.Registration{ActivityID: on.id, OrganisationID: made.ProviderID, Persons: 1, Contact: "示例", Phone: "13800000000"})
	require.NoError(s.t, err)
	_, err = s.db.Pool().Exec(s.t.Context(), `UPDATE activities SET starts_at = now() - interval '1 minute' WHERE id = $1`, [16]byte(on.id))
	require.NoError(s.t, err)
	return on
}

func born(s *server, c caller, r relation) target {
	on := bearing(s, c, r)
	require.NoError(s.t, s.db.RecordBorn(s.t.Context(), setup, on.id, bornOne))
	return on
}

func bornBody(*server, caller, relation) string { return fmt.Sprintf(`{"docking_id":%q}`, bornOne) }

func activityToMake(s *server, _ caller, r relation) target {
	return target{facts: domain.Activity{HostID: s.owner(domain.University, r).ID, Area: r.area()}.Facts()}
}

func newActivityBody(s *server, _ caller, r relation) string {
	starts := s.db.Now().Add(time.Hour)
	return fmt.Sprintf(`{"kind":"result_release","title":"示例成果发布会","area":%q,"host_id":%q,"starts_at":%q,"ends_at":%q,"capacity":10}`,
		r.area(), s.owner(domain.University, r).ID, starts.Format(time.RFC3339), starts.Add(time.Hour).Format(time.RFC3339))
}

// guest is who registers: the caller's organisation or expert, or another enterprise.
func guest(s *server, c caller, r relation) domain.Registration {
	out := domain.Registration{Persons: 1, Contact: "示例", Phone: "13800000000", Area: r.area()}
	switch {
	case r == own && c.name == "expert":
		out.ExpertID = s.expert.ID
	case r == own && c.name == "university":
		out.OrganisationID = s.university.ID
	default:
		out.OrganisationID = s.owner(domain.Enterprise, r).ID
	}
	return out
}

func registration(s *server, c caller, r relation) target {
	made := guest(s, c, r)
	made.ActivityID = s.activity(r, "announce").ID
	made, err := s.db.Register(s.t.Context(), setup, made)
	require.NoError(s.t, err)
	return target{id: made.ID, version: made.Version, facts: made.Facts()}
}

func rated(s *server, c caller, r relation) target {
	on := registration(s, c, r)
	_, err := s.db.Pool().Exec(s.t.Context(), `UPDATE activity_registrations SET checked_in_at = now(), came = 1 WHERE id = $1`, [16]byte(on.id))
	require.NoError(s.t, err)
	return on
}

func registrationToMake(s *server, c caller, r relation) target {
	return target{facts: guest(s, c, r).Facts()}
}

func newRegistrationBody(s *server, c caller, r relation) string {
	g := guest(s, c, r)
	who := fmt.Sprintf(`"organisation_id":%q`, g.OrganisationID)
	if !g.ExpertID.IsZero() {
		who = fmt.Sprintf(`"expert_id":%q`, g.ExpertID)
	}
	return fmt.Sprintf(`{"activity_id":%q,%s,"persons":1,"contact":"示例","phone":"13800000000"}`, s.activity(r, "announce").ID, who)
}
