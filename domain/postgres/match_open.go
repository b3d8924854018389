package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// openMatches is the condition under which the matches of a listing l of a table are open
// to a reader, though perhaps not all of them: $2 says that all matches are, $3 is the
// organisation, $4 the area and $5 the steward, by the dockings that they lead, whose are.
func openMatches(table string) string {
	if reference, ok := dockingColumns[table]; ok {
		return "($2 OR l.organisation_id = $3 OR " + organisationArea("l") + " IS NOT DISTINCT FROM $4 OR " + ledIn(reference, "l", "$5") + ")"
	}
	return "($2 OR $3::uuid IS NULL AND $4::text IS NULL AND $5::uuid IS NULL)" // experts and policies are nobody's: only who sees all may
}

// mayBeMatched tells an empty list from one that the reader may not see.
func (db *DB) mayBeMatched(ctx context.Context, scope domain.Scope, table string, id domain.ID) error {
	var may bool
	err := db.pool.QueryRow(ctx, `SELECT `+openMatches(table)+` FROM `+table+` l WHERE l.id = $1`,
		[16]byte(id), scope.All, [16]byte(scope.Organisation), scope.Area, [16]byte(scope.Expert)).Scan(&may)
	if err == nil && !may {
		err = domain.ErrNotFound
	}
	return err
}

// MatchedFor says of which needs actor may open the matches.
func (db *DB) MatchedFor(ctx context.Context, actor domain.Actor, needs []domain.ID) (map[domain.ID]bool, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Matches)
	rows, err := db.pool.Query(ctx, `SELECT l.id FROM needs l WHERE l.id = ANY($1::uuid[]) AND `+openMatches("needs"),
		idTexts(needs), scope.All, [16]byte(scope.Organisation), scope.Area, [16]byte(scope.Expert))
	if err != nil {
		return nil, translate(err)
	}
	open := map[domain.ID]bool{}
	var id [16]byte
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error {
		open[domain.ID(id)] = true
		return nil
	})
	return open, translate(err)
}
