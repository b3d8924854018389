-- +goose Up
-- The three libraries and the three kinds of expert.

CREATE TABLE needs (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    organisation_id uuid REFERENCES organisations (id),
    title           text NOT NULL CHECK (title <> ''),
    background      text NOT NULL DEFAULT '',
    problem         text NOT NULL DEFAULT '',
    targets         jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(targets) = 'array'),
    field           text NOT NULL DEFAULT '',
    industry        text REFERENCES industries (code),
    modes           text[] NOT NULL DEFAULT '{}',
    budget_min      bigint CHECK (budget_min >= 0),
    budget_max      bigint CHECK (budget_max >= 0),
    deadline        date,
    ip_ownership    text NOT NULL DEFAULT '',
    trl_min         smallint NOT NULL DEFAULT 0 CHECK (trl_min BETWEEN 0 AND 9),
    territory       text NOT NULL DEFAULT '' CHECK (territory IN ('', 'city', 'province', 'country')),
    secret          boolean NOT NULL DEFAULT false,
    condition_text  text NOT NULL DEFAULT '',
    confidentiality text NOT NULL DEFAULT 'public' CHECK (confidentiality IN ('public', 'members', 'blind')),
    contact_name    text NOT NULL DEFAULT '',
    contact_phone   text NOT NULL DEFAULT '',
    keywords        text[] NOT NULL DEFAULT '{}',
    valid_until     date,
    state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'published', 'closed')),
    reason          text NOT NULL DEFAULT '',
    source_key      text UNIQUE,
    published_at    timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (budget_max >= budget_min),
    CHECK (state NOT IN ('submitted', 'published') OR (organisation_id IS NOT NULL AND problem <> '' AND field <> '')),
    CHECK (state <> 'published' OR (published_at IS NOT NULL AND valid_until IS NOT NULL))
);
CREATE INDEX needs_by_organisation ON needs (organisation_id, id);
CREATE INDEX needs_by_state ON needs (state, id);
CREATE INDEX needs_by_field ON needs (field, state, id);
CREATE INDEX needs_by_updated ON needs (updated_at, id);

CREATE TABLE technologies (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    organisation_id uuid REFERENCES organisations (id),
    title           text NOT NULL CHECK (title <> ''),
    abstract        text NOT NULL DEFAULT '',
    description     text NOT NULL DEFAULT '',
    keywords        text[] NOT NULL DEFAULT '{}',
    field           text NOT NULL DEFAULT '',
    industries      text[] NOT NULL DEFAULT '{}',
    trl             smallint NOT NULL DEFAULT 0 CHECK (trl BETWEEN 0 AND 9),
    registration    text UNIQUE CHECK (registration ~ '^[0-9A-Z]{3}(19|20)\d{2}Y\d{4}$'),
    attribute       text NOT NULL DEFAULT '' CHECK (attribute IN ('', 'original', 'absorbed', 'secondary')),
    form            text NOT NULL DEFAULT '',
    level           text NOT NULL DEFAULT '',
    stage           text NOT NULL DEFAULT '' CHECK (stage IN ('', 'initial', 'middle', 'mature')),
    ip              jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(ip) = 'array'),
    modes           text[] NOT NULL DEFAULT '{}',
    price_min       bigint CHECK (price_min >= 0),
    price_max       bigint CHECK (price_max >= 0),
    metrics         jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(metrics) = 'array'),
    inventors       text[] NOT NULL DEFAULT '{}',
    territory       text NOT NULL DEFAULT '' CHECK (territory IN ('', 'city', 'province', 'country')),
    confidentiality text NOT NULL DEFAULT 'public' CHECK (confidentiality IN ('public', 'members', 'blind')),
    start_month     text NOT NULL DEFAULT '' CHECK (start_month ~ '^(\d{4}(-\d{2})?)?$'),
    end_month       text NOT NULL DEFAULT '' CHECK (end_month ~ '^(\d{4}(-\d{2})?)?$'),
    valid_until     date,
    state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'published', 'closed')),
    reason          text NOT NULL DEFAULT '',
    source_key      text UNIQUE,
    published_at    timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (price_max >= price_min),
    CHECK (start_month = '' OR end_month = '' OR start_month <= end_month),
    CHECK (state NOT IN ('submitted', 'published') OR (organisation_id IS NOT NULL AND abstract <> '' AND field <> '')),
    CHECK (state <> 'published' OR (published_at IS NOT NULL AND valid_until IS NOT NULL))
);
CREATE INDEX technologies_by_organisation ON technologies (organisation_id, id);
CREATE INDEX technologies_by_state ON technologies (state, id);
CREATE INDEX technologies_by_field ON technologies (field, state, id);
CREATE INDEX technologies_by_updated ON technologies (updated_at, id);

