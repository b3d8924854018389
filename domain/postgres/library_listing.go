package postgres

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"sanku/domain"
)

// listingScope are the scope columns of a table of listings, on the day today in
// Shanghai: what is published and not expired is shown, as domain's visibility says.
func listingScope(table string, today domain.Date) scopeColumns {
	shown := fmt.Sprintf("(%s.state = 'published' AND %s.valid_until >= '%s')", table, table, today)
	return scopeColumns{
		public:        fmt.Sprintf("(%s AND %s.confidentiality = 'public')", shown, table),
		members:       shown,
		area:          organisationArea(table),
		organisations: []string{table + ".organisation_id = ?"},
		experts:       []string{ledBy(table, "?")},
	}
}

// dockingColumns are the columns in which a docking refers to the listings of a table.
var dockingColumns = map[string]string{"needs": "need_id", "technologies": "technology_id"}

// ledBy is the SQL condition under which a steward leads a docking of a listing, which
// ends when the docking is declined.
func ledBy(table, steward string) string { return ledIn(dockingColumns[table], table, steward) }

// ledIn is ledBy for a listing that goes by an alias.
func ledIn(reference, alias, steward string) string {
	return fmt.Sprintf("EXISTS (SELECT FROM dockings d WHERE d.%s = %s.id AND d.steward_id = %s AND d.stage <> 'declined')", reference, alias, steward)
}

// Stewards returns who leads a docking of a listing of a kind, Needs or Technologies, which
// access asks for. It knows no scope: see library.go.
func (db *DB) Stewards(ctx context.Context, kind domain.Resource, listing domain.ID) ([]domain.ID, error) {
	led, err := stewardsOf(db.read(ctx), libraryTables[kind], []domain.ID{listing})
	return led[listing], err
}

// leaders are the stewards of listings as far as scope asks for them.
func (db *DB) leaders(ctx context.Context, scope domain.Scope, table string, listings []domain.ID) (map[domain.ID][]domain.ID, error) {
	if scope.Expert.IsZero() {
		return nil, nil
	}
	return stewardsOf(db.read(ctx), table, listings)
}

// stewardsOf returns who leads a docking of each of some listings of a table.
func stewardsOf(q *gorm.DB, table string, listings []domain.ID) (map[domain.ID][]domain.ID, error) {
	reference := dockingColumns[table]
	var rows []struct {
		Listing domain.ID `gorm:"column:listing"`
		Steward domain.ID `gorm:"column:steward_id"`
	}
	err := q.Session(&gorm.Session{NewDB: true}).Table("dockings").Distinct(reference+" AS listing", "steward_id").
		Where(reference+" = ANY(?::uuid[]) AND steward_id IS NOT NULL AND stage <> 'declined'", idTexts(listings)).Scan(&rows).Error
	led := map[domain.ID][]domain.ID{}
	for _, r := range rows {
		led[r.Listing] = append(led[r.Listing], r.Steward)
	}
	return led, translate(err)
}

// organisationArea is the SQL expression for the area of a listing's organisation.
func organisationArea(table string) string {
	return "(SELECT o.area FROM organisations o WHERE o.id = " + table + ".organisation_id)"
}

func (db *DB) today() domain.Date { return domain.DateOf(db.Now()) }

// revealed are the listings of which an organisation was granted a level on a day.
type revealed struct {
	join         string // of the listing and its reveal
	organisation domain.ID
	level        domain.RevealLevel
	today        domain.Date
}

// withoutBlind drops the blind listings that scope admits only by showing them to
// members, unless they are revealed: a filter on what Redacted hides must not tell of them.
func withoutBlind(q, fresh *gorm.DB, columns scopeColumns, scope domain.Scope, r revealed) *gorm.DB {
	if scope.All {
		return q
	}
	return q.Where(columns.within(fresh, scope.Inside()).Or("confidentiality <> 'blind'").
		Or("EXISTS (SELECT FROM reveals WHERE "+r.join+" AND reveals.organisation_id = ? AND granted >= ? AND "+holding+")", r.organisation, r.level, r.today))
}

// blindOnes are the ids of those listings that are blind.
func blindOnes[T any](listings []T, of func(T) (id domain.ID, confidentiality string)) (blind []domain.ID) {
	for _, l := range listings {
		if id, confidentiality := of(l); confidentiality == "blind" {
			blind = append(blind, id)
		}
	}
	return blind
}

// areasOf returns the areas of organisations.
func areasOf(g *gorm.DB, ids []domain.ID) (map[domain.ID]string, error) {
	type located struct {
		ID   domain.ID `gorm:"column:id"`
		Area optional  `gorm:"column:area"`
	}
	var rows []located
	if err := g.Table("organisations").Select("id", "area").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	areas := make(map[domain.ID]string, len(rows))
	for _, r := range rows {
		areas[r.ID] = string(r.Area)
	}
	return areas, nil
}

func areaOf(g *gorm.DB, organisation domain.ID) (string, error) {
	if organisation.IsZero() {
		return "", nil
	}
	areas, err := areasOf(g, []domain.ID{organisation})
	return areas[organisation], err
}

// stateDetail is what the audit trail keeps of a move between states, nothing when
// there was none.
func stateDetail[S ~string](from, to S, reason string) map[string]any {
	if from == to && reason == "" {
		return nil
	}
	detail := map[string]any{"from": from, "to": to}
	if reason != "" {
		detail["reason"] = reason
	}
	return detail
}
