package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// seated is an expert of a kind in the library, with a user.
func (d *deals) seated(t *testing.T, kind, login string) domain.Actor {
	t.Helper()
	e := d.published(t, domain.Expert{Kind: kind, Name: "示例" + login, Fields: []string{"materials"}, Capacity: 3})
	return d.user(t, domain.User{Login: login, Roles: []domain.Role{domain.RoleExpert}, ExpertID: e.ID})
}

func opinion() domain.Replies {
	return domain.Replies{"feasibility": {Chosen: []string{"conditional"}}, "risks": {Words: "放大效应"}, "recommendation": {Chosen: []string{"trial"}}, "words": {Words: "先做中试"}}
}

func TestTeamOfDocking(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	expert, adviser := d.seated(t, domain.TechnicalExpert, "prof"), d.seated(t, domain.Entrepreneur, "boss")
	made := d.docking(t, "introduce")
	_, err := d.InviteToDocking(ctx, d.buyer, made.ID, made.Version, domain.TechnicalExpert, expert.ExpertID, "")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.TechnicalExpert, adviser.ExpertID, "")
	requireInvalid(t, err, "expert_id")
	invited, err := d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.TechnicalExpert, expert.ExpertID, "请评估中试风险")
	require.NoError(t, err)
	_, err = d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.Entrepreneur, adviser.ExpertID, "")
	require.ErrorIs(t, err, domain.ErrStale)
	_, err = d.InviteToDocking(ctx, d.guide, made.ID, made.Version+1, domain.TechnicalExpert, expert.ExpertID, "")
	require.ErrorIs(t, err, domain.ErrConflict, "the seat is taken")

	_, err = d.Docking(ctx, expert, made.ID)
	require.NoError(t, err, "who is invited may look")
	_, err = d.AnswerInvitation(ctx, adviser, invited.ID, 1, postgres.MemberAnswer{Step: "accept", Clear: true})
	require.ErrorIs(t, err, domain.ErrNotFound, "another's invitation")
	_, err = d.AnswerInvitation(ctx, d.guide, invited.ID, 1, postgres.MemberAnswer{Step: "accept", Clear: true})
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.AnswerInvitation(ctx, expert, invited.ID, 1, postgres.MemberAnswer{Step: "accept"})
	requireInvalid(t, err, "no_conflict")
	_, err = d.GiveOpinion(ctx, expert, invited.ID, 1, opinion(), false)
	require.ErrorIs(t, err, domain.ErrConflict, "not before accepting")
	accepted, err := d.AnswerInvitation(ctx, expert, invited.ID, 1, postgres.MemberAnswer{Step: "accept", Clear: true})
	require.NoError(t, err)
	require.Equal(t, domain.MemberAccepted, accepted.State)
	_, err = d.StepDocking(ctx, expert, made.ID, 0, "accept", "", "")
	require.ErrorIs(t, err, domain.ErrForbidden, "the team answers for no side")
	_, err = d.StepDocking(ctx, expert, made.ID, 0, "decline", "price", "")
	require.ErrorIs(t, err, domain.ErrForbidden)

	_, err = d.AnswerInvitation(ctx, d.guide, invited.ID, accepted.Version, postgres.MemberAnswer{Step: "release"})
	requireInvalid(t, err, "reason")
	released, err := d.AnswerInvitation(ctx, d.guide, invited.ID, accepted.Version, postgres.MemberAnswer{Step: "release", Reason: "出国"})
	require.NoError(t, err)
	require.Equal(t, domain.MemberReleased, released.State)
	_, err = d.Docking(ctx, expert, made.ID)
	require.ErrorIs(t, err, domain.ErrNotFound, "no more of the team")
	kept, err := d.Invitations(ctx, expert, postgres.InvitationFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, kept.Items, 1)
	_, err = d.InviteToDocking(ctx, d.guide, made.ID, 0, domain.TechnicalExpert, d.seated(t, domain.TechnicalExpert, "other").ExpertID, "")
	require.NoError(t, err, "replaced")
	team, err := d.DockingTeam(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Len(t, team, 2)
}

func TestInvitationOnce(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t, "introduce")
	experts := []domain.Actor{d.seated(t, domain.TechnicalExpert, "one"), d.seated(t, domain.TechnicalExpert, "two")}
	errs := race(16, func(i int) error {
		_, err := d.InviteToDocking(ctx, d.guide, made.ID, 0, domain.TechnicalExpert, experts[i%2].ExpertID, "")
		return err
	})
	require.Equal(t, 1, succeeded(errs))
}