CREATE TABLE policies (
    id             uuid PRIMARY KEY,
    version        bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    title          text NOT NULL CHECK (title <> ''),
    number         text NOT NULL DEFAULT '',
    issuer         text NOT NULL DEFAULT '',
    level          text NOT NULL CHECK (level IN ('national', 'province', 'city', 'area')),
    region         char(6) CHECK (region ~ '^\d{6}$'),
    issued_on      date,
    effective_from date,
    valid_until    date,
    source_url     text NOT NULL DEFAULT '',
    summary        text NOT NULL DEFAULT '',
    state          text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'repealed')),
    reason         text NOT NULL DEFAULT '',
    source_key     text UNIQUE,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    CHECK (valid_until >= effective_from)
);
CREATE INDEX policies_by_state ON policies (state, id);
CREATE INDEX policies_by_updated ON policies (updated_at, id);

CREATE TABLE clauses (
    id        uuid PRIMARY KEY,
    policy_id uuid NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
    position  int  NOT NULL CHECK (position >= 0),
    ref       text NOT NULL CHECK (ref <> ''),
    heading   text NOT NULL DEFAULT '',
    text      text NOT NULL CHECK (text <> ''),
    fields    text[] NOT NULL DEFAULT '{}',
    modes     text[] NOT NULL DEFAULT '{}',
    UNIQUE (policy_id, position) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE incentives (
    id          uuid PRIMARY KEY,
    clause_id   uuid NOT NULL REFERENCES clauses (id) ON DELETE CASCADE,
    position    int  NOT NULL,
    code        text NOT NULL DEFAULT '',
    kind        text NOT NULL CHECK (kind IN ('award', 'subsidy', 'loan_discount', 'tax', 'voucher', 'service')),
    beneficiary text NOT NULL CHECK (beneficiary IN ('enterprise', 'university', 'institute', 'team', 'platform', 'any')),
    condition   text NOT NULL DEFAULT '',
    rule        text NOT NULL CHECK (rule IN ('fixed', 'upper_bound', 'percent')),
    amount      bigint CHECK (amount >= 0),
    percent_bp  int CHECK (percent_bp BETWEEN 1 AND 10000),
    cap         bigint CHECK (cap >= 0),
    base        text NOT NULL DEFAULT '',
    payer       text NOT NULL DEFAULT '',
    apply_by    date,
    valid_from  date,
    valid_to    date,
    requires    jsonb NOT NULL DEFAULT '{}',
    UNIQUE (clause_id, position),
    CHECK (valid_to >= valid_from),
    CHECK (kind IN ('service', 'tax') OR (rule = 'percent' AND percent_bp IS NOT NULL) OR (rule <> 'percent' AND amount IS NOT NULL))
);

CREATE TABLE experts (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    kind            text NOT NULL CHECK (kind IN ('entrepreneur', 'technical', 'steward')),
    name            text NOT NULL CHECK (name <> ''),
    organisation_id uuid REFERENCES organisations (id),
    area            text REFERENCES areas (code),
    title           text NOT NULL DEFAULT '',
    fields          text[] NOT NULL DEFAULT '{}',
    industries      text[] NOT NULL DEFAULT '{}',
    expertise       text NOT NULL DEFAULT '',
    experience      text NOT NULL DEFAULT '',
    achievements    text[] NOT NULL DEFAULT '{}',
    capacity        int NOT NULL CHECK (capacity BETWEEN 1 AND 20),
    state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'retired')),
    reason          text NOT NULL DEFAULT '',
    source_key      text UNIQUE,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (kind <> 'steward' OR area IS NOT NULL),
    CHECK (state <> 'published' OR cardinality(fields) > 0)
);
CREATE INDEX experts_by_kind ON experts (kind, state, id);
CREATE INDEX experts_by_area ON experts (area, kind) WHERE state = 'published';
CREATE INDEX experts_by_organisation ON experts (organisation_id);
CREATE INDEX experts_by_updated ON experts (updated_at, id);

