package postgres

import (
	"fmt"
	"strings"
	"time"

	"sanku/domain"
)

// tellWithin bounds how long after it happened people are told of something: what a new
// kind finds in the past is not news.
const tellWithin = 7 * 24 * time.Hour

// source says who is told of what happened to records of one kind. Its query selects, of
// the records $1 and since $2: cause, which tells it from everything else, event, ref,
// actor (who did it, and is not told), args, and to whom: organisation, expert, area (its
// stewards), unit (its liaisons), role or person; what is NULL is nobody.
type source struct {
	of    domain.Resource
	kind  string // domain.NotificationKinds
	query string
}

// sources are all that people are told of. What is told follows from the records and
// their trail alone, so that telling it again tells nobody twice.
var sources = []source{
	{domain.Dockings, domain.NotifyDocking, acted(domain.Dockings, "create") + `, happened AS (
SELECT cause, event, ref, actor FROM acted UNION ALL
SELECT 'docking-event/' || id, step, docking_id, actor_id FROM docking_events WHERE docking_id = ANY($1) AND at >= $2)
SELECT a.cause, a.event, d.id::text AS ref, a.actor, jsonb_build_object('need', n.title) AS args, r.*, NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM happened a JOIN dockings d ON d.id = a.ref JOIN needs n ON n.id = d.need_id ` + dockingParties + `
WHERE a.event <> 'reword' OR d.introduced_at IS NOT NULL OR r.side IN (d.proposed_side, 'steward')`}, // the other side does not read the form before

	{domain.Invitations, domain.NotifyInvitation, acted(domain.Invitations, "create", "accept", "decline", "release", "opine") + `
SELECT a.cause, a.event, CASE WHEN a.event IN ('create', 'release') THEN m.id ELSE d.id END::text AS ref, a.actor, jsonb_build_object('need', n.title) AS args,
  '' AS side, NULL::uuid AS organisation, CASE WHEN a.event IN ('create', 'release') THEN m.expert_id ELSE d.steward_id END AS expert, NULL::text AS area,
  NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM acted a JOIN docking_members m ON m.id = a.ref JOIN dockings d ON d.id = m.docking_id JOIN needs n ON n.id = d.need_id`},

	// The owner hears who asks on the page, where it is recorded that it was looked at.
	{domain.Reveals, domain.NotifyReveal, acted(domain.Reveals, "create", "grant", "refuse", "withdraw") + `
SELECT a.cause, a.event, x.id::text AS ref, a.actor, jsonb_build_object('title', coalesce(n.title, t.title)) AS args,
  '' AS side, CASE a.event WHEN 'create' THEN coalesce(n.organisation_id, t.organisation_id) ELSE x.organisation_id END AS organisation, NULL::uuid AS expert,
  NULL::text AS area, NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM acted a JOIN reveals x ON x.id = a.ref LEFT JOIN needs n ON n.id = x.need_id LEFT JOIN technologies t ON t.id = x.technology_id`},

	{domain.Messages, domain.NotifyMessage, `
SELECT 'message/' || m.id AS cause, '' AS event, d.id::text AS ref, m.author_id AS actor, jsonb_build_object('need', n.title, 'from', m.side) AS args, r.*, NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM messages m JOIN dockings d ON d.id = m.docking_id JOIN needs n ON n.id = d.need_id ` + dockingParties + `
WHERE m.id = ANY($1) AND m.at >= $2 AND (m.audience = 'all' OR r.side IN (m.audience, 'steward'))`},

	{domain.Needs, domain.NotifyReview, acted(domain.Needs, "submit", "publish", "return") + reviewed("needs")},
	{domain.Technologies, domain.NotifyReview, acted(domain.Technologies, "submit", "publish", "return") + reviewed("technologies")},

	{domain.Activities, domain.NotifyActivity, acted(domain.Activities, "change", "cancel") + activityNews},
	{domain.Registrations, domain.NotifyActivity, acted(domain.Registrations, "create", "admit", "cancel") + registrationNews},

	{domain.Contracts, domain.NotifyContract, acted(domain.Contracts, "submit", "precheck", "register", "return", "refuse", "terminate", "void") + `
SELECT a.cause, a.event, c.id::text AS ref, a.actor, jsonb_build_object('title', c.title) AS args, r.*, NULL::text AS unit, CASE a.event WHEN 'submit' THEN 'bureau' END AS role, NULL::uuid AS person
FROM acted a JOIN contracts c ON c.id = a.ref
CROSS JOIN LATERAL (VALUES ('', c.seller_id, NULL::uuid, NULL::text), ('', c.buyer_id, NULL, NULL), ('', NULL, c.steward_id, NULL)) AS r (side, organisation, expert, area)`},

	{domain.Reports, domain.NotifyReport, acted(domain.Reports, "submit", "return", "approve") + `
SELECT a.cause, a.event, x.id::text AS ref, a.actor, jsonb_build_object('title', i.name_zh, 'title_en', coalesce(nullif(i.name_en, ''), i.name_zh), 'reason', x.reason) AS args,
  '' AS side, NULL::uuid AS organisation, NULL::uuid AS expert, NULL::text AS area, CASE WHEN a.event <> 'submit' THEN x.unit END AS unit, CASE a.event WHEN 'submit' THEN 'bureau' END AS role, NULL::uuid AS person
FROM acted a JOIN reports x ON x.id = a.ref JOIN indicators i ON i.plan = x.plan AND i.code = x.indicator`},

	{domain.Publications, domain.NotifyBulletin, acted(domain.Publications, "create") + `
SELECT a.cause, '' AS event, p.id::text AS ref, a.actor, jsonb_build_object('title', p.title) AS args,
  '' AS side, NULL::uuid AS organisation, NULL::uuid AS expert, NULL::text AS area, NULL::text AS unit, r.role, NULL::uuid AS person
FROM acted a JOIN publications p ON p.id = a.ref CROSS JOIN (VALUES ('liaison'), ('steward'), ('bureau')) AS r (role)`},

	// The matches of a need that one moment brought are told as one.
	{domain.Notices, domain.NotifyMatch, `
SELECT 'notice/' || x.need_id || '/' || x.created_at AS cause, '' AS event, x.need_id::text AS ref, NULL::uuid AS actor,
  jsonb_build_object('need', n.title, 'count', count(*)::text, 'best', (array_agg(coalesce(t.title, e.name, p.title) ORDER BY x.score DESC, x.id))[1]) AS args,
  '' AS side, x.organisation_id AS organisation, x.expert_id AS expert, x.area, NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM notices x JOIN needs n ON n.id = x.need_id
LEFT JOIN technologies t ON x.kind = 'technology' AND t.id = x.candidate_id
LEFT JOIN experts e ON x.kind = 'expert' AND e.id = x.candidate_id
LEFT JOIN policies p ON x.kind = 'policy' AND p.id = x.candidate_id
WHERE x.need_id = ANY($1) AND x.created_at >= $2
GROUP BY x.need_id, n.title, x.created_at, x.organisation_id, x.expert_id, x.area`},

	// A change of reminders names none of them.
	{domain.Reminders, domain.NotifyReminder, `
SELECT 'reminder/' || x.id AS cause, x.kind AS event, x.ref, NULL::uuid AS actor, jsonb_build_object('title', x.title->>'zh', 'title_en', x.title->>'en', 'due', x.due_on::text) AS args,
  '' AS side, x.organisation_id AS organisation, x.expert_id AS expert, x.area, x.unit,
  CASE WHEN num_nonnulls(x.organisation_id, x.expert_id, x.area, x.unit) = 0 THEN 'bureau' END AS role, NULL::uuid AS person
FROM reminders x WHERE cardinality($1::uuid[]) > 0 AND x.created_at >= $2`},

	{domain.SavedSearches, domain.NotifySearch, `
SELECT 'search/' || s.id || '/' || h.ref AS cause, h.library AS event, h.ref::text AS ref, NULL::uuid AS actor, jsonb_build_object('name', s.name, 'title', h.title, 'library', h.library) AS args,
  '' AS side, NULL::uuid AS organisation, NULL::uuid AS expert, NULL::text AS area, NULL::text AS unit, NULL::text AS role, s.user_id AS person
FROM saved_search_hits h JOIN saved_searches s ON s.id = h.search_id WHERE h.ref = ANY($1) AND h.at >= $2`},

	{domain.Webhooks, domain.NotifyWebhook, acted(domain.Webhooks, "fail") + `
SELECT a.cause, '' AS event, w.id::text AS ref, NULL::uuid AS actor, jsonb_build_object('url', w.url) AS args,
  '' AS side, w.organisation_id AS organisation, NULL::uuid AS expert, NULL::text AS area, NULL::text AS unit, CASE WHEN w.organisation_id IS NULL THEN 'bureau' END AS role, NULL::uuid AS person
FROM acted a JOIN webhooks w ON w.id = a.ref`},
}

