-- +goose Up
-- The rest of a contract's life: its milestones and what was paid, use first and pay
-- later, the clock of its registration, why it was refused, and how it was amended.

ALTER TABLE contracts
    ADD COLUMN milestones    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(milestones) = 'array'),
    ADD COLUMN received      jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(received) = 'array'),
    ADD COLUMN milestone_due date,
    ADD COLUMN use_first     boolean NOT NULL DEFAULT false,
    ADD COLUMN trial_from    date,
    ADD COLUMN trial_to      date CHECK (trial_to >= trial_from),
    ADD COLUMN refusal       jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(refusal) = 'array'),
    ADD COLUMN disputed      boolean NOT NULL DEFAULT false,
    ADD COLUMN expert_review boolean NOT NULL DEFAULT false,
    ADD COLUMN submitted_on  date CHECK (submitted_on IS NULL OR state IN ('submitted', 'prechecked')),
    ADD COLUMN due_on        date CHECK (due_on > submitted_on);
CREATE INDEX contracts_by_due ON contracts (due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX contracts_by_milestone ON contracts (milestone_due, id) WHERE milestone_due IS NOT NULL;

-- The clocks of those being dealt with run; when they run out is computed with the
-- calendar, when that is loaded.
UPDATE contracts c SET submitted_on = (SELECT max(e.effective) FROM contract_events e WHERE e.contract_id = c.id AND e.to_state = 'submitted')
WHERE state IN ('submitted', 'prechecked');

CREATE TABLE contract_amendments (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    contract_id uuid   NOT NULL REFERENCES contracts (id),
    version     bigint NOT NULL,
    state       text   NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
    reason      text   NOT NULL CHECK (reason <> ''),
    before      jsonb  NOT NULL,
    after       jsonb  NOT NULL,
    proposed_by uuid REFERENCES users (id),
    proposed_at timestamptz NOT NULL,
    decided_by  uuid REFERENCES users (id),
    decided_at  timestamptz,
    decision    text NOT NULL DEFAULT '',
    CHECK ((state = 'proposed') = (decided_at IS NULL))
);
CREATE INDEX contract_amendments_by_contract ON contract_amendments (contract_id, seq);
CREATE UNIQUE INDEX contract_amendments_open ON contract_amendments (contract_id) WHERE state = 'proposed';

-- Days on which the working calendar departs from the week: holidays, and days at the
-- weekend that are worked instead.
CREATE TABLE calendar_days (
    code    text PRIMARY KEY, -- the day: 2024-02-18
    day     date NOT NULL UNIQUE,
    working boolean NOT NULL,
    name    text NOT NULL
);

-- The numbers of registration from a day on.
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

-- +goose Down
DROP TABLE registration_rules, calendar_days, contract_amendments;
ALTER TABLE contracts
    DROP COLUMN milestones, DROP COLUMN received, DROP COLUMN milestone_due, DROP COLUMN use_first, DROP COLUMN trial_from, DROP COLUMN trial_to,
    DROP COLUMN refusal, DROP COLUMN disputed, DROP COLUMN expert_review, DROP COLUMN submitted_on, DROP COLUMN due_on;
