-- +goose Up
-- The day on which the calendar overtakes what a need's matches say, since a time to
-- apply for a grant is over; NULL when none is in sight.
ALTER TABLE match_runs ADD COLUMN overtaken_on date;
CREATE INDEX match_runs_overtaken ON match_runs (overtaken_on) WHERE overtaken_on IS NOT NULL;

-- No technology that answers and is not listed scores more than rest, no near miss more
-- than rest_miss; below 0 there is none. A listed one that loses less than would let
-- another rise does not have the need matched whole.
ALTER TABLE match_runs
    ADD COLUMN rest      double precision NOT NULL DEFAULT 1 CHECK (rest BETWEEN -1 AND 1),
    ADD COLUMN rest_miss double precision NOT NULL DEFAULT 1 CHECK (rest_miss BETWEEN -1 AND 1);
UPDATE match_runs SET rest = -1, rest_miss = -1 WHERE NOT more;
ALTER TABLE match_runs DROP COLUMN more;

-- A match of some 4 kB is kept as it is: compressing its parts took a third of storing it.
ALTER TABLE matches SET (toast_tuple_target = 8160);

-- +goose Down
ALTER TABLE matches RESET (toast_tuple_target);
ALTER TABLE match_runs ADD COLUMN more boolean NOT NULL DEFAULT true;
UPDATE match_runs SET more = rest >= 0 OR rest_miss >= 0;
ALTER TABLE match_runs DROP COLUMN overtaken_on, DROP COLUMN rest, DROP COLUMN rest_miss;
