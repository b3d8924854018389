package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func TestContractRoundTrip(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	third := d.organisation(t, "湘潭示例服务中心", domain.ServiceOrg, "gaoxin")
	c := d.contract()
	c.NeedID, c.TechnologyID = d.needed.ID, d.offered.ID
	c.Parties = []domain.Party{{OrganisationID: third.ID, Side: "seller"}}
	c.Amount, c.Deductions = domain.MaxFen, []domain.Deduction{{What: "设备", Amount: 1}, {What: "原材料", Amount: domain.MaxFen - 2}}
	c.TechnicalAmount, c.Equity = 1, true
	c.Payments = []domain.Payment{{DueOn: day(2026, 6, 30), Amount: 1, What: "首期"}, {Amount: domain.MaxFen - 1}}
	c.SourceKey, c.State, c.RegistryNumber, c.StewardID = "forged", domain.ContractRegistered, "forged", d.steward.ID

	made, err := d.CreateContract(ctx, d.seller, c)
	require.NoError(t, err)
	want := c
	want.ID, want.Version, want.State, want.CreatedAt, want.UpdatedAt = made.ID, 1, domain.ContractDraft, d.now, d.now
	want.SourceKey, want.RegistryNumber, want.StewardID = "", "", domain.ID{}
	want.Seller = domain.PartyAtSigning{Name: d.university.Name, Kind: domain.University, Area: "gaoxin", Division: "430302"}
	want.Buyer = domain.PartyAtSigning{Name: d.enterprise.Name, Kind: domain.Enterprise, Area: "yuhu", Division: "430302"}
	require.Empty(t, cmp.Diff(want, made))
	read, err := d.Contract(ctx, d.buyer, made.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, read))

	emptied, err := d.ChangeContract(ctx, d.seller, made.ID, 1, func(c *domain.Contract) error {
		*c = domain.Contract{Title: "改后", Kind: "service", SellerID: c.SellerID, BuyerID: c.BuyerID}
		return nil
	})
	require.NoError(t, err)
	want = domain.Contract{ID: made.ID, Version: 2, Title: "改后", Kind: "service", SellerID: c.SellerID, BuyerID: c.BuyerID, Seller: want.Seller, Buyer: want.Buyer,
		State: domain.ContractDraft, CreatedAt: d.now, UpdatedAt: d.now}
	require.Empty(t, cmp.Diff(want, emptied, cmpopts.EquateEmpty()))
	read, err = d.Contract(ctx, d.clerk, made.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, read, cmpopts.EquateEmpty()))
}

func TestContractInvalid(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	foreign := d.need()
	foreign.OrganisationID = d.organisation(t, "湘潭示例他人有限公司", domain.Enterprise, "yuhu").ID
	foreign = d.publishedNeed(t, foreign)
	for field, spoil := range map[string]func(*domain.Contract){
		"title":                      func(c *domain.Contract) { c.Title = "" },
		"kind":                       func(c *domain.Contract) { c.Kind = "gift" },
		"seller_id":                  func(c *domain.Contract) { c.SellerID = domain.NewID() },
		"buyer_id":                   func(c *domain.Contract) { c.BuyerID = domain.ID{} },
		"technical_amount":           func(c *domain.Contract) { c.TechnicalAmount-- },
		"parties[0].organisation_id": func(c *domain.Contract) { c.Parties = []domain.Party{{OrganisationID: domain.NewID(), Side: "buyer"}} },
		"parties[1].organisation_id": func(c *domain.Contract) {
			c.Parties = []domain.Party{{OrganisationID: foreign.OrganisationID, Side: "buyer"}, {OrganisationID: c.BuyerID, Side: "buyer"}}
		},
		"parties[0].side": func(c *domain.Contract) {
			c.Parties = []domain.Party{{OrganisationID: foreign.OrganisationID, Side: "both"}}
		},
		"docking_id":    func(c *domain.Contract) { c.DockingID = domain.NewID() },
		"need_id":       func(c *domain.Contract) { c.NeedID = foreign.ID },
		"technology_id": func(c *domain.Contract) { c.TechnologyID = domain.NewID() },
	} {
		c := d.contract()
		spoil(&c)
		_, err := d.CreateContract(ctx, d.clerk, c)
		requireInvalid(t, err, field)
	}
}

