package api

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func webhookFixtures() map[string]fixture {
	return map[string]fixture{
		"list-webhooks":              {record: hook, query: "limit=200"},
		"read-webhook":               {record: hook},
		"create-webhook":             {record: hookToMake, body: hookBody},
		"change-webhook":             {record: hook, body: text(`{"state":"paused"}`)},
		"remove-webhook":             {record: hook},
		"rotate-webhook":             {record: hook},
		"list-deliveries-of-webhook": {record: hook},
		"redeliver-webhook":          {record: hookWithDelivery, body: text(`{"delivery":"` + deliveryID.String() + `"}`)},
	}
}

// hook is one of the caller's enterprise, or another's.
func hook(s *server, _ caller, r relation) target {
	w, _, err := s.db.CreateWebhook(s.t.Context(), setup, domain.Webhook{OrganisationID: s.owner(domain.Enterprise, r).ID, URL: "https://example.org/hook", Kinds: []string{"docking"}})
	require.NoError(s.t, err)
	return target{id: w.ID, version: w.Version, facts: w.Facts()}
}

var deliveryID = domain.NewID()

func hookWithDelivery(s *server, c caller, r relation) target {
	on := hook(s, c, r)
	_, err := s.db.Pool().Exec(s.t.Context(), `DELETE FROM webhook_deliveries WHERE id = $1`, [16]byte(deliveryID))
	require.NoError(s.t, err)
	_, err = s.db.Pool().Exec(s.t.Context(), `INSERT INTO webhook_deliveries (id, webhook_id, cause, kind, created_at) VALUES ($1, $2, 'test', 'docking', now())`, [16]byte(deliveryID), [16]byte(on.id))
	require.NoError(s.t, err)
	return on
}

func hookToMake(s *server, _ caller, r relation) target {
	return target{facts: domain.Facts{Organisations: []domain.ID{s.owner(domain.Enterprise, r).ID}}}
}

func hookBody(s *server, _ caller, r relation) string {
	return fmt.Sprintf(`{"organisation_id":%q,"url":"https://example.org/hook","kinds":["docking"]}`, s.owner(domain.Enterprise, r).ID)
}
