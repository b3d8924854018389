package postgres

// activityArgs are what is said of the activity x, besides what happened.
const activityArgs = `jsonb_build_object('title', x.title, 'place', x.place, 'reason', x.reason, 'when', to_char(x.starts_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`

// activityNews tells those invited of it, and these and who comes when it is moved or
// cancelled after it was announced.
const activityNews = `, guests AS (
SELECT activity_id, organisation_id, NULL::uuid AS expert_id FROM activity_invitations WHERE activity_id = ANY($1) UNION
SELECT activity_id, organisation_id, expert_id FROM activity_registrations WHERE activity_id = ANY($1) AND state <> 'cancelled'
), happened AS (
SELECT 'invited/' || activity_id || '/' || organisation_id AS cause, 'invite' AS event, activity_id, invited_by AS actor, organisation_id, NULL::uuid AS expert_id
FROM activity_invitations WHERE activity_id = ANY($1) AND invited_at >= $2 UNION ALL
SELECT a.cause, CASE a.event WHEN 'change' THEN 'move' ELSE a.event END, g.activity_id, a.actor, g.organisation_id, g.expert_id
FROM acted a JOIN guests g ON g.activity_id = a.ref WHERE a.event = 'cancel' OR a.detail->>'moved' = 'true')
SELECT h.cause, h.event, x.id::text AS ref, h.actor, ` + activityArgs + `) AS args,
  '' AS side, h.organisation_id AS organisation, h.expert_id AS expert, NULL::text AS area, NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM happened h JOIN activities x ON x.id = h.activity_id`

// registrationNews confirms a registration, to whoever made it too, and tells of what
// others do with it.
const registrationNews = `
SELECT a.cause, CASE WHEN a.event = 'cancel' THEN 'withdraw' WHEN a.event = 'admit' THEN 'admit' WHEN a.detail->>'state' = 'waiting' THEN 'wait' ELSE 'register' END AS event,
  x.id::text AS ref, CASE WHEN a.event <> 'create' THEN a.actor END AS actor, ` + activityArgs + `, 'persons', r.persons::text) AS args,
  '' AS side, r.organisation_id AS organisation, r.expert_id AS expert, NULL::text AS area, NULL::text AS unit, NULL::text AS role, NULL::uuid AS person
FROM acted a JOIN activity_registrations r ON r.id = a.ref JOIN activities x ON x.id = r.activity_id`
