package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// planOffers are the six incentives of the plan's 四(二), written out here from its
// text: 10万元 and 3万元 for a first and a renewed recognition, up to 10万元 for R&D of
// enterprises and of universities, 100万元 and 10万元 for national and provincial platforms.
func planOffers() map[string]Offer {
	from, to := Date{2023, 1, 1}, Date{2025, 12, 31}
	offers := map[string]Offer{}
	for code, i := range map[string]Incentive{
		"high_tech_first":   {Occasion: "first_recognition", Beneficiary: "enterprise", Rule: "fixed", Amount: yuan(100_000), Requires: Requirements{Qualifications: []string{"high_tech"}, Complete: true}},
		"high_tech_renewed": {Occasion: "renewed_recognition", Beneficiary: "enterprise", Rule: "fixed", Amount: yuan(30_000), Requires: Requirements{Qualifications: []string{"high_tech"}, Complete: true}},
		"rd_increment":      {Occasion: "rd_year", Beneficiary: "enterprise", Rule: "upper_bound", Amount: yuan(100_000), Condition: "可加计扣除的研发费用有年度增量", Requires: Requirements{Selected: true}},
		"university_rd":     {Occasion: "rd_year", Beneficiary: "university", Rule: "upper_bound", Amount: yuan(100_000), Condition: "达到所分层次", Requires: Requirements{Selected: true}},
		"national":          {Occasion: "platform", Beneficiary: "platform", Rule: "fixed", Amount: yuan(1_000_000), Requires: Requirements{PlatformLevels: []string{"national"}, Complete: true}},
		"provincial":        {Occasion: "platform", Beneficiary: "platform", Rule: "fixed", Amount: yuan(100_000), Requires: Requirements{PlatformLevels: []string{"province"}, Complete: true}},
	} {
		i.Code, i.Kind, i.ValidFrom, i.ValidTo = code, "subsidy", from, to
		offers[code] = Offer{Policy: Policy{Title: "行动计划", Region: "430300"}, Clause: "四(二)", Incentive: i}
	}
	return offers
}

func TestPlanIncentives(t *testing.T) {
	university := Organisation{Kind: University, Name: "湘潭示例大学", Division: "430302"}
	for name, test := range map[string]struct {
		code        string
		happened    []Occurrence
		seller      *Organisation
		truth       Truth
		least, most Fen
	}{
		"nothing recorded":                   {"high_tech_first", nil, nil, Unknown, Yuan(100_000), Yuan(100_000)},
		"first recognised in 2024":           {"high_tech_first", []Occurrence{{Occasion: "first_recognition", What: "high_tech", On: Date{2024, 11, 8}}}, nil, Holds, Yuan(100_000), Yuan(100_000)},
		"first recognised on the last day":   {"high_tech_first", []Occurrence{{Occasion: "first_recognition", What: "high_tech", On: Date{2025, 12, 31}}}, nil, Holds, Yuan(100_000), Yuan(100_000)},
		"first recognised a day too late":    {"high_tech_first", []Occurrence{{Occasion: "first_recognition", What: "high_tech", On: Date{2026, 1, 1}}}, nil, Fails, Yuan(100_000), Yuan(100_000)},
		"renewed in 2023":                    {"high_tech_renewed", []Occurrence{{Occasion: "renewed_recognition", What: "high_tech", On: Date{2023, 12, 8}}}, nil, Holds, Yuan(30_000), Yuan(30_000)},
		"renewed is not first":               {"high_tech_first", []Occurrence{{Occasion: "renewed_recognition", What: "high_tech", On: Date{2023, 12, 8}}}, nil, Unknown, Yuan(100_000), Yuan(100_000)},
		"a year of R&D is still chosen from": {"rd_increment", []Occurrence{{Occasion: "rd_year", What: "", On: Date{2024, 12, 31}}}, nil, Unknown, 0, Yuan(100_000)},
		"the university is to be found":      {"university_rd", nil, nil, Unknown, 0, Yuan(100_000)},
		"the university is here":             {"university_rd", nil, &university, Unknown, 0, Yuan(100_000)},
		"the university is elsewhere":        {"university_rd", nil, &Organisation{Kind: University, Division: "430102"}, Fails, 0, Yuan(100_000)},
		"a national platform":                {"national", []Occurrence{{Occasion: "platform", What: "national", On: Date{2025, 3, 1}}}, nil, Holds, Yuan(1_000_000), Yuan(1_000_000)},
		"a provincial one is no national":    {"national", []Occurrence{{Occasion: "platform", What: "province", On: Date{2025, 3, 1}}}, nil, Unknown, Yuan(1_000_000), Yuan(1_000_000)},
		"a provincial platform":              {"provincial", []Occurrence{{Occasion: "platform", What: "province", On: Date{2023, 6, 1}}}, nil, Holds, Yuan(100_000), Yuan(100_000)},
	} {
		t.Run(name, func(t *testing.T) {
			d := firm().Deal()
			d.Happened = test.happened
			if test.seller != nil {
				d.Seller = DealParty{Organisation: *test.seller, Known: true}
			}
			g := d.Grant(planOffers()[test.code])
			require.Equal(t, test.truth, g.Truth, g.Answer(d.Today).ZH)
			require.Equal(t, Bounds{test.least, &test.most}, g.Worth)
			require.Zero(t, g.sure()+g.most(), "none of them is brought by the deal")
		})
	}
	g := firm().Deal().Grant(planOffers()["high_tech_first"])
	require.Equal(t, "如果曾在 2023-01-01 至 2025-12-31 期间首次认定为高新技术企业，按《行动计划》四(二)，可得补助 10 万元；条文未写明申报期限。", g.Answer(today).ZH)
}

