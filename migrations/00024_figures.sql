-- +goose Up
-- What figures are counted from, so that an index has all that is asked for: the contracts
-- that count towards the agreements and the transfer rate, and the entries of a register.

DROP INDEX contract_versions_iur, contract_versions_transfers, register_versions_started;
CREATE INDEX contract_versions_iur ON contract_versions (signed_on, contract_id)
    INCLUDE (effective_from, effective_to, known_from, known_to, version, buyer_area, seller_area)
    WHERE iur AND state NOT IN ('refused', 'voided') AND counted_in IS NULL;
CREATE INDEX contract_versions_transfers ON contract_versions (signed_on, contract_id)
    INCLUDE (effective_from, effective_to, known_from, known_to, version, technology_id, amount, technical_amount,
        seller_id, buyer_division, buyer_area, seller_area)
    WHERE result_based AND state = 'registered' AND counted_in IS NULL AND (kind IN ('transfer', 'licence', 'development') OR equity)
        AND seller_kind IN ('university', 'institute') AND seller_division LIKE '4303%';
CREATE INDEX register_versions_started ON register_versions (register, starts_on, entry_id)
    INCLUDE (effective_from, effective_to, known_from, known_to, version, category, level, area, unit, amount, ends_on, withdrawn_on);

-- The reports of a plan's indicators all at once: a scoreboard asks for those of the whole.
CREATE INDEX reports_of_board ON reports (plan, dimension, indicator, period_to) WHERE state = 'approved';

-- The yearly growth that a plan prints for all its sectors together.
ALTER TABLE plans ADD COLUMN annual_growth_pct numeric(20, 4);

-- +goose Down
DROP INDEX reports_of_board;
ALTER TABLE plans DROP COLUMN annual_growth_pct;
DROP INDEX contract_versions_iur, contract_versions_transfers, register_versions_started;
CREATE INDEX contract_versions_iur ON contract_versions (signed_on, effective_from, effective_to)
    WHERE iur AND state NOT IN ('refused', 'voided');
CREATE INDEX contract_versions_transfers ON contract_versions (signed_on, effective_from, effective_to)
    WHERE result_based AND state = 'registered';
CREATE INDEX register_versions_started ON register_versions (register, starts_on, effective_from, effective_to);
