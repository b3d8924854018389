package postgres_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The lists' SQL and domain.Can must admit the same records: here for random
// records of every library, in every state, expired and not, before every role.
func TestScopesAgreeWithCan(t *testing.T) {
	l := openLibrary(t)
	outside := l.organisation(t, "省外示例研究院", domain.Institute, "")
	organisations := []domain.Organisation{l.enterprise, l.university, outside}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		l.randomListings(t, random, organisations)
	}
	experts := l.randomExperts(t, random)
	l.randomPolicies(t, random)
	l.now = l.now.AddDate(0, 0, 10) // some of the listings have expired by now
	for _, actor := range everyActor(organisations, experts) {
		compareNeeds(t, l, actor)
		compareTechnologies(t, l, actor)
		comparePolicies(t, l, actor)
		compareExperts(t, l, actor)
	}
}

// everyActor returns each role, and some pairs, with each organisation, area and expert.
// They are no users, whose looks would be noted.
func everyActor(organisations []domain.Organisation, experts []domain.ID) []domain.Actor {
	actors := []domain.Actor{{}, {ReadOnly: true, Roles: []domain.Role{domain.RoleBureau}}}
	for i, term := range domain.Roles {
		for j, o := range organisations {
			roles := []domain.Role{domain.Role(term.Code)}
			if j == 2 {
				roles = append(roles, domain.Role(domain.Roles[(i+1)%len(domain.Roles)].Code))
			}
			actors = append(actors, domain.Actor{Roles: roles, OrganisationID: o.ID, Area: o.Area, ExpertID: experts[j]})
		}
	}
	return actors
}

func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

func (l *library) randomListings(t *testing.T, random *rand.Rand, organisations []domain.Organisation) {
	t.Helper()
	ctx := t.Context()
	until := pick(random, domain.Date{}, domain.DateOf(l.now), domain.DateOf(l.now).AddDays(9), domain.DateOf(l.now).AddDays(10))
	steps := pick(random, nil, []string{"submit"}, []string{"submit", "publish"}, []string{"submit", "publish"}, []string{"submit", "publish", "close"}, []string{"close"})
	n := l.need()
	n.OrganisationID, n.Confidentiality, n.ValidUntil = pick(random, organisations...).ID, pick(random, domain.Confidentialities.Codes()...), until
	n, err := l.CreateNeed(ctx, bureau, n)
	require.NoError(t, err)
	tech := l.technology()
	tech.OrganisationID, tech.Confidentiality, tech.ValidUntil = pick(random, organisations...).ID, pick(random, domain.Confidentialities.Codes()...), until
	tech, err = l.CreateTechnology(ctx, bureau, tech)
	require.NoError(t, err)
	for _, step := range steps {
		n, err = l.StepNeed(ctx, bureau, n.ID, n.Version, step, "理由")
		require.NoError(t, err)
		tech, err = l.StepTechnology(ctx, bureau, tech.ID, tech.Version, step, "理由")
		require.NoError(t, err)
	}
}

func (l *library) randomExperts(t *testing.T, random *rand.Rand) []domain.ID {
	t.Helper()
	var ids []domain.ID
	for range 20 {
		e := l.expert()
		e.Area = pick(random, "", "yuhu", "gaoxin")
		e, err := l.CreateExpert(t.Context(), bureau, e)
		require.NoError(t, err)
		for _, step := range pick(random, nil, []string{"publish"}, []string{"publish", "retire"}) {
			e, err = l.StepExpert(t.Context(), bureau, e.ID, e.Version, step, "理由")
			require.NoError(t, err)
		}
		ids = append(ids, e.ID)
	}
	return ids
}

func (l *library) randomPolicies(t *testing.T, random *rand.Rand) {
	t.Helper()
	for range 10 {
		p, err := l.CreatePolicy(t.Context(), bureau, policy())
		require.NoError(t, err)
		for _, step := range pick(random, nil, []string{"publish"}, []string{"publish", "repeal"}) {
			p, err = l.StepPolicy(t.Context(), bureau, p.ID, p.Version, step, "理由")
			require.NoError(t, err)
		}
	}
}

