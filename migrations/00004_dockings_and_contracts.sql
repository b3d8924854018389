-- +goose Up
-- Dockings and contracts, each with the trail of steps it took.

CREATE TABLE dockings (
    id              uuid PRIMARY KEY,
    version         bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    need_id         uuid NOT NULL REFERENCES needs (id),
    technology_id   uuid REFERENCES technologies (id),
    expert_id       uuid REFERENCES experts (id),
    entrepreneur_id uuid REFERENCES experts (id),
    steward_id      uuid REFERENCES experts (id),
    enterprise_id   uuid NOT NULL REFERENCES organisations (id),
    provider_id     uuid REFERENCES organisations (id),
    area            text REFERENCES areas (code),
    -- The listing of that side is blind, and the two have not been introduced.
    enterprise_veiled boolean NOT NULL DEFAULT false,
    provider_veiled   boolean NOT NULL DEFAULT false,
    stage           text NOT NULL DEFAULT 'proposed' CHECK (stage IN ('proposed', 'introduced', 'negotiating', 'agreed', 'contracted', 'declined')),
    decline_reason  text NOT NULL DEFAULT '',
    note            text NOT NULL DEFAULT '',
    proposed_by     uuid REFERENCES users (id),
    source_key      text UNIQUE,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (technology_id IS NOT NULL OR expert_id IS NOT NULL),
    CHECK (enterprise_id <> provider_id),
    CHECK ((stage = 'declined') = (decline_reason <> '')),
    CHECK (stage IN ('proposed', 'declined') OR steward_id IS NOT NULL),
    CHECK (stage IN ('proposed', 'declined') OR NOT (enterprise_veiled OR provider_veiled))
);
-- A need and a technology are brought together once at a time.
CREATE UNIQUE INDEX dockings_open_pair ON dockings (need_id, coalesce(technology_id, expert_id)) WHERE stage <> 'declined';
CREATE INDEX dockings_by_need ON dockings (need_id, id);
CREATE INDEX dockings_by_technology ON dockings (technology_id, id);
CREATE INDEX dockings_by_steward ON dockings (steward_id, stage, id);
CREATE INDEX dockings_by_enterprise ON dockings (enterprise_id, id);
CREATE INDEX dockings_by_provider ON dockings (provider_id, id);
CREATE INDEX dockings_by_area ON dockings (area, stage, id);

-- The steps of one record are ordered by seq: those of one moment have ids in any order.
CREATE TABLE docking_events (
    id         uuid PRIMARY KEY,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    docking_id uuid NOT NULL REFERENCES dockings (id),
    from_stage text NOT NULL,
    to_stage   text NOT NULL,
    step       text NOT NULL,
    actor_id   uuid REFERENCES users (id),
    note       text NOT NULL DEFAULT '',
    at         timestamptz NOT NULL
);
CREATE INDEX docking_events_by_docking ON docking_events (docking_id, seq);

CREATE TABLE contracts (
    id               uuid PRIMARY KEY,
    version          bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    title            text NOT NULL CHECK (title <> ''),
    kind             text NOT NULL CHECK (kind IN ('development', 'transfer', 'licence', 'consulting', 'service')),
    field            text NOT NULL DEFAULT '',
    ip_kind          text NOT NULL DEFAULT '',
    plan_source      text NOT NULL DEFAULT '',
    seller_id        uuid NOT NULL REFERENCES organisations (id),
    buyer_id         uuid NOT NULL REFERENCES organisations (id),
    seller_name      text NOT NULL DEFAULT '',
    seller_uscc      text NOT NULL DEFAULT '',
    seller_kind      text NOT NULL DEFAULT '',
    seller_area      text REFERENCES areas (code),
    seller_division  text NOT NULL DEFAULT '',
    buyer_name       text NOT NULL DEFAULT '',
    buyer_uscc       text NOT NULL DEFAULT '',
    buyer_kind       text NOT NULL DEFAULT '',
    buyer_area       text REFERENCES areas (code),
    buyer_division   text NOT NULL DEFAULT '',
    docking_id       uuid REFERENCES dockings (id),
    need_id          uuid REFERENCES needs (id),
    technology_id    uuid REFERENCES technologies (id),
    steward_id       uuid REFERENCES experts (id),
    amount           bigint NOT NULL CHECK (amount >= 0),
    technical_amount bigint NOT NULL CHECK (technical_amount >= 0),
    deductions       jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(deductions) = 'array'),
    payments         jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(payments) = 'array'),
    iur              boolean NOT NULL DEFAULT false,
    result_based     boolean NOT NULL DEFAULT false,
    equity           boolean NOT NULL DEFAULT false,
    signed_on        date,
    starts_on        date,
    ends_on          date,
    state            text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'prechecked', 'registered', 'returned', 'refused', 'terminated', 'voided')),
    reason           text NOT NULL DEFAULT '',
    registry_number  text UNIQUE CHECK (registry_number <> ''),
    registered_on    date,
    ended_on         date,
    source_key       text UNIQUE,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    CHECK (technical_amount <= amount),
    CHECK (seller_id <> buyer_id),
    CHECK (ends_on >= starts_on),
    CHECK (NOT equity OR result_based),
    CHECK (state = 'draft' OR (signed_on IS NOT NULL AND seller_name <> '' AND buyer_name <> '')),
    CHECK (state NOT IN ('registered', 'terminated', 'voided') OR (registry_number IS NOT NULL AND registered_on IS NOT NULL AND field <> '' AND ip_kind <> '' AND plan_source <> '' AND ends_on IS NOT NULL AND amount > 0)),
    CHECK (state IN ('registered', 'terminated', 'voided') OR (registry_number IS NULL AND registered_on IS NULL)),
    CHECK (registered_on >= signed_on),
    CHECK (ended_on >= registered_on),
    CHECK ((state IN ('terminated', 'voided')) = (ended_on IS NOT NULL)),
    CHECK (state NOT IN ('returned', 'refused', 'terminated', 'voided') OR reason <> '')
);
-- One docking gives one living contract, however many register at once.
CREATE UNIQUE INDEX contracts_one_per_docking ON contracts (docking_id) WHERE state NOT IN ('refused', 'voided');
CREATE INDEX contracts_by_state ON contracts (state, id);
CREATE INDEX contracts_by_seller ON contracts (seller_id, id);
CREATE INDEX contracts_by_buyer ON contracts (buyer_id, id);
CREATE INDEX contracts_by_technology ON contracts (technology_id);
CREATE INDEX contracts_by_signed ON contracts (signed_on, id);
CREATE INDEX contracts_iur ON contracts (signed_on, id) WHERE iur;
CREATE INDEX contracts_transfers ON contracts (signed_on, id) WHERE result_based AND state = 'registered';

CREATE TABLE contract_parties (
    contract_id     uuid NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
    position        int  NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    side            text NOT NULL CHECK (side IN ('seller', 'buyer')),
    PRIMARY KEY (contract_id, position),
    UNIQUE (contract_id, organisation_id)
);
CREATE INDEX contract_parties_by_organisation ON contract_parties (organisation_id, contract_id);

CREATE TABLE contract_events (
    id          uuid PRIMARY KEY,
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    contract_id uuid NOT NULL REFERENCES contracts (id),
    from_state  text NOT NULL,
    to_state    text NOT NULL,
    step        text NOT NULL,
    actor_id    uuid REFERENCES users (id),
    reason      text NOT NULL DEFAULT '',
    effective   date NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX contract_events_by_contract ON contract_events (contract_id, seq);

-- +goose Down
DROP TABLE contract_events, contract_parties, contracts, docking_events, dockings;
