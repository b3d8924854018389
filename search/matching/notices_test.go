package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// notices are what the organisation's people have been told.
func (w *world) notices(organisation domain.ID, role domain.Role) []postgres.Told {
	w.t.Helper()
	reader := domain.Actor{Login: "r", Roles: []domain.Role{role}, UserID: domain.NewID(), OrganisationID: organisation}
	found, err := w.db.Notices(w.ctx, reader, false, postgres.Page{})
	require.NoError(w.t, err)
	return found.Items
}

func (w *world) threshold(organisation domain.ID, threshold float64) {
	w.t.Helper()
	_, err := w.db.SetNoticeThreshold(w.ctx, actor, domain.NoticeThreshold{OrganisationID: organisation, Threshold: &threshold})
	require.NoError(w.t, err)
}

// A match is told to both owners when it first passes their thresholds, and never again.
func TestOwnersHearOnce(t *testing.T) {
	w := newWorld(t)
	enterprise, university := w.enterprise(), w.university("湘潭示例理工大学", "430302")
	w.threshold(enterprise.ID, 0)
	w.threshold(university.ID, 1)
	need := w.need(film(enterprise.ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Empty(t, w.notices(enterprise.ID, domain.RoleEnterprise))

	made := w.technology(grapheneFilm(university.ID))
	for range 2 {
		whole, err := w.matcher.Follow(w.ctx, domain.Technologies, []domain.ID{made.ID})
		require.NoError(t, err)
		for _, id := range whole {
			require.NoError(t, w.matcher.MatchNeed(w.ctx, id))
		}
	}
	told := w.notices(enterprise.ID, domain.RoleEnterprise)
	require.Len(t, told, 1)
	require.Equal(t, made.ID, told[0].CandidateID)
	require.Equal(t, need.Title, told[0].Need)
	require.Equal(t, w.stored(need.ID, domain.MatchTechnology)[0].Score, told[0].Score)
	require.Empty(t, w.notices(university.ID, domain.RoleUniversity), "its threshold is higher")

	w.threshold(university.ID, 0)
	w.now = w.now.AddDate(0, 0, 1)
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Len(t, w.notices(university.ID, domain.RoleUniversity), 1, "it passes now")
	require.Len(t, w.notices(enterprise.ID, domain.RoleEnterprise), 1, "told already")
}

// A declared conflict takes a listed technology off the list; stewards and the bureau
// read why. Withdrawn, it lets it in again.
func TestConflictExcludes(t *testing.T) {
	w := newWorld(t)
	enterprise, university := w.enterprise(), w.university("湘潭示例理工大学", "430302")
	need, made := w.need(film(enterprise.ID)), w.technology(grapheneFilm(university.ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Len(t, w.stored(need.ID, domain.MatchTechnology), 1)

	conflict, err := w.db.DeclareConflict(w.ctx, actor, domain.Interest{OrganisationID: university.ID, WithID: enterprise.ID, Reason: "持有该企业股份"})
	require.NoError(t, err)
	w.followed(domain.Conflicts, conflict.ID)
	require.Empty(t, w.stored(need.ID, domain.MatchTechnology))
	excluded, err := w.db.Exclusions(w.ctx, actor, need.ID)
	require.NoError(t, err)
	require.Len(t, excluded, 1)
	require.Equal(t, made.ID, excluded[0].CandidateID)
	require.Equal(t, "已声明利益冲突：持有该企业股份", excluded[0].Gates[0].Reason.ZH)
	_, err = w.db.Exclusions(w.ctx, domain.Actor{Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: enterprise.ID}, need.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)

	_, err = w.db.WithdrawConflict(w.ctx, actor, conflict.ID, conflict.Version)
	require.NoError(t, err)
	w.followed(domain.Conflicts, conflict.ID)
	require.Len(t, w.stored(need.ID, domain.MatchTechnology), 1)
	excluded, err = w.db.Exclusions(w.ctx, actor, need.ID)
	require.NoError(t, err)
	require.Empty(t, excluded)
}

// followed does what the job of a change does.
func (w *world) followed(kind domain.Resource, refs ...domain.ID) {
	w.t.Helper()
	whole, err := w.matcher.Follow(w.ctx, kind, refs)
	require.NoError(w.t, err)
	for _, id := range whole {
		require.NoError(w.t, w.matcher.MatchNeed(w.ctx, id))
	}
}

// A need that nothing answers is unmet, with others of its topic, until something does.
func TestUnmetNeeds(t *testing.T) {
	w := newWorld(t)
	enterprise := w.enterprise()
	budget := domain.Fen(100_000_00)
	one, two := film(enterprise.ID), film(enterprise.ID)
	one.BudgetMax, two.Title = &budget, "石墨烯导热膜材料"
	w.need(one)
	w.need(two)
	w.need(domain.Need{OrganisationID: enterprise.ID, Title: "湘莲剥壳去芯装备", Problem: "鲜莲剥壳破损率高", Field: "agriculture"})
	_, err := w.matcher.MatchAll(w.ctx, nil)
	require.NoError(t, err)
	rows, err := w.db.UnmetNeeds(w.ctx, actor, 100)
	require.NoError(t, err)
	require.Len(t, rows, 3)
	require.Equal(t, rows[0].TopicID, rows[1].TopicID)
	require.NotEqual(t, rows[0].TopicID, rows[2].TopicID)
	require.Contains(t, rows[2].Terms, "剥壳")

	elsewhere, err := w.db.UnmetNeeds(w.ctx, domain.Actor{Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu"}, 100)
	require.NoError(t, err)
	require.Empty(t, elsewhere, "of another area")
}
