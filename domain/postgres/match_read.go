package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"sanku/domain"
)

// Matched is a stored match with what a list shows of the other side: of the
// candidate when a need's matches are read, of the need when a candidate's are.
type Matched struct {
	domain.Match
	Title          string
	Sort           string // an expert's kind, a policy's level; empty for others
	Field          string
	TRL            int
	OrganisationID domain.ID // zero when not recorded or not shown
	Organisation   string    // or the issuer of a policy
	Blind          bool      // the reader is shown only its title and field
	unquoted       bool      // nor is the side asked about, so that nothing may quote it
	revealed       []grant   // by which the reader is shown whose it is
	inOffice       bool      // it is blind, and shown by the reader's office, or their own
	askingInOffice bool      // so is the side asked about
}

// In the statements below $1 is today, $2 the record asked for, $3 whether the
// reader may see all matches and $4 the organisation, $5 the area and $6 the steward, by
// the dockings that they lead, whose matches they may see.
// Candidates and needs that are not shown any more are left out at once, before
// the matches are computed anew.

const matchColumns = `m.need_id::text, coalesce(m.technology_id, m.expert_id, m.policy_id)::text, m.kind, m.rank, m.score, m.near_miss,
  m.features, m.gates, m.passages, m.need_passages, m.targets, m.grants, m.algorithm, m.need_version, m.candidate_version, m.computed_at, `

// blindTo is what a reader is shown of a listing in a table: 0 all, 1 that it is blind, or
// else the level at which its owner has revealed it, and by which reveal, and whether the
// reader sees it though it is blind: in office, unless it is their own. Why it matches may
// tell whose it is, so less than that is nothing here. Of a match both sides are asked: one
// that is the reader's own quotes the other.
func blindTo(table, reference string) string {
	held := `FROM reveals r WHERE r.` + reference + ` = ` + table + `.id AND r.organisation_id = $4 AND r.granted >= 4 AND r.state = 'granted' AND (r.until IS NULL OR r.until >= $1::date) ORDER BY r.granted DESC, r.id LIMIT 1`
	blind := table + `.confidentiality = 'blind' AND NOT ` + runs(table, reference)
	return `CASE WHEN ` + blind + ` THEN coalesce((SELECT r.granted ` + held + `), 1) ELSE 0 END, CASE WHEN ` + blind + ` THEN (SELECT r.id::text ` + held + `) END, ` + table + `.confidentiality = 'blind' AND ` + runs(table, reference)
}

// runs is the condition under which a listing, or a match by it, is the reader's own or in
// their charge.
func runs(table, reference string) string {
	return `($3 OR ` + table + `.organisation_id = $4 OR ` + owners[table] + `.area IS NOT DISTINCT FROM $5 OR ` + ledIn(reference, table, "$6") + `)`
}

// owners are the aliases of the organisations whose the needs and candidates are.
var owners = map[string]string{"n": "w", "c": "o"}

// candidateColumns are what a need's list shows of a candidate.
var candidateColumns = map[string]string{
	domain.MatchTechnology: `c.title, '', c.field, c.trl, o.id::text, coalesce(o.name, ''), ` + blindTo("c", "technology_id") + `, ` + blindTo("n", "need_id"),
	domain.MatchExpert:     `c.name, c.kind, coalesce(c.fields[1], ''), 0, o.id::text, coalesce(o.name, ''), 0, NULL, false, ` + blindTo("n", "need_id"),
	domain.MatchPolicy:     `c.title, c.level, '', 0, NULL, c.issuer, 0, NULL, false, ` + blindTo("n", "need_id"),
}

// needColumns are what a candidate's list shows of a need.
func needColumns(kind string) string {
	asked := `n.title, '', n.field, n.trl_min, w.id::text, w.name, ` + blindTo("n", "need_id") + `, `
	if kind == domain.MatchTechnology {
		return asked + blindTo("c", "technology_id")
	}
	return asked + `0, NULL, false`
}

var shownMatches = map[string]string{
	domain.MatchTechnology: `
FROM matches m JOIN needs n ON n.id = m.need_id JOIN organisations w ON w.id = n.organisation_id
JOIN technologies c ON c.id = m.technology_id LEFT JOIN organisations o ON o.id = c.organisation_id
WHERE (` + runs("n", "need_id") + ` OR ` + runs("c", "technology_id") + `) AND c.state = 'published' AND c.valid_until >= $1::date
  AND n.state = 'published' AND n.valid_until >= $1::date`,
	domain.MatchExpert: `
FROM matches m JOIN needs n ON n.id = m.need_id JOIN organisations w ON w.id = n.organisation_id
JOIN experts c ON c.id = m.expert_id LEFT JOIN organisations o ON o.id = c.organisation_id
WHERE ` + runs("n", "need_id") + ` AND c.state = 'published' AND n.state = 'published' AND n.valid_until >= $1::date`,
	domain.MatchPolicy: `
FROM matches m JOIN needs n ON n.id = m.need_id JOIN organisations w ON w.id = n.organisation_id
JOIN policies c ON c.id = m.policy_id
WHERE ` + runs("n", "need_id") + ` AND c.state = 'published' AND (c.valid_until IS NULL OR c.valid_until >= $1::date)
  AND n.state = 'published' AND n.valid_until >= $1::date`,
}

