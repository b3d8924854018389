-- +goose Up
-- The life of a docking: the interest form, both sides' answers, whose turn it is and by
-- when, the team and its opinions, visits of stewards and when they are away.

ALTER TABLE dockings
    ADD COLUMN proposed_side          text NOT NULL DEFAULT '' CHECK (proposed_side IN ('', 'enterprise', 'provider', 'steward', 'team', 'bureau')),
    ADD COLUMN intent                 jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(intent) = 'object'), -- replies by question
    ADD COLUMN introduced_at          timestamptz,
    ADD COLUMN enterprise_accepted_at timestamptz,
    ADD COLUMN provider_accepted_at   timestamptz,
    ADD COLUMN stage_since            timestamptz NOT NULL DEFAULT now(), -- when the stage was reached
    ADD COLUMN due_on                 date;        -- the last day for the next step; NULL when nothing is due
-- One that was declined from its proposal was never introduced; of others declined, the events tell.
UPDATE dockings SET stage_since = updated_at,
    introduced_at = (SELECT max(e.at) FROM docking_events e WHERE e.docking_id = dockings.id AND e.step = 'introduce');
UPDATE dockings SET enterprise_accepted_at = stage_since, provider_accepted_at = stage_since WHERE stage IN ('negotiating', 'agreed', 'contracted');
CREATE INDEX dockings_due ON dockings (due_on, id) WHERE stage NOT IN ('contracted', 'declined');
CREATE INDEX dockings_waiting ON dockings (area, id) WHERE steward_id IS NULL AND stage NOT IN ('contracted', 'declined');

ALTER TABLE docking_events
    ADD COLUMN side    text NOT NULL DEFAULT '' CHECK (side IN ('', 'enterprise', 'provider', 'steward', 'team', 'bureau')), -- whose doing it was
    ADD COLUMN reason  text NOT NULL DEFAULT '',
    ADD COLUMN private boolean NOT NULL DEFAULT false; -- the note is not for the other side

-- How many working days a stage may take, and when it is told of.
CREATE TABLE docking_limits (
    code          text PRIMARY KEY CHECK (code IN ('proposed', 'introduced', 'negotiating', 'agreed')), -- the stage
    days          int NOT NULL CHECK (days > 0),
    soon_days     int NOT NULL CHECK (soon_days >= 0 AND soon_days < days),
    escalate_days int NOT NULL CHECK (escalate_days > 0)
);

CREATE TABLE docking_members (
    id         uuid PRIMARY KEY,
    version    bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    docking_id uuid NOT NULL REFERENCES dockings (id),
    expert_id  uuid NOT NULL REFERENCES experts (id),
    kind       text NOT NULL CHECK (kind IN ('technical', 'entrepreneur')),
    state      text NOT NULL DEFAULT 'invited' CHECK (state IN ('invited', 'accepted', 'declined', 'released')),
    note       text NOT NULL DEFAULT '', -- of whoever invites
    reason     text NOT NULL DEFAULT '', -- why declined, or why released
    words      text NOT NULL DEFAULT '',
    cleared_at timestamptz,              -- when the expert declared to be in no conflict
    invited_by uuid REFERENCES users (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((state IN ('declined', 'released')) = (reason <> '')),
    CHECK (state <> 'accepted' OR cleared_at IS NOT NULL)
);
CREATE UNIQUE INDEX docking_members_seat ON docking_members (docking_id, kind) WHERE state IN ('invited', 'accepted');
CREATE INDEX docking_members_by_expert ON docking_members (expert_id, id);

-- An opinion is never changed: the newest of a member holds.
CREATE TABLE docking_opinions (
    id           uuid PRIMARY KEY,
    seq          bigint GENERATED ALWAYS AS IDENTITY,
    docking_id   uuid NOT NULL REFERENCES dockings (id),
    member_id    uuid NOT NULL REFERENCES docking_members (id),
    replies      jsonb NOT NULL CHECK (jsonb_typeof(replies) = 'object'),
    steward_only boolean NOT NULL DEFAULT false,
    at           timestamptz NOT NULL
);
CREATE INDEX docking_opinions_by_docking ON docking_opinions (docking_id, seq);

-- Planned visits of stewards to enterprises.
CREATE TABLE docking_visits (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    steward_id      uuid NOT NULL REFERENCES experts (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    planned_on      date NOT NULL,
    purpose         text NOT NULL CHECK (purpose <> ''),
    state           text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'cancelled')),
    notes           text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (state = 'planned' OR notes <> '')
);
CREATE INDEX docking_visits_by_steward ON docking_visits (steward_id, state, planned_on);

-- When an expert is away: a steward is given no new docking meanwhile.
CREATE TABLE docking_absences (
    id         uuid PRIMARY KEY,
    expert_id  uuid NOT NULL REFERENCES experts (id),
    from_on    date NOT NULL,
    to_on      date NOT NULL,
    reason     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    CHECK (to_on >= from_on)
);
CREATE INDEX docking_absences_by_expert ON docking_absences (expert_id, to_on);

ALTER TABLE reminders
    ADD COLUMN organisation_id uuid REFERENCES organisations (id),
    ADD COLUMN expert_id       uuid REFERENCES experts (id),
    DROP CONSTRAINT reminders_kind_check,
    DROP CONSTRAINT reminders_stage_check,
    DROP CONSTRAINT reminders_check;
ALTER TABLE reminders
    ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking')),
    ADD CONSTRAINT reminders_stage_check CHECK (stage IN ('soon', 'reached', 'overdue', 'escalated')),
    ADD CONSTRAINT reminders_check CHECK (num_nonnulls(unit, area, organisation_id, expert_id) <= 1);
DROP INDEX reminders_once, reminders_by_recipient;
CREATE UNIQUE INDEX reminders_once ON reminders (kind, ref, stage, coalesce(unit, area, organisation_id::text, expert_id::text, ''));
CREATE INDEX reminders_by_recipient ON reminders (coalesce(unit, area, organisation_id::text, expert_id::text, ''), read_at, created_at);

-- +goose Down
DELETE FROM reminders WHERE kind = 'docking';
DROP INDEX reminders_once, reminders_by_recipient;
ALTER TABLE reminders
    DROP CONSTRAINT reminders_kind_check,
    DROP CONSTRAINT reminders_stage_check,
    DROP CONSTRAINT reminders_check,
    DROP COLUMN organisation_id,
    DROP COLUMN expert_id;
ALTER TABLE reminders
    ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract')),
    ADD CONSTRAINT reminders_stage_check CHECK (stage IN ('soon', 'overdue')),
    ADD CONSTRAINT reminders_check CHECK (num_nonnulls(unit, area) <= 1);
CREATE UNIQUE INDEX reminders_once ON reminders (kind, ref, stage, coalesce(unit, area, ''));
CREATE INDEX reminders_by_recipient ON reminders (coalesce(unit, area, ''), read_at, created_at);
DROP INDEX dockings_waiting;
DROP TABLE docking_absences, docking_visits, docking_opinions, docking_members, docking_limits;
ALTER TABLE docking_events DROP COLUMN side, DROP COLUMN reason, DROP COLUMN private;
ALTER TABLE dockings DROP COLUMN proposed_side, DROP COLUMN intent, DROP COLUMN introduced_at, DROP COLUMN enterprise_accepted_at,
    DROP COLUMN provider_accepted_at, DROP COLUMN stage_since, DROP COLUMN due_on;
