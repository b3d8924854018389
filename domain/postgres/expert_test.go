package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (l *library) expert() domain.Expert {
	return domain.Expert{Kind: domain.TechnicalExpert, Name: "陈样例", OrganisationID: l.university.ID, Area: "gaoxin", Title: "教授",
		Fields: []string{"materials", "energy"}, Industries: []string{"C35"}, Expertise: "涂层", Experience: "二十年", Achievements: []string{"示例成果"}, Capacity: 3}
}

func TestExpertRoundTrip(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	bare := domain.Expert{Kind: domain.Entrepreneur, Name: "示例李总", Capacity: 1}
	for name, e := range map[string]domain.Expert{"full": l.expert(), "bare": bare} {
		t.Run(name, func(t *testing.T) {
			made, err := l.CreateExpert(ctx, bureau, e)
			require.NoError(t, err)
			read, err := l.Expert(ctx, bureau, made.ID)
			require.NoError(t, err)
			same(t, e, read)
			changed, err := l.ChangeExpert(ctx, bureau, made.ID, 1, func(e *domain.Expert) error { *e = bare; return nil })
			require.NoError(t, err)
			read, err = l.Expert(ctx, bureau, made.ID)
			require.NoError(t, err)
			same(t, bare, read)
			require.Equal(t, changed.Version, read.Version)
		})
	}
}

func TestExpertInvalid(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	for field, spoil := range map[string]func(*domain.Expert){
		"kind":            func(e *domain.Expert) { e.Kind = "friend" },
		"name":            func(e *domain.Expert) { e.Name = " " },
		"capacity":        func(e *domain.Expert) { e.Capacity = 21 },
		"area":            func(e *domain.Expert) { e.Area = "nowhere" },
		"organisation_id": func(e *domain.Expert) { e.OrganisationID = domain.NewID() },
		"fields[1]":       func(e *domain.Expert) { e.Fields[1] = e.Fields[0] },
	} {
		e := l.expert()
		spoil(&e)
		_, err := l.CreateExpert(ctx, bureau, e)
		requireInvalid(t, err, field)
	}
}

func TestExpertSteps(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	e, err := l.CreateExpert(ctx, bureau, domain.Expert{Kind: domain.TechnicalExpert, Name: "陈样例", Capacity: 1})
	require.NoError(t, err)
	self := domain.Actor{Login: "exp", Roles: []domain.Role{domain.RoleExpert}, ExpertID: e.ID}
	_, err = l.StepExpert(ctx, bureau, e.ID, 1, "publish", "")
	requireInvalid(t, err, "fields")
	e, err = l.ChangeExpert(ctx, self, e.ID, 1, func(e *domain.Expert) error { e.Fields = []string{"energy"}; return nil })
	require.NoError(t, err)
	_, err = l.StepExpert(ctx, self, e.ID, 2, "publish", "")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.Expert(ctx, l.owner(), e.ID)
	require.ErrorIs(t, err, domain.ErrNotFound, "a draft is foreign")
	e, err = l.StepExpert(ctx, bureau, e.ID, 2, "publish", "")
	require.NoError(t, err)
	_, err = l.Expert(ctx, domain.Actor{}, e.ID)
	require.NoError(t, err)
	_, err = l.ChangeExpert(ctx, self, e.ID, 3, func(e *domain.Expert) error { e.Kind, e.Area = domain.StewardExpert, "yuhu"; return nil })
	requireInvalid(t, err, "kind", "area")
	_, err = l.ChangeExpert(ctx, self, e.ID, 3, func(e *domain.Expert) error { e.Fields = nil; return nil })
	requireInvalid(t, err, "fields")
	e, err = l.StepExpert(ctx, self, e.ID, 3, "retire", "退休")
	require.NoError(t, err)
	require.Equal(t, domain.ExpertRetired, e.State)
}

func TestExpertChangedAtOnce(t *testing.T) {
	l := openLibrary(t)
	e, err := l.CreateExpert(t.Context(), bureau, l.expert())
	require.NoError(t, err)
	oneWins(t, func(ctx context.Context) error {
		_, err := l.ChangeExpert(ctx, bureau, e.ID, 1, func(e *domain.Expert) error { e.Capacity++; return nil })
		return err
	})
}

func TestExpertFilters(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	_, err := l.CreateExpert(ctx, bureau, l.expert())
	require.NoError(t, err)
	for _, test := range []struct {
		filter postgres.ExpertFilter
		want   int
	}{
		{postgres.ExpertFilter{}, 1},
		{postgres.ExpertFilter{Kind: "technical", Field: "energy", Area: "gaoxin", State: "draft", Name: "样例", OrganisationID: l.university.ID}, 1},
		{postgres.ExpertFilter{Kind: "steward"}, 0},
		{postgres.ExpertFilter{Field: "nuclear"}, 0},
		{postgres.ExpertFilter{Area: "yuhu"}, 0},
		{postgres.ExpertFilter{State: "published"}, 0},
		{postgres.ExpertFilter{Name: "王"}, 0},
		{postgres.ExpertFilter{OrganisationID: l.enterprise.ID}, 0},
	} {
		for _, sort := range postgres.ExpertSorts {
			page, err := l.Experts(ctx, bureau, test.filter, postgres.Page{Sort: sort})
			require.NoError(t, err)
			require.Len(t, page.Items, test.want, "%+v", test.filter)
		}
	}
}
