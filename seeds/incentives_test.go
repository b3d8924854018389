package seeds_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
	"sanku/seeds"
)

// Each of the plan's six incentives computes for an organisation that has its occasion,
// with its clause, and none for the other kind of organisation.
func TestPlanIncentivesOfOrganisations(t *testing.T) {
	db, err := postgres.New(pgtest.Pool(t), func() time.Time { return time.Date(2024, 12, 31, 4, 0, 0, 0, time.UTC) })
	require.NoError(t, err)
	plan, err := seeds.ReadPlan(seeds.PlanFiles())
	require.NoError(t, err)
	require.NoError(t, seeds.LoadPlan(t.Context(), db, plan))
	bureau := domain.System("test")
	ids := map[string]domain.ID{}
	for _, kind := range []string{domain.Enterprise, domain.University, domain.Institute} {
		o, err := db.CreateOrganisation(t.Context(), bureau, domain.Organisation{Name: "湘潭示例" + kind, Kind: kind, Division: "430302"})
		require.NoError(t, err)
		ids[kind] = o.ID
	}
	on := domain.Date{Year: 2024, Month: 11, Day: 8}
	for _, test := range []struct {
		code, of string
		happened domain.Occurrence
		truth    domain.Truth
		worth    domain.Bounds
	}{
		{"high_tech_first", domain.Enterprise, domain.Occurrence{Occasion: "first_recognition", What: "high_tech", On: on}, domain.Holds, domain.Exactly(domain.Yuan(100_000))},
		{"high_tech_renewed", domain.Enterprise, domain.Occurrence{Occasion: "renewed_recognition", What: "high_tech", On: on}, domain.Holds, domain.Exactly(domain.Yuan(30_000))},
		{"rd_increment", domain.Enterprise, domain.Occurrence{Occasion: "rd_year", On: on}, domain.Unknown, upTo(100_000)}, // the authority chooses
		{"university_rd", domain.University, domain.Occurrence{Occasion: "rd_year", On: on}, domain.Unknown, upTo(100_000)},
		{"university_rd", domain.Institute, domain.Occurrence{Occasion: "rd_year", On: on}, domain.Unknown, upTo(100_000)},
		{"platform_national", domain.Enterprise, domain.Occurrence{Occasion: "platform", What: "national", On: on}, domain.Holds, domain.Exactly(domain.Yuan(1_000_000))},
		{"platform_provincial", domain.University, domain.Occurrence{Occasion: "platform", What: "province", On: on}, domain.Holds, domain.Exactly(domain.Yuan(100_000))},
	} {
		t.Run(test.code+" "+test.of, func(t *testing.T) {
			e, err := db.Occasions(t.Context(), bureau, ids[test.of], test.happened)
			require.NoError(t, err)
			var found []domain.Grant
			for _, g := range e.Grants {
				if g.Code == test.code && g.Truth != domain.Fails {
					found = append(found, g)
				}
			}
			require.Len(t, found, 1)
			require.Equal(t, "四(二)", found[0].Clause)
			require.Equal(t, "市财政局", found[0].Payer)
			require.Equal(t, test.truth, found[0].Truth, found[0].Answer(on).ZH)
			require.Equal(t, test.worth, found[0].Worth)
		})
	}
	e, err := db.Occasions(t.Context(), bureau, ids[domain.Enterprise])
	require.NoError(t, err)
	for _, g := range e.Grants {
		require.Equal(t, g.Code == "university_rd", g.Truth == domain.Fails, g.Code)
	}
	stranger := domain.Actor{UserID: domain.NewID(), Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: domain.NewID()}
	_, err = db.Occasions(t.Context(), stranger, ids[domain.Enterprise])
	require.Equal(t, domain.ErrNotFound, err)
}

func upTo(yuan int64) domain.Bounds {
	most := domain.Yuan(yuan)
	return domain.Bounds{Most: &most}
}
