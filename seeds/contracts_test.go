package seeds

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/domain"
)

var today = domain.Date{Year: 2026, Month: time.June, Day: 1}

func ruled(t testing.TB) domain.Rulebook {
	t.Helper()
	rules, err := ContractRules()
	require.NoError(t, err)
	return rules
}

func rule(t testing.TB, code string) domain.ContractRule {
	t.Helper()
	r, ok := ruled(t).Rule(code, today)
	require.True(t, ok)
	return r
}

// contract is one against which nothing stands.
func contract() domain.Contract {
	return domain.Contract{ID: domain.NewID(), Version: 1, Title: "导热膜制备方法专利转让", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "none",
		SellerID: domain.ID{1}, BuyerID: domain.ID{2}, Amount: domain.Yuan(500_000), TechnicalAmount: domain.Yuan(500_000), State: domain.ContractSubmitted, IUR: true,
		Seller:   domain.PartyAtSigning{Name: "示例大学", Kind: domain.University, Division: "430302", USCC: "91350100M000100Y43"},
		Buyer:    domain.PartyAtSigning{Name: "示例公司", Kind: domain.Enterprise, Division: "430304", USCC: "91430321MA0TEXT01J"},
		Proofs:   []domain.Proof{{Kind: "contract_text", Title: "合同", File: &domain.File{ID: domain.ID{9}, Name: "合同.pdf"}}, {Kind: "ip_certificate", Reference: "样例专利号", Keeper: "卖方档案室"}},
		Terms:    "卖方将专利权转让给买方。任何一方不得限制改进。",
		SignedOn: domain.Date{Year: 2026, Month: time.May, Day: 6}, StartsOn: domain.Date{Year: 2026, Month: time.May, Day: 7}, EndsOn: domain.Date{Year: 2027, Month: time.May, Day: 6}}
}

func TestPrecheckFindsEachGround(t *testing.T) {
	check := func(spoil func(*domain.Contract)) []domain.Ground {
		c := contract()
		if spoil != nil {
			spoil(&c)
		}
		return domain.Precheck{Contract: c, Rules: ruled(t), Today: today, Seller: domain.Organisation{Name: "示例大学"}, Buyer: domain.Organisation{Name: "示例公司"}}.Grounds()
	}
	require.Empty(t, check(nil), "nothing stands against it")
	for _, tt := range []struct {
		name, code string
		effect     domain.Effect
		spoil      func(*domain.Contract)
	}{
		{"party", "party", domain.Refuses, func(c *domain.Contract) { c.Buyer.Name = "某公司" }},
		{"subject", "subject", domain.Refuses, func(c *domain.Contract) { c.Title = "产学研合作协议" }},
		{"price", "price", domain.Refuses, func(c *domain.Contract) { c.Amount, c.TechnicalAmount = 0, 0 }},
		{"form", "incomplete", domain.Returns, func(c *domain.Contract) { c.Field = "" }},
		{"sums", "amounts", domain.Returns, func(c *domain.Contract) { c.TechnicalAmount-- }},
		{"payments short", "amounts", domain.Warns, func(c *domain.Contract) { c.Payments = []domain.Payment{{Amount: 1}} }},
		{"future", "dates", domain.Returns, func(c *domain.Contract) { c.SignedOn = today.AddDays(1) }},
		{"late", "late", domain.Warns, func(c *domain.Contract) { c.SignedOn = today.AddDays(-400) }},
		{"code", "uscc", domain.Returns, func(c *domain.Contract) { c.Seller.USCC = "91350100M000100Y4Z" }},
		{"elsewhere", "registry", domain.Returns, func(c *domain.Contract) { c.Seller.Division = "430100" }},
		{"certificate", "proofs", domain.Returns, func(c *domain.Contract) { c.Proofs = c.Proofs[:1] }},
		{"no file, no keeper", "proofs", domain.Returns, func(c *domain.Contract) { c.Proofs[0].File = nil }},
		{"import", "proofs", domain.Returns, func(c *domain.Contract) { c.Seller.Division, c.Seller.USCC = domain.ForeignDivision, "" }},
		{"seal", "name", domain.Refuses, func(c *domain.Contract) {
			c.Proofs = append(c.Proofs, domain.Proof{Kind: "buyer_seal", Title: "别家公司"})
		}},
		{"renamed", "name", domain.Refuses, func(c *domain.Contract) { c.Seller.Name = "示例学院" }},
		{"monopoly", "monopoly", domain.Explain, func(c *domain.Contract) {
			c.Terms = "一、价款。二、买方不得对该技术进行任何改进。三、其他。"
		}},
		{"mixed", "mixed", domain.Returns, func(c *domain.Contract) { c.Terms += "卖方负责设备供货。" }},
		{"kind", "kind", domain.Warns, func(c *domain.Contract) { c.Title, c.Terms = "导热膜中试线联合研制", "" }},
	} {
		found := check(tt.spoil)
		at := slices.IndexFunc(found, func(g domain.Ground) bool { return g.Code == tt.code && g.Effect == tt.effect })
		require.GreaterOrEqual(t, at, 0, "%s: %+v", tt.name, found)
		require.NotEmpty(t, found[at].Clause.ZH, tt.name)
		require.NotEmpty(t, found[at].Says.EN, tt.name)
		if p := found[at].Passage; tt.code == "monopoly" {
			require.Equal(t, "不得对该技术进行任何改进", string([]rune(p.Text)[p.Marks[0].Start:p.Marks[0].End]))
		}
	}
	foreign := check(func(c *domain.Contract) {
		c.Seller = domain.PartyAtSigning{Name: "示例大学", Kind: domain.Enterprise, Division: domain.ForeignDivision}
		c.Proofs = append(c.Proofs, domain.Proof{Kind: "import_registration", Reference: "样例", Keeper: "买方"})
	})
	require.Empty(t, foreign, "the domestic buyer registers an import, and nobody abroad has a code")
}

