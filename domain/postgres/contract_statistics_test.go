package postgres_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Statistics of random contracts are what counting them by hand gives, for whoever asks.
func TestContractStatistics(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	random := rand.New(rand.NewPCG(7, 8))
	var all []domain.Contract
	for range 60 {
		all = append(all, m.random(t, random))
	}
	for by, key := range map[string]func(domain.Contract) string{
		"kind":        func(c domain.Contract) string { return c.Kind },
		"field":       func(c domain.Contract) string { return c.Field },
		"ip_kind":     func(c domain.Contract) string { return c.IPKind },
		"plan_source": func(c domain.Contract) string { return c.PlanSource },
		"seller_kind": func(c domain.Contract) string { return c.Seller.Kind },
		"buyer_kind":  func(c domain.Contract) string { return c.Buyer.Kind },
		"area":        domain.Contract.Area,
		"year":        func(c domain.Contract) string { return strconv.Itoa(c.RegisteredOn.Year) },
	} {
		for _, actor := range []domain.Actor{m.clerk, m.seller, {}} {
			want := map[string]postgres.ContractCut{}
			for _, c := range all {
				if c.State != domain.ContractRegistered || c.Kind == "service" || !domain.Can(actor, domain.Read, domain.Contracts, c.Facts()) {
					continue
				}
				cut := want[key(c)]
				want[key(c)] = postgres.ContractCut{Key: key(c), Count: cut.Count + 1, Amount: cut.Amount + c.Amount, TechnicalAmount: cut.TechnicalAmount + c.TechnicalAmount}
			}
			got := map[string]postgres.ContractCut{}
			for _, kind := range domain.ContractKinds.Codes() {
				if kind == "service" { // what the filter leaves out
					continue
				}
				cuts, err := m.ContractStatistics(ctx, actor, by, postgres.ContractFilter{Kind: kind})
				require.NoError(t, err)
				for _, c := range cuts {
					sum := got[c.Key]
					got[c.Key] = postgres.ContractCut{Key: c.Key, Count: sum.Count + c.Count, Amount: sum.Amount + c.Amount, TechnicalAmount: sum.TechnicalAmount + c.TechnicalAmount}
				}
			}
			require.Equal(t, want, got, "%s for %s", by, actor.Login)
		}
	}
	_, err := m.ContractStatistics(ctx, m.clerk, "mood", postgres.ContractFilter{})
	requireInvalid(t, err, "by")
}
