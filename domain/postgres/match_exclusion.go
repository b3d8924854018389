package postgres

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// exclude replaces the exclusions of run's need that condition selects, with ids as $2
// where it asks for them, by those of the run.
func exclude(ctx context.Context, t pgx.Tx, run MatchRun, condition string, ids [][16]byte) error {
	args := []any{[16]byte(run.NeedID)}
	if ids != nil {
		args = append(args, ids)
	}
	if _, err := t.Exec(ctx, `DELETE FROM match_exclusions WHERE need_id = $1 AND (`+condition+`)`, args...); err != nil {
		return err
	}
	if len(run.Excluded) == 0 {
		return nil
	}
	fields := []string{"need_id", "technology_id", "expert_id", "score", "gates", "computed_at"}
	rows := pgx.CopyFromSlice(len(run.Excluded), func(i int) ([]any, error) {
		m := run.Excluded[i]
		parts, err := encodeMatch(m)
		return []any{[16]byte(run.NeedID), candidateOf(m, domain.MatchTechnology), candidateOf(m, domain.MatchExpert), m.Score, parts.gates, run.ComputedAt}, err
	})
	_, err := t.CopyFrom(ctx, pgx.Identifier{"match_exclusions"}, fields, rows)
	return err
}

// Exclusion is a candidate that would be listed for a need but for a declared conflict.
type Exclusion struct {
	Kind        string // MatchKinds
	CandidateID domain.ID
	Title       string
	Score       float64
	Gates       []domain.Gate
}

// Exclusions returns whom declared conflicts keep off a need's lists, the best first.
// Stewards and the bureau may read them, who may read every conflict; to others, and
// for a need that does not exist, it is ErrNotFound.
func (db *DB) Exclusions(ctx context.Context, actor domain.Actor, need domain.ID) ([]Exclusion, error) {
	if !domain.ScopeOf(actor, domain.Read, domain.Conflicts).All {
		return nil, domain.ErrNotFound
	}
	if err := db.pool.QueryRow(ctx, `SELECT FROM needs WHERE id = $1`, [16]byte(need)).Scan(); err != nil {
		return nil, translate(err)
	}
	rows, err := db.pool.Query(ctx, `
SELECT CASE WHEN x.expert_id IS NULL THEN 'technology' ELSE 'expert' END, coalesce(x.technology_id, x.expert_id), coalesce(t.title, e.name), x.score, x.gates
FROM match_exclusions x LEFT JOIN technologies t ON t.id = x.technology_id LEFT JOIN experts e ON e.id = x.expert_id
WHERE x.need_id = $1 ORDER BY x.score DESC, 2`, [16]byte(need))
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (x Exclusion, err error) {
		var id [16]byte
		var gates []byte
		if err := row.Scan(&x.Kind, &id, &x.Title, &x.Score, &gates); err != nil {
			return x, err
		}
		x.CandidateID = domain.ID(id)
		var stored []storedGate
		err = json.Unmarshal(gates, &stored)
		for _, g := range stored {
			x.Gates = append(x.Gates, domain.Gate{Code: g.Code, Severity: domain.Severity(g.Severity), Reason: domain.Text{ZH: g.ZH, EN: g.EN}})
		}
		return x, err
	})
	return found, translate(err)
}