// buyerOffers are a province's 5 % up to a million and a city's 6 % up to 800,000 yuan,
// of which only one is granted, and a district's 30,000 yuan besides.
func buyerOffers() []Offer {
	buyer := func(title, group string, i Incentive) Offer {
		i.Code, i.Kind, i.Beneficiary = title, "subsidy", "enterprise"
		i.Requires.IUR, i.Requires.Events, i.Requires.Complete = true, []string{"registered"}, true
		if group != "" {
			i.Stacking = Stacking{Group: group, Rule: "exclusive"}
		}
		return Offer{Policy: Policy{Title: title}, Clause: "第三条", Incentive: i}
	}
	return []Offer{
		buyer("省", "buyer", Incentive{Rule: "percent", PercentBP: bp(500), Base: "technical_amount", Cap: yuan(1_000_000), ApplyWithin: Within{6, "months", "registered"}}),
		buyer("市", "buyer", Incentive{Rule: "percent", PercentBP: bp(600), Base: "technical_amount", Cap: yuan(800_000)}),
		buyer("区", "", Incentive{Rule: "fixed", Amount: yuan(30_000), Requires: Requirements{MinAmount: yuan(500_000)}}),
	}
}

func sold(amount, technical int64) Contract {
	return Contract{Kind: "licence", Field: "materials", Amount: Yuan(amount), TechnicalAmount: Yuan(technical), State: ContractRegistered,
		SignedOn: Date{2026, 8, 20}, RegisteredOn: Date{2026, 8, 31}}
}

func TestContractEstimate(t *testing.T) {
	university := Organisation{Kind: University, Name: "湘潭示例大学", Division: "430302"}
	e := sold(600_000, 500_000).Deal(today, firm().Owner, university).Estimate(buyerOffers())
	// 市 500,000 × 6 % = 30,000; 省 500,000 × 5 % = 25,000, not besides; 区 30,000.
	require.Equal(t, Yuan(60_000), e.Certain)
	require.Equal(t, Yuan(60_000), e.Possible)
	require.Equal(t, "合作达成后，买方可得奖补 6 万元（估算）", e.Answer().ZH)
	require.Equal(t, "省", e.Grants[2].Policy)
	require.Equal(t, "与《市》第三条不可叠加，取金额较高的一项", e.Grants[2].LeftOut.ZH)
	require.Equal(t, Date{2027, 2, 28}, e.Grants[2].ApplyBy, "six months after 31 August")

	// 省 20 million × 5 % = 1,000,000; 市 20 million × 6 % = 1,200,000, at most 800,000.
	e = sold(20_000_000, 20_000_000).Deal(today, firm().Owner, university).Estimate(buyerOffers())
	require.Equal(t, Yuan(1_030_000), e.Certain)

	ended := sold(600_000, 500_000)
	ended.State = ContractVoided
	require.Zero(t, ended.Deal(today, firm().Owner, university).Estimate(buyerOffers()).Possible)
}

