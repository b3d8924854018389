-- +goose Up
-- The files of contracts' proofs. Contracts, their versions and amendments name them in
-- what they hold as proofs; a contract is inserted after the files it begins with.
CREATE TABLE contract_files (
    id          uuid PRIMARY KEY,
    contract_id uuid NOT NULL REFERENCES contracts (id) DEFERRABLE INITIALLY DEFERRED,
    name        text NOT NULL CHECK (name <> ''),
    type        text NOT NULL, -- by content
    size        bigint NOT NULL CHECK (size BETWEEN 1 AND 20971520),
    sha256      bytea NOT NULL CHECK (length(sha256) = 32),
    content     bytea NOT NULL,
    added_by    uuid REFERENCES users (id),
    created_at  timestamptz NOT NULL
);
CREATE INDEX contract_files_by_contract ON contract_files (contract_id, id);

-- +goose Down
DROP TABLE contract_files;
