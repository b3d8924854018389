-- +goose Up
-- What explains a match on the need's side: its sentences that the candidate answers,
-- and its targets with what the candidate states of each.
ALTER TABLE matches
    ADD COLUMN need_passages jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN targets       jsonb NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE matches DROP COLUMN need_passages, DROP COLUMN targets;
