-- +goose Up
-- That those in office, stewards and the bureau, have looked at the whole of a blind
-- listing. How often is counted, so that there is one row for each viewer, listing, place
-- and day.
CREATE TABLE office_views (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    need_id       uuid REFERENCES needs (id) ON DELETE CASCADE,
    technology_id uuid REFERENCES technologies (id) ON DELETE CASCADE,
    user_id       uuid NOT NULL REFERENCES users (id),
    office        text NOT NULL CHECK (office IN ('area', 'docking', 'bureau', 'admin')),
    area          text NOT NULL, -- of a steward; empty for others
    place         text NOT NULL CHECK (place IN ('record', 'list', 'found', 'matches', 'docking', 'review')),
    day           date NOT NULL, -- in Shanghai
    times         int  NOT NULL CHECK (times > 0),
    first_at      timestamptz NOT NULL,
    last_at       timestamptz NOT NULL CHECK (last_at >= first_at),
    request_id    text NOT NULL DEFAULT '', -- the last request, which counts once
    CHECK (num_nonnulls(need_id, technology_id) = 1)
);
CREATE UNIQUE INDEX office_views_once ON office_views (coalesce(need_id, technology_id), day, user_id, office, place);

-- +goose Down
DROP TABLE office_views;
