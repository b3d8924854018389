package postgres_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// blindNeed is a published blind need that says something in every part.
func (l *library) blindNeed(t *testing.T) domain.Need {
	t.Helper()
	n := l.fullNeed()
	n.Confidentiality = "blind"
	return l.publishedNeed(t, n)
}

func (l *library) ask(t *testing.T, n domain.Need, level domain.RevealLevel) domain.Reveal {
	t.Helper()
	r, err := l.AskReveal(t.Context(), l.known(t, l.lister()), domain.Reveal{NeedID: n.ID, OrganisationID: l.university.ID, Level: level, Purpose: "拟派团队对接"})
	require.NoError(t, err)
	return r
}

func (l *library) answer(t *testing.T, r domain.Reveal, step string, a domain.RevealAnswer) domain.Reveal {
	t.Helper()
	r, err := l.StepReveal(t.Context(), l.known(t, l.owner()), r.ID, r.Version, step, a)
	require.NoError(t, err)
	return r
}

// known is the actor as a user that the database knows.
func (l *library) known(t *testing.T, a domain.Actor) domain.Actor {
	t.Helper()
	found, err := l.Users(t.Context(), domain.System("test"), postgres.UserFilter{}, postgres.Page{Limit: 200})
	require.NoError(t, err)
	for _, u := range found.Items {
		if u.Login == a.Login {
			a.UserID = u.ID
			return a
		}
	}
	u, err := l.CreateUser(t.Context(), domain.System("test"), domain.User{Login: a.Login, Name: "示例" + a.Login, Roles: a.Roles, OrganisationID: a.OrganisationID, Area: a.Area}, "hash")
	require.NoError(t, err)
	a.UserID = u.ID
	return a
}

// For each level granted, each reader and each way to read: what is visible, and what is
// noted of it.
func TestRevealedOfNeed(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	other := l.organisation(t, "湘潭示例学院", domain.University, "gaoxin")
	n := l.blindNeed(t)
	asker, stranger := l.known(t, l.lister()), domain.Actor{UserID: domain.NewID(), Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: other.ID}
	reads := map[string]func(domain.Actor) (domain.Need, error){
		"record": func(a domain.Actor) (domain.Need, error) { return l.Need(ctx, a, n.ID) },
		"found": func(a domain.Actor) (domain.Need, error) {
			found, err := l.ReadableNeeds(ctx, a, []domain.ID{n.ID})
			return first(found), err
		},
		"list": func(a domain.Actor) (domain.Need, error) {
			page, err := l.Needs(ctx, a, postgres.NeedFilter{}, postgres.Page{})
			return first(page.Items), err
		},
	}
	seen := func(level domain.RevealLevel) {
		t.Helper()
		for place, read := range reads {
			for name, reader := range map[string]struct {
				domain.Actor
				level domain.RevealLevel
			}{
				"asker": {asker, level}, "stranger": {stranger, domain.RevealTitle}, "owner": {l.owner(), 0},
				"steward": {l.known(t, steward("yuhu")), 0}, "another steward": {steward("gaoxin"), domain.RevealTitle}, "bureau": {bureau, 0},
				"expert": {domain.Actor{UserID: domain.NewID(), Roles: []domain.Role{domain.RoleExpert}, ExpertID: domain.NewID()}, domain.RevealTitle},
			} {
				before := l.views(t, n)
				got, err := read(reader.Actor)
				require.NoError(t, err)
				want := n
				if reader.level > 0 {
					want = n.RevealedTo(reader.level)
				}
				same(t, want, got)
				noted := l.views(t, n)[:len(l.views(t, n))-len(before)]
				if name != "asker" || level <= domain.RevealTitle {
					require.Empty(t, noted, "%s by %s", place, name)
					continue
				}
				require.Len(t, noted, 1, "%s by %s", place, name)
				require.Equal(t, place, noted[0].Place)
				require.Equal(t, level, noted[0].Level)
				require.Equal(t, asker.UserID, noted[0].UserID)
				require.Equal(t, l.university.Name, noted[0].Organisation)
			}
			_, err := read(domain.Actor{})
			if place == "record" {
				require.ErrorIs(t, err, domain.ErrNotFound, "the public")
			}
		}
	}
	seen(domain.RevealTitle)
	for level := domain.RevealProblem; level <= domain.RevealContact; level++ {
		t.Run(fmt.Sprint(level), func(t *testing.T) {
			r := l.ask(t, n, level)
			seen(domain.RevealTitle) // to have asked shows nothing
			today := domain.DateOf(l.now)
			r = l.answer(t, r, "grant", domain.RevealAnswer{Until: today.AddDays(1)})
			seen(level)
			l.now = l.now.AddDate(0, 0, 2)
			seen(domain.RevealTitle) // the grant is over
			l.now = l.now.AddDate(0, 0, -2)
			r = l.answer(t, r, "withdraw", domain.RevealAnswer{})
			seen(domain.RevealTitle)
			require.Equal(t, domain.RevealWithdrawn, r.State)
		})
	}
}

func first[T any](items []T) (one T) {
	if len(items) > 0 {
		one = items[0]
	}
	return one
}

func (l *library) views(t *testing.T, n domain.Need) []domain.RevealView {
	t.Helper()
	views, err := l.RevealViewsOfNeed(t.Context(), l.owner(), n.ID)
	require.NoError(t, err)
	return slices.DeleteFunc(views, func(v domain.RevealView) bool { return v.Office != "" }) // those: see TestSeenInOffice
}

