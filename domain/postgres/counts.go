package postgres

import "context"

// Counts is how many records there are, whoever may see them.
type Counts struct {
	Organisations int `json:"organisations"`
	Needs         int `json:"needs"`
	Technologies  int `json:"technologies"`
	Policies      int `json:"policies"`
	Experts       int `json:"experts"`
	Matches       int `json:"matches"`
	Dockings      int `json:"dockings"`
	Contracts     int `json:"contracts"`
}

// Counts counts the records.
func (db *DB) Counts(ctx context.Context) (c Counts, err error) {
	err = db.pool.QueryRow(ctx, `SELECT (SELECT count(*) FROM organisations), (SELECT count(*) FROM needs), (SELECT count(*) FROM technologies),
		(SELECT count(*) FROM policies), (SELECT count(*) FROM experts), (SELECT count(*) FROM matches), (SELECT count(*) FROM dockings),
		(SELECT count(*) FROM contracts)`).Scan(&c.Organisations, &c.Needs, &c.Technologies, &c.Policies, &c.Experts, &c.Matches, &c.Dockings, &c.Contracts)
	return c, translate(err)
}
