-- +goose Up
-- How indicators are measured, as data; and what was published, which never changes.

-- What an indicator is measured by; domain.Measure says what may stand in it.
ALTER TABLE indicators ADD COLUMN measured_by jsonb NOT NULL DEFAULT '{}';

CREATE TABLE publications (
    id           uuid PRIMARY KEY,
    plan         text NOT NULL REFERENCES plans (code) DEFERRABLE INITIALLY DEFERRED,
    code         text NOT NULL CHECK (code <> ''), -- "2024-Q4"
    revision     int  NOT NULL CHECK (revision > 0),
    corrects     uuid UNIQUE REFERENCES publications (id),
    reason       text NOT NULL DEFAULT '', -- why it was revised
    title        text NOT NULL,
    number       text NOT NULL DEFAULT '', -- 文号 or 期号
    period_from  date NOT NULL,
    period_to    date NOT NULL,
    as_of        date NOT NULL,         -- records count as they stood at the end of this day,
    known_at     timestamptz NOT NULL,  -- as far as they were known at this moment
    content      jsonb NOT NULL,        -- the bulletin, whole
    digest       text  NOT NULL,        -- SHA-256 of content, hexadecimal
    published_by uuid REFERENCES users (id),
    published_at timestamptz NOT NULL,
    UNIQUE (plan, code, revision),
    CHECK ((revision = 1) = (corrects IS NULL)),
    CHECK (revision = 1 OR reason <> '')
);

CREATE TABLE published_figures (
    publication_id uuid NOT NULL REFERENCES publications (id),
    indicator      text NOT NULL,
    variant        text NOT NULL DEFAULT '', -- '': the headline
    dimension      text NOT NULL DEFAULT '',
    key            text NOT NULL DEFAULT '',
    value          numeric(20, 4),
    numerator      numeric(24, 4),
    denominator    numeric(24, 4),
    target         numeric(20, 4),
    records        int  NOT NULL DEFAULT 0, -- how many it is made of
    digest         text NOT NULL DEFAULT '', -- SHA-256 of their ids and versions in order, hexadecimal
    PRIMARY KEY (publication_id, indicator, variant, dimension, key)
);

-- +goose StatementBegin
CREATE FUNCTION publications_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published cannot be changed or removed';
END $$;
-- +goose StatementEnd
CREATE TRIGGER publications_final BEFORE UPDATE OR DELETE ON publications FOR EACH ROW EXECUTE FUNCTION publications_are_final();
CREATE TRIGGER published_figures_final BEFORE UPDATE OR DELETE ON published_figures FOR EACH ROW EXECUTE FUNCTION publications_are_final();
CREATE TRIGGER publications_no_truncate BEFORE TRUNCATE ON publications FOR EACH STATEMENT EXECUTE FUNCTION publications_are_final();
CREATE TRIGGER published_figures_no_truncate BEFORE TRUNCATE ON published_figures FOR EACH STATEMENT EXECUTE FUNCTION publications_are_final();

-- +goose Down
DROP TABLE published_figures, publications;
DROP FUNCTION publications_are_final();
ALTER TABLE indicators DROP COLUMN measured_by;
