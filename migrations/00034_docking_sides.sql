-- +goose Up
-- What dockings, activities and imports still missed: the interest form may be changed
-- until it is answered, and what it said before is kept; how long after an activity a
-- docking still counts as born there is data; organisations import their own listings.

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

-- The organisation whose rows alone a run takes; NULL: of any.
ALTER TABLE imports ADD COLUMN organisation_id uuid REFERENCES organisations (id);
CREATE INDEX imports_by_organisation ON imports (organisation_id, id);

-- +goose Down
DROP INDEX imports_by_organisation;
ALTER TABLE imports DROP COLUMN organisation_id;
DROP TABLE docking_intents, activity_rules;
