-- +goose Up
-- What statistics of registered contracts are counted from, so that they read no contracts.
CREATE INDEX contracts_statistics ON contracts (registered_on)
    INCLUDE (kind, field, ip_kind, plan_source, seller_kind, buyer_kind, seller_area, buyer_area, amount, technical_amount, signed_on, iur, seller_id, buyer_id, steward_id, id)
    WHERE state = 'registered';

-- +goose Down
DROP INDEX contracts_statistics;
