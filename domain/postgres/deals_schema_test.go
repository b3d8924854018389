package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"sanku/domain"
)

// The schema refuses wrong states even to those who go around the store.
func TestSchemaOfDealsRefuses(t *testing.T) {
	d := openDeals(t)
	d.giveUSCC(t)
	docking := d.docking(t, agreed...)
	draft := d.drafted(t, func(c *domain.Contract) { c.DockingID = docking.ID })
	registered := d.take(t, d.drafted(t), registration...)
	for name, test := range map[string]struct{ sql, code string }{
		"a docking of nothing":             {"UPDATE dockings SET technology_id = NULL", "23514"},
		"a docking with itself":            {"UPDATE dockings SET provider_id = enterprise_id", "23514"},
		"a docking led by nobody":          {"UPDATE dockings SET steward_id = NULL", "23514"},
		"declined without a reason":        {"UPDATE dockings SET stage = 'declined'", "23514"},
		"a reason without declining":       {"UPDATE dockings SET decline_reason = 'price'", "23514"},
		"an unknown stage":                 {"UPDATE dockings SET stage = 'married'", "23514"},
		"agreed behind a veil":             {"UPDATE dockings SET enterprise_veiled = true", "23514"},
		"a pair docked twice":              {"INSERT INTO dockings (id, need_id, technology_id, enterprise_id, created_at, updated_at) SELECT gen_random_uuid(), need_id, technology_id, enterprise_id, now(), now() FROM dockings", "23505"},
		"more technology than value":       {"UPDATE contracts SET technical_amount = amount + 1", "23514"},
		"less than nothing":                {"UPDATE contracts SET technical_amount = -1", "23514"},
		"a contract with oneself":          {"UPDATE contracts SET buyer_id = seller_id", "23514"},
		"ended before it started":          {"UPDATE contracts SET ends_on = starts_on - 1", "23514"},
		"investment of no result":          {"UPDATE contracts SET equity = true, result_based = false", "23514"},
		"submitted unsigned":               {"UPDATE contracts SET state = 'submitted', signed_on = NULL WHERE state = 'draft'", "23514"},
		"registered without a number":      {"UPDATE contracts SET registry_number = NULL WHERE state = 'registered'", "23514"},
		"registered without a day":         {"UPDATE contracts SET registered_on = NULL WHERE state = 'registered'", "23514"},
		"registered without a price":       {"UPDATE contracts SET amount = 0, technical_amount = 0 WHERE state = 'registered'", "23514"},
		"registered without a field":       {"UPDATE contracts SET field = '' WHERE state = 'registered'", "23514"},
		"registered before signing":        {"UPDATE contracts SET registered_on = signed_on - 1 WHERE state = 'registered'", "23514"},
		"a draft with a number":            {"UPDATE contracts SET registry_number = '1' WHERE state = 'draft'", "23514"},
		"terminated without a day":         {"UPDATE contracts SET state = 'terminated', reason = 'x' WHERE state = 'registered'", "23514"},
		"terminated without a reason":      {"UPDATE contracts SET state = 'terminated', reason = '', ended_on = registered_on WHERE state = 'registered'", "23514"},
		"terminated before registration":   {"UPDATE contracts SET state = 'terminated', reason = 'x', ended_on = registered_on - 1 WHERE state = 'registered'", "23514"},
		"ended while registered":           {"UPDATE contracts SET ended_on = registered_on WHERE state = 'registered'", "23514"},
		"returned without a reason":        {"UPDATE contracts SET state = 'returned', reason = '' WHERE state = 'draft'", "23514"},
		"payments that are no list":        {"UPDATE contracts SET payments = '{}'", "23514"},
		"two contracts of one docking":     {"UPDATE contracts SET docking_id = (SELECT id FROM dockings)", "23505"},
		"one number for two contracts":     {"UPDATE contracts SET registry_number = 'x', state = 'registered', registered_on = signed_on", "23505"},
		"a party on no side":               {"INSERT INTO contract_parties SELECT id, 0, seller_id, 'middle' FROM contracts", "23514"},
		"an event of no contract":          {"INSERT INTO contract_events (id, contract_id, from_state, to_state, step, effective, at) VALUES (gen_random_uuid(), gen_random_uuid(), '', '', '', now(), now())", "23503"},
		"a contract's need that is absent": {"UPDATE contracts SET need_id = gen_random_uuid()", "23503"},
	} {
		requireCode(t, d, name, test.sql, test.code)
	}
	require.NotEqual(t, draft.ID, registered.ID)
}

func TestSchemaOfPlansRefuses(t *testing.T) {
	d := openDeals(t)
	loadPlan(t, d)
	const target = "INSERT INTO targets (plan, indicator, dimension, area, year, period, value, source) VALUES "
	for name, test := range map[string]struct{ sql, code string }{
		"a plan without end":               {"INSERT INTO plans (code, title, period) VALUES ('x', 'x', '[2030-01-01,)')", "23514"},
		"a plan of no day":                 {"INSERT INTO plans (code, title, period) VALUES ('x', 'x', 'empty')", "23514"},
		"plans that overlap":               {"INSERT INTO plans (code, title, period) VALUES ('x', 'x', '[2025-12-31,2027-01-01)')", "23P01"},
		"an indicator of no plan":          {"UPDATE indicators SET plan = 'x'", "23503"},
		"an unknown measure":               {"UPDATE indicators SET measure = 'mood'", "23514"},
		"a target below zero":              {"UPDATE targets SET value = -1", "23514"},
		"a target of the city for an area": {target + "('p', 'iur_agreements', '', 'yuhu', 2024, '[2024-01-01,2025-01-01)', 1, 'x')", "23514"},
		"an area's target for no area":     {target + "('p', 'iur_agreements', 'area', NULL, 2024, '[2024-01-01,2025-01-01)', 1, 'x')", "23514"},
		"a target for an unknown area":     {target + "('p', 'iur_agreements', 'area', 'x', 2024, '[2024-01-01,2025-01-01)', 1, 'x')", "23503"},
		"two targets for one year":         {target + "('p', 'iur_agreements', 'area', 'yuhu', 2023, '[2023-06-01,2023-07-01)', 1, 'x')", "23P01"},
		"two targets for the plan":         {target + "('p', 'iur_agreements', '', NULL, 0, '[2023-01-01,2024-01-01)', 1, 'x')", "23P01"},
		"a sector of no plan":              {"UPDATE plan_sectors SET plan = 'x'", "23503"},
	} {
		requireCode(t, d, name, test.sql, test.code)
	}
}

func requireCode(t *testing.T, d *deals, name, sql, code string) {
	t.Helper()
	_, err := d.Pool().Exec(t.Context(), sql)
	var pg *pgconn.PgError
	require.True(t, errors.As(err, &pg), "%s: %v", name, err)
	require.Equal(t, code, pg.Code, "%s: %s", name, pg.Message)
}
