package workbench_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// toldNews is one piece of news: to whom it went, and all that a page, a mail, a digest or the
// message to a webhook is made of.
type toldNews struct{ to, words string }

// news are all that people and programs have been told. What is mailed and what is sent to
// webhooks says nothing but this.
func (b *blindSite) news() (all []toldNews) {
	rows, err := b.db.Pool().Query(b.Context(), `
SELECT u.login, n.id::text, n.kind, n.event, n.ref, n.args::text FROM notifications n JOIN users u ON u.id = n.user_id
UNION ALL SELECT 'program:' || coalesce(w.organisation_id::text, ''), d.id::text, d.kind, d.event, d.ref, d.args::text FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
UNION ALL SELECT u.login, h.ref::text, 'hit', '', h.ref::text, jsonb_build_object('title', h.title)::text FROM saved_search_hits h JOIN saved_searches s ON s.id = h.search_id JOIN users u ON u.id = s.user_id
UNION ALL SELECT coalesce(x.organisation_id::text, x.expert_id::text, x.area), x.id::text, 'notice', '', x.need_id::text, '' FROM notices x`)
	require.NoError(b, err)
	defer rows.Close()
	for rows.Next() {
		var to, id, kind, event, ref, args string
		require.NoError(b, rows.Scan(&to, &id, &kind, &event, &ref, &args))
		all = append(all, toldNews{to, strings.Join([]string{kind, event, ref, args}, " ")})
	}
	require.NoError(b, rows.Err())
	return all
}

// logins are all users, as whom they act.
func (b *blindSite) logins() map[string]domain.Actor {
	found, err := b.db.Users(b.Context(), actor, postgres.UserFilter{}, firstPage)
	require.NoError(b, err)
	actors := map[string]domain.Actor{}
	for _, u := range found.Items {
		actors[u.Login] = u.Actor("")
	}
	return actors
}

// What people and programs are told of blind listings, and what kept searches find, names
// their titles at most: whatever was granted, it is read on the pages, where that is noted.
func TestNewsOfBlindListings(t *testing.T) {
	b := newBlindSite(newSite(t))
	programs := map[string]domain.ID{"owner": b.enterprise.OrganisationID, "school": b.university.OrganisationID, "host": b.institute0(), "stranger": b.enterprise0()}
	for _, organisation := range programs {
		_, _, err := b.db.CreateWebhook(b.Context(), actor, domain.Webhook{OrganisationID: organisation, URL: "https://example.org/hook", Kinds: domain.NotificationKindTerms().Codes()})
		require.NoError(t, err)
	}
	readers := b.logins()
	for _, h := range []hidden{b.need, b.technology} {
		for word := range h.words {
			for login, reader := range readers {
				_, err := b.db.CreateSavedSearch(b.Context(), reader, domain.SavedSearch{Name: login, Query: word})
				require.NoError(t, err)
			}
		}
		for _, reader := range readers {
			_, err := b.db.CreateSavedSearch(b.Context(), reader, domain.SavedSearch{Name: "甲", Area: "yuhu"})
			require.NoError(t, err)
		}
	}
	// As if they had been kept before the listings came in.
	_, err := b.db.Pool().Exec(b.Context(), `UPDATE saved_searches SET created_at = created_at - interval '1 day', seen_at = seen_at - interval '1 day'`)
	require.NoError(t, err)
	b.reveal(domain.RevealContact)
	contains := func(query string, r domain.SearchedRecord) bool { return strings.Contains(r.Title+"\n"+r.Text, query) }
	for of, ref := range map[domain.Resource]domain.ID{domain.Needs: b.needID, domain.Technologies: b.technologyID} {
		_, err := b.db.FollowSearches(b.Context(), of, []domain.ID{ref}, contains)
		require.NoError(t, err)
		_, err = b.db.Notify(b.Context(), domain.SavedSearches, []domain.ID{ref})
		require.NoError(t, err)
	}
	b.told()

	all := b.news()
	owners := map[string]bool{"owner": true, "school": true, "steward": true, "clerk": true, "program:" + b.need.of.String(): true, "program:" + b.technology.of.String(): true}
	kinds, ofOwners := map[string]bool{}, 0
	for _, n := range all {
		kinds[strings.Fields(n.words)[0]] = true
		for _, h := range []hidden{b.need, b.technology} {
			for word := range h.words {
				require.NotContains(t, n.words, word, "told to %s", n.to)
			}
		}
		if strings.HasPrefix(n.words, "hit") && owners[n.to] {
			ofOwners++
		}
		if strings.HasPrefix(n.words, "hit") && !owners[n.to] {
			require.NotContains(t, n.words, "隐名", "%s is told of what a hidden word or part finds", n.to)
		}
	}
	require.Positive(t, ofOwners, "whom a listing is shown to is told of it: the test would find others")
	for _, kind := range []string{"docking", "reveal", "review", "match", "notice", "hit", "search"} {
		require.True(t, kinds[kind], "no news of %s: %v", kind, kinds)
	}
}
