-- +goose Up
-- What figures are counted from, so that an index has all that is asked for.

DROP INDEX contract_versions_iur, contract_versions_transfers, register_versions_started;
CREATE INDEX contract_versions_iur ON contract_versions (signed_on, contract_id)
    INCLUDE (effective_from, effective_to, known_from, known_to, version, buyer_area, seller_area)
    WHERE iur AND state NOT IN ('refused', 'voided') AND counted_in IS NULL;
CREATE INDEX contract_versions_transfers ON contract_versions (signed_on, contract_id)
    INCLUDE (effective_from, effective_to, known_from, known_to, version, kind, equity, technology_id, amount, technical_amount,
        seller_id, seller_kind, seller_division, buyer_division, buyer_area, seller_area)
    WHERE result_based AND state = 'registered' AND counted_in IS NULL;
CREATE INDEX register_versions_started ON register_versions (register, starts_on, entry_id)
    INCLUDE (effective_from, effective_to, known_from, known_to, version, category, level, area, unit, amount, ends_on, withdrawn_on);

-- +goose Down
DROP INDEX contract_versions_iur, contract_versions_transfers, register_versions_started;
CREATE INDEX contract_versions_iur ON contract_versions (signed_on, effective_from, effective_to)
    WHERE iur AND state NOT IN ('refused', 'voided');
CREATE INDEX contract_versions_transfers ON contract_versions (signed_on, effective_from, effective_to)
    WHERE result_based AND state = 'registered';
CREATE INDEX register_versions_started ON register_versions (register, starts_on, effective_from, effective_to);