// Only seller and buyer, the steward of the area and the bureau write a contract;
// further parties read it; others do not know that it is there.
func TestContractParties(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	joining := d.stranger(t)
	c := d.contract()
	_, err := d.CreateContract(ctx, joining, c)
	require.ErrorIs(t, err, domain.ErrForbidden, "between two others")
	c.Parties = []domain.Party{{OrganisationID: joining.OrganisationID, Side: "buyer"}}
	_, err = d.CreateContract(ctx, joining, c)
	require.ErrorIs(t, err, domain.ErrForbidden, "nor by joining them")

	made, err := d.CreateContract(ctx, d.seller, c)
	require.NoError(t, err)
	_, err = d.Contract(ctx, joining, made.ID)
	require.NoError(t, err)
	keep := func(*domain.Contract) error { return nil }
	_, err = d.ChangeContract(ctx, joining, made.ID, 1, keep)
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.StepContract(ctx, joining, made.ID, 1, postgres.ContractStep{Name: "submit"})
	require.ErrorIs(t, err, domain.ErrForbidden)

	outsider := joining
	outsider.OrganisationID = d.organisation(t, "湘潭示例局外有限公司", domain.Enterprise, "gaoxin").ID
	for _, id := range []domain.ID{made.ID, domain.NewID()} {
		_, err = d.Contract(ctx, outsider, id)
		require.Equal(t, domain.ErrNotFound, err)
		_, err = d.ContractEvents(ctx, outsider, id)
		require.Equal(t, domain.ErrNotFound, err)
		_, err = d.ChangeContract(ctx, outsider, id, 1, keep)
		require.Equal(t, domain.ErrNotFound, err)
		_, err = d.StepContract(ctx, outsider, id, 1, postgres.ContractStep{Name: "submit"})
		require.Equal(t, domain.ErrNotFound, err)
	}
}

