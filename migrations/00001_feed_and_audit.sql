-- +goose Up
-- The change feed, its readers, the audit trail and the epoch of the database.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- One row for every write to a record that others derive from. A row says "read this
-- record again"; readers take rows behind the snapshot horizon, in (xid, id) order.
CREATE TABLE changes (
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    id         bigint      GENERATED ALWAYS AS IDENTITY,
    kind       text        NOT NULL,
    ref        uuid        NOT NULL,
    version    bigint      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (xid, id)
);
CREATE INDEX changes_by_kind ON changes (kind, xid, id);

-- Where each reader of the feed stands: readers in the database move theirs in their
-- own transaction; copies that keep an index report theirs for purging.
CREATE TABLE change_readers (
    reader     text        PRIMARY KEY,
    xid        xid8        NOT NULL,
    id         bigint      NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- Up to where the feed has been purged: a reader behind it has missed changes.
CREATE TABLE changes_purged (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    xid      xid8   NOT NULL DEFAULT '0',
    id       bigint NOT NULL DEFAULT 0
);
INSERT INTO changes_purged DEFAULT VALUES;

-- The database's epoch: another value means that derived data must be rebuilt.
CREATE TABLE database_epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch    uuid    NOT NULL DEFAULT gen_random_uuid(),
    since    timestamptz NOT NULL DEFAULT now()
);
INSERT INTO database_epoch DEFAULT VALUES;

CREATE TABLE audit (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at         timestamptz NOT NULL,
    actor_id   uuid,
    actor      text        NOT NULL,
    address    text        NOT NULL DEFAULT '',
    request_id text        NOT NULL DEFAULT '',
    action     text        NOT NULL,
    kind       text        NOT NULL,
    ref        text        NOT NULL DEFAULT '',
    version    bigint      NOT NULL DEFAULT 0,
    outcome    text        NOT NULL CHECK (outcome IN ('done', 'denied', 'failed')),
    detail     jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_record ON audit (kind, ref, id);
CREATE INDEX audit_by_actor ON audit (actor_id, id);
CREATE INDEX audit_by_outcome ON audit (outcome, id);

-- +goose StatementBegin
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows cannot be changed or removed';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- +goose Down
DROP TABLE audit;
DROP FUNCTION audit_is_append_only();
DROP TABLE database_epoch, changes_purged, change_readers, changes;
DROP EXTENSION pg_trgm;
DROP EXTENSION btree_gist;
