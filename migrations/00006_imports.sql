-- +goose Up
-- Imports: one row a run, and the rows of the file that could not be taken.

CREATE TABLE imports (
    id          uuid PRIMARY KEY,
    version     bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    kind        text NOT NULL CHECK (kind IN ('organisations', 'needs', 'technologies', 'policies', 'experts')),
    file_name   text NOT NULL,
    file_sha256 bytea NOT NULL CHECK (length(file_sha256) = 32),
    source      text NOT NULL,
    dry_run     boolean NOT NULL,
    strict      boolean NOT NULL,
    publish     boolean NOT NULL,
    create_organisations boolean NOT NULL,
    division    text NOT NULL DEFAULT '',
    state       text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    row_count   int NOT NULL DEFAULT 0,
    created     int NOT NULL DEFAULT 0,
    changed     int NOT NULL DEFAULT 0,
    unchanged   int NOT NULL DEFAULT 0,
    rejected    int NOT NULL DEFAULT 0,
    drafts      int NOT NULL DEFAULT 0,
    ignored     jsonb NOT NULL DEFAULT '{}',
    actor_id    uuid REFERENCES users (id),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    CHECK ((state = 'running') = (finished_at IS NULL))
);
CREATE INDEX imports_by_start ON imports (started_at, id);
CREATE INDEX imports_by_source ON imports (kind, source, id);

CREATE TABLE import_errors (
    import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    row_no    int  NOT NULL CHECK (row_no > 0),
    position  int  NOT NULL,
    column_no int  NOT NULL DEFAULT 0,
    field     text NOT NULL,
    reason_zh text NOT NULL,
    reason_en text NOT NULL,
    draft     boolean NOT NULL, -- the row was taken as a draft; otherwise it was rejected
    PRIMARY KEY (import_id, row_no, position)
);

-- What the source last said of each record, as a digest: a row that says the same again
-- is not written, whatever people have made of the record since.
CREATE TABLE import_digests (
    kind       text  NOT NULL,
    source_key text  NOT NULL,
    record_id  uuid  NOT NULL,
    digest     bytea NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (kind, source_key)
);

-- +goose Down
DROP TABLE import_digests, import_errors, imports;
