package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// An organisation is found by its whole name before others that have it in theirs, by a
// part, by pinyin initials and by its credit code.
func TestFindOrganisations(t *testing.T) {
	db, ctx := open(t), t.Context()
	for _, o := range []domain.Organisation{
		{Name: "湘潭示例大学", Kind: domain.University, Division: "430302", USCC: "12430302000000B01X"},
		{Name: "湘潭示例大学科技园有限公司", Kind: domain.Enterprise, Division: "430302"},
		{Name: "重庆长江ABC材料(集团)有限公司", Kind: domain.Enterprise, Division: "500101"},
		{Name: "100%_示例厂", Kind: domain.Enterprise, Division: "430302"},
	} {
		_, err := db.CreateOrganisation(ctx, bureau, o)
		require.NoError(t, err, o.Name)
	}
	for words, want := range map[string][]string{
		"湘潭示例大学":             {"湘潭示例大学"},
		"示例大学":               {"湘潭示例大学", "湘潭示例大学科技园有限公司"},
		"xtsldx":             {"湘潭示例大学", "湘潭示例大学科技园有限公司"},
		"XTSLDXKJ":           {"湘潭示例大学科技园有限公司"},
		"cqcjabc":            {"重庆长江ABC材料(集团)有限公司"},
		"abc":                {"重庆长江ABC材料(集团)有限公司"},
		"12430302000000B01X": {"湘潭示例大学"},
		"１２４３０３０２００００００Ｂ０１Ｘ": {"湘潭示例大学"},
		"%_":     {"100%_示例厂"},
		"没有":     nil,
		"":       nil,
		"示例\x00": nil,
	} {
		found, err := db.FindOrganisations(ctx, domain.Actor{}, postgres.OrganisationFilter{}, words, 9)
		require.NoError(t, err, words)
		var names []string
		for _, o := range found {
			names = append(names, o.Name)
		}
		require.Equal(t, want, names, words)
	}
	found, err := db.FindOrganisations(ctx, domain.Actor{}, postgres.OrganisationFilter{Kind: domain.Enterprise}, "湘潭示例大学", 9)
	require.NoError(t, err)
	require.Len(t, found, 1, "of the filter alone")
	found, err = db.FindOrganisations(ctx, domain.Actor{}, postgres.OrganisationFilter{}, "示例", 2)
	require.NoError(t, err)
	require.Len(t, found, 2)
}

// Experts are found among those that the caller may read.
func TestFindExperts(t *testing.T) {
	db, ctx := open(t), t.Context()
	for _, name := range []string{"欧阳示例", "示例甲"} {
		e, err := db.CreateExpert(ctx, bureau, domain.Expert{Kind: domain.TechnicalExpert, Name: name, Capacity: 5, Fields: []string{"materials"}})
		require.NoError(t, err)
		if name == "示例甲" {
			_, err = db.StepExpert(ctx, bureau, e.ID, e.Version, "publish", "")
			require.NoError(t, err)
		}
	}
	find := func(actor domain.Actor, words string) int {
		found, err := db.FindExperts(ctx, actor, postgres.ExpertFilter{}, words, 9)
		require.NoError(t, err)
		return len(found)
	}
	require.Equal(t, 2, find(bureau, "示例"))
	require.Equal(t, 1, find(bureau, "oysl"))
	require.Equal(t, 1, find(domain.Actor{}, "示例"), "a draft is the bureau's to read")
	require.Zero(t, find(domain.Actor{}, "oysl"))
}