// dockingParties are who takes part in the docking d: both sides, the steward or else
// those of the area, and the team.
const dockingParties = `
CROSS JOIN LATERAL (VALUES ('enterprise', d.enterprise_id, NULL::uuid, NULL::text), ('provider', d.provider_id, NULL, NULL),
  ('steward', NULL, d.steward_id, CASE WHEN d.steward_id IS NULL THEN d.area END),
  (CASE WHEN d.technology_id IS NULL THEN 'provider' ELSE 'team' END, NULL, d.expert_id, NULL), ('team', NULL, d.entrepreneur_id, NULL)) AS r (side, organisation, expert, area)`

// reviewed tells who reviews a listing that it waits, and its owner what became of it.
func reviewed(table string) string {
	return `
SELECT a.cause, a.event, x.id::text AS ref, a.actor, jsonb_build_object('title', x.title, 'reason', coalesce(a.detail->>'reason', '')) AS args, '' AS side,
  CASE WHEN a.event <> 'submit' THEN x.organisation_id END AS organisation, NULL::uuid AS expert, CASE a.event WHEN 'submit' THEN o.area END AS area,
  NULL::text AS unit, CASE WHEN a.event = 'submit' AND o.area IS NULL THEN 'bureau' END AS role, NULL::uuid AS person
FROM acted a JOIN ` + table + ` x ON x.id = a.ref JOIN organisations o ON o.id = x.organisation_id`
}

// acted are the actions on records $1 of a kind since $2, as the audit trail has them,
// which is written in the transaction that did them.
func acted(of domain.Resource, actions ...string) string {
	return fmt.Sprintf(`WITH acted AS (SELECT 'audit/' || id AS cause, ref::uuid AS ref, action AS event, actor_id AS actor, detail FROM audit
WHERE kind = '%s' AND ref = ANY($1::uuid[]::text[]) AND action IN ('%s') AND outcome = 'done' AND at >= $2)`, of, strings.Join(actions, "', '"))
}
