package postgres_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

// library is a database with two organisations in two areas, and a clock.
type library struct {
	*postgres.DB
	now                    time.Time
	enterprise, university domain.Organisation
}

func openLibrary(t *testing.T) *library {
	t.Helper()
	l := &library{now: time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)}
	db, err := postgres.New(pgtest.Pool(t), func() time.Time { return l.now })
	require.NoError(t, err)
	l.DB = db
	directory(t, t.Context(), db)
	l.enterprise = l.organisation(t, "湘潭示例材料有限公司", domain.Enterprise, "yuhu")
	l.university = l.organisation(t, "湘潭示例理工大学", domain.University, "gaoxin")
	return l
}

func (l *library) organisation(t *testing.T, name, kind, area string) domain.Organisation {
	t.Helper()
	o, err := l.CreateOrganisation(t.Context(), bureau, domain.Organisation{Name: name, Kind: kind, Area: area, Division: "430302"})
	require.NoError(t, err)
	return o
}

// Actors of each role that belong to the library's organisations.
func (l *library) owner() domain.Actor {
	return domain.Actor{UserID: domain.NewID(), Login: "ent", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: l.enterprise.ID}
}

func (l *library) lister() domain.Actor {
	return domain.Actor{UserID: domain.NewID(), Login: "uni", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: l.university.ID}
}

func steward(area string) domain.Actor {
	return domain.Actor{UserID: domain.NewID(), Login: "steward", Roles: []domain.Role{domain.RoleSteward}, Area: area}
}

func fen(n int64) *domain.Fen { f := domain.Fen(n); return &f }

func number(v float64) *float64 { return &v }

// same requires that two records say the same, but for what the store gives: IDs,
// versions and times. Nil and empty lists are the same.
func same[T any](t *testing.T, want, got T) {
	t.Helper()
	given := cmp.FilterPath(func(p cmp.Path) bool {
		switch p.Last().String() {
		case ".ID", ".Version", ".State", ".CreatedAt", ".UpdatedAt", ".PublishedAt":
			return true
		}
		return false
	}, cmp.Ignore())
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), given); diff != "" {
		t.Errorf("stored otherwise (-want +got):\n%s", diff)
	}
}

// oneWins runs two changes of one version at once and requires that one is stale.
func oneWins(t *testing.T, change func(ctx context.Context) error) {
	t.Helper()
	results := make(chan error, 2)
	for range 2 {
		go func() { results <- change(t.Context()) }()
	}
	first, second := <-results, <-results
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, domain.ErrStale)
}

func TestVersionsAndBulkReads(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	var made []domain.ID
	for range 7 {
		e, err := l.CreateExpert(ctx, bureau, domain.Expert{Kind: domain.TechnicalExpert, Name: "陈样例", Capacity: 1})
		require.NoError(t, err)
		made = append(made, e.ID)
	}
	var versions []domain.ID
	for after := (domain.ID{}); ; {
		page, err := l.Versions(ctx, domain.Experts, after, 3)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		for _, v := range page {
			require.EqualValues(t, 1, v.Version)
			versions = append(versions, v.ID)
		}
		after = page[len(page)-1].ID
	}
	require.ElementsMatch(t, made, versions)
	require.True(t, slices.IsSortedFunc(versions, func(a, b domain.ID) int { return bytes.Compare(a[:], b[:]) }))

	asked := []domain.ID{made[3], domain.NewID(), made[1], made[3]}
	got, err := l.ExpertsByIDs(ctx, asked)
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, made[3], got[0].ID)
	require.Equal(t, made[1], got[1].ID)

	_, err = l.ExpertsByIDs(ctx, make([]domain.ID, postgres.MaxBatch+1))
	require.Error(t, err)
	_, err = l.Versions(ctx, domain.Users, domain.ID{}, 3)
	require.Error(t, err)
}
