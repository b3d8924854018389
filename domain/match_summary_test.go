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
	require.Equal(t, "仅“石墨烯”相关", summary(func(a *Asked, c *TechnologyCandidate) {
		c.Evidence, c.Technology = Evidence{Text: 0.2, Terms: []string{"石墨烯"}}, Technology{Metrics: []Quantity{quantity("导热系数", "=", 10, "W/(m·K)")}, State: ListingPublished}
		a.Need.Conditions.TRLMin, c.Owner, c.Contracts = 0, Organisation{}, 0
	}).ZH)
}

// A redacted match tells nothing in its summary either.
func TestSummaryOfRedacted(t *testing.T) {
	m, _ := film().MatchTechnology(testWeights, answer())
	require.Empty(t, m.Redacted().Summary())
	require.Empty(t, m.Redacted().Targets)
}
