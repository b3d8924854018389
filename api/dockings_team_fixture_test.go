package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func dockingTeamFixtures() map[string]fixture {
	return map[string]fixture{
		"list-questions":           {},
		"list-team-of-docking":     {record: docking()},
		"list-opinions-of-docking": {record: docking()},
		"invite-to-docking":        {record: docking(), body: invitedBody},
		"list-invitations":         {record: invitation(), query: "limit=200"},
		"read-invitation":          {record: invitation()},
		"accept-invitation":        {record: invitation(), body: text(`{"no_conflict":true}`)},
		"decline-invitation":       {record: invitation(), body: text(`{"reason":"busy"}`)},
		"release-invitation":       {record: invitation("accept"), body: reason},
		"opine-on-invitation":      {record: invitation("accept"), body: text(opinionBody)},
		"list-visits":              {record: visit, query: "limit=200"},
		"create-visit":             {body: newVisitBody},
		"done-visit":               {record: visit, body: reason},
		"cancel-visit":             {record: visit, body: reason},
		"list-absences":            {record: absence, query: "limit=200"},
		"create-absence":           {record: absenceToMake, body: newAbsenceBody},
		"cancel-absence":           {record: absence},
	}
}

const opinionBody = `{"replies":{"feasibility":{"chosen":["feasible"]},"risks":{"words":"无"},"recommendation":{"chosen":["go"]},"words":{"words":"可行"}}}`

// invitation is that of the technical expert of a docking.
func invitation(steps ...string) func(*server, caller, relation) target {
	return func(s *server, c caller, r relation) target {
		d := s.docking(c, r)
		team, err := s.db.DockingTeam(s.t.Context(), setup, d.ID)
		require.NoError(s.t, err)
		m := team[0]
		for _, step := range steps {
			m, err = s.db.AnswerInvitation(s.t.Context(), domain.Actor{Login: "member", Roles: []domain.Role{domain.RoleExpert}, ExpertID: m.ExpertID}, m.ID, m.Version, postgres.MemberAnswer{Step: step, Clear: true})
			require.NoError(s.t, err)
		}
		return target{id: m.ID, version: m.Version, facts: m.Facts(d)}
	}
}

func invitedBody(s *server, _ caller, _ relation) string {
	e, err := s.db.CreateExpert(s.t.Context(), setup, domain.Expert{Name: "示例企业家", Kind: domain.Entrepreneur, Capacity: 3})
	require.NoError(s.t, err)
	return fmt.Sprintf(`{"kind":"entrepreneur","expert_id":%q}`, s.publishedExpert(e.ID).ID)
}

// stewardOf is the caller's own steward record, or another's.
func (s *server) stewardOf(r relation) domain.ID {
	if r == own {
		return s.steward.ID
	}
	return s.newSteward(foreignArea).ID
}

func visit(s *server, _ caller, r relation) target {
	v, err := s.db.PlanVisit(s.t.Context(), domain.Actor{Login: "visitor", Roles: []domain.Role{domain.RoleSteward}, ExpertID: s.stewardOf(r)},
		domain.Visit{OrganisationID: s.enterprise.ID, PlannedOn: domain.DateOf(s.db.Now()), Purpose: "走访"})
	require.NoError(s.t, err)
	return target{id: v.ID, version: v.Version, facts: v.Facts()}
}

func newVisitBody(s *server, _ caller, _ relation) string {
	return fmt.Sprintf(`{"organisation_id":%q,"planned_on":"2026-06-05","purpose":"走访"}`, s.enterprise.ID)
}

func absence(s *server, _ caller, r relation) target {
	a, err := s.db.AddAbsence(s.t.Context(), setup, domain.Absence{ExpertID: s.stewardOf(r), From: domain.DateOf(s.db.Now()).AddDays(30), To: domain.DateOf(s.db.Now()).AddDays(31)})
	require.NoError(s.t, err)
	return target{id: a.ID, facts: a.Facts()}
}

func absenceToMake(s *server, _ caller, r relation) target {
	return target{facts: domain.Facts{Experts: []domain.ID{s.stewardOf(r)}}}
}

func newAbsenceBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"expert_id":%q,"from":"2027-06-05","to":"2027-06-06"}`, s.stewardOf(r))
}
