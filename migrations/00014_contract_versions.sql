-- +goose Up
-- What contracts said and when it was known, so that a figure can be computed as of any
-- day, and as it was known at any moment.

-- One row for what a contract said over the days [effective_from, effective_to), as it
-- was known over [known_from, known_to). Drafts are not kept. What is the case now is the
-- row that is open at both ends.
CREATE TABLE contract_versions (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contract_id      uuid   NOT NULL REFERENCES contracts (id),
    version          bigint NOT NULL,
    effective_from   date NOT NULL,
    effective_to     date NOT NULL DEFAULT 'infinity',
    known_from       timestamptz NOT NULL,
    known_to         timestamptz NOT NULL DEFAULT 'infinity',
    title            text NOT NULL,
    kind             text NOT NULL,
    field            text NOT NULL,
    ip_kind          text NOT NULL,
    plan_source      text NOT NULL,
    seller_id        uuid NOT NULL,
    buyer_id         uuid NOT NULL,
    seller_name      text NOT NULL,
    seller_kind      text NOT NULL,
    seller_area      text,
    seller_division  text NOT NULL,
    buyer_name       text NOT NULL,
    buyer_kind       text NOT NULL,
    buyer_area       text,
    buyer_division   text NOT NULL,
    technology_id    uuid,
    amount           bigint NOT NULL,
    technical_amount bigint NOT NULL,
    iur              boolean NOT NULL,
    result_based     boolean NOT NULL,
    equity           boolean NOT NULL,
    signed_on        date NOT NULL,
    registered_on    date,
    ended_on         date,
    state            text NOT NULL,
    content          jsonb NOT NULL, -- all that the contract said, to be shown
    CHECK (effective_from < effective_to),
    CHECK (known_from <= known_to)
);
CREATE INDEX contract_versions_by_contract ON contract_versions (contract_id, known_from);
CREATE INDEX contract_versions_iur ON contract_versions (signed_on, effective_from, effective_to)
    WHERE iur AND state NOT IN ('refused', 'voided');
CREATE INDEX contract_versions_transfers ON contract_versions (signed_on, effective_from, effective_to)
    WHERE result_based AND state = 'registered';

-- Contracts that were there before: each stands after every step as it is now, but for the
-- step's state and the days that came later.
INSERT INTO contract_versions (contract_id, version, effective_from, effective_to, known_from, title, kind, field, ip_kind, plan_source, seller_id, buyer_id,
    seller_name, seller_kind, seller_area, seller_division, buyer_name, buyer_kind, buyer_area, buyer_division, technology_id,
    amount, technical_amount, iur, result_based, equity, signed_on, registered_on, ended_on, state, content)
SELECT c.id, c.version, s.effective, s.until, s.at, c.title, c.kind, c.field, c.ip_kind, c.plan_source, c.seller_id, c.buyer_id,
    c.seller_name, c.seller_kind, c.seller_area, c.seller_division, c.buyer_name, c.buyer_kind, c.buyer_area, c.buyer_division, c.technology_id,
    c.amount, c.technical_amount, c.iur, c.result_based, c.equity, c.signed_on,
    CASE WHEN s.to_state IN ('registered', 'terminated', 'voided') THEN c.registered_on END,
    CASE WHEN s.to_state IN ('terminated', 'voided') THEN c.ended_on END, s.to_state, to_jsonb(c)
FROM contracts c JOIN (
    SELECT contract_id, to_state, effective, at, lead(effective, 1, 'infinity') OVER (PARTITION BY contract_id ORDER BY seq) AS until
    FROM contract_events) s ON s.contract_id = c.id
WHERE s.to_state <> 'draft' AND s.effective < s.until AND c.signed_on IS NOT NULL;

-- +goose Down
DROP TABLE contract_versions;