// Matches returns the stored matches of one kind of a need, best first, as far as
// actor may see them: the need's enterprise, its stewards and the bureau see all, a
// university those with its own technologies, the steward of its area too. Who may see none of them, or no such
// need, gets ErrNotFound.
func (db *DB) Matches(ctx context.Context, actor domain.Actor, need domain.ID, kind string) ([]Matched, error) {
	if !domain.MatchKinds.Has(kind) {
		return nil, unknownKind()
	}
	query := `SELECT ` + matchColumns + candidateColumns[kind] + shownMatches[kind] + ` AND m.need_id = $2 AND m.kind = '` + kind + `' ORDER BY m.rank`
	return db.matched(ctx, actor, query, "needs", need)
}

// MatchesOf returns the needs that a technology, expert or policy answers, best
// first, as far as actor may see the matches: the technology's owner, its stewards and
// the bureau see all, an enterprise those with its own needs, the steward of its area too. Who may see none of
// them, or no such record, gets ErrNotFound.
func (db *DB) MatchesOf(ctx context.Context, actor domain.Actor, kind string, candidate domain.ID) ([]Matched, error) {
	tables := map[string]string{domain.MatchTechnology: "technologies", domain.MatchExpert: "experts", domain.MatchPolicy: "policies"}
	if !domain.MatchKinds.Has(kind) {
		return nil, unknownKind()
	}
	query := `SELECT ` + matchColumns + needColumns(kind) + shownMatches[kind] +
		fmt.Sprintf(` AND m.%s_id = $2 ORDER BY m.near_miss, m.score DESC, m.need_id LIMIT %d`, kind, domain.MaxMatches)
	return db.matched(ctx, actor, query, tables[kind], candidate)
}

func unknownKind() error {
	codes := domain.MatchKinds.Codes()
	return domain.Invalid("kind", "只能取："+strings.Join(codes, "、"), "must be one of "+strings.Join(codes, ", "))
}

func (db *DB) matched(ctx context.Context, actor domain.Actor, query, table string, id domain.ID) ([]Matched, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Matches)
	rows, err := db.pool.Query(ctx, query, db.today().String(), [16]byte(id), scope.All, [16]byte(scope.Organisation), scope.Area, [16]byte(scope.Expert))
	if err != nil {
		return nil, translate(err)
	}
	found, err := pgx.CollectRows(rows, scanMatched)
	if err == nil && len(found) == 0 {
		err = db.mayBeMatched(ctx, scope, table, id)
	}
	if err != nil {
		return nil, translate(err)
	}
	var looked []grant
	for _, m := range found {
		looked = append(looked, m.revealed...)
	}
	if err := db.looked(ctx, actor, "matches", looked); err != nil {
		return nil, err
	}
	return found, db.seenMatched(ctx, actor, table == "needs", found)
}

// seenMatched notes whose listings actor sees in office in the matches found of a need, or
// of a candidate.
func (db *DB) seenMatched(ctx context.Context, actor domain.Actor, ofNeed bool, found []Matched) error {
	var needs, technologies []domain.ID
	for _, m := range found {
		need, candidate := m.askingInOffice, m.inOffice
		if !ofNeed {
			need, candidate = candidate, need
		}
		if need {
			needs = append(needs, m.NeedID)
		}
		if candidate {
			technologies = append(technologies, m.CandidateID)
		}
	}
	if err := db.seen(ctx, actor, domain.Needs, "matches", needs...); err != nil {
		return err
	}
	return db.seen(ctx, actor, domain.Technologies, "matches", technologies...)
}

func scanMatched(row pgx.CollectableRow) (Matched, error) {
	var m Matched
	var need, candidate string
	var organisation *string
	var shown, asking shownSide
	var parts matchParts
	err := row.Scan(&need, &candidate, &m.Match.Kind, &m.Rank, &m.Score, &m.NearMiss, &parts.features, &parts.gates, &parts.passages, &parts.needPassages, &parts.targets, &parts.grants, &m.Algorithm,
		&m.NeedVersion, &m.CandidateVersion, &m.ComputedAt, &m.Title, &m.Sort, &m.Field, &m.TRL, &organisation, &m.Organisation, &shown.level, &shown.reveal, &m.inOffice, &asking.level, &asking.reveal, &m.askingInOffice)
	if err != nil {
		return m, err
	}
	if err := parts.decode(&m.Match); err != nil {
		return m, fmt.Errorf("match of need %s: %w", need, err)
	}
	m.Raw = domain.RawOf(m.Features)
	if m.NeedID, err = domain.ParseID(need); err != nil {
		return m, err
	}
	if m.CandidateID, err = domain.ParseID(candidate); err != nil {
		return m, err
	}
	m.Blind = shown.level == domain.RevealTitle
	m.unquoted = asking.level == domain.RevealTitle
	for _, side := range []shownSide{shown, asking} {
		if side.level <= domain.RevealTitle || side.reveal == nil || m.Blind || m.unquoted {
			continue
		}
		id, err := domain.ParseID(*side.reveal)
		if err != nil {
			return m, err
		}
		m.revealed = append(m.revealed, grant{id, side.level})
	}
	return m.shown(organisation)
}

// shownSide is how far a reader is shown one side of a match, and by which reveal.
type shownSide struct {
	level  domain.RevealLevel
	reveal *string
}

// shown is the match without what either side keeps to itself.
func (m Matched) shown(organisation *string) (_ Matched, err error) {
	if m.Blind || m.unquoted {
		m.Match = m.Redacted()
	}
	if m.Blind {
		m.Organisation, m.TRL = "", 0
	} else if organisation != nil {
		m.OrganisationID, err = domain.ParseID(*organisation)
	}
	return m, err
}
