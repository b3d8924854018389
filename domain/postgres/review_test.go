package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestReviewRounds(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	owner, reviewer := l.known(t, l.owner()), l.known(t, steward("yuhu"))
	n, err := l.CreateNeed(ctx, owner, l.need())
	require.NoError(t, err)
	n, err = l.StepNeed(ctx, owner, n.ID, n.Version, "submit", "")
	require.NoError(t, err)

	_, err = l.ReturnNeed(ctx, reviewer, n.ID, n.Version, domain.Return{})
	requireInvalid(t, err, "reason")
	_, err = l.ReturnNeed(ctx, reviewer, n.ID, n.Version, domain.Return{Points: []domain.ReviewPoint{{Field: "colour", Words: "换"}}})
	requireInvalid(t, err, "points[0].field")
	_, err = l.ReturnNeed(ctx, owner, n.ID, n.Version, domain.Return{Words: "自己退"})
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.ReturnNeed(ctx, steward("gaoxin"), n.ID, n.Version, domain.Return{Words: "别区的"})
	require.ErrorIs(t, err, domain.ErrNotFound)
	said := domain.Return{Points: []domain.ReviewPoint{{Field: "targets", Words: "请写明寿命要达到多少小时"}}, Words: "指标不清"}
	_, err = l.ReturnNeed(ctx, reviewer, n.ID, n.Version-1, said)
	require.ErrorIs(t, err, domain.ErrStale)
	n, err = l.ReturnNeed(ctx, reviewer, n.ID, n.Version, said)
	require.NoError(t, err)
	require.Equal(t, domain.ListingDraft, n.State)
	require.Equal(t, "指标不清\n量化指标：请写明寿命要达到多少小时", n.Reason)

	l.now = l.now.Add(time.Hour)
	for _, step := range []string{"submit", "publish"} {
		n, err = l.StepNeed(ctx, map[string]domain.Actor{"submit": owner, "publish": reviewer}[step], n.ID, n.Version, step, "")
		require.NoError(t, err)
	}
	n, err = l.ChangeNeed(ctx, owner, n.ID, n.Version, func(n *domain.Need) error { n.Problem = "另一个难题"; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.ListingSubmitted, n.State, "what its owner changes is reviewed anew")

	rounds, err := l.ReviewsOfNeed(ctx, owner, n.ID)
	require.NoError(t, err)
	require.Len(t, rounds, 3)
	require.Equal(t, "return", rounds[0].Decision)
	require.Equal(t, said.Points, rounds[0].Points)
	require.Equal(t, "示例steward", rounds[0].Decider)
	require.Equal(t, "publish", rounds[1].Decision)
	require.Empty(t, rounds[2].Decision)
	_, err = l.ReviewsOfNeed(ctx, l.lister(), n.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
}

func TestReviewQueue(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	l.now = time.Date(2026, 6, 4, 2, 0, 0, 0, time.UTC) // a Thursday
	n, err := l.CreateNeed(ctx, l.owner(), l.need())
	require.NoError(t, err)
	_, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, 1, "submit", "")
	require.NoError(t, err)
	l.now = l.now.AddDate(0, 0, 1)
	tech, err := l.CreateTechnology(ctx, l.lister(), l.technology())
	require.NoError(t, err)
	_, err = l.StepTechnology(ctx, l.known(t, l.lister()), tech.ID, 1, "submit", "")
	require.NoError(t, err)
	l.now = l.now.AddDate(0, 0, 4) // the next Tuesday
	for name, test := range map[string]struct {
		actor domain.Actor
		want  []domain.ID
	}{
		"bureau": {bureau, []domain.ID{n.ID, tech.ID}}, "steward": {steward("yuhu"), []domain.ID{n.ID}}, "owner": {l.lister(), []domain.ID{tech.ID}},
		"expert": {domain.Actor{UserID: domain.NewID(), Roles: []domain.Role{domain.RoleExpert}}, nil}, "public": {domain.Actor{}, nil},
	} {
		page, err := l.ReviewQueue(ctx, test.actor, postgres.ListedFilter{}, postgres.Page{})
		require.NoError(t, err)
		var got []domain.ID
		for _, item := range page.Items {
			got = append(got, item.ID)
		}
		require.Equal(t, test.want, got, name)
	}
	page, err := l.ReviewQueue(ctx, bureau, postgres.ListedFilter{}, postgres.Page{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, 3, page.Items[0].Waiting, "Friday, Monday, Tuesday")
	page, err = l.ReviewQueue(ctx, bureau, postgres.ListedFilter{}, postgres.Page{Limit: 1, After: page.Next})
	require.NoError(t, err)
	require.Equal(t, domain.Technologies, page.Items[0].Kind)
	require.Equal(t, 2, page.Items[0].Waiting)
}

func TestExpiringListings(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	today := domain.DateOf(l.now)
	until := func(days int) domain.Need {
		n := l.need()
		n.ValidUntil = today.AddDays(days)
		return l.publishedNeed(t, n)
	}
	over, soon, later := until(2), until(20), until(200)
	l.now = l.now.AddDate(0, 0, 5)
	page, err := l.StaleListings(ctx, steward("yuhu"), postgres.ListedFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, page.Items, 2)
	require.Equal(t, []domain.ID{over.ID, soon.ID}, []domain.ID{page.Items[0].ID, page.Items[1].ID})
	require.True(t, page.Items[0].Expired(domain.DateOf(l.now)))
	require.False(t, page.Items[1].Expired(domain.DateOf(l.now)))
	other, err := l.StaleListings(ctx, steward("gaoxin"), postgres.ListedFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Empty(t, other.Items)

	told := func(actor domain.Actor) int {
		t.Helper()
		_, err := l.Remind(ctx)
		require.NoError(t, err)
		found, err := l.Reminders(ctx, actor, postgres.ReminderFilter{}, postgres.Page{})
		require.NoError(t, err)
		return len(found.Items)
	}
	require.Equal(t, 2, told(l.owner()))
	require.Equal(t, 2, told(l.owner()), "once each")
	require.Zero(t, told(l.lister()))
	_, err = l.StepNeed(ctx, l.known(t, l.owner()), over.ID, over.Version, "renew", "")
	require.NoError(t, err)
	require.Equal(t, 1, told(l.owner()), "what was renewed is forgotten")
	l.now = later.ValidUntil.Time()
	require.Equal(t, 3, told(l.owner()), "one soon and then over, another soon")
}
