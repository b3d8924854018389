package postgres_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The lists' SQL and domain.Can must admit the same dockings and contracts, for random
// ones before every role: see TestScopesAgreeWithCan.
func TestScopesOfDealsAgreeWithCan(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	random := rand.New(rand.NewPCG(5, 6))
	experts := m.randomDockings(t, random)
	var contracts []domain.Contract
	for range 40 {
		contracts = append(contracts, m.random(t, random))
	}
	contracts = append(contracts, m.withFurtherParties(t, random)...)
	roomy, err := m.ChangeExpert(ctx, bureau, m.steward.ID, 0, func(e *domain.Expert) error { e.Capacity = 20; return nil })
	require.NoError(t, err)
	m.steward = roomy
	contracts = append(contracts, m.ofDockings(t)...)
	dockings, err := m.Dockings(ctx, bureau, postgres.DockingFilter{}, postgres.Page{Limit: postgres.MaxLimit})
	require.NoError(t, err)

	organisations := []domain.Organisation{m.enterprise, m.university, m.buyers[0], m.buyers[3]}
	for _, actor := range everyActor(organisations, experts) {
		var want []domain.ID
		for _, k := range dockings.Items {
			if domain.Can(actor, domain.Read, domain.Dockings, k.Facts()) {
				want = append(want, k.ID)
			}
		}
		got := listed(t, func(ctx context.Context, p postgres.Page) (postgres.List[domain.Docking], error) {
			return m.Dockings(ctx, actor, postgres.DockingFilter{}, p)
		}, func(k domain.Docking) domain.ID { return k.ID })
		require.ElementsMatch(t, want, got, "dockings of %+v", actor)

		want = nil
		for _, c := range contracts {
			if domain.Can(actor, domain.Read, domain.Contracts, c.Facts()) {
				want = append(want, c.ID)
			}
		}
		got = listed(t, func(ctx context.Context, p postgres.Page) (postgres.List[domain.Contract], error) {
			return m.Contracts(ctx, actor, postgres.ContractFilter{}, p)
		}, contractID)
		require.ElementsMatch(t, want, got, "contracts of %+v", actor)
		m.requireOneByOne(t, actor, contracts)
	}
}

func (m *market) requireOneByOne(t *testing.T, actor domain.Actor, contracts []domain.Contract) {
	t.Helper()
	for _, c := range contracts[len(contracts)-4:] {
		_, err := m.Contract(t.Context(), actor, c.ID)
		if domain.Can(actor, domain.Read, domain.Contracts, c.Facts()) {
			require.NoError(t, err)
		} else {
			require.Equal(t, domain.ErrNotFound, err)
		}
	}
}

// randomDockings makes dockings with any mix of experts and returns some of those.
func (m *market) randomDockings(t *testing.T, random *rand.Rand) []domain.ID {
	t.Helper()
	guide := m.published(t, domain.Expert{Kind: domain.StewardExpert, Name: "外区样例", Area: "gaoxin", Fields: []string{"materials"}, Capacity: 9})
	adviser := m.published(t, domain.Expert{Kind: domain.Entrepreneur, Name: "示例李总", Fields: []string{"materials"}, Capacity: 9})
	expert := m.published(t, m.expert())
	for range 30 {
		n := m.need()
		n.OrganisationID = pick(random, m.enterprise, m.buyers[0], m.buyers[1], m.buyers[3]).ID
		n.Confidentiality = pick(random, domain.Confidentialities.Codes()...)
		k := domain.Docking{NeedID: m.publishedNeed(t, n).ID, TechnologyID: pick(random, m.offered.ID, domain.ID{}), EntrepreneurID: pick(random, adviser.ID, domain.ID{})}
		k.ExpertID = pick(random, expert.ID, domain.ID{})
		if k.TechnologyID.IsZero() {
			k.ExpertID = expert.ID
		}
		_, err := m.CreateDocking(t.Context(), m.clerk, k)
		require.NoError(t, err)
	}
	return []domain.ID{m.steward.ID, guide.ID, adviser.ID, expert.ID}
}

func (m *market) withFurtherParties(t *testing.T, random *rand.Rand) []domain.Contract {
	t.Helper()
	var made []domain.Contract
	for range 10 {
		made = append(made, m.drafted(t, func(c *domain.Contract) {
			c.SellerID, c.BuyerID = m.sellers[1].ID, m.buyers[1].ID
			c.Parties = []domain.Party{{OrganisationID: pick(random, m.enterprise, m.university, m.buyers[0], m.buyers[3]).ID, Side: "buyer"}}
		}))
	}
	return made
}

// ofDockings makes contracts that have a steward, to whom they are assigned.
func (m *market) ofDockings(t *testing.T) []domain.Contract {
	t.Helper()
	var made []domain.Contract
	for range 4 {
		m.needed = m.publishedNeed(t, m.need())
		k := m.docking(t, agreed...)
		made = append(made, m.drafted(t, func(c *domain.Contract) { c.DockingID = k.ID }))
	}
	return made
}
