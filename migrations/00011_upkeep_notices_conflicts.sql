-- +goose Up
-- How stored matches are kept up record by record; who hears of new ones; conflicts of
-- interest that people declare; and the needs that nothing answers.

-- Every change up to the position (xid, change_id) is, or is being, brought into the
-- stored matches; turnover counts the technologies so looked at since the beginning.
CREATE TABLE match_upkeep (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    xid       xid8   NOT NULL,
    change_id bigint NOT NULL,
    turnover  bigint NOT NULL CHECK (turnover >= 0)
);
INSERT INTO match_upkeep (xid, change_id, turnover) VALUES ('0', 0, 0);

-- What a need's technologies were chosen by when it was last matched whole: the turnover
-- then; the last candidate whose text was looked at (NULL when all were); and whether
-- more answered than are listed.
ALTER TABLE match_runs
    ADD COLUMN turnover    bigint NOT NULL DEFAULT 0,
    ADD COLUMN floor       double precision NOT NULL DEFAULT 0,
    ADD COLUMN floor_id    uuid,
    ADD COLUMN more        boolean NOT NULL DEFAULT true;

-- Ranks change places within one transaction.
ALTER TABLE matches DROP CONSTRAINT matches_pkey;
ALTER TABLE matches ADD PRIMARY KEY (need_id, kind, rank) DEFERRABLE INITIALLY IMMEDIATE;

-- An expert (a steward is one) or an organisation says that it is not impartial towards
-- an organisation or one need.
CREATE TABLE conflicts (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    expert_id       uuid REFERENCES experts (id),
    organisation_id uuid REFERENCES organisations (id),
    with_id         uuid REFERENCES organisations (id),
    need_id         uuid REFERENCES needs (id),
    reason          text NOT NULL CHECK (reason <> ''),
    state           text NOT NULL DEFAULT 'declared' CHECK (state IN ('declared', 'withdrawn')),
    declared_by     uuid REFERENCES users (id),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (num_nonnulls(expert_id, organisation_id) = 1),
    CHECK (num_nonnulls(with_id, need_id) = 1),
    CHECK (organisation_id <> with_id)
);
CREATE UNIQUE INDEX conflicts_declared ON conflicts (coalesce(expert_id, organisation_id), coalesce(with_id, need_id)) WHERE state = 'declared';
CREATE INDEX conflicts_with ON conflicts (with_id) WHERE state = 'declared';
CREATE INDEX conflicts_need ON conflicts (need_id) WHERE state = 'declared';
CREATE INDEX conflicts_by_updated ON conflicts (updated_at, id);

-- Candidates that would be listed but for a gate that bars them, with their gates.
CREATE TABLE match_exclusions (
    need_id       uuid NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    technology_id uuid REFERENCES technologies (id) ON DELETE CASCADE,
    expert_id     uuid REFERENCES experts (id) ON DELETE CASCADE,
    score         double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    gates         jsonb NOT NULL,
    computed_at   timestamptz NOT NULL,
    CHECK (num_nonnulls(technology_id, expert_id) = 1)
);
CREATE UNIQUE INDEX match_exclusions_candidate ON match_exclusions (need_id, coalesce(technology_id, expert_id));
CREATE INDEX match_exclusions_by_technology ON match_exclusions (technology_id) WHERE technology_id IS NOT NULL;
CREATE INDEX match_exclusions_by_expert ON match_exclusions (expert_id) WHERE expert_id IS NOT NULL;

-- From which score on a match is told to the owners of both sides, and from which, being
-- strong, to the stewards of the enterprise's area.
CREATE TABLE notice_defaults (
    kind      text PRIMARY KEY CHECK (kind IN ('technology', 'policy', 'expert')),
    threshold double precision NOT NULL CHECK (threshold BETWEEN 0 AND 1),
    strong    double precision NOT NULL CHECK (strong BETWEEN 0 AND 1),
    unmet     double precision NOT NULL CHECK (unmet BETWEEN 0 AND 1), -- a need whose best match is below is not met
    CHECK (strong >= threshold)
);
INSERT INTO notice_defaults (kind, threshold, strong, unmet) VALUES ('technology', 0.5, 0.7, 0.3), ('policy', 0.5, 0.7, 0), ('expert', 0.5, 0.7, 0);

-- What an organisation sets instead, for all its records or for one.
CREATE TABLE notice_thresholds (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    need_id         uuid REFERENCES needs (id) ON DELETE CASCADE,
    technology_id   uuid REFERENCES technologies (id) ON DELETE CASCADE,
    threshold       double precision NOT NULL CHECK (threshold BETWEEN 0 AND 1),
    set_by          uuid REFERENCES users (id),
    updated_at      timestamptz NOT NULL,
    CHECK (num_nonnulls(need_id, technology_id) <= 1)
);
CREATE UNIQUE INDEX notice_thresholds_of ON notice_thresholds (coalesce(need_id, technology_id, organisation_id));

-- Who was told of which match, once each. The recipient is an organisation, an expert, or
-- the stewards of an area; whoever of them reads it first has read it for all.
CREATE TABLE notices (
    id              uuid PRIMARY KEY,
    organisation_id uuid REFERENCES organisations (id),
    expert_id       uuid REFERENCES experts (id) ON DELETE CASCADE,
    area            text REFERENCES areas (code),
    need_id         uuid NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    kind            text NOT NULL CHECK (kind IN ('technology', 'policy', 'expert')),
    candidate_id    uuid NOT NULL,
    score           double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    created_at      timestamptz NOT NULL,
    read_at         timestamptz,
    read_by         uuid REFERENCES users (id),
    -- Orders the unread before the read, and the newest first in each.
    unread          text NOT NULL GENERATED ALWAYS AS (CASE WHEN read_at IS NULL THEN '1' ELSE '0' END || id::text) STORED,
    CHECK (num_nonnulls(organisation_id, expert_id, area) = 1),
    CHECK ((read_by IS NULL) OR (read_at IS NOT NULL))
);
CREATE UNIQUE INDEX notices_once ON notices (need_id, candidate_id, coalesce(organisation_id::text, expert_id::text, area));
CREATE INDEX notices_by_organisation ON notices (organisation_id, unread, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX notices_by_expert ON notices (expert_id, unread, id) WHERE expert_id IS NOT NULL;
CREATE INDEX notices_by_area ON notices (area, unread, id) WHERE area IS NOT NULL;

-- Needs that nothing answers well enough, grouped by what they speak of.
CREATE TABLE unmet_topics (
    id          uuid PRIMARY KEY,
    terms       text[] NOT NULL,
    computed_at timestamptz NOT NULL
);
CREATE TABLE unmet_needs (
    need_id  uuid PRIMARY KEY REFERENCES needs (id) ON DELETE CASCADE,
    topic_id uuid NOT NULL REFERENCES unmet_topics (id),
    best     double precision NOT NULL, -- the score of its best technology; 0 when there is none
    since    timestamptz NOT NULL
);
CREATE INDEX unmet_needs_by_topic ON unmet_needs (topic_id);

-- +goose Down
DROP TABLE unmet_needs, unmet_topics, notices, notice_thresholds, notice_defaults, match_exclusions, conflicts;
ALTER TABLE matches DROP CONSTRAINT matches_pkey;
ALTER TABLE matches ADD PRIMARY KEY (need_id, kind, rank);
ALTER TABLE match_runs DROP COLUMN turnover, DROP COLUMN floor, DROP COLUMN floor_id, DROP COLUMN more;
DROP TABLE match_upkeep;