ALTER TABLE users ADD CONSTRAINT users_expert_id_fkey FOREIGN KEY (expert_id) REFERENCES experts (id);

-- The top matches of each need, stored so that reading them is one indexed query.
CREATE TABLE matches (
    need_id           uuid NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    kind              text NOT NULL CHECK (kind IN ('technology', 'policy', 'expert')),
    rank              int  NOT NULL CHECK (rank BETWEEN 1 AND 50),
    technology_id     uuid REFERENCES technologies (id) ON DELETE CASCADE,
    policy_id         uuid REFERENCES policies (id) ON DELETE CASCADE,
    expert_id         uuid REFERENCES experts (id) ON DELETE CASCADE,
    score             double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    near_miss         boolean NOT NULL DEFAULT false,
    features          jsonb NOT NULL,
    gates             jsonb NOT NULL DEFAULT '[]',
    passages          jsonb NOT NULL DEFAULT '[]',
    algorithm         text NOT NULL,
    need_version      bigint NOT NULL,
    candidate_version bigint NOT NULL,
    computed_at       timestamptz NOT NULL,
    PRIMARY KEY (need_id, kind, rank),
    CHECK (num_nonnulls(technology_id, policy_id, expert_id) = 1),
    CHECK (CASE kind WHEN 'technology' THEN technology_id WHEN 'policy' THEN policy_id ELSE expert_id END IS NOT NULL)
);
CREATE UNIQUE INDEX matches_by_technology ON matches (technology_id, need_id) WHERE technology_id IS NOT NULL;
CREATE UNIQUE INDEX matches_by_policy ON matches (policy_id, need_id) WHERE policy_id IS NOT NULL;
CREATE UNIQUE INDEX matches_by_expert ON matches (expert_id, need_id) WHERE expert_id IS NOT NULL;

-- What a need's stored matches were computed from, present even when there are none:
-- every change up to the position (xid, change_id) of the feed was seen.
CREATE TABLE match_runs (
    need_id      uuid PRIMARY KEY REFERENCES needs (id) ON DELETE CASCADE,
    need_version bigint NOT NULL,
    algorithm    text NOT NULL,
    xid          xid8 NOT NULL,
    change_id    bigint NOT NULL,
    computed_at  timestamptz NOT NULL
);

-- Up to which day (it excluded) the feed has been told of listings and policies that
-- ran out or came into force by the calendar alone.
CREATE TABLE calendar_announced (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    through  date NOT NULL
);
INSERT INTO calendar_announced (through) VALUES ('1900-01-01');
CREATE INDEX needs_by_validity ON needs (valid_until) WHERE state = 'published';
CREATE INDEX technologies_by_validity ON technologies (valid_until) WHERE state = 'published';

-- +goose Down
DROP TABLE calendar_announced, match_runs, matches;
ALTER TABLE users DROP CONSTRAINT users_expert_id_fkey;
UPDATE users SET expert_id = NULL WHERE expert_id IS NOT NULL; -- else the way up again fails
DROP TABLE experts, incentives, clauses, policies, technologies, needs;
UPDATE database_epoch SET epoch = gen_random_uuid(); -- indexes of these records are worthless
