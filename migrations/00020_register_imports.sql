-- +goose Up
-- Entries of registers can be imported.

ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check
    CHECK (kind IN ('organisations', 'needs', 'technologies', 'policies', 'experts', 'register-entries'));

-- +goose Down
DELETE FROM import_digests WHERE kind = 'register-entries';
DELETE FROM imports WHERE kind = 'register-entries';
ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check
    CHECK (kind IN ('organisations', 'needs', 'technologies', 'policies', 'experts'));
