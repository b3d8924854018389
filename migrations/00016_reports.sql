-- +goose Up
-- Figures that units report, and reminders of what is due.

-- An approved report is never changed: a correction is a report of its own, of the next
-- revision, and takes its place from the day on which it is approved.
CREATE TABLE reports (
    id            uuid PRIMARY KEY,
    version       bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    plan          text NOT NULL,
    indicator     text NOT NULL,
    dimension     text NOT NULL DEFAULT '' CHECK (dimension IN ('', 'area', 'unit', 'sector')),
    key           text NOT NULL DEFAULT '', -- code of the area, unit or sector
    period_from   date NOT NULL,
    period_to     date NOT NULL,
    revision      int  NOT NULL DEFAULT 1 CHECK (revision > 0),
    corrects      uuid UNIQUE REFERENCES reports (id),
    unit          text NOT NULL REFERENCES units (code), -- that reports
    value         numeric(20, 4),
    numerator     numeric(24, 4),
    denominator   numeric(24, 4),
    note          text NOT NULL DEFAULT '',
    source        text NOT NULL DEFAULT '', -- the statistics it is taken from
    state         text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'withdrawn')),
    reason        text NOT NULL DEFAULT '', -- why it was returned, or what it corrects
    author_id     uuid REFERENCES users (id),
    submitted_at  timestamptz,
    decided_by    uuid REFERENCES users (id),
    approved_on   date,         -- it counts from this day on
    approved_at   timestamptz,  -- it is known from this moment on
    superseded_on date,
    superseded_at timestamptz,
    source_key    text UNIQUE,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    FOREIGN KEY (plan, indicator) REFERENCES indicators (plan, code) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CHECK ((dimension = '') = (key = '')),
    CHECK (period_from <= period_to),
    CHECK ((revision = 1) = (corrects IS NULL)),
    CHECK (num_nonnulls(numerator, denominator) <> 1),
    CHECK (state = 'draft' OR value IS NOT NULL OR numerator IS NOT NULL),
    CHECK ((state = 'approved') = (approved_on IS NOT NULL) AND (approved_on IS NULL) = (approved_at IS NULL)),
    CHECK ((superseded_on IS NULL) = (superseded_at IS NULL)),
    CHECK (superseded_on IS NULL OR state = 'approved'),
    CHECK (decided_by IS NULL OR decided_by <> author_id)
);
-- One living report of a revision for one thing and period.
CREATE UNIQUE INDEX reports_once ON reports (plan, indicator, dimension, key, period_from, period_to, revision) WHERE state <> 'withdrawn';
CREATE INDEX reports_approved ON reports (plan, indicator, dimension, period_to, key) WHERE state = 'approved';
CREATE INDEX reports_by_unit ON reports (unit, state, updated_at, id);
CREATE INDEX reports_by_updated ON reports (updated_at, id);

CREATE TABLE report_events (
    id         uuid PRIMARY KEY,
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    report_id  uuid NOT NULL REFERENCES reports (id),
    from_state text NOT NULL,
    to_state   text NOT NULL,
    step       text NOT NULL,
    actor_id   uuid REFERENCES users (id),
    reason     text NOT NULL DEFAULT '',
    at         timestamptz NOT NULL
);
CREATE INDEX report_events_by_report ON report_events (report_id, seq);

CREATE TABLE report_attachments (
    id         uuid PRIMARY KEY,
    report_id  uuid NOT NULL REFERENCES reports (id),
    name       text NOT NULL CHECK (name <> ''),
    type       text NOT NULL, -- by content
    size       bigint NOT NULL CHECK (size BETWEEN 1 AND 20971520),
    sha256     bytea NOT NULL CHECK (length(sha256) = 32),
    content    bytea NOT NULL,
    added_by   uuid REFERENCES users (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX report_attachments_by_report ON report_attachments (report_id, id);

-- What is due or overdue, told once for each stage of nearness, to a unit, to the
-- stewards of an area, or to the bureau (neither).
CREATE TABLE reminders (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('report', 'contract')),
    ref        text NOT NULL, -- what is due: a contract's id, or indicator, dimension, key and period of a report
    stage      text NOT NULL CHECK (stage IN ('soon', 'overdue')),
    unit       text REFERENCES units (code),
    area       text REFERENCES areas (code),
    title      jsonb NOT NULL, -- {zh, en}
    due_on     date NOT NULL,
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    read_by    uuid REFERENCES users (id),
    CHECK (num_nonnulls(unit, area) <= 1)
);
CREATE UNIQUE INDEX reminders_once ON reminders (kind, ref, stage, coalesce(unit, area, ''));
CREATE INDEX reminders_by_recipient ON reminders (coalesce(unit, area, ''), read_at, created_at);

-- +goose Down
DROP TABLE reminders, report_attachments, report_events, reports;
