-- +goose Up
-- What the owners of blind listings reveal, to whom, and who has looked; the rounds of
-- review before publishing; what was answered in the need clinic; and reminders of
-- listings that expire.

-- An organisation asks for a level of a listing; its owner grants or refuses.
CREATE TABLE reveals (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    need_id         uuid REFERENCES needs (id) ON DELETE CASCADE,
    technology_id   uuid REFERENCES technologies (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES organisations (id), -- that asks
    level           int  NOT NULL CHECK (level BETWEEN 2 AND 5), -- asked for
    purpose         text NOT NULL CHECK (purpose <> ''),
    asked_by        uuid REFERENCES users (id),
    state           text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn', 'cancelled')),
    granted         int  NOT NULL DEFAULT 0 CHECK (granted BETWEEN 0 AND level),
    until           date, -- the last day of the grant; NULL: until it is withdrawn
    answer          text NOT NULL DEFAULT '',
    decided_by      uuid REFERENCES users (id),
    decided_at      timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (num_nonnulls(need_id, technology_id) = 1),
    CHECK ((state IN ('granted', 'withdrawn')) = (granted > 0)),
    CHECK ((state = 'asked') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX reveals_asked_once ON reveals (coalesce(need_id, technology_id), organisation_id) WHERE state = 'asked';
CREATE INDEX reveals_granted ON reveals (organisation_id, coalesce(need_id, technology_id)) WHERE state = 'granted';
CREATE INDEX reveals_by_listing ON reveals (coalesce(need_id, technology_id), id);
CREATE INDEX reveals_by_updated ON reveals (updated_at, id);

-- Every time that what was revealed was looked at.
CREATE TABLE reveal_views (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reveal_id uuid NOT NULL REFERENCES reveals (id) ON DELETE CASCADE,
    user_id   uuid REFERENCES users (id),
    level     int  NOT NULL, -- shown
    place     text NOT NULL CHECK (place IN ('record', 'list', 'found', 'matches', 'docking')),
    at        timestamptz NOT NULL
);
CREATE INDEX reveal_views_of ON reveal_views (reveal_id, id);

-- A listing handed in, and what the reviewer said: rounds follow one another.
CREATE TABLE review_rounds (
    id            uuid PRIMARY KEY,
    need_id       uuid REFERENCES needs (id) ON DELETE CASCADE,
    technology_id uuid REFERENCES technologies (id) ON DELETE CASCADE,
    round         int  NOT NULL CHECK (round > 0),
    version       bigint NOT NULL, -- of the listing as handed in
    submitted_by  uuid REFERENCES users (id),
    submitted_at  timestamptz NOT NULL,
    decision      text NOT NULL DEFAULT '' CHECK (decision IN ('', 'publish', 'return', 'close')),
    points        jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(points) = 'array'), -- [{field, words}]
    reason        text NOT NULL DEFAULT '',
    decided_by    uuid REFERENCES users (id),
    decided_at    timestamptz,
    CHECK (num_nonnulls(need_id, technology_id) = 1),
    CHECK ((decision = '') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX review_rounds_of ON review_rounds (coalesce(need_id, technology_id), round);
CREATE UNIQUE INDEX review_rounds_open ON review_rounds (coalesce(need_id, technology_id)) WHERE decision = '';
INSERT INTO review_rounds (id, need_id, round, version, submitted_at) SELECT gen_random_uuid(), id, 1, version, updated_at FROM needs WHERE state = 'submitted';
INSERT INTO review_rounds (id, technology_id, round, version, submitted_at) SELECT gen_random_uuid(), id, 1, version, updated_at FROM technologies WHERE state = 'submitted';

-- Questions that were passed over and proposals that were turned down.
CREATE TABLE clinic_answers (
    need_id uuid NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    key     text NOT NULL CHECK (key <> ''),
    answer  text NOT NULL CHECK (answer IN ('skipped', 'rejected')),
    user_id uuid REFERENCES users (id),
    at      timestamptz NOT NULL,
    PRIMARY KEY (need_id, key)
);

-- The kinds of reminder are domain.ReminderKinds.
ALTER TABLE reminders
    DROP CONSTRAINT reminders_kind_check,
    ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking', 'need', 'technology'));

-- +goose Down
DELETE FROM reminders WHERE kind IN ('need', 'technology');
ALTER TABLE reminders
    DROP CONSTRAINT reminders_kind_check,
    ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking'));
DROP TABLE clinic_answers, review_rounds, reveal_views, reveals;
