package domain

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var testWeights = Weights{
	Version: "test",
	MinText: map[string]float64{MatchTechnology: 0.1, MatchExpert: 0.1, MatchPolicy: 0.05},
	Features: map[string]map[string]float64{
		MatchTechnology: {"text": 10, "title": 2, "keywords": 2, "quantities": 2, "field": 2, "industry": 1, "trl": 1, "modes": 1, "budget": 1, "ip": 1, "locality": 1, "record": 1, "freshness": 1},
		MatchExpert:     {"text": 6, "kind": 1, "field": 2, "industry": 1, "area": 1, "load": 1, "seniority": 1},
		MatchPolicy:     {"text": 3, "field": 1, "modes": 1, "region": 1, "force": 1, "incentive": 3},
	},
}

var today = Date{2026, 11, 20}

func value(v float64) *float64 { return &v }
func yuan(n int64) *Fen        { f := Yuan(n); return &f }

// film asks for a graphene film that conducts heat.
func film() Asked {
	owner := NewID()
	return Asked{Today: today, Owner: Organisation{ID: owner, Name: "湘潭示例散热科技有限公司", Area: "gaoxin", Division: "430300"},
		Need: Need{ID: NewID(), Version: 3, OrganisationID: owner, Title: "高导热石墨烯散热膜", Field: "materials", Industry: "C39", Modes: []string{"transfer", "licence"},
			BudgetMax: yuan(800_000), Targets: []Quantity{{Name: "导热系数", Comparator: ">=", Value: value(1200), Unit: "W/(m·K)"}},
			Conditions: NeedConditions{TRLMin: 6}}}
}

// answer is a technology that meets all of it.
func answer() TechnologyCandidate {
	return TechnologyCandidate{
		Owner: Organisation{ID: NewID(), Name: "湘潭示例理工大学", Division: "430302"}, Contracts: 2,
		Technology: Technology{ID: NewID(), Version: 5, OrganisationID: NewID(), Title: "石墨烯导热膜制备", Field: "materials", Industries: []string{"C39", "C30"}, TRL: 7,
			Modes: []string{"transfer"}, PriceMin: yuan(300_000), PriceMax: yuan(600_000), IP: []IPRight{{Kind: "invention_patent", Status: "granted"}},
			Metrics: []Quantity{{Name: "面内导热系数", Comparator: "=", Value: value(1500), Unit: "W/(m·K)"}}, EndMonth: "2025-06",
			State: ListingPublished, ValidUntil: Date{2028, 12, 31}},
		Evidence: Evidence{Text: 0.6, Title: 0.7, Keywords: 0.5, Terms: []string{"石墨烯", "导热", "散热膜"}},
	}
}

func TestMatchTechnologyReasons(t *testing.T) {
	m, ok := film().MatchTechnology(testWeights, answer())
	require.True(t, ok)
	require.False(t, m.Barred())
	require.False(t, m.NearMiss)
	require.Empty(t, m.Gates)
	require.EqualValues(t, 3, m.NeedVersion)
	require.EqualValues(t, 5, m.CandidateVersion)
	for name, want := range map[string]Text{
		"text":       {"共有术语：石墨烯、导热、散热膜", "Shared terms: 石墨烯, 导热, 散热膜"},
		"quantities": {"指标“导热系数 ≥ 1200 W/(m·K)”：成果为 1500 W/(m·K)，满足", "target “导热系数 ≥ 1200 W/(m·K)”: the technology has 1500 W/(m·K), met"},
		"field":      {"同属新材料领域", "Both in new materials"},
		"industry":   {"适用行业相同（C39）", "The same industry (C39)"},
		"trl":        {"成熟度 7 级，满足不低于 6 级的要求", "TRL 7 meets the required 6"},
		"modes":      {"双方都接受技术转让", "Both accept transfer"},
		"budget":     {"报价不超过 60 万元，在预算 80 万元以内", "Asks for at most 600 thousand yuan, within the budget of 800 thousand yuan"},
		"ip":         {"发明专利（已授权），共 1 项知识产权", "Invention patent, granted; rights: 1"},
		"locality":   {"湘潭示例理工大学在本市", "湘潭示例理工大学 is in the city"},
		"record":     {"所属单位已登记技术合同 2 项", "Its organisation has registered 2 technology contracts"},
		"freshness":  {"2025-06 完成", "Finished in 2025-06"},
	} {
		f := featureOf(t, m, name)
		require.True(t, f.Known, name)
		require.Equal(t, want, f.Reason, name)
	}
}

