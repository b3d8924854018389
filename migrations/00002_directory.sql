-- +goose Up
-- Areas, units, industries, organisations, users and how they sign in.

CREATE TABLE areas (
    code     text PRIMARY KEY CHECK (code <> ''),
    name_zh  text NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    name_en  text NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('county', 'county_city', 'district', 'park', 'bonded_zone')),
    division char(6) NOT NULL CHECK (division ~ '^\d{6}$'),
    position int  NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE units (
    code    text PRIMARY KEY CHECK (code <> ''),
    name_zh text NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    name_en text NOT NULL
);

-- GB/T 4754-2017: sections (one letter) and divisions (letter and two digits).
CREATE TABLE industries (
    code    text PRIMARY KEY CHECK (code ~ '^[A-T](\d{2})?$'),
    parent  text REFERENCES industries (code),
    name_zh text NOT NULL,
    name_en text NOT NULL DEFAULT ''
);

CREATE TABLE organisations (
    id                 uuid PRIMARY KEY,
    version            bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    name               text NOT NULL CHECK (name <> ''),
    uscc               char(18) UNIQUE CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
    kind               text NOT NULL CHECK (kind IN ('enterprise', 'university', 'institute', 'government', 'service')),
    area               text REFERENCES areas (code),
    division           char(6) NOT NULL CHECK (division ~ '^\d{6}$'),
    industry           text REFERENCES industries (code),
    fields             text[] NOT NULL DEFAULT '{}',
    founded            text NOT NULL DEFAULT '' CHECK (founded ~ '^(\d{4}(-\d{2})?)?$'),
    staff              int CHECK (staff >= 0),
    registered_capital bigint CHECK (registered_capital >= 0),
    summary            text NOT NULL DEFAULT '',
    source_key         text UNIQUE,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    CHECK (area IS NULL OR division LIKE '4303%')
);
CREATE INDEX organisations_by_name ON organisations (name, id);
CREATE INDEX organisations_by_area ON organisations (area, kind);
CREATE INDEX organisations_name_trgm ON organisations USING gin (name gin_trgm_ops);

CREATE TABLE users (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    login           text NOT NULL UNIQUE CHECK (login = lower(login)),
    name            text NOT NULL CHECK (name <> ''),
    password_hash   text NOT NULL,
    organisation_id uuid REFERENCES organisations (id),
    area            text REFERENCES areas (code),
    unit            text REFERENCES units (code),
    expert_id       uuid, -- references experts, added below
    disabled        boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);

CREATE TABLE user_roles (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role    text NOT NULL CHECK (role IN ('enterprise', 'university', 'expert', 'steward', 'liaison', 'bureau', 'admin')),
    PRIMARY KEY (user_id, role)
);

CREATE TABLE tokens (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         text NOT NULL CHECK (name <> ''),
    hash         bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'write']),
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    created_at   timestamptz NOT NULL,
    CHECK (expires_at > created_at)
);
CREATE INDEX tokens_by_user ON tokens (user_id, id);

-- Sessions as the session library keeps them.
CREATE TABLE sessions (
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expiry);

-- Failed logins, by login and by address, for throttling.
CREATE TABLE login_failures (
    key   text NOT NULL,
    at    timestamptz NOT NULL,
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
CREATE INDEX login_failures_by_key ON login_failures (key, at);

CREATE TABLE idempotency_keys (
    user_id    uuid NOT NULL,
    key        text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request    bytea NOT NULL, -- SHA-256 of method, path and body
    status     int,            -- NULL while the first request is under way
    header     jsonb,
    body       bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys, login_failures, sessions, tokens, user_roles, users, organisations, industries, units, areas;