// Whatever a contract says, the check ends, finds the same in the same order again, and
// leaves nothing in the way exactly when the contract may be registered.
func TestPrecheckHoldsForAnyContract(t *testing.T) {
	rules := ruled(t)
	rapid.Check(t, func(t *rapid.T) {
		c := contract()
		words := rapid.SampledFrom([]string{"", "不得", "改进", "不得…", "设备采购", "某", "开发", "\xff", "。", "无偿回授", "只能向甲采购"})
		c.Title = rapid.SampledFrom([]string{c.Title, "合作协议", ""}).Draw(t, "title") + words.Draw(t, "word")
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			c.Terms += words.Draw(t, "term")
		}
		c.Amount = domain.Fen(rapid.Int64().Draw(t, "amount"))
		c.TechnicalAmount = rapid.SampledFrom([]domain.Fen{c.Amount, c.TechnicalAmount, -1}).Draw(t, "technical")
		c.Field = rapid.SampledFrom([]string{"", "materials"}).Draw(t, "field")
		c.Seller.Division = rapid.SampledFrom([]string{"", "430302", "110000", domain.ForeignDivision}).Draw(t, "division")
		c.SignedOn = rapid.SampledFrom([]domain.Date{{}, c.SignedOn, today.AddDays(9)}).Draw(t, "signed")
		c.RegistryNumber = "1"
		p := domain.Precheck{Contract: c, Rules: rules, Today: today}
		found := p.Grounds()
		if fmt.Sprint(found) != fmt.Sprint(p.Grounds()) {
			t.Fatal("another order the second time")
		}
		c.State = domain.ContractPrechecked
		_, err := c.Take("register", "", domain.Actor{}, today, time.Now())
		if err != nil && len(domain.Blocking(found, true)) == 0 {
			t.Fatalf("nothing stands in the way, and yet: %v", err)
		}
	})
}

func another(change func(*domain.Contract)) domain.Contract {
	c := contract()
	c.ID = domain.NewID()
	change(&c)
	return c
}

func TestDuplicates(t *testing.T) {
	r, first := rule(t, "duplicate"), contract()
	first.TechnologyID = domain.ID{9}
	score := func(change func(*domain.Contract)) float64 {
		found := domain.FindDuplicates(first, []domain.Contract{another(func(c *domain.Contract) { c.TechnologyID = domain.ID{9}; change(c) })}, r)
		if len(found) == 0 {
			return 0
		}
		require.NotEmpty(t, found[0].Clues)
		return found[0].Score
	}
	strong := map[string]func(*domain.Contract){
		"entered twice": func(c *domain.Contract) {
			c.SignedOn = c.SignedOn.AddDays(3)
			c.Title = "导热膜制备方法专利权转让合同"
		},
		"sides swapped":              func(c *domain.Contract) { c.SellerID, c.BuyerID = c.BuyerID, c.SellerID },
		"organisation entered twice": func(c *domain.Contract) { c.BuyerID = domain.ID{7} },
		"agreement and its contract": func(c *domain.Contract) {
			c.State, c.Title, c.SignedOn, c.Amount = domain.ContractRegistered, "导热膜制备方法合作协议", c.SignedOn.AddDays(60), domain.Yuan(480_000)
		},
	}
	for name, change := range strong {
		require.GreaterOrEqual(t, score(change), r.Params.Strong, name)
	}
	honest := map[string]func(*domain.Contract){
		"yearly renewal": func(c *domain.Contract) {
			c.SignedOn, c.StartsOn, c.EndsOn = c.SignedOn.AddDays(-364), c.StartsOn.AddDays(-364), c.StartsOn.AddDays(-1)
		},
		"next year's, signed at once": func(c *domain.Contract) { c.StartsOn, c.EndsOn = c.EndsOn.AddDays(1), c.EndsOn.AddDays(365) },
		"another licence":             func(c *domain.Contract) { c.TechnologyID, c.Title = domain.ID{8}, "低温焊接用锡膏配方许可" },
	}
	for name, change := range honest {
		require.Less(t, score(change), r.Params.Strong, name)
	}
	require.Zero(t, score(func(c *domain.Contract) { c.State = domain.ContractVoided }))
	a, b := contract(), another(func(*domain.Contract) {})
	one, two := domain.FindDuplicates(a, []domain.Contract{b}, r)[0], domain.FindDuplicates(b, []domain.Contract{a}, r)[0]
	require.Equal(t, []any{one.Subject(), one.Fingerprint(), one.Score}, []any{two.Subject(), two.Fingerprint(), two.Score}, "from either side")
}

