package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (l *library) technology() domain.Technology {
	return domain.Technology{OrganisationID: l.university.ID, Title: "示例：耐高温涂层", Abstract: "一种等离子喷涂涂层", Field: "materials", Confidentiality: "public"}
}

func (l *library) fullTechnology() domain.Technology {
	tech := l.technology()
	tech.Description, tech.Keywords, tech.Industries, tech.TRL = "说明", []string{"涂层"}, []string{"C35", "C"}, 6
	tech.Registration, tech.Attribute, tech.Form, tech.Level, tech.Stage = "9432024Y0001", "original", "新工艺", "国内领先", "middle"
	tech.IP = []domain.IPRight{{Kind: "invention_patent", Title: "一种涂层", Number: "ZL0000000000", Status: "granted"}, {Kind: "know_how"}}
	tech.Modes, tech.PriceMin, tech.PriceMax = []string{"licence"}, fen(100_00), fen(100_01)
	tech.Metrics = []domain.Quantity{{Name: "耐温", Comparator: ">=", Value: number(1050), Unit: "℃"}, {Name: "孔隙率", Comparator: "<=", Value: number(0.1 + 0.2), Unit: "%"}}
	tech.Inventors, tech.Territory = []string{"陈样例", "李样例"}, "country"
	tech.StartMonth, tech.EndMonth = "2019-03", "2024-12"
	tech.ValidUntil = domain.Date{Year: 2028, Month: 12, Day: 31}
	return tech
}

func (l *library) publishedTechnology(t *testing.T, tech domain.Technology) domain.Technology {
	t.Helper()
	tech, err := l.CreateTechnology(t.Context(), bureau, tech)
	require.NoError(t, err)
	for _, step := range []string{"submit", "publish"} {
		tech, err = l.StepTechnology(t.Context(), bureau, tech.ID, tech.Version, step, "")
		require.NoError(t, err)
	}
	return tech
}

func TestTechnologyRoundTrip(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	bare := domain.Technology{OrganisationID: l.university.ID, Title: "示例", Confidentiality: "blind"}
	for name, tech := range map[string]domain.Technology{"full": l.fullTechnology(), "bare": bare} {
		t.Run(name, func(t *testing.T) {
			made, err := l.CreateTechnology(ctx, l.lister(), tech)
			require.NoError(t, err)
			read, err := l.Technology(ctx, l.lister(), made.ID)
			require.NoError(t, err)
			same(t, tech, read)

			_, err = l.ChangeTechnology(ctx, l.lister(), made.ID, 1, func(t *domain.Technology) error { *t = bare; return nil })
			require.NoError(t, err)
			found, err := l.TechnologiesByIDs(ctx, []domain.ID{made.ID})
			require.NoError(t, err)
			same(t, bare, found[0])
			require.EqualValues(t, 2, found[0].Version)
		})
	}
}

func TestTechnologyInvalid(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	for field, spoil := range map[string]func(*domain.Technology){
		"title":           func(t *domain.Technology) { t.Title = "" },
		"trl":             func(t *domain.Technology) { t.TRL = 10 },
		"registration":    func(t *domain.Technology) { t.Registration = "2024-1" },
		"ip[0].kind":      func(t *domain.Technology) { t.IP = []domain.IPRight{{Kind: "secret"}} },
		"price_max":       func(t *domain.Technology) { t.PriceMin, t.PriceMax = fen(2), fen(1) },
		"end_month":       func(t *domain.Technology) { t.StartMonth, t.EndMonth = "2024-02", "2024-01" },
		"organisation_id": func(t *domain.Technology) { t.OrganisationID = domain.NewID() },
	} {
		tech := l.technology()
		spoil(&tech)
		_, err := l.CreateTechnology(ctx, bureau, tech)
		requireInvalid(t, err, field)
	}
	_, err := l.CreateTechnology(ctx, bureau, l.fullTechnology())
	require.NoError(t, err)
	_, err = l.CreateTechnology(ctx, bureau, l.fullTechnology())
	require.ErrorIs(t, err, domain.ErrConflict, "one registration number, two results")
}

func TestTechnologySteps(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	tech := l.publishedTechnology(t, l.technology())
	_, err := l.StepTechnology(ctx, l.owner(), tech.ID, tech.Version, "close", "不是我的")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.StepTechnology(ctx, l.known(t, l.lister()), tech.ID, tech.Version-1, "renew", "")
	require.ErrorIs(t, err, domain.ErrStale)

	l.now = l.now.AddDate(2, 0, 0)
	_, err = l.Technology(ctx, domain.Actor{}, tech.ID)
	require.ErrorIs(t, err, domain.ErrNotFound, "expired")
	tech, err = l.StepTechnology(ctx, l.known(t, l.lister()), tech.ID, tech.Version, "renew", "")
	require.NoError(t, err)
	_, err = l.Technology(ctx, domain.Actor{}, tech.ID)
	require.NoError(t, err)

	tech, err = l.ChangeTechnology(ctx, l.known(t, l.lister()), tech.ID, tech.Version, func(t *domain.Technology) error { t.TRL = 9; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.ListingSubmitted, tech.State)
}

func TestTechnologyChangedAtOnce(t *testing.T) {
	l := openLibrary(t)
	tech, err := l.CreateTechnology(t.Context(), l.lister(), l.technology())
	require.NoError(t, err)
	oneWins(t, func(ctx context.Context) error {
		_, err := l.ChangeTechnology(ctx, l.lister(), tech.ID, 1, func(t *domain.Technology) error { t.TRL++; return nil })
		return err
	})
}

func TestTechnologyFilters(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	open, blind := l.fullTechnology(), l.fullTechnology()
	blind.Confidentiality, blind.Registration = "blind", ""
	open, blind = l.publishedTechnology(t, open), l.publishedTechnology(t, blind)
	for _, test := range []struct {
		name   string
		actor  domain.Actor
		filter postgres.TechnologyFilter
		want   int
	}{
		{"level", bureau, postgres.TechnologyFilter{TRLMin: 6}, 2},
		{"too high", bureau, postgres.TechnologyFilter{TRLMin: 7}, 0},
		{"mode and area", bureau, postgres.TechnologyFilter{Mode: "licence", Area: "gaoxin"}, 2},
		{"title", bureau, postgres.TechnologyFilter{Title: "涂层"}, 2},
		{"members see a blind one", l.owner(), postgres.TechnologyFilter{Field: "materials"}, 2},
		{"but not its level", l.owner(), postgres.TechnologyFilter{TRLMin: 6}, 1},
		{"public", domain.Actor{}, postgres.TechnologyFilter{State: "published"}, 1},
	} {
		page, err := l.Technologies(ctx, test.actor, test.filter, postgres.Page{})
		require.NoError(t, err)
		require.Len(t, page.Items, test.want, test.name)
	}
	seen, err := l.ReadableTechnologies(ctx, l.owner(), []domain.ID{blind.ID, open.ID})
	require.NoError(t, err)
	same(t, blind.Redacted(), seen[0])
	require.Equal(t, 6, seen[1].TRL)
}
