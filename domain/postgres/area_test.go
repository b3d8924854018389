package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func areas() []domain.Area {
	return []domain.Area{
		{Code: "yuhu", Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}, Kind: "district", Division: "430302", Order: 1},
		{Code: "gaoxin", Name: domain.Text{ZH: "湘潭高新区", EN: "High-tech Zone"}, Kind: "park", Division: "430300", Order: 2},
	}
}

func TestReplaceAreas(t *testing.T) {
	db, ctx := open(t), t.Context()
	changed, err := db.ReplaceAreas(ctx, bureau, areas())
	require.NoError(t, err)
	require.True(t, changed)
	got, err := db.Areas(ctx)
	require.NoError(t, err)
	require.Equal(t, areas(), got)

	changed, err = db.ReplaceAreas(ctx, bureau, areas())
	require.NoError(t, err)
	require.False(t, changed, "the same again writes nothing")

	swapped := areas()
	swapped[0].Order, swapped[1].Order = 2, 1
	changed, err = db.ReplaceAreas(ctx, bureau, swapped)
	require.NoError(t, err)
	require.True(t, changed)

	o := enterprise("湘潭示例材料有限公司")
	o.Area = "yuhu"
	_, err = db.CreateOrganisation(ctx, bureau, o)
	require.NoError(t, err)
	_, err = db.ReplaceAreas(ctx, bureau, areas()[1:])
	requireInvalid(t, err, "area")
	_, err = db.ReplaceAreas(ctx, bureau, areas()[:1])
	require.NoError(t, err, "gaoxin is not in use")
}

func TestReplaceUnitsAndIndustries(t *testing.T) {
	db, ctx := open(t), t.Context()
	units := []domain.Unit{{Code: "gxj", Name: domain.Text{ZH: "市工信局", EN: "Industry"}}, {Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science"}, Areas: []string{"yuhu", "gaoxin"}}}
	industries := []domain.Industry{{Code: "C", Name: domain.Text{ZH: "制造业", EN: "Manufacturing"}}, {Code: "C35", Parent: "C", Name: domain.Text{ZH: "专用设备制造业"}}}
	for range 2 {
		_, err := db.ReplaceUnits(ctx, bureau, units)
		require.NoError(t, err)
		_, err = db.ReplaceIndustries(ctx, bureau, industries)
		require.NoError(t, err)
	}
	gotUnits, err := db.Units(ctx)
	require.NoError(t, err)
	require.Equal(t, units, gotUnits)
	gotIndustries, err := db.Industries(ctx)
	require.NoError(t, err)
	require.Equal(t, industries, gotIndustries)
}

// requireInvalid requires that err says of exactly the given fields that they are wrong.
func requireInvalid(t *testing.T, err error, fields ...string) {
	t.Helper()
	var invalid domain.InvalidErrors
	require.ErrorAs(t, err, &invalid)
	var got []string
	for _, e := range invalid {
		got = append(got, e.Field)
	}
	require.Equal(t, fields, got)
}

// directory fills the areas and industries that records of tests refer to.
func directory(t *testing.T, ctx context.Context, db *postgres.DB) {
	t.Helper()
	_, err := db.ReplaceAreas(ctx, bureau, areas())
	require.NoError(t, err)
	_, err = db.ReplaceIndustries(ctx, bureau, []domain.Industry{{Code: "C", Name: domain.Text{ZH: "制造业"}}, {Code: "C35", Parent: "C", Name: domain.Text{ZH: "专用设备制造业"}}})
	require.NoError(t, err)
}
