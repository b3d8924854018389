-- +goose Up
-- Reviews by experts, instalments that become due, the numbers of registration among the
-- other dated rules, and reminders to organisations and to a unit in one of its areas.

ALTER TABLE contracts
    ADD COLUMN review      jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(review) = 'object'),
    ADD COLUMN payment_due date;
CREATE INDEX contracts_by_payment ON contracts (payment_due, id) WHERE payment_due IS NOT NULL;

-- As domain.Contract.NextInstalment: the first instalment that what was paid does not reach.
UPDATE contracts c SET payment_due = (
    SELECT min(due) FROM (
        SELECT nullif(p ->> 'due_on', '')::date AS due,
            sum((p ->> 'amount')::bigint) OVER (ORDER BY nullif(p ->> 'due_on', '')::date NULLS LAST, place) AS agreed
        FROM jsonb_array_elements(c.payments) WITH ORDINALITY AS payments (p, place)) AS instalments
    WHERE agreed > (SELECT coalesce(sum((r ->> 'amount')::bigint), 0) FROM jsonb_array_elements(c.received) AS r)
        + CASE WHEN (SELECT coalesce(sum((x ->> 'amount')::bigint), 0) FROM jsonb_array_elements(c.payments || c.milestones) AS x) > c.amount
            THEN (SELECT coalesce(sum((paid ->> 'amount')::bigint), 0)
                FROM jsonb_array_elements(c.milestones) AS m, jsonb_array_elements(coalesce(m -> 'paid', '[]')) AS paid)
            ELSE 0 END)
WHERE c.state = 'registered' AND c.payments <> '[]';

ALTER TABLE contract_rules DROP CONSTRAINT contract_rules_effect_check;
ALTER TABLE contract_rules ADD CONSTRAINT contract_rules_effect_check CHECK (effect IN ('', 'refuse', 'return', 'explain', 'await', 'warn'));

INSERT INTO contract_rules (code, valid_from, valid_to, clause, params)
SELECT rule.code, r.begins, lead(r.begins) OVER (PARTITION BY rule.code ORDER BY r.begins) - 1, jsonb_build_object('ZH', r.source, 'EN', ''), rule.params
FROM registration_rules r, LATERAL (VALUES
    ('limit', jsonb_build_object('Days', r.days, 'Near', r.soon_days)),
    ('review', jsonb_build_object('Days', r.review_days, 'From', r.review_from)),
    ('use_first', jsonb_build_object('TRL', r.use_first_trl))) AS rule (code, params)
WHERE rule.code <> 'use_first' OR r.use_first_trl > 0;
DROP TABLE registration_rules;

ALTER TABLE reminders
    ADD COLUMN part text NOT NULL DEFAULT '',
    ADD COLUMN organisation_id uuid REFERENCES organisations (id),
    DROP CONSTRAINT reminders_kind_check,
    DROP CONSTRAINT reminders_check,
    ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'milestone', 'payment')),
    ADD CONSTRAINT reminders_check CHECK (organisation_id IS NULL OR num_nonnulls(unit, area) = 0);
DROP INDEX reminders_once, reminders_by_recipient;
CREATE UNIQUE INDEX reminders_once ON reminders (kind, ref, part, stage, coalesce(unit, ''), coalesce(area, ''), coalesce(organisation_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX reminders_by_unit ON reminders (unit, area, read_at, created_at) WHERE unit IS NOT NULL;
CREATE INDEX reminders_by_area ON reminders (area, read_at, created_at) WHERE unit IS NULL AND area IS NOT NULL;
CREATE INDEX reminders_by_organisation ON reminders (organisation_id, read_at, created_at) WHERE organisation_id IS NOT NULL;

-- What collectives were told is told anew, to each of their areas.
DELETE FROM reminders r USING units u WHERE u.code = r.unit AND cardinality(u.areas) > 1;

-- +goose Down
DELETE FROM reminders WHERE organisation_id IS NOT NULL OR num_nonnulls(unit, area) > 1 OR kind IN ('milestone', 'payment');
DROP INDEX reminders_once, reminders_by_unit, reminders_by_area, reminders_by_organisation;
ALTER TABLE reminders
    DROP CONSTRAINT reminders_kind_check,
    DROP CONSTRAINT reminders_check,
    DROP COLUMN part,
    DROP COLUMN organisation_id,
    ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract')),
    ADD CONSTRAINT reminders_check CHECK (num_nonnulls(unit, area) <= 1);
CREATE UNIQUE INDEX reminders_once ON reminders (kind, ref, stage, coalesce(unit, area, ''));
CREATE INDEX reminders_by_recipient ON reminders (coalesce(unit, area, ''), read_at, created_at);

CREATE TABLE registration_rules (
    code          text PRIMARY KEY, -- the day it begins
    begins        date   NOT NULL UNIQUE,
    days          int    NOT NULL CHECK (days > 0),
    review_days   int    NOT NULL CHECK (review_days >= days),
    review_from   bigint NOT NULL CHECK (review_from > 0),
    soon_days     int    NOT NULL CHECK (soon_days BETWEEN 0 AND days),
    use_first_trl int    NOT NULL CHECK (use_first_trl BETWEEN 0 AND 9),
    source        text   NOT NULL
);
INSERT INTO registration_rules
SELECT valid_from::text, valid_from, days, greatest(days, review_days), review_from, near, trl, source
FROM (SELECT l.valid_from, (l.params ->> 'Days')::int AS days, coalesce((l.params ->> 'Near')::int, 0) AS near, coalesce(l.clause ->> 'ZH', '') AS source,
        (r.params ->> 'Days')::int AS review_days, (r.params ->> 'From')::bigint AS review_from, coalesce((u.params ->> 'TRL')::int, 0) AS trl
    FROM contract_rules l
    JOIN contract_rules r ON r.code = 'review' AND r.valid_from = l.valid_from
    LEFT JOIN contract_rules u ON u.code = 'use_first' AND u.valid_from = l.valid_from
    WHERE l.code = 'limit') AS kept;
DELETE FROM contract_rules WHERE code IN ('limit', 'review', 'use_first');
UPDATE contract_rules SET effect = 'return' WHERE effect = 'await';
ALTER TABLE contract_rules DROP CONSTRAINT contract_rules_effect_check;
ALTER TABLE contract_rules ADD CONSTRAINT contract_rules_effect_check CHECK (effect IN ('', 'refuse', 'return', 'explain', 'warn'));
ALTER TABLE contracts DROP COLUMN payment_due, DROP COLUMN review;
