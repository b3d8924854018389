package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

var bureau = domain.Actor{Login: "clerk", Roles: []domain.Role{domain.RoleBureau}}

func open(t *testing.T) *postgres.DB {
	t.Helper()
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	return db
}

func enterprise(name string) domain.Organisation {
	return domain.Organisation{Name: name, Kind: domain.Enterprise, Division: "430302", Fields: []string{"materials", "energy"}}
}

func TestOrganisation(t *testing.T) {
	db, ctx := open(t), t.Context()
	made, err := db.CreateOrganisation(ctx, bureau, enterprise("湘潭示例材料有限公司"))
	require.NoError(t, err)

	read, err := db.Organisation(ctx, domain.Actor{}, made.ID)
	require.NoError(t, err)
	require.Equal(t, made.Fields, read.Fields)
	require.Equal(t, made.CreatedAt, read.CreatedAt.UTC())

	rename := func(o *domain.Organisation) error { o.Name = "湘潭示例新材料有限公司"; return nil }
	changed, err := db.ChangeOrganisation(ctx, bureau, made.ID, made.Version, rename)
	require.NoError(t, err)
	require.EqualValues(t, 2, changed.Version)

	_, err = db.ChangeOrganisation(ctx, bureau, made.ID, made.Version, rename)
	require.ErrorIs(t, err, domain.ErrStale)
	_, err = db.ChangeOrganisation(ctx, domain.Actor{}, made.ID, 2, rename)
	require.ErrorIs(t, err, domain.ErrForbidden)

	changes, err := db.Changes(ctx, nil, postgres.Position{}, 10)
	require.NoError(t, err)
	require.Len(t, changes, 2)
	trail, err := db.AuditTrail(ctx, postgres.AuditFilter{Ref: made.ID.String()}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, trail.Items, 2)
}

func TestOrganisationInvalid(t *testing.T) {
	db := open(t)
	o := enterprise("湘潭示例材料有限公司")
	o.Kind, o.USCC, o.Area = "shop", "91350100M000100Y4Z", "nowhere"
	_, err := db.CreateOrganisation(t.Context(), bureau, o)
	var invalid domain.InvalidErrors
	require.True(t, errors.As(err, &invalid))
	require.Len(t, invalid, 2, "kind and USCC: %v", err)

	o = enterprise("湘潭示例材料有限公司")
	o.Area = "nowhere"
	_, err = db.CreateOrganisation(t.Context(), bureau, o)
	require.True(t, errors.As(err, &invalid))
	require.Equal(t, "area", invalid[0].Field)
}

func TestOrganisationsPages(t *testing.T) {
	db, ctx := open(t), t.Context()
	for _, name := range []string{"示例丙", "示例甲", "示例乙", "示例丁", "示例戊"} {
		_, err := db.CreateOrganisation(ctx, bureau, enterprise(name))
		require.NoError(t, err)
	}
	for _, sort := range []string{"name", "-name", "created_at", "-updated_at"} {
		var seen []string
		page := postgres.Page{Limit: 2, Sort: sort}
		for {
			got, err := db.Organisations(ctx, domain.Actor{}, postgres.OrganisationFilter{}, page)
			require.NoError(t, err)
			for _, o := range got.Items {
				seen = append(seen, o.Name)
			}
			if page.After = got.Next; page.After == "" {
				break
			}
		}
		require.Len(t, seen, 5, sort)
	}
	_, err := db.Organisations(ctx, domain.Actor{}, postgres.OrganisationFilter{}, postgres.Page{After: "bm90LWpzb24"})
	require.Error(t, err)
}