func TestSplits(t *testing.T) {
	r := rule(t, "split")
	part := func(n int, yuan int64) domain.Contract {
		return another(func(c *domain.Contract) {
			c.Title, c.Amount, c.TechnicalAmount = fmt.Sprintf("导热膜中试线控制技术（第%d部分）", n), domain.Yuan(yuan), domain.Yuan(yuan)
			c.SignedOn = c.SignedOn.AddDays(5 * n)
		})
	}
	parts := []domain.Contract{part(1, 4_800_000), part(2, 4_700_000), part(3, 4_600_000)}
	found := domain.FindSplits(parts[0], parts, r)
	require.Len(t, found, 1)
	require.Len(t, found[0].Contracts, 3)
	require.GreaterOrEqual(t, found[0].Score, r.Params.Strong)
	again := domain.FindSplits(parts[2], parts, r)[0]
	require.Equal(t, []string{found[0].Subject(), found[0].Fingerprint()}, []string{again.Subject(), again.Fingerprint()})
	require.Empty(t, domain.FindSplits(parts[0], []domain.Contract{part(2, 100_000)}[:1], domain.ContractRule{Params: domain.RuleParams{Report: 0.5}}))
	yearly := another(func(c *domain.Contract) {
		c.Title, c.StartsOn, c.EndsOn = parts[0].Title, c.EndsOn.AddDays(1), c.EndsOn.AddDays(365)
	})
	require.Empty(t, domain.FindSplits(parts[0], []domain.Contract{yearly}, r))
}

func TestRelatedAndRoundTrips(t *testing.T) {
	r, c := rule(t, "related"), contract()
	owns := domain.OrganisationRelation{ID: domain.NewID(), FromID: c.SellerID, ToID: c.BuyerID, Kind: domain.Owns, PercentBP: 6000, State: domain.RelationDeclared, ValidFrom: c.SignedOn}
	require.GreaterOrEqual(t, domain.FindRelated(c, []domain.OrganisationRelation{owns}, r)[0].Score, r.Params.Strong)
	owns.ValidFrom = c.SignedOn.AddDays(1)
	require.Empty(t, domain.FindRelated(c, []domain.OrganisationRelation{owns}, r), "not yet when it was signed")
	left, right := owns, owns
	left.ValidFrom, left.FromID, left.FromName, left.ToID = domain.Date{}, domain.ID{5}, "示例集团", c.SellerID
	right.ValidFrom, right.FromID, right.FromName, right.ToID = domain.Date{}, domain.ID{5}, "示例集团", c.BuyerID
	common := domain.FindRelated(c, []domain.OrganisationRelation{left, right}, r)
	require.Equal(t, "same_owner", common[0].Clues[0].Code)

	trips := rule(t, "round_trip")
	back := another(func(o *domain.Contract) {
		o.SellerID, o.BuyerID, o.SignedOn = c.BuyerID, c.SellerID, c.SignedOn.AddDays(20)
	})
	found := domain.FindRoundTrips(c, [][]domain.Contract{{c, back}}, trips)
	require.GreaterOrEqual(t, found[0].Score, trips.Params.Strong)
	other := domain.FindRoundTrips(back, [][]domain.Contract{{back, c}}, trips)
	require.Equal(t, found[0].Fingerprint(), other[0].Fingerprint())
	far := another(func(o *domain.Contract) {
		o.SellerID, o.BuyerID, o.SignedOn, o.Title = c.BuyerID, c.SellerID, c.SignedOn.AddDays(300), "厂区振动检测服务"
	})
	require.Less(t, append(domain.FindRoundTrips(c, [][]domain.Contract{{c, far}}, trips), domain.Suspicion{})[0].Score, trips.Params.Strong, "a service bought back months later")
}
