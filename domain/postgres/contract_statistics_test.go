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
		"seller_area": func(c domain.Contract) string { return c.Seller.Area },
		"buyer_area":  func(c domain.Contract) string { return c.Buyer.Area },
		"month":       func(c domain.Contract) string { return c.RegisteredOn.String()[:7] },
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
				cuts, err := m.ContractStatistics(ctx, actor, by, "", postgres.ContractFilter{Kind: kind})
				require.NoError(t, err)
				for _, c := range cuts {
					sum := got[c.Key]
					got[c.Key] = postgres.ContractCut{Key: c.Key, Count: sum.Count + c.Count, Amount: sum.Amount + c.Amount, TechnicalAmount: sum.TechnicalAmount + c.TechnicalAmount}
				}
			}
			require.Equal(t, want, got, "%s for %s", by, actor.Login)
		}
	}
	_, err := m.ContractStatistics(ctx, m.clerk, "mood", "", postgres.ContractFilter{})
	requireInvalid(t, err, "by")
	_, err = m.ContractStatistics(ctx, m.clerk, "kind", "mood", postgres.ContractFilter{})
	requireInvalid(t, err, "and")
}

// Every table adds up to the same, a table of pairs adds up to each of its two, and a
// period of registration leaves out what lies outside it, to the fen.
func TestContractTablesAddUp(t *testing.T) {
	m, ctx := openMarket(t), t.Context()
	random := rand.New(rand.NewPCG(3, 4))
	var all []domain.Contract
	for range 40 {
		all = append(all, m.random(t, random))
	}
	day := all[random.IntN(len(all))].RegisteredOn
	for _, f := range []postgres.ContractFilter{{}, {Kind: "transfer"}, {Registered: domain.Period{From: domain.Date{Year: 2000, Month: 1, Day: 1}, To: day}}} {
		if f.Registered != (domain.Period{}) && day.IsZero() {
			continue
		}
		for _, actor := range []domain.Actor{m.clerk, m.seller} {
			var want postgres.ContractCut
			for _, c := range all {
				counts := c.State == domain.ContractRegistered && domain.Can(actor, domain.Read, domain.Contracts, c.Facts()) &&
					(f.Kind == "" || f.Kind == c.Kind) && (f.Registered == (domain.Period{}) || f.Registered.Has(c.RegisteredOn))
				if counts {
					want = want.Plus(postgres.ContractCut{Count: 1, Amount: c.Amount, TechnicalAmount: c.TechnicalAmount})
				}
			}
			tables, err := m.ContractTables(ctx, actor, postgres.ContractCuts(), f)
			require.NoError(t, err)
			for _, by := range postgres.ContractCuts() {
				var sum postgres.ContractCut
				for _, line := range tables[by] {
					sum = sum.Plus(line)
				}
				require.Equal(t, want, sum, by)
				alone, err := m.ContractStatistics(ctx, actor, by, "", f)
				require.NoError(t, err)
				require.ElementsMatch(t, alone, tables[by])

				pairs, err := m.ContractStatistics(ctx, actor, by, "field", f)
				require.NoError(t, err)
				for _, line := range tables[by] {
					sum = postgres.ContractCut{Key: line.Key}
					for _, pair := range pairs {
						if pair.Key == line.Key {
							sum = sum.Plus(pair)
						}
					}
					require.Equal(t, line, sum, by)
				}
			}
		}
	}
}