func TestContractChange(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	c := d.drafted(t)
	other := d.organisation(t, "湘潭示例乙有限公司", domain.Enterprise, "gaoxin").ID
	third := d.organisation(t, "湘潭示例丙有限公司", domain.Enterprise, "gaoxin").ID
	_, err := d.ChangeContract(ctx, d.buyer, c.ID, 1, func(c *domain.Contract) error { c.BuyerID, c.SellerID = other, third; return nil })
	require.ErrorIs(t, err, domain.ErrForbidden, "giving it away")
	_, err = d.ChangeContract(ctx, d.buyer, c.ID, 1, func(c *domain.Contract) error { c.Amount = 1; return nil })
	requireInvalid(t, err, "technical_amount", "technical_amount")

	c, err = d.ChangeContract(ctx, d.buyer, c.ID, 1, func(c *domain.Contract) error {
		c.Title, c.SellerID, c.Parties = "示例：改卖方", other, []domain.Party{{OrganisationID: third, Side: "seller"}}
		c.State, c.RegistryNumber, c.ID, c.Version, c.Buyer.Name = domain.ContractRegistered, "1", domain.NewID(), 7, "冒名"
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, "湘潭示例乙有限公司", c.Seller.Name, "parties are read from their records")
	require.Equal(t, d.enterprise.Name, c.Buyer.Name)
	require.Equal(t, domain.ContractDraft, c.State)
	require.EqualValues(t, 2, c.Version)
	_, err = d.Contract(ctx, d.seller, c.ID)
	require.ErrorIs(t, err, domain.ErrNotFound, "is a party no more")
	_, err = d.ChangeContract(ctx, d.buyer, c.ID, 1, func(*domain.Contract) error { return nil })
	require.ErrorIs(t, err, domain.ErrStale)

	c = d.take(t, c, "submit")
	_, err = d.ChangeContract(ctx, d.clerk, c.ID, c.Version, func(*domain.Contract) error { return nil })
	require.ErrorIs(t, err, domain.ErrConflict)
	c = d.take(t, c, "return")
	_, err = d.ChangeContract(ctx, d.buyer, c.ID, c.Version, func(c *domain.Contract) error { c.Title = "示例：补正"; return nil })
	require.NoError(t, err)
}

// A blind listing's owner cannot be guessed by naming parties.
func TestContractDoesNotTellBlindOwners(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	technology := d.technology()
	technology.Confidentiality = "blind"
	blind := d.publishedTechnology(t, technology)
	c := d.contract()
	c.TechnologyID = blind.ID
	_, right := d.CreateContract(ctx, d.buyer, c)
	requireInvalid(t, right, "technology_id")
	c.TechnologyID = domain.NewID()
	_, absent := d.CreateContract(ctx, d.buyer, c)
	require.Equal(t, absent, right)
	c.TechnologyID = blind.ID
	made, err := d.CreateContract(ctx, d.seller, c)
	require.NoError(t, err, "its owner may")
	_, err = d.ChangeContract(ctx, d.buyer, made.ID, 1, func(c *domain.Contract) error { c.Title = "示例：改名"; return nil })
	require.NoError(t, err, "what was named before may stay")
}

func TestContractFilters(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	elsewhere := d.organisation(t, "示例外区有限公司", domain.Enterprise, "gaoxin")
	first := d.drafted(t)
	second := d.drafted(t, func(c *domain.Contract) {
		c.Title, c.Kind, c.Field, c.IUR, c.BuyerID, c.SignedOn = "示例：服务", "service", "energy", false, elsewhere.ID, day(2025, 12, 31)
	})
	yes, no := true, false
	for name, test := range map[string]struct {
		filter postgres.ContractFilter
		want   []domain.ID
	}{
		"none":         {postgres.ContractFilter{}, []domain.ID{first.ID, second.ID}},
		"state":        {postgres.ContractFilter{State: "registered"}, nil},
		"kind":         {postgres.ContractFilter{Kind: "service"}, []domain.ID{second.ID}},
		"field":        {postgres.ContractFilter{Field: "materials"}, []domain.ID{first.ID}},
		"area":         {postgres.ContractFilter{Area: "yuhu"}, []domain.ID{first.ID}},
		"buyer":        {postgres.ContractFilter{Organisation: elsewhere.ID}, []domain.ID{second.ID}},
		"seller":       {postgres.ContractFilter{Organisation: d.university.ID}, []domain.ID{first.ID, second.ID}},
		"agreement":    {postgres.ContractFilter{IUR: &yes}, []domain.ID{first.ID}},
		"no agreement": {postgres.ContractFilter{IUR: &no}, []domain.ID{second.ID}},
		"signed":       {postgres.ContractFilter{Signed: domain.YearPeriod(2025)}, []domain.ID{second.ID}},
		"one day":      {postgres.ContractFilter{Signed: domain.Period{From: day(2026, 5, 6), To: day(2026, 5, 6)}}, []domain.ID{first.ID}},
	} {
		page, err := d.Contracts(ctx, d.clerk, test.filter, postgres.Page{})
		require.NoError(t, err)
		require.ElementsMatch(t, test.want, idsOf(page.Items, contractID), name)
	}
	for _, sort := range []string{"", "title", "-title", "created_at", "-created_at", "updated_at"} {
		one, err := d.Contracts(ctx, d.clerk, postgres.ContractFilter{}, postgres.Page{Limit: 1, Sort: sort})
		require.NoError(t, err)
		two, err := d.Contracts(ctx, d.clerk, postgres.ContractFilter{}, postgres.Page{Limit: 1, Sort: sort, After: one.Next})
		require.NoError(t, err)
		require.ElementsMatch(t, []domain.ID{first.ID, second.ID}, []domain.ID{one.Items[0].ID, two.Items[0].ID}, sort)
	}
}

func contractID(c domain.Contract) domain.ID { return c.ID }
