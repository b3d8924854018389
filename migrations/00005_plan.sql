-- +goose Up
-- Plans with their indicators and targets. All of it is loaded from data files.

CREATE TABLE plans (
    code      text PRIMARY KEY CHECK (code <> ''),
    title     text NOT NULL,
    number    text NOT NULL DEFAULT '',
    issued_on date,
    period    daterange NOT NULL CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)),
    EXCLUDE USING gist (period WITH &&)
);

CREATE TABLE indicators (
    plan        text NOT NULL REFERENCES plans (code) ON DELETE CASCADE,
    code        text NOT NULL CHECK (code <> ''),
    position    int  NOT NULL,
    section     text NOT NULL,
    name_zh     text NOT NULL,
    name_en     text NOT NULL,
    unit        text NOT NULL,
    measure     text NOT NULL CHECK (measure IN ('stock', 'flow', 'ratio', 'growth', 'cumulative', 'annual', 'coverage')),
    comparator  text NOT NULL CHECK (comparator IN ('>=', '<=')),
    period_rule text NOT NULL,
    source      text NOT NULL,
    breakdown   text NOT NULL DEFAULT '',
    quote       text NOT NULL,
    PRIMARY KEY (plan, code),
    UNIQUE (plan, position)
);

CREATE TABLE indicator_units (
    plan      text NOT NULL,
    indicator text NOT NULL,
    unit      text NOT NULL REFERENCES units (code),
    leads     boolean NOT NULL, -- 牵头单位, else 责任单位
    position  int  NOT NULL,    -- the first that leads answers for the figure
    PRIMARY KEY (plan, indicator, unit),
    FOREIGN KEY (plan, indicator) REFERENCES indicators (plan, code) ON DELETE CASCADE
);

-- Activities that the plan divides R&D spend by (annex 1), with the mean growth that
-- the annex prints and the units that answer for each.
CREATE TABLE plan_sectors (
    plan              text NOT NULL REFERENCES plans (code) ON DELETE CASCADE,
    code              text NOT NULL,
    name_zh           text NOT NULL,
    name_en           text NOT NULL,
    annual_growth_pct numeric(20, 4),
    units             text[] NOT NULL DEFAULT '{}',
    position          int NOT NULL,
    PRIMARY KEY (plan, code)
);

-- A NULL value is "not set" as the plan's own table shows it; it is not zero. The
-- period is a calendar year, or the whole plan; two targets for one thing never overlap.
CREATE TABLE targets (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan      text NOT NULL,
    indicator text NOT NULL,
    dimension text NOT NULL DEFAULT '' CHECK (dimension IN ('', 'area', 'unit', 'sector')),
    area      text REFERENCES areas (code),
    unit      text REFERENCES units (code),
    sector    text,
    year      int NOT NULL DEFAULT 0 CHECK (year = 0 OR year BETWEEN 1949 AND 2200),
    period    daterange NOT NULL,
    value     numeric(20, 4) CHECK (value >= 0),
    source    text NOT NULL,
    FOREIGN KEY (plan, indicator) REFERENCES indicators (plan, code) ON DELETE CASCADE,
    FOREIGN KEY (plan, sector) REFERENCES plan_sectors (plan, code),
    CHECK (CASE dimension WHEN '' THEN num_nonnulls(area, unit, sector) = 0
                          WHEN 'area' THEN area IS NOT NULL AND num_nonnulls(unit, sector) = 0
                          WHEN 'unit' THEN unit IS NOT NULL AND num_nonnulls(area, sector) = 0
                          ELSE sector IS NOT NULL AND num_nonnulls(area, unit) = 0 END),
    EXCLUDE USING gist (plan WITH =, indicator WITH =, dimension WITH =, coalesce(area, unit, sector, '') WITH =,
                        (year = 0) WITH =, period WITH &&)
);
CREATE INDEX targets_by_indicator ON targets (plan, indicator, dimension, year);

-- +goose Down
DROP TABLE targets, plan_sectors, indicator_units, indicators, plans;
