-- +goose Up
-- What certificates and estimates of contracts go by, and what finds contracts for them.

-- Rules of tax law, each over the days on which the contracts were signed that are judged
-- by it.
CREATE TABLE tax_rules (
    code       text PRIMARY KEY CHECK (code <> ''),
    position   int  NOT NULL,
    valid_from date NOT NULL,
    valid_to   date, -- the last day; NULL: until further notice
    rule       jsonb NOT NULL,
    CHECK (valid_to >= valid_from)
);

-- The code that a certificate is verified by, as domain.Contract.CertificateCode has it.
CREATE INDEX contracts_by_certificate ON contracts (left(encode(sha256(uuid_send(id)), 'hex'), 16)) WHERE registry_number IS NOT NULL;
CREATE INDEX contracts_by_registration ON contracts (registered_on, id) WHERE state = 'registered';

-- +goose Down
DROP INDEX contracts_by_registration, contracts_by_certificate;
DROP TABLE tax_rules;
