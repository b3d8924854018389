package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// storedRun reads the run that a need's matches are of.
func storedRun(ctx context.Context, t pgx.Tx, need domain.ID) (MatchRun, error) {
	run := MatchRun{NeedID: need}
	var xid int64
	var floor [16]byte
	err := t.QueryRow(ctx, `
SELECT need_version, algorithm, xid::text::bigint, change_id, computed_at, turnover, floor, coalesce(floor_id, '00000000-0000-0000-0000-000000000000'), rest, rest_miss
FROM match_runs WHERE need_id = $1`, [16]byte(need)).
		Scan(&run.NeedVersion, &run.Algorithm, &xid, &run.Seen.ID, &run.ComputedAt, &run.Turnover, &run.Floor.Score, &floor, &run.Rest.Match, &run.Rest.Miss)
	run.Seen.XID, run.Floor.ID = uint64(xid), domain.ID(floor)
	return run, err
}

// standings reads of a need's stored matches of one kind what ranks them.
func standings(ctx context.Context, t pgx.Tx, need domain.ID, kind string) ([]domain.Match, error) {
	rows, err := t.Query(ctx, `SELECT `+kind+`_id, rank, score, near_miss FROM matches WHERE need_id = $1 AND kind = $2 ORDER BY rank`, [16]byte(need), kind)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (domain.Match, error) {
		m := domain.Match{NeedID: need, Kind: kind}
		var id [16]byte
		err := row.Scan(&id, &m.Rank, &m.Score, &m.NearMiss)
		m.CandidateID = domain.ID(id)
		return m, err
	})
}

// revise writes what has changed between two lists: those that left, those that were
// looked at again, and the ranks of the others.
func revise(ctx context.Context, t pgx.Tx, need MatchRun, kind string, listed, revised []domain.Match, j Judgement) error {
	was := map[domain.ID]int{}
	for _, m := range listed {
		was[m.CandidateID] = m.Rank
	}
	var gone, moved [][16]byte
	var fresh []domain.Match
	var ranks []int
	for _, m := range revised {
		switch {
		case slices.Contains(j.Looked, m.CandidateID):
			j.Explain(&m)
			fresh = append(fresh, m)
			continue
		case was[m.CandidateID] != m.Rank:
			moved, ranks = append(moved, m.CandidateID), append(ranks, m.Rank)
		}
		delete(was, m.CandidateID)
	}
	for id := range was {
		gone = append(gone, id)
	}
	if len(gone)+len(fresh)+len(moved) == 0 {
		return nil
	}
	return rewrite(ctx, t, need, kind, gone, fresh, moved, ranks)
}

func rewrite(ctx context.Context, t pgx.Tx, need MatchRun, kind string, gone [][16]byte, fresh []domain.Match, moved [][16]byte, ranks []int) error {
	if _, err := t.Exec(ctx, `SET CONSTRAINTS matches_pkey DEFERRED`); err != nil {
		return err
	}
	column := kind + "_id"
	if _, err := t.Exec(ctx, `DELETE FROM matches WHERE need_id = $1 AND `+column+` = ANY($2)`, [16]byte(need.NeedID), gone); err != nil {
		return err
	}
	if len(moved) > 0 {
		_, err := t.Exec(ctx, `UPDATE matches m SET rank = p.rank FROM unnest($2::uuid[], $3::int[]) AS p (id, rank) WHERE m.need_id = $1 AND m.`+column+` = p.id`,
			[16]byte(need.NeedID), moved, ranks)
		if err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := copyMatches(ctx, t, need, fresh); err != nil {
		return err
	}
	return tell(ctx, t, need)
}
