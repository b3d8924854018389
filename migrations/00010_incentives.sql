-- +goose Up
-- Incentives with conditions, amounts and rules of stacking that a program evaluates,
-- and what they would bring, kept with the matches of policies.

ALTER TABLE incentives
    ADD COLUMN occasion     text  NOT NULL DEFAULT 'deal'
        CHECK (occasion IN ('deal', 'first_recognition', 'renewed_recognition', 'platform', 'rd_year', 'other')),
    ADD COLUMN brackets     jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(brackets) = 'array'),
    ADD COLUMN floor        bigint CHECK (floor >= 0),
    ADD COLUMN cap_per      text  NOT NULL DEFAULT '' CHECK (cap_per IN ('', 'year', 'party', 'project', 'product')),
    ADD COLUMN apply_within jsonb, -- a term from an event; NULL for none
    ADD COLUMN stacking     jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT incentives_bounds CHECK (floor <= cap),
    ADD CONSTRAINT incentives_apply CHECK (apply_by IS NULL OR apply_within IS NULL),
    DROP CONSTRAINT incentives_beneficiary_check,
    ADD CONSTRAINT incentives_beneficiary_check
        CHECK (beneficiary IN ('enterprise', 'university', 'institute', 'team', 'platform', 'intermediary', 'any')),
    DROP CONSTRAINT incentives_rule_check,
    ADD CONSTRAINT incentives_rule_check CHECK (rule IN ('fixed', 'upper_bound', 'percent', 'tiered')),
    DROP CONSTRAINT incentives_check1,
    ADD CONSTRAINT incentives_check1 CHECK (kind IN ('service', 'tax') OR CASE rule WHEN 'percent' THEN percent_bp IS NOT NULL
        WHEN 'tiered' THEN brackets <> '[]' ELSE amount IS NOT NULL END);

ALTER TABLE matches ADD COLUMN grants jsonb NOT NULL DEFAULT '[]';

-- The plan's incentives as loaded by earlier versions, which knew no occasions.
UPDATE incentives i SET occasion = k.occasion, requires = i.requires || k.requires::jsonb
FROM (VALUES ('high_tech_first', 'first_recognition', '{"qualifications": ["high_tech"], "complete": true}'),
             ('high_tech_renewed', 'renewed_recognition', '{"qualifications": ["high_tech"], "complete": true}'),
             ('rd_increment', 'rd_year', '{"selected": true}'),
             ('university_rd', 'rd_year', '{"selected": true}'),
             ('platform_national', 'platform', '{"platform_levels": ["national"], "complete": true}'),
             ('platform_provincial', 'platform', '{"platform_levels": ["province"], "complete": true}')) AS k (code, occasion, requires),
     clauses c, policies p
WHERE i.code = k.code AND c.id = i.clause_id AND p.id = c.policy_id AND p.source_key LIKE 'plan:%';

-- +goose Down
ALTER TABLE matches DROP COLUMN grants;

-- What the older tables cannot say is kept as far as they can: brackets by their cap, or
-- else as a service whose amount is not known, and intermediaries as anybody.
UPDATE incentives SET beneficiary = 'any' WHERE beneficiary = 'intermediary';
UPDATE incentives SET kind = CASE WHEN cap IS NULL AND kind <> 'tax' THEN 'service' ELSE kind END, rule = 'upper_bound', amount = cap WHERE rule = 'tiered';
ALTER TABLE incentives
    DROP CONSTRAINT incentives_check1,
    ADD CONSTRAINT incentives_check1
        CHECK (kind IN ('service', 'tax') OR (rule = 'percent' AND percent_bp IS NOT NULL) OR (rule <> 'percent' AND amount IS NOT NULL)),
    DROP CONSTRAINT incentives_rule_check,
    ADD CONSTRAINT incentives_rule_check CHECK (rule IN ('fixed', 'upper_bound', 'percent')),
    DROP CONSTRAINT incentives_beneficiary_check,
    ADD CONSTRAINT incentives_beneficiary_check CHECK (beneficiary IN ('enterprise', 'university', 'institute', 'team', 'platform', 'any')),
    DROP COLUMN stacking, DROP COLUMN apply_within, DROP COLUMN cap_per, DROP COLUMN floor, DROP COLUMN brackets, DROP COLUMN occasion;
