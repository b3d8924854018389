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

func TestMatchPolicyBestClause(t *testing.T) {
	m, ok := film().MatchPolicy(testWeights, grant())
	require.True(t, ok)
	require.Empty(t, m.Gates)
	require.Equal(t, "第四条", m.Passages[0].Part)
	require.Equal(t, "第四条：共有术语：技术转让", featureOf(t, m, "text").Reason.ZH)
	require.Equal(t, "补助（按技术交易额的 6%，最高 80 万元），满足以下条件时适用：与高校或科研院所签订产学研合作协议", featureOf(t, m, "incentive").Reason.ZH)
	require.Equal(t, "支持技术转让、技术许可", featureOf(t, m, "modes").Reason.ZH)
	require.Equal(t, "有效期至 2028-02-29", featureOf(t, m, "force").Reason.ZH)
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
			a, c := film(), grant()
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

func TestIncentiveFits(t *testing.T) {
	cases := map[string]struct {
		change func(*Asked, *Incentive)
		value  float64
		zh     string
	}{
		"as things stand":  {func(_ *Asked, i *Incentive) { i.Requires.IUR = false }, 1, "奖励（10 万元），目前情况下适用"},
		"ended":            {func(_ *Asked, i *Incentive) { i.ValidTo = Date{2025, 12, 31} }, 0, "奖励（10 万元），但已于 2025-12-31 到期"},
		"closed":           {func(_ *Asked, i *Incentive) { i.ApplyBy = Date{2026, 6, 30} }, 0, "奖励（10 万元），但申报已于 2026-06-30 截止"},
		"another area":     {func(_ *Asked, i *Incentive) { i.Requires.Areas = []string{"yuhu"} }, 0, "奖励（10 万元），但企业不在适用的区域"},
		"another field":    {func(_ *Asked, i *Incentive) { i.Requires.Fields = []string{"energy"} }, 0, "奖励（10 万元），但只面向新能源与高效节能"},
		"another contract": {func(_ *Asked, i *Incentive) { i.Requires = Requirements{ContractKinds: []string{"service"}} }, 0.7, "奖励（10 万元），满足以下条件时适用：签订技术服务合同"},
		"too small":        {func(_ *Asked, i *Incentive) { i.Requires = Requirements{MinAmount: yuan(1_000_000)} }, 0.7, "奖励（10 万元），满足以下条件时适用：合同额不低于 100 万元"},
		"for the other side": {func(_ *Asked, i *Incentive) { i.Requires.IUR, i.Beneficiary = false, "university" }, 0.5,
			"奖励（10 万元），满足以下条件时适用：受益方为高等院校"},
		"up to": {func(_ *Asked, i *Incentive) { i.Rule, i.Requires.IUR = "upper_bound", false }, 1, "奖励（最高 10 万元），目前情况下适用"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			a := film()
			i := Incentive{Kind: "award", Beneficiary: "enterprise", Rule: "fixed", Amount: yuan(100_000), Requires: Requirements{IUR: true}}
			tc.change(&a, &i)
			f := a.incentiveFeature([]Incentive{i})
			require.InDelta(t, tc.value, f.Value, 1e-9)
			require.Equal(t, tc.zh, f.Reason.ZH)
			require.NotEmpty(t, f.Reason.EN)
		})
	}
}