// An expert in a declared conflict is neither invited nor accepts; declining for a
// conflict declares it.
func TestMemberInConflict(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	expert := d.seated(t, domain.TechnicalExpert, "prof")
	made := d.docking(t, "introduce")
	invited, err := d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.TechnicalExpert, expert.ExpertID, "")
	require.NoError(t, err)
	declared, err := d.DeclareConflict(ctx, expert, domain.Interest{ExpertID: expert.ExpertID, WithID: d.university.ID, Reason: "持股"})
	require.NoError(t, err)
	_, err = d.AnswerInvitation(ctx, expert, invited.ID, 1, postgres.MemberAnswer{Step: "accept", Clear: true})
	require.ErrorIs(t, err, domain.ErrConflict)
	_, err = d.WithdrawConflict(ctx, expert, declared.ID, declared.Version)
	require.NoError(t, err)
	_, err = d.AnswerInvitation(ctx, expert, invited.ID, 1, postgres.MemberAnswer{Step: "decline", Reason: "conflict"})
	requireInvalid(t, err, "against")
	_, err = d.AnswerInvitation(ctx, expert, invited.ID, 1, postgres.MemberAnswer{Step: "decline", Reason: "conflict", Words: "任其顾问", Against: domain.SideEnterprise})
	require.NoError(t, err)
	found, err := d.ConflictsOf(ctx, expert, postgres.ConflictFilter{State: "declared"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	require.Equal(t, d.enterprise.ID, found.Items[0].WithID)
	_, err = d.InviteToDocking(ctx, d.guide, made.ID, 0, domain.TechnicalExpert, expert.ExpertID, "")
	require.ErrorIs(t, err, domain.ErrConflict)
}

// Nobody is invited who could not be told between whom.
func TestNoInvitationWhileVeiled(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	need := d.need()
	need.Confidentiality = "blind"
	d.needed = d.publishedNeed(t, need)
	made := d.docking(t)
	_, err := d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.TechnicalExpert, d.seated(t, domain.TechnicalExpert, "prof").ExpertID, "")
	require.ErrorIs(t, err, domain.ErrConflict)
}

// Who reads an opinion: its author, the steward and the bureau always; both sides unless
// it is for the steward; never the other member.
func TestOpinionsShown(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	expert, adviser := d.seated(t, domain.TechnicalExpert, "prof"), d.seated(t, domain.Entrepreneur, "boss")
	made := d.docking(t, "introduce")
	var members []domain.DockingMember
	for kind, e := range map[string]domain.Actor{domain.TechnicalExpert: expert, domain.Entrepreneur: adviser} {
		m, err := d.InviteToDocking(ctx, d.guide, made.ID, 0, kind, e.ExpertID, "")
		require.NoError(t, err)
		m, err = d.AnswerInvitation(ctx, e, m.ID, 0, postgres.MemberAnswer{Step: "accept", Clear: true})
		require.NoError(t, err)
		if kind == domain.TechnicalExpert {
			members = append(members, m)
		}
	}
	_, err := d.GiveOpinion(ctx, expert, members[0].ID, 0, domain.Replies{}, false)
	requireInvalid(t, err, "replies.feasibility", "replies.risks", "replies.recommendation", "replies.words")
	for _, stewardOnly := range []bool{false, true} {
		given, err := d.GiveOpinion(ctx, expert, members[0].ID, 0, opinion(), stewardOnly)
		require.NoError(t, err)
		require.Equal(t, opinion(), given.Replies)
	}
	for actor, want := range map[string]int{"prof": 2, "guide": 2, "registrar": 2, "buyer": 1, "seller": 1, "boss": 0} {
		found, err := d.DockingOpinions(ctx, map[string]domain.Actor{"prof": expert, "guide": d.guide, "registrar": d.clerk, "buyer": d.buyer, "seller": d.seller, "boss": adviser}[actor], made.ID)
		require.NoError(t, err)
		require.Len(t, found, want, actor)
	}
	_, err = d.DockingOpinions(ctx, d.stranger(t), made.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
}

func TestVisits(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	v := domain.Visit{OrganisationID: d.enterprise.ID, PlannedOn: day(2026, 6, 5), Purpose: "了解技术需求"}
	_, err := d.PlanVisit(ctx, d.buyer, v)
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.PlanVisit(ctx, d.guide, domain.Visit{OrganisationID: d.enterprise.ID, Purpose: "x"})
	requireInvalid(t, err, "planned_on")
	planned, err := d.PlanVisit(ctx, d.guide, v)
	require.NoError(t, err)
	_, err = d.StepVisit(ctx, d.guide, planned.ID, 1, "done", "")
	requireInvalid(t, err, "reason")
	_, err = d.StepVisit(ctx, d.seller, planned.ID, 1, "done", "已走访")
	require.ErrorIs(t, err, domain.ErrNotFound)
	errs := race(8, func(int) error {
		_, err := d.StepVisit(ctx, d.guide, planned.ID, 1, "done", "企业拟增需求一项")
		return err
	})
	require.Equal(t, 1, succeeded(errs))
	found, err := d.Visits(ctx, d.clerk, postgres.VisitFilter{State: "done"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
}
