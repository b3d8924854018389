package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func publicationFixtures() map[string]fixture {
	return map[string]fixture{
		"list-publication":            {record: published},
		"read-publication":            {record: published},
		"list-figures-of-publication": {record: published},
		"preview-publication":         {record: publishable, body: askedBulletin},
		"create-publication":          {record: publishable, body: askedBulletin},
	}
}

// publishable is a bulletin to be made.
func publishable(s *server, _ caller, _ relation) target {
	s.addPlan()
	return target{facts: domain.Facts{Visibility: domain.ToPublic}}
}

func askedBulletin(s *server, _ caller, _ relation) string {
	return fmt.Sprintf(`{"period": "%d-Q4", "reason": "示例"}`, domain.DateOf(s.db.Now()).Year-1)
}

// published is a bulletin, which everyone reads.
func published(s *server, _ caller, _ relation) target {
	period := domain.QuarterPeriod(domain.DateOf(s.db.Now()).Year-1, 4)
	plan := s.addPlan()
	p, err := s.db.PublishBulletin(s.t.Context(), setup, plan, domain.Publication{Period: period, Reason: "示例"}.For(plan))
	require.NoError(s.t, err)
	return target{id: p.ID, facts: domain.Facts{Visibility: domain.ToPublic}}
}
