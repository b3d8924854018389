package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestNeedSmoke(t *testing.T) {
	db, ctx := open(t), t.Context()
	o, err := db.CreateOrganisation(ctx, bureau, enterprise("湘潭示例材料有限公司"))
	require.NoError(t, err)
	n, err := db.CreateNeed(ctx, bureau, domain.Need{OrganisationID: o.ID, Title: "示例需求", Confidentiality: "public"})
	require.NoError(t, err)
	_, err = db.StepNeed(ctx, bureau, n.ID, 1, "submit", "")
	require.Error(t, err)
	n, err = db.ChangeNeed(ctx, bureau, n.ID, 1, func(n *domain.Need) error { n.Problem, n.Field = "难题", "materials"; return nil })
	require.NoError(t, err)
	n, err = db.StepNeed(ctx, bureau, n.ID, 2, "submit", "")
	require.NoError(t, err)
	n, err = db.StepNeed(ctx, bureau, n.ID, 3, "publish", "")
	require.NoError(t, err)
	got, err := db.Need(ctx, domain.Actor{}, n.ID)
	require.NoError(t, err)
	require.Equal(t, n.Title, got.Title)
	page, err := db.Needs(ctx, domain.Actor{}, postgres.NeedFilter{Title: "示例", State: "published", OrganisationID: o.ID, TRLMin: 0, Field: "materials"}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	vs, err := db.Versions(ctx, domain.Needs, domain.ID{}, 10)
	require.NoError(t, err)
	require.Equal(t, []postgres.RecordVersion{{n.ID, 4}}, vs)
	got2, err := db.NeedsByIDs(ctx, []domain.ID{n.ID, domain.NewID()})
	require.NoError(t, err)
	require.Len(t, got2, 1)
}
