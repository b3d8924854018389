-- +goose Up
-- Reviews by experts, instalments that become due, and the numbers of registration among
-- the other dated rules.

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

-- +goose Down
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
