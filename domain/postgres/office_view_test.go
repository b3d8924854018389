package postgres_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// noted are the views in office that the owner of the library's need reads.
func (l *library) noted(t *testing.T, n domain.Need) []domain.RevealView {
	t.Helper()
	views, err := l.RevealViewsOfNeed(t.Context(), l.owner(), n.ID)
	require.NoError(t, err)
	return views
}

// Those in office see the whole of a blind need, and its owner sees that they did: once a
// viewer, place and day, however often.
func TestSeenInOffice(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	n := l.blindNeed(t)
	open := l.publishedNeed(t, l.fullNeed())
	clerk := l.known(t, domain.Actor{Login: "clerk", Roles: []domain.Role{domain.RoleBureau}})
	guide := l.known(t, domain.Actor{Login: "guide", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu"})
	afar := l.known(t, domain.Actor{Login: "afar", Roles: []domain.Role{domain.RoleSteward}, Area: "gaoxin"})
	keeper := l.known(t, domain.Actor{Login: "keeper", Roles: []domain.Role{domain.RoleAdmin}})
	owner := l.known(t, l.owner())
	read := func(a domain.Actor) {
		t.Helper()
		_, err := l.Need(ctx, a, n.ID)
		require.NoError(t, err)
		_, err = l.Need(ctx, a, open.ID)
		require.NoError(t, err)
	}
	for _, a := range []domain.Actor{owner, afar, domain.System("test")} {
		read(a)
	}
	require.Empty(t, l.noted(t, n), "neither the owner's look, nor one at the title, nor that of nobody")

	read(clerk)
	read(keeper)
	for range 3 {
		read(guide)
		l.now = l.now.Add(time.Minute)
	}
	_, err := l.Needs(ctx, guide, postgres.NeedFilter{}, postgres.Page{})
	require.NoError(t, err)
	offices := map[domain.Office]domain.RevealView{}
	for _, v := range l.noted(t, n) {
		if v.Place == "record" {
			offices[v.Office] = v
		}
	}
	require.Len(t, offices, 3)
	require.Len(t, l.noted(t, n), 4)
	require.Equal(t, 3, offices[domain.OfficeArea].Times)
	require.Equal(t, "yuhu", offices[domain.OfficeArea].Area)
	require.Equal(t, 2*time.Minute, offices[domain.OfficeArea].At.Sub(offices[domain.OfficeArea].Since))
	require.Equal(t, 1, offices[domain.OfficeBureau].Times)
	require.Empty(t, offices[domain.OfficeBureau].User, "the office, not the person")
	require.Empty(t, l.noted(t, open))

	l.now = l.now.AddDate(0, 0, 1)
	read(guide)
	require.Len(t, l.noted(t, n), 5, "another day")
}

// Review is a view, of drafts too, and is noted with it or not at all.
func TestReviewIsSeen(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	guide := l.known(t, domain.Actor{Login: "guide", Roles: []domain.Role{domain.RoleSteward}, Area: "yuhu"})
	n := l.fullNeed()
	n.Confidentiality = "blind"
	n, err := l.CreateNeed(ctx, l.owner(), n)
	require.NoError(t, err)
	n, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, 0, "submit", "")
	require.NoError(t, err)
	_, err = l.StepNeed(ctx, guide, n.ID, n.Version, "return", "")
	require.Error(t, err)
	require.Empty(t, l.noted(t, n))
	queue, err := l.ReviewQueue(ctx, guide, postgres.ListedFilter{}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, queue.Items, 1)
	_, err = l.StepNeed(ctx, guide, n.ID, n.Version, "publish", "")
	require.NoError(t, err)
	views := l.noted(t, n)
	require.Len(t, views, 2)
	require.ElementsMatch(t, []string{"list", "review"}, []string{views[0].Place, views[1].Place})
}

// Looks at one time, at lists that overlap, are all counted, and do not wait for one another
// for ever.
func TestSeenAtOnce(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	needs := []domain.ID{l.blindNeed(t).ID, l.blindNeed(t).ID, l.blindNeed(t).ID}
	clerk := l.known(t, domain.Actor{Login: "clerk", Roles: []domain.Role{domain.RoleBureau}})
	var group sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		group.Go(func() {
			order := []domain.ID{needs[i%3], needs[(i+1)%3], needs[(i+2)%3]}
			_, errs[i] = l.ReadableNeeds(ctx, clerk, order)
		})
	}
	group.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	for _, id := range needs {
		views := l.noted(t, domain.Need{ID: id})
		require.Len(t, views, 1)
		require.Equal(t, len(errs), views[0].Times)
	}
}
