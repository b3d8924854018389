-- +goose Up
-- The areas that a unit answers for: of a government one, of a collective several.
ALTER TABLE units ADD COLUMN areas text[] NOT NULL DEFAULT '{}';

-- A correction that was withdrawn leaves room for another.
ALTER TABLE reports DROP CONSTRAINT reports_corrects_key;
CREATE UNIQUE INDEX reports_corrects_once ON reports (corrects) WHERE state <> 'withdrawn';

-- A draft without a figure may be withdrawn.
ALTER TABLE reports DROP CONSTRAINT reports_check4;
ALTER TABLE reports ADD CONSTRAINT reports_figure CHECK (state IN ('draft', 'withdrawn') OR value IS NOT NULL OR numerator IS NOT NULL);

-- +goose Down
DELETE FROM report_attachments WHERE report_id IN (SELECT id FROM reports WHERE state = 'withdrawn');
DELETE FROM report_events WHERE report_id IN (SELECT id FROM reports WHERE state = 'withdrawn');
DELETE FROM reports WHERE state = 'withdrawn';
ALTER TABLE reports DROP CONSTRAINT reports_figure;
ALTER TABLE reports ADD CONSTRAINT reports_check4 CHECK (state = 'draft' OR value IS NOT NULL OR numerator IS NOT NULL);
DROP INDEX reports_corrects_once;
ALTER TABLE reports ADD CONSTRAINT reports_corrects_key UNIQUE (corrects);
ALTER TABLE units DROP COLUMN areas;
