package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSummary(t *testing.T) {
	summary := func(change func(*Asked, *TechnologyCandidate)) Text {
		a, c := film(), answer()
		change(&a, &c)
		m, ok := a.MatchTechnology(testWeights, c)
		require.True(t, ok)
		return m.Summary()
	}
	require.Equal(t, Text{"技术内容高度相关（石墨烯、导热、散热膜），指标（导热系数）满足，技术领域一致",
		"Closely related in content (石墨烯, 导热, 散热膜), targets (导热系数) are met, same field"},
		summary(func(*Asked, *TechnologyCandidate) {}))
	require.Equal(t, "技术内容高度相关（石墨烯、导热、散热膜），指标（导热系数）满足，技术领域一致；但未说明报价",
		summary(func(_ *Asked, c *TechnologyCandidate) { c.Technology.PriceMin, c.Technology.PriceMax = nil, nil }).ZH)
	require.Equal(t, "Closely related in content (石墨烯, 导热, 散热膜), targets (导热系数) are met, same field; but TRL 4, below the required 6",
		summary(func(_ *Asked, c *TechnologyCandidate) { c.Technology.TRL = 4 }).EN, "a near miss says what it misses, whatever weighs more")
	require.Equal(t, "只涉及“石墨烯”", summary(func(a *Asked, c *TechnologyCandidate) {
		c.Evidence, c.Technology = Evidence{Text: 0.2, Terms: []string{"石墨烯"}}, Technology{Metrics: []Quantity{quantity("导热系数", "=", 10, "W/(m·K)")}, State: ListingPublished}
		a.Need.Conditions.TRLMin, c.Owner, c.Contracts = 0, Organisation{}, 0
	}).ZH)
}

// A technology that has little of what the need's title asks for is said to lack it,
// however much else both texts share.
func TestSummaryOfUnsaid(t *testing.T) {
	m, _ := film().MatchTechnology(testWeights, answer())
	cited := func(said float64, terms ...string) Match {
		m.Cite(Evidence{Terms: terms, Said: said, Unsaid: []string{"散热膜"}}, nil)
		return m
	}
	require.Contains(t, cited(0.3, "石墨烯", "导热", "基板").Summary().ZH, "；但只涉及石墨烯、导热、基板，未涉及“散热膜”")
	require.Contains(t, cited(0.7, "石墨烯").Summary().EN, "; but it speaks only of 石墨烯, not of “散热膜”")
	require.Contains(t, cited(0.6, "石墨烯", "导热", "基板").Summary().ZH, "技术内容相关（石墨烯、导热、基板）")
	near := cited(0.7, "石墨烯", "导热", "基板")
	require.Contains(t, near.Summary().ZH, "技术内容高度相关（石墨烯、导热、基板）")
	require.Equal(t, "共有术语：石墨烯、导热、基板；未提及需求中的“散热膜”", featureOf(t, near, "text").Reason.ZH)
}

// A technology that says it is not for what the need speaks of is said to.
func TestSummaryOfDenied(t *testing.T) {
	m, _ := film().MatchTechnology(testWeights, answer())
	m.Cite(Evidence{Terms: []string{"石墨烯", "导热", "基板"}, Said: 1, Denied: []string{"柔性屏"}}, nil)
	require.Contains(t, m.Summary().ZH, "；但对方说明不适用于“柔性屏”")
	require.NotContains(t, m.Summary().ZH, "高度相关")
	require.Equal(t, "Shared terms: 石墨烯, 导热, 基板; it says that it is not for “柔性屏”", featureOf(t, m, "text").Reason.EN)
}

// A redacted match tells nothing in its summary either.
func TestSummaryOfRedacted(t *testing.T) {
	m, _ := film().MatchTechnology(testWeights, answer())
	require.Empty(t, m.Redacted().Summary())
	require.Empty(t, m.Redacted().Targets)
}

// Keywords of which less than one in a hundred fits are not told by a share of 0%.
func TestKeywordsThatDoNotFit(t *testing.T) {
	c := answer()
	for share, want := range map[float64]string{0: "关键词与需求几乎不相符", 0.004: "关键词与需求几乎不相符", 0.5: "关键词中50%与需求相符"} {
		c.Evidence.Keywords = share
		m, _ := film().MatchTechnology(testWeights, c)
		require.Equal(t, want, featureOf(t, m, "keywords").Reason.ZH)
	}
}