// A filter finds a blind need by what it hides only for whom that is revealed.
func TestRevealedFilters(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	n := l.blindNeed(t)
	filters := map[string]struct {
		postgres.NeedFilter
		from domain.RevealLevel
	}{
		"mode":  {postgres.NeedFilter{Mode: n.Modes[0]}, domain.RevealProblem},
		"level": {postgres.NeedFilter{TRLMin: n.Conditions.TRLMin}, domain.RevealBackground},
		"area":  {postgres.NeedFilter{Area: "yuhu"}, domain.RevealIdentity},
		"owner": {postgres.NeedFilter{OrganisationID: l.enterprise.ID}, domain.RevealIdentity},
	}
	for level := domain.RevealTitle; level <= domain.RevealContact; level++ {
		if level > domain.RevealTitle {
			l.answer(t, l.ask(t, n, level), "grant", domain.RevealAnswer{})
		}
		for name, f := range filters {
			page, err := l.Needs(ctx, l.known(t, l.lister()), f.NeedFilter, postgres.Page{})
			require.NoError(t, err)
			require.Equal(t, level >= f.from, len(page.Items) == 1, "%s at level %d", name, level)
		}
	}
}

func TestRevealAsked(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	n := l.blindNeed(t)
	asker, owner := l.known(t, l.lister()), l.known(t, l.owner())
	ask := func(actor domain.Actor, r domain.Reveal) error {
		r.Purpose = "拟派团队对接"
		_, err := l.AskReveal(ctx, actor, r)
		return err
	}
	require.ErrorIs(t, ask(asker, domain.Reveal{NeedID: n.ID, OrganisationID: l.enterprise.ID, Level: 4}), domain.ErrForbidden, "in another's name")
	require.ErrorIs(t, ask(owner, domain.Reveal{NeedID: n.ID, OrganisationID: l.enterprise.ID, Level: 4}), domain.ErrConflict, "its own")
	requireInvalid(t, ask(asker, domain.Reveal{NeedID: domain.NewID(), OrganisationID: l.university.ID, Level: 4}), "need_id")
	helper := l.known(t, steward("gaoxin"))
	require.NoError(t, ask(helper, domain.Reveal{NeedID: n.ID, OrganisationID: l.university.ID, Level: 4}), "a steward on behalf of an organisation of the area")
	require.ErrorIs(t, ask(asker, domain.Reveal{NeedID: n.ID, OrganisationID: l.university.ID, Level: 5}), domain.ErrConflict, "an answer is awaited")

	page, err := l.Reveals(ctx, owner, postgres.RevealFilter{State: "asked"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	r := page.Items[0]
	require.Equal(t, n.Title, r.Title)
	for _, actor := range []domain.Actor{asker, helper, bureau, steward("yuhu")} {
		_, err = l.StepReveal(ctx, actor, r.ID, r.Version, "grant", domain.RevealAnswer{})
		require.ErrorIs(t, err, domain.ErrForbidden, "nobody consents for the owner: %v", actor.Roles)
	}
	_, err = l.RevealViews(ctx, asker, r.ID)
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.StepReveal(ctx, owner, r.ID, r.Version+1, "grant", domain.RevealAnswer{})
	require.ErrorIs(t, err, domain.ErrStale)
	r, err = l.StepReveal(ctx, helper, r.ID, r.Version, "cancel", domain.RevealAnswer{})
	require.NoError(t, err)
	require.Equal(t, domain.RevealCancelled, r.State)

	l.answer(t, l.ask(t, n, 4), "grant", domain.RevealAnswer{})
	require.ErrorIs(t, ask(asker, domain.Reveal{NeedID: n.ID, OrganisationID: l.university.ID, Level: 3}), domain.ErrConflict, "it is shown already")
	require.NoError(t, ask(asker, domain.Reveal{NeedID: n.ID, OrganisationID: l.university.ID, Level: 5}))
	stranger := domain.Actor{UserID: domain.NewID(), Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: l.organisation(t, "湘潭示例学院", domain.University, "gaoxin").ID}
	_, err = l.Reveal(ctx, stranger, r.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = l.RevealViewsOfNeed(ctx, stranger, n.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
}

// A docking keeps the veil but for whom the owner has told who it is.
func TestRevealedInDocking(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	need := d.need()
	need.Confidentiality = "blind"
	d.needed = d.publishedNeed(t, need)
	made, err := d.CreateDocking(ctx, d.seller, domain.Docking{NeedID: d.needed.ID, TechnologyID: d.offered.ID})
	require.NoError(t, err)
	require.Zero(t, made.EnterpriseID)
	seller, buyer := d.seller, d.buyer
	for level, told := range map[domain.RevealLevel]bool{domain.RevealBackground: false, domain.RevealIdentity: true} {
		r, err := d.AskReveal(ctx, seller, domain.Reveal{NeedID: d.needed.ID, OrganisationID: d.university.ID, Level: level, Purpose: "拟派团队对接"})
		require.NoError(t, err)
		r, err = d.StepReveal(ctx, buyer, r.ID, r.Version, "grant", domain.RevealAnswer{})
		require.NoError(t, err)
		shown, err := d.Docking(ctx, seller, made.ID)
		require.NoError(t, err)
		require.Equal(t, told, shown.EnterpriseID == d.enterprise.ID, "level %d", level)
		_, err = d.StepReveal(ctx, buyer, r.ID, r.Version, "withdraw", domain.RevealAnswer{})
		require.NoError(t, err)
		listed, err := d.Dockings(ctx, seller, postgres.DockingFilter{}, postgres.Page{})
		require.NoError(t, err)
		require.Zero(t, listed.Items[0].EnterpriseID)
	}
	views, err := d.RevealViewsOfNeed(ctx, buyer, d.needed.ID)
	require.NoError(t, err)
	require.Len(t, views, 1)
	require.Equal(t, "docking", views[0].Place)
}
