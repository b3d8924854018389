package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func grant() PolicyCandidate {
	rate := 600
	return PolicyCandidate{
		Policy: Policy{ID: NewID(), Version: 1, Title: "示例市成果转化奖补办法", Level: "city", Region: "430300", State: PolicyPublished,
			EffectiveFrom: Date{2024, 1, 1}, ValidUntil: Date{2028, 2, 29}, Clauses: []Clause{
				{Ref: "第一条", Text: "为促进成果转化，制定本办法。"},
				{Ref: "第四条", Text: "受让高校成果的，按技术交易额的百分之六补助。", Modes: []string{"transfer", "licence"}, Incentives: []Incentive{{
					Kind: "subsidy", Beneficiary: "enterprise", Rule: "percent", PercentBP: &rate, Base: "technical_amount", Cap: yuan(800_000),
					ValidFrom: Date{2024, 1, 1}, ValidTo: Date{2028, 2, 29}, Requires: Requirements{ContractKinds: []string{"transfer", "licence"}, IUR: true}}}},
			}},
		Evidence: Evidence{Text: 0.2},
		Clauses:  []Evidence{{Text: 0.2}, {Text: 0.1, Terms: []string{"技术转让"}, Passages: []Passage{{Part: "第四条", Text: "受让"}}}},
	}
}

// firm is film with an owner that is an enterprise.
func firm() Asked {
	a := film()
	a.Owner.Kind = Enterprise
	return a
}

func TestMatchPolicyBestClause(t *testing.T) {
	m, ok := firm().MatchPolicy(testWeights, grant())
	require.True(t, ok)
	require.Empty(t, m.Gates)
	require.Equal(t, "第四条", m.Passages[0].Part)
	require.Equal(t, "第四条：共有术语：技术转让", featureOf(t, m, "text").Reason.ZH)
	require.Equal(t, "如果与高校或科研院所合作，按《示例市成果转化奖补办法》第四条，可得补助最高 4.8 万元（技术交易额的 6%，不超过 80 万元），"+
		"因为合同为技术转让或技术许可；前提是合同在 2024-01-01 至 2028-02-29 期间签订；条文未写明申报期限", featureOf(t, m, "incentive").Reason.ZH)
	require.Equal(t, "支持技术转让、技术许可", featureOf(t, m, "modes").Reason.ZH)
	require.Equal(t, "有效期至 2028-02-29", featureOf(t, m, "force").Reason.ZH)
}

// A policy's summary says what the deal would bring, if what, where to apply and by when.
func TestPolicySummary(t *testing.T) {
	m, _ := firm().MatchPolicy(testWeights, grant())
	require.Equal(t, Text{"若与高校或科研院所合作，则本次合作可获补助最高 4.8 万元（第四条）；支持技术转让、技术许可",
		"The deal brings up to 48 thousand yuan (subsidy, 第四条) if the partner is a university or institute; supports transfer, licence"}, m.Summary())

	c := grant()
	i := &c.Policy.Clauses[1].Incentives[0]
	i.Requires.IUR, i.Requires.Areas, i.Payer, i.ApplyBy = false, []string{"gaoxin"}, "示例高新区财政局", Date{2027, 3, 31}
	a := firm()
	a.Areas = map[string]Text{"gaoxin": {"湘潭高新区", "Xiangtan High-Tech Zone"}}
	m, _ = a.MatchPolicy(testWeights, c)
	require.Equal(t, "本次合作可获补助最高 4.8 万元（第四条），因为企业在湘潭高新区，且合同为技术转让或技术许可，请在 2027-03-31 前向示例高新区财政局申请；支持技术转让、技术许可", m.Summary().ZH)

	c.Policy.Clauses = c.Policy.Clauses[:1]
	m, _ = a.MatchPolicy(testWeights, c)
	require.Equal(t, "没有可申请的奖补", m.Summary().ZH)
}

func TestPolicyGates(t *testing.T) {
	cases := map[string]struct {
		change   func(*Asked, *Policy)
		code     string
		severity Severity
	}{
		"repealed":    {func(_ *Asked, p *Policy) { p.State = PolicyRepealed }, "unpublished", Bars},
		"over":        {func(_ *Asked, p *Policy) { p.ValidUntil = today.AddDays(-1) }, "expired", Bars},
		"not yet":     {func(_ *Asked, p *Policy) { p.EffectiveFrom = today.AddDays(1) }, "force", Misses},
		"other city":  {func(_ *Asked, p *Policy) { p.Region = "430100" }, "region", Bars},
		"far company": {func(a *Asked, _ *Policy) { a.Owner.Division = "420100" }, "region", Bars},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			a, c := firm(), grant()
			tc.change(&a, &c.Policy)
			m, ok := a.MatchPolicy(testWeights, c)
			require.True(t, ok)
			require.Len(t, m.Gates, 1)
			require.Equal(t, tc.code, m.Gates[0].Code)
			require.Equal(t, tc.severity, m.Gates[0].Severity)
		})
	}
}

