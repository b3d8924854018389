-- +goose Up
-- Reminders of activities: to who comes, the day before; to the host, of what came of it.
-- Activities that are loaded are known by where they come from.

ALTER TABLE reminders DROP CONSTRAINT reminders_kind_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking', 'need', 'technology', 'activity', 'activity-outcome'));
ALTER TABLE activities ADD COLUMN source_key text UNIQUE CHECK (source_key <> '');

-- +goose Down
ALTER TABLE activities DROP COLUMN source_key;
DELETE FROM reminders WHERE kind IN ('activity', 'activity-outcome');
ALTER TABLE reminders DROP CONSTRAINT reminders_kind_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking', 'need', 'technology'));
