-- +goose Up
-- The registers that indicators draw on: qualifications, the cultivation pool, platforms,
-- workstations, teams, projects, financing, incentives paid. What registers there are, and
-- what an entry of each has, is data.

CREATE TABLE registers (
    code     text PRIMARY KEY CHECK (code <> ''),
    position int  NOT NULL,
    name_zh  text NOT NULL,
    name_en  text NOT NULL,
    -- Whether an entry has these: '' never, 'may', 'must'.
    holder     text NOT NULL DEFAULT '' CHECK (holder IN ('', 'may', 'must')),     -- an organisation
    department text NOT NULL DEFAULT '' CHECK (department IN ('', 'may', 'must')), -- a unit
    area       text NOT NULL DEFAULT '' CHECK (area IN ('', 'may', 'must')),
    amount     text NOT NULL DEFAULT '' CHECK (amount IN ('', 'may', 'must')),
    expiry     text NOT NULL DEFAULT '' CHECK (expiry IN ('', 'may', 'must')),
    holder_kinds text[] NOT NULL DEFAULT '{}', -- kinds of organisation; none: any
    levels     text[] NOT NULL DEFAULT '{}',   -- of PolicyLevels; none: an entry has no level
    categories jsonb  NOT NULL DEFAULT '[]',   -- [{code, zh, en}]; none: an entry has no category
    once       boolean NOT NULL DEFAULT false  -- a holder has one valid entry of a category at a time
);

CREATE TABLE register_entries (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    register        text NOT NULL REFERENCES registers (code),
    category        text NOT NULL DEFAULT '',
    level           text NOT NULL DEFAULT '',
    title           text NOT NULL CHECK (title <> ''),
    number          text NOT NULL DEFAULT '', -- of the certificate or document
    organisation_id uuid REFERENCES organisations (id),
    unit            text REFERENCES units (code),
    area            text REFERENCES areas (code),
    amount          bigint CHECK (amount >= 0), -- fen
    starts_on       date NOT NULL,  -- recognised, entered, granted on
    ends_on         date,           -- the last day; NULL: until withdrawn
    withdrawn_on    date,           -- no longer valid from this day on
    reason          text NOT NULL DEFAULT '', -- of withdrawal
    source          text NOT NULL DEFAULT '', -- the document that recognises it
    source_url      text NOT NULL DEFAULT '',
    note            text NOT NULL DEFAULT '',
    contract_id     uuid REFERENCES contracts (id), -- of financing or an incentive
    need_id         uuid REFERENCES needs (id),     -- of a top-ten project
    incentive       text NOT NULL DEFAULT '',       -- code, of an incentive paid
    source_key      text UNIQUE,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (ends_on >= starts_on),
    CHECK (withdrawn_on >= starts_on),
    CHECK (withdrawn_on IS NULL OR reason <> '')
);
CREATE INDEX register_entries_by_register ON register_entries (register, updated_at, id);
CREATE INDEX register_entries_by_organisation ON register_entries (organisation_id, register, starts_on);
CREATE INDEX register_entries_by_area ON register_entries (area, register, id);

-- As contract_versions, for entries.
CREATE TABLE register_versions (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id        uuid   NOT NULL REFERENCES register_entries (id),
    version         bigint NOT NULL,
    effective_from  date NOT NULL, -- starts_on, until it is changed
    effective_to    date NOT NULL DEFAULT 'infinity',
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    register        text NOT NULL,
    category        text NOT NULL,
    level           text NOT NULL,
    title           text NOT NULL,
    organisation_id uuid,
    unit            text,
    area            text,
    amount          bigint,
    starts_on       date NOT NULL,
    ends_on         date,
    withdrawn_on    date,
    content         jsonb NOT NULL,
    CHECK (effective_from < effective_to),
    CHECK (known_from <= known_to)
);
CREATE INDEX register_versions_by_entry ON register_versions (entry_id, known_from);
CREATE INDEX register_versions_started ON register_versions (register, starts_on, effective_from, effective_to);

-- +goose Down
DROP TABLE register_versions, register_entries, registers;
