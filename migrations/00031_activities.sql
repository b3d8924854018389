-- +goose Up
-- Activities at which results are released and needs and technologies are brought
-- together, who is invited and comes, and the dockings born there.

CREATE TABLE activities (
    id           uuid PRIMARY KEY,
    version      bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    kind         text NOT NULL CHECK (kind IN ('result_release', 'matchmaking', 'roadshow')),
    title        text NOT NULL CHECK (title <> ''),
    fields       text[] NOT NULL DEFAULT '{}',
    area         text REFERENCES areas (code),
    place        text NOT NULL DEFAULT '',
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    host_id      uuid REFERENCES organisations (id),
    unit         text REFERENCES units (code),
    capacity     int NOT NULL CHECK (capacity > 0),
    description  text NOT NULL DEFAULT '',
    agenda       jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(agenda) = 'array'),
    state        text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'announced', 'closed', 'held', 'cancelled')),
    reason       text NOT NULL DEFAULT '',
    announced_at timestamptz,
    notes        text NOT NULL DEFAULT '',
    created_by   uuid REFERENCES users (id),
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    CHECK (ends_at > starts_at),
    CHECK (host_id IS NOT NULL OR unit IS NOT NULL),
    CHECK (state NOT IN ('announced', 'closed', 'held') OR announced_at IS NOT NULL AND place <> ''),
    CHECK ((state = 'cancelled') = (reason <> ''))
);
CREATE INDEX activities_by_start ON activities (starts_at, id);
CREATE INDEX activities_by_host ON activities (host_id, id);

CREATE TABLE activity_invitations (
    activity_id     uuid NOT NULL REFERENCES activities (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    invited_by      uuid REFERENCES users (id),
    invited_at      timestamptz NOT NULL,
    PRIMARY KEY (activity_id, organisation_id)
);
CREATE INDEX activity_invitations_by_organisation ON activity_invitations (organisation_id, activity_id);

-- Those waiting are let in by seq.
CREATE TABLE activity_registrations (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    seq             bigint GENERATED ALWAYS AS IDENTITY,
    activity_id     uuid NOT NULL REFERENCES activities (id),
    organisation_id uuid REFERENCES organisations (id),
    expert_id       uuid REFERENCES experts (id),
    persons         int NOT NULL CHECK (persons > 0),
    contact         text NOT NULL CHECK (contact <> ''),
    phone           text NOT NULL,
    note            text NOT NULL DEFAULT '',
    state           text NOT NULL CHECK (state IN ('registered', 'waiting', 'cancelled')),
    checked_in_at   timestamptz,
    came            int NOT NULL DEFAULT 0 CHECK (came >= 0),
    satisfaction    int NOT NULL DEFAULT 0 CHECK (satisfaction BETWEEN 0 AND 5),
    opinion         text NOT NULL DEFAULT '',
    registered_by   uuid REFERENCES users (id),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (num_nonnulls(organisation_id, expert_id) = 1),
    CHECK ((checked_in_at IS NULL) = (came = 0)),
    CHECK (satisfaction = 0 OR checked_in_at IS NOT NULL)
);
CREATE UNIQUE INDEX activity_registrations_once ON activity_registrations (activity_id, coalesce(organisation_id, expert_id)) WHERE state <> 'cancelled';
CREATE INDEX activity_registrations_by_organisation ON activity_registrations (organisation_id, id);

-- A docking is born at one activity at most.
CREATE TABLE activity_dockings (
    docking_id  uuid PRIMARY KEY REFERENCES dockings (id),
    activity_id uuid NOT NULL REFERENCES activities (id),
    recorded_by uuid REFERENCES users (id),
    recorded_at timestamptz NOT NULL
);
CREATE INDEX activity_dockings_by_activity ON activity_dockings (activity_id, docking_id);

-- +goose Down
DROP TABLE activity_dockings, activity_registrations, activity_invitations, activities;
