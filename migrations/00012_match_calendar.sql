-- +goose Up
-- The day on which the calendar overtakes what a need's matches say, since a time to
-- apply for a grant is over; NULL when none is in sight.
ALTER TABLE match_runs ADD COLUMN overtaken_on date;
CREATE INDEX match_runs_overtaken ON match_runs (overtaken_on) WHERE overtaken_on IS NOT NULL;

-- +goose Down
ALTER TABLE match_runs DROP COLUMN overtaken_on;