func TestNeedEstimateIsBoundedByTheBudget(t *testing.T) {
	a := firm()
	a.Need.BudgetMin = yuan(400_000)
	e := a.Deal().Estimate(buyerOffers())
	require.Zero(t, e.Certain, "no university is settled")
	require.Equal(t, Yuan(48_000+30_000), e.Possible, "市 800,000 × 6 %, and 区 if the value reaches 500,000")
	e = a.DealFor(answer().Technology, Organisation{Kind: University, Division: "430302"}).Estimate(buyerOffers())
	require.Zero(t, e.Certain, "the technical value may be nothing, the value less than 500,000")
	require.Equal(t, Yuan(36_000+30_000), e.Possible, "the price is at most 600,000: × 6 % = 36,000")
}

func TestTransferRelief(t *testing.T) {
	i := transferRelief()
	i.Requires = Requirements{Side: "seller", ContractKinds: []string{"transfer", "licence"}, Events: []string{"registered"}}
	seller := Organisation{Kind: Enterprise, Name: "示例公司", Division: "430302"}
	d := sold(8_000_000, 8_000_000).Deal(today, firm().Owner, seller)
	g := d.Grant(Offer{Policy: Policy{Title: "条例"}, Clause: "第九十条", Incentive: i})
	require.Equal(t, Holds, g.Truth)
	// 5 million × 25 % + 3 million × 12.5 % = 1,250,000 + 375,000, if nothing was spent on it.
	require.Equal(t, Bounds{0, yuan(1_625_000)}, g.Worth)
	require.Equal(t, "seller", g.Side)
	d.Seller.Kind = University
	require.Equal(t, Fails, d.Grant(Offer{Incentive: i}).Truth)
}

func TestEstimateProperties(t *testing.T) {
	university := Organisation{Kind: University, Division: "430302"}
	rapid.Check(t, func(t *rapid.T) {
		technical := rapid.Int64Range(0, 50_000_000).Draw(t, "technical")
		more := rapid.Int64Range(0, 50_000_000).Draw(t, "more")
		estimate := func(n int64, known bool) Estimate {
			d := sold(n, n).Deal(today, firm().Owner, university)
			if !known {
				d.IUR = Unknown
			}
			return d.Estimate(buyerOffers())
		}
		e, bigger, unsure := estimate(technical, true), estimate(technical+more, true), estimate(technical, false)
		require.LessOrEqual(t, e.Certain, e.Possible)
		require.LessOrEqual(t, e.Certain, bigger.Certain, "monotone in the amount")
		require.LessOrEqual(t, e.Possible, bigger.Possible)
		require.Zero(t, unsure.Certain, "what is unknown is never certain")
		require.Equal(t, e.Possible, unsure.Possible)
		for _, g := range e.Grants {
			require.GreaterOrEqual(t, e.Certain, g.sure(), "no single incentive brings more")
		}
	})
}

// A contract is of one kind: what a licence and what a service would bring never adds up.
func TestPossibleIsOneOutcome(t *testing.T) {
	a := firm()
	a.Need.Modes = []string{"licence", "service"}
	offer := func(code string, n int64, r Requirements) Offer {
		return Offer{Policy: Policy{Title: code}, Clause: "一", Incentive: Incentive{Code: code, Kind: "award", Beneficiary: "enterprise", Rule: "fixed", Amount: yuan(n), Requires: r}}
	}
	e := a.Deal().Estimate([]Offer{
		offer("许可", 50_000, Requirements{ContractKinds: []string{"licence"}, IUR: true}), offer("服务", 80_000, Requirements{ContractKinds: []string{"service"}}),
		offer("卖方", 20_000, Requirements{Side: "seller"}), offer("任何", 10_000, Requirements{}),
	})
	require.Equal(t, Yuan(10_000), e.Certain)
	require.Equal(t, Yuan(80_000+20_000+10_000), e.Possible, "a service, bought from an enterprise")
	require.Equal(t, "合作达成后，买方可得奖补 1 万元，各项条件均满足时最高 9 万元；卖方在各项条件均满足时最高可得奖补 2 万元（估算）", e.Answer().ZH)
	require.Equal(t, "最高金额按技术服务合同、卖方为企业等其他单位估算，与本项条件不能同时成立", e.Grants[3].LeftOut.ZH)
}