func featureOf(t testing.TB, m Match, name string) Feature {
	t.Helper()
	for _, f := range m.Features {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no feature %s", name)
	return Feature{}
}

// What one side does not state is left out of the score and says so.
func TestMatchTechnologyUnstated(t *testing.T) {
	full, _ := film().MatchTechnology(testWeights, answer())
	c := answer()
	c.Technology.PriceMin, c.Technology.PriceMax, c.Technology.Metrics, c.Technology.TRL = nil, nil, nil, 0
	m, _ := film().MatchTechnology(testWeights, c)
	for _, name := range []string{"budget", "quantities", "trl"} {
		f := featureOf(t, m, name)
		require.False(t, f.Known, name)
		require.Zero(t, f.Contribution, name)
		require.Contains(t, f.Reason.ZH, "未", name)
	}
	require.Greater(t, featureOf(t, m, "text").Contribution, featureOf(t, full, "text").Contribution, "what is known counts more")
	require.False(t, m.NearMiss)
	require.Equal(t, []Gate{{"trl", ToConfirm, Text{"需求要求成熟度不低于 6 级，成果未说明", "The need asks for TRL 6; none is stated"},
		Text{"须确认成熟度达到 6 级", "Confirm that its TRL is 6 or higher"}, 0}}, m.Gates)
}

func TestTechnologyGates(t *testing.T) {
	cases := map[string]struct {
		change   func(*Asked, *TechnologyCandidate)
		code     string
		severity Severity
		advice   string // in Chinese, part of Change
	}{
		"draft":    {func(_ *Asked, c *TechnologyCandidate) { c.Technology.State = ListingDraft }, "unpublished", Bars, ""},
		"expired":  {func(_ *Asked, c *TechnologyCandidate) { c.Technology.ValidUntil = today.AddDays(-1) }, "expired", Bars, ""},
		"own":      {func(a *Asked, c *TechnologyCandidate) { c.Technology.OrganisationID = a.Need.OrganisationID }, "own", Bars, ""},
		"immature": {func(_ *Asked, c *TechnologyCandidate) { c.Technology.TRL = 4 }, "trl", Misses, "成熟度再提高 2 级，达到 6 级即符合"},
		"dear":     {func(_ *Asked, c *TechnologyCandidate) { c.Technology.PriceMin = yuan(1_000_000) }, "budget", Misses, "预算提高到 100 万元，或对方降价 20 万元"},
		"far": {func(a *Asked, c *TechnologyCandidate) {
			a.Need.Conditions.Territory, c.Owner.Division = "province", "420100"
		}, "territory", Misses, "本省"},
		"unlocated": {func(a *Asked, c *TechnologyCandidate) { a.Need.Conditions.Territory, c.Owner = "city", Organisation{} }, "territory", ToConfirm, "须确认"},
		"elsewhere": {func(a *Asked, c *TechnologyCandidate) { c.Technology.Territory, a.Owner.Division = "city", "430100" }, "use", Misses, "放宽使用地域"},
		"secret":    {func(a *Asked, _ *TechnologyCandidate) { a.Need.Conditions.Secret = true }, "secrecy", ToConfirm, "保密条件"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			a, c := film(), answer()
			tc.change(&a, &c)
			m, ok := a.MatchTechnology(testWeights, c)
			require.True(t, ok)
			require.Len(t, m.Gates, 1)
			require.Equal(t, tc.code, m.Gates[0].Code)
			require.Equal(t, tc.severity, m.Gates[0].Severity)
			require.Contains(t, m.Gates[0].Change.ZH, tc.advice)
			require.Equal(t, tc.severity == Misses, m.NearMiss)
			require.Equal(t, tc.severity == Bars, m.Barred())
		})
	}
}

// Near misses that need little to be matches come before better ones that need much.
func TestByNearness(t *testing.T) {
	missing := func(trl int, price int64) Match {
		c := answer()
		c.Technology.TRL, c.Technology.PriceMin, c.Technology.PriceMax = trl, yuan(price), yuan(price)
		m, _ := film().MatchTechnology(testWeights, c)
		require.True(t, m.NearMiss)
		return m
	}
	slightlyDear, dear, immature := missing(7, 850_000), missing(9, 3_000_000), missing(1, 300_000)
	all := []Match{immature, dear, slightlyDear}
	slices.SortFunc(all, ByNearness)
	require.Equal(t, slightlyDear.CandidateID, all[0].CandidateID)
	require.Greater(t, slightlyDear.nearness(), dear.nearness())
	require.Less(t, immature.nearness(), immature.Score)
	require.Equal(t, 0.0, answerMatch(t).Score-answerMatch(t).nearness(), "a match lacks nothing")
}

