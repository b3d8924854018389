-- +goose Up
-- Organisations import their own listings: a run is of the organisation that made it, of
-- none when it is the bureau's. What a run has made of each row is kept.

ALTER TABLE imports
    ADD COLUMN organisation_id uuid REFERENCES organisations (id),
    ADD COLUMN submit boolean NOT NULL DEFAULT false;
CREATE INDEX imports_of_organisation ON imports (organisation_id, id) WHERE organisation_id IS NOT NULL;

-- The version in which the source left the record, so that what people have changed since
-- can be told; 0 for what was imported before.
ALTER TABLE import_digests ADD COLUMN version bigint NOT NULL DEFAULT 0;

CREATE TABLE import_rows (
    import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    row_no    int  NOT NULL CHECK (row_no > 0),
    record_id uuid NOT NULL,
    title     text NOT NULL,
    created   boolean NOT NULL, -- otherwise changed
    state     text NOT NULL DEFAULT '', -- in which it was left
    PRIMARY KEY (import_id, row_no)
);

-- +goose Down
DROP TABLE import_rows;
ALTER TABLE import_digests DROP COLUMN version;
ALTER TABLE imports DROP COLUMN organisation_id, DROP COLUMN submit;