func TestPolicyRegion(t *testing.T) {
	for region, want := range map[string]bool{"": true, "430000": true, "430300": true, "430302": true, "430304": false, "420000": false} {
		require.Equal(t, want, Policy{Region: region}.appliesIn("430302"), "region %q", region)
	}
}

// TestIncentiveServes holds what an incentive is worth to a need, and what is said of it.
func TestIncentiveServes(t *testing.T) {
	cases := map[string]struct {
		change func(*Asked, *Incentive)
		value  float64
		zh     string
	}{
		"as things stand": {func(_ *Asked, i *Incentive) { i.Requires.IUR = false }, 1,
			"按《示例办法》第四条，可得奖励 10 万元；条文未写明申报期限"},
		"a partner to find": {func(*Asked, *Incentive) {}, 0.7,
			"如果与高校或科研院所合作，按《示例办法》第四条，可得奖励 10 万元；条文未写明申报期限"},
		"ended": {func(_ *Asked, i *Incentive) { i.ValidTo = Date{2025, 12, 31} }, 0,
			"《示例办法》第四条不适用，因为要求合同在 2025-12-31 前签订（已经到期）"},
		"closed": {func(_ *Asked, i *Incentive) { i.ApplyBy = Date{2026, 6, 30} }, 0,
			"《示例办法》第四条不适用，因为要求在 2026-06-30 前申报（申报已截止）"},
		"another area": {func(_ *Asked, i *Incentive) { i.Requires.Areas = []string{"yuhu"} }, 0,
			"《示例办法》第四条不适用，因为要求企业在适用的区域"},
		"another field": {func(_ *Asked, i *Incentive) { i.Requires.Fields = []string{"energy"} }, 0,
			"《示例办法》第四条不适用，因为要求属于新能源与高效节能领域（属于新材料）"},
		"another contract": {func(_ *Asked, i *Incentive) { i.Requires = Requirements{ContractKinds: []string{"service"}} }, 0,
			"《示例办法》第四条不适用，因为要求合同为技术服务（意向为技术转让、技术许可）；如改签技术服务合同，则可适用"},
		"one of the contracts": {func(_ *Asked, i *Incentive) { i.Requires = Requirements{ContractKinds: []string{"licence"}} }, 0.7,
			"如果合同为技术许可，按《示例办法》第四条，可得奖励 10 万元；条文未写明申报期限"},
		"too small": {func(_ *Asked, i *Incentive) { i.Requires = Requirements{MinAmount: yuan(1_000_000)} }, 0,
			"《示例办法》第四条不适用，因为要求合同成交额不低于 100 万元（目前为最高 80 万元）；如合同成交额达到 100 万元，则可适用"},
		"for the other side": {func(_ *Asked, i *Incentive) { i.Requires.IUR, i.Beneficiary = false, "university" }, 0.35,
			"如果受益方为高等院校，按《示例办法》第四条，高等院校可得奖励 10 万元；条文未写明申报期限"},
		"up to": {func(_ *Asked, i *Incentive) {
			i.Rule, i.Requires.IUR, i.ApplyBy = "upper_bound", false, Date{2026, 12, 20}
		}, 1,
			"按《示例办法》第四条，可得奖励最高 10 万元；请在 2026-12-20 前申报（还有 30 天）"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			a := firm()
			i := Incentive{Kind: "award", Beneficiary: "enterprise", Rule: "fixed", Amount: yuan(100_000), Requires: Requirements{IUR: true}}
			tc.change(&a, &i)
			g := a.Deal().Grant(Offer{Policy: Policy{Title: "示例办法", Region: "430300"}, Clause: "第四条", Incentive: i})
			f := incentiveFeature([]Grant{g}, a.Today)
			require.InDelta(t, tc.value, f.Value, 1e-9)
			require.Equal(t, tc.zh, f.Reason.ZH)
			require.NotEmpty(t, f.Reason.EN)
		})
	}
}