func answerMatch(t *testing.T) Match {
	m, ok := film().MatchTechnology(testWeights, answer())
	require.True(t, ok)
	return m
}

func TestTooLittleText(t *testing.T) {
	c := answer()
	c.Evidence.Text = 0.05
	_, ok := film().MatchTechnology(testWeights, c)
	require.False(t, ok)
}

func TestRankMatches(t *testing.T) {
	var found []Match
	add := func(n int, score float64, gates ...Gate) {
		for i := range n {
			m := Match{CandidateID: NewID(), Score: score - float64(i)/1000, Gates: gates}
			m.NearMiss = m.worst() == Misses
			found = append(found, m)
		}
	}
	add(60, 0.5)
	add(12, 0.6, Gate{Severity: Misses})
	add(5, 0.3, Gate{Severity: Misses})
	add(3, 0.9, Gate{Severity: Bars})
	ranked := RankMatches(found)
	require.Len(t, ranked, MaxMatches)
	for i, m := range ranked {
		require.Equal(t, i+1, m.Rank)
		require.Equal(t, i >= MaxMatches-keptNearMiss, m.NearMiss, "true matches come first")
		require.False(t, m.Barred())
		require.True(t, i == 0 || i == MaxMatches-keptNearMiss || m.Score <= ranked[i-1].Score)
	}
}

// The contributions of any match add up to its score, and the score lies in [0,1].
func TestContributionsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, c := film(), answer()
		unit := rapid.Float64Range(0, 1)
		c.Evidence.Text, c.Evidence.Title = 0.1+0.9*unit.Draw(rt, "text"), unit.Draw(rt, "title")
		c.Evidence.Keywords = rapid.SampledFrom([]float64{-1, 0, 0.5, 1}).Draw(rt, "keywords")
		c.Technology.TRL = rapid.IntRange(0, 9).Draw(rt, "trl")
		c.Contracts = rapid.IntRange(0, 40).Draw(rt, "contracts")
		c.Technology.Field = rapid.SampledFrom([]string{"", "materials", "energy"}).Draw(rt, "field")
		a.Need.Conditions.TRLMin = rapid.IntRange(0, 9).Draw(rt, "floor")
		if rapid.Bool().Draw(rt, "unpriced") {
			c.Technology.PriceMin, c.Technology.PriceMax = nil, nil
		}
		w := Weights{Features: map[string]map[string]float64{MatchTechnology: {}}}
		for _, name := range FeatureNames.Codes() {
			w.Features[MatchTechnology][name] = rapid.Float64Range(0, 10).Draw(rt, name)
		}
		m, ok := a.MatchTechnology(w, c)
		require.True(rt, ok)
		sum := 0.0
		for _, f := range m.Features {
			require.True(rt, f.Value >= 0 && f.Value <= 1, "%s is %v", f.Name, f.Value)
			require.True(rt, f.Known || f.Contribution == 0)
			require.NotEmpty(rt, f.Reason.ZH)
			require.NotEmpty(rt, f.Reason.EN)
			require.True(rt, FeatureNames.Has(f.Name), f.Name)
			sum += f.Contribution
		}
		require.InDelta(rt, m.Score, sum, 1e-9)
		require.True(rt, m.Score >= 0 && m.Score <= 1 && !math.IsNaN(m.Score))
	})
}

func TestRedactedTellsNothing(t *testing.T) {
	m, _ := film().MatchTechnology(testWeights, answer())
	r := m.Redacted()
	require.InDelta(t, m.Score, r.Score, .025)
	require.Zero(t, r.Raw)
	require.Empty(t, r.Gates)
	require.Empty(t, r.Passages)
	for i, f := range r.Features {
		require.Equal(t, Feature{Name: m.Features[i].Name, Reason: f.Reason}, f, "no figure is left")
		require.NotContains(t, f.Reason.ZH, "石墨烯")
		require.False(t, strings.HasPrefix(m.Features[i].Reason.ZH, "对方未公开"), "the match itself is left as it was")
	}
}
