-- +goose Up
-- What a contract is checked by before it is registered, and findings that contracts may
-- inflate the figures.

ALTER TABLE contracts
    ADD COLUMN terms      text  NOT NULL DEFAULT '' CHECK (length(terms) <= 50000),
    ADD COLUMN proofs     jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(proofs) = 'array'),
    ADD COLUMN counted_in uuid  REFERENCES contracts (id) CHECK (counted_in <> id);
CREATE INDEX contracts_counted_in ON contracts (counted_in) WHERE counted_in IS NOT NULL;

-- The contract that this one repeats, from the day on which that was decided.
ALTER TABLE contract_versions ADD COLUMN counted_in uuid;

-- What the check found when the step was taken.
ALTER TABLE contract_events ADD COLUMN findings jsonb NOT NULL DEFAULT '[]';

-- Candidates for being the same deal are found by their parties, and round trips hop by hop.
CREATE INDEX contracts_between ON contracts (least(seller_id, buyer_id), greatest(seller_id, buyer_id), signed_on)
    WHERE state NOT IN ('draft', 'refused', 'voided');
CREATE INDEX contracts_sold_for ON contracts (seller_id, amount, signed_on) WHERE state NOT IN ('draft', 'refused', 'voided');
CREATE INDEX contracts_bought_for ON contracts (buyer_id, amount, signed_on) WHERE state NOT IN ('draft', 'refused', 'voided');

-- Rules of prechecks and suspicions as dated data; domain.ContractRule says what may stand
-- in params.
CREATE TABLE contract_rules (
    code       text NOT NULL CHECK (code <> ''),
    valid_from date NOT NULL,
    valid_to   date,
    effect     text NOT NULL DEFAULT '' CHECK (effect IN ('', 'refuse', 'return', 'explain', 'warn')),
    clause     jsonb NOT NULL DEFAULT '{}', -- {ZH, EN}
    params     jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (code, valid_from),
    CHECK (valid_to >= valid_from),
    EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE organisation_relations (
    id          uuid PRIMARY KEY,
    version     bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    from_id     uuid NOT NULL REFERENCES organisations (id),
    to_id       uuid NOT NULL REFERENCES organisations (id),
    kind        text NOT NULL CHECK (kind IN ('owns', 'same_controller', 'same_legal_person', 'same_address', 'same_phone', 'founder_is_staff')),
    percent_bp  int  NOT NULL DEFAULT 0 CHECK (percent_bp BETWEEN 0 AND 10000),
    source      text NOT NULL CHECK (source <> ''),
    valid_from  date,
    valid_to    date,
    state       text NOT NULL DEFAULT 'declared' CHECK (state IN ('declared', 'withdrawn')),
    declared_by uuid REFERENCES users (id),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    CHECK (from_id <> to_id),
    CHECK (valid_to >= valid_from)
);
CREATE UNIQUE INDEX organisation_relations_once ON organisation_relations (from_id, to_id, kind, coalesce(valid_from, '-infinity')) WHERE state = 'declared';
CREATE INDEX organisation_relations_to ON organisation_relations (to_id, kind) WHERE state = 'declared';
CREATE INDEX organisation_relations_by_updated ON organisation_relations (updated_at, id);

CREATE TABLE suspicions (
    id          uuid PRIMARY KEY,
    version     bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    kind        text NOT NULL CHECK (kind IN ('duplicate', 'split', 'related', 'round_trip')),
    subject     text NOT NULL, -- digest of the kind and the contracts
    fingerprint text NOT NULL, -- digest of the evidence
    score       double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    clues       jsonb NOT NULL,
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'dismissed', 'lapsed')),
    reason      text NOT NULL DEFAULT '',
    kept_id     uuid REFERENCES contracts (id),
    decided_by  uuid REFERENCES users (id),
    decided_at  timestamptz,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    CHECK (state NOT IN ('confirmed', 'dismissed') OR (reason <> '' AND decided_at IS NOT NULL))
);
-- What was decided on some evidence is not asked again on the same.
CREATE UNIQUE INDEX suspicions_once ON suspicions (subject, fingerprint);
CREATE UNIQUE INDEX suspicions_open ON suspicions (subject) WHERE state = 'open';
CREATE INDEX suspicions_by_state ON suspicions (state, kind, score, id);
CREATE INDEX suspicions_by_updated ON suspicions (updated_at, id);

CREATE TABLE suspicion_contracts (
    suspicion_id uuid   NOT NULL REFERENCES suspicions (id),
    contract_id  uuid   NOT NULL REFERENCES contracts (id),
    version      bigint NOT NULL, -- that was looked at
    PRIMARY KEY (suspicion_id, contract_id)
);
CREATE INDEX suspicion_contracts_by_contract ON suspicion_contracts (contract_id, suspicion_id);

-- +goose Down
DROP TABLE suspicion_contracts, suspicions, organisation_relations, contract_rules;
DROP INDEX contracts_between, contracts_sold_for, contracts_bought_for;
ALTER TABLE contract_events DROP COLUMN findings;
ALTER TABLE contract_versions DROP COLUMN counted_in;
ALTER TABLE contracts DROP COLUMN counted_in, DROP COLUMN proofs, DROP COLUMN terms;
