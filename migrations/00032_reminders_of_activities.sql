-- +goose Up
-- Reminders of activities: to who comes, the day before; to the host, of what came of it.

ALTER TABLE reminders DROP CONSTRAINT reminders_kind_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking', 'need', 'technology', 'activity', 'activity-outcome'));

-- +goose Down
DELETE FROM reminders WHERE kind IN ('activity', 'activity-outcome');
ALTER TABLE reminders DROP CONSTRAINT reminders_kind_check;
ALTER TABLE reminders ADD CONSTRAINT reminders_kind_check CHECK (kind IN ('report', 'contract', 'docking', 'need', 'technology'));
