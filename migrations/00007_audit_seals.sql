-- +goose Up
-- The seal of the audit trail: a Merkle log (RFC 6962) over the hashes of its rows.

-- The order in which audit rows are sealed: behind the snapshot horizon, as the feed.
CREATE INDEX audit_by_feed ON audit (xid, id);

-- Which audit row is the nth of the log. There is no foreign key: the log is to
-- remember a row that has gone.
CREATE TABLE audit_leaves (
    n        bigint PRIMARY KEY CHECK (n >= 0),
    audit_id bigint NOT NULL UNIQUE,
    xid      xid8   NOT NULL
);

-- The hashes of the log's leaves and of every complete subtree, in the one row of
-- positions that golang.org/x/mod/sumdb/tlog calls StoredHashIndex.
CREATE TABLE audit_hashes (
    position bigint PRIMARY KEY CHECK (position >= 0),
    hash     bytea  NOT NULL CHECK (length(hash) = 32)
);

-- The log's root after every sealing: it stands for all rows sealed until then.
CREATE TABLE audit_heads (
    size bigint      PRIMARY KEY CHECK (size > 0),
    root bytea       NOT NULL CHECK (length(root) = 32),
    at   timestamptz NOT NULL
);

CREATE TRIGGER audit_leaves_append_only BEFORE UPDATE OR DELETE ON audit_leaves
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_leaves_no_truncate BEFORE TRUNCATE ON audit_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_hashes_append_only BEFORE UPDATE OR DELETE ON audit_hashes
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_hashes_no_truncate BEFORE TRUNCATE ON audit_hashes
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_heads_append_only BEFORE UPDATE OR DELETE ON audit_heads
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_heads_no_truncate BEFORE TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- +goose Down
DROP TABLE audit_heads, audit_hashes, audit_leaves;
DROP INDEX audit_by_feed;
