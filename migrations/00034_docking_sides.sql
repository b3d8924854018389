-- +goose Up
-- The interest form of a docking may be changed until it is answered, and what it said
-- before is kept; how long after an activity a docking still counts as born there is data.

CREATE TABLE docking_intents (
    docking_id uuid NOT NULL REFERENCES dockings (id),
    version    bigint NOT NULL CHECK (version > 0), -- of the docking that the form no longer held for
    intent     jsonb NOT NULL CHECK (jsonb_typeof(intent) = 'object'),
    until      timestamptz NOT NULL, -- when it was changed
    PRIMARY KEY (docking_id, version)
);

-- Rules of this platform about activities: "born_within", in days.
CREATE TABLE activity_rules (
    code text PRIMARY KEY CHECK (code IN ('born_within')),
    days int NOT NULL CHECK (days > 0)
);

-- +goose Down
DROP TABLE docking_intents, activity_rules;