// allOf are the records of a library, whoever may read them.
func allOf(t *testing.T, l *library, kind domain.Resource) []domain.ID {
	versions, err := l.Versions(t.Context(), kind, domain.ID{}, 1000)
	require.NoError(t, err)
	ids := make([]domain.ID, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	return ids
}

func compareNeeds(t *testing.T, l *library, actor domain.Actor) {
	all, err := l.NeedsByIDs(t.Context(), allOf(t, l, domain.Needs))
	require.NoError(t, err)
	var want []domain.ID
	for _, n := range all {
		if domain.Can(actor, domain.Read, domain.Needs, n.Facts(areaOf(l, n.OrganisationID), l.now)) {
			want = append(want, n.ID)
		}
	}
	got := listed(t, func(ctx context.Context, p postgres.Page) (postgres.List[domain.Need], error) {
		return l.Needs(ctx, actor, postgres.NeedFilter{}, p)
	}, func(n domain.Need) domain.ID { return n.ID })
	require.ElementsMatch(t, want, got, "needs of %+v", actor)
}

func compareTechnologies(t *testing.T, l *library, actor domain.Actor) {
	all, err := l.TechnologiesByIDs(t.Context(), allOf(t, l, domain.Technologies))
	require.NoError(t, err)
	var want []domain.ID
	for _, tech := range all {
		if domain.Can(actor, domain.Read, domain.Technologies, tech.Facts(areaOf(l, tech.OrganisationID), l.now)) {
			want = append(want, tech.ID)
		}
	}
	got := listed(t, func(ctx context.Context, p postgres.Page) (postgres.List[domain.Technology], error) {
		return l.Technologies(ctx, actor, postgres.TechnologyFilter{}, p)
	}, func(tech domain.Technology) domain.ID { return tech.ID })
	require.ElementsMatch(t, want, got, "technologies of %+v", actor)
}

func comparePolicies(t *testing.T, l *library, actor domain.Actor) {
	all, err := l.PoliciesByIDs(t.Context(), allOf(t, l, domain.Policies))
	require.NoError(t, err)
	var want []domain.ID
	for _, p := range all {
		if domain.Can(actor, domain.Read, domain.Policies, p.Facts()) {
			want = append(want, p.ID)
		}
	}
	got := listed(t, func(ctx context.Context, p postgres.Page) (postgres.List[domain.Policy], error) {
		return l.Policies(ctx, actor, postgres.PolicyFilter{}, p)
	}, func(p domain.Policy) domain.ID { return p.ID })
	require.ElementsMatch(t, want, got, "policies of %+v", actor)
}

func compareExperts(t *testing.T, l *library, actor domain.Actor) {
	all, err := l.ExpertsByIDs(t.Context(), allOf(t, l, domain.Experts))
	require.NoError(t, err)
	var want []domain.ID
	for _, e := range all {
		if domain.Can(actor, domain.Read, domain.Experts, e.Facts()) {
			want = append(want, e.ID)
		}
	}
	got := listed(t, func(ctx context.Context, p postgres.Page) (postgres.List[domain.Expert], error) {
		return l.Experts(ctx, actor, postgres.ExpertFilter{}, p)
	}, func(e domain.Expert) domain.ID { return e.ID })
	require.ElementsMatch(t, want, got, "experts of %+v", actor)
}

func listed[T any](t *testing.T, list func(context.Context, postgres.Page) (postgres.List[T], error), id func(T) domain.ID) []domain.ID {
	t.Helper()
	page, err := list(t.Context(), postgres.Page{Limit: postgres.MaxLimit})
	require.NoError(t, err)
	require.Empty(t, page.Next)
	var ids []domain.ID
	for _, item := range page.Items {
		ids = append(ids, id(item))
	}
	return ids
}

func areaOf(l *library, organisation domain.ID) string {
	for _, o := range []domain.Organisation{l.enterprise, l.university} {
		if o.ID == organisation {
			return o.Area
		}
	}
	return ""
}
