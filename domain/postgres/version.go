package postgres

import (
	"time"

	"sanku/domain"
)

// versions is a table of what records said over days, as it was known over moments.
type versions struct {
	table     string
	reference string // its column for the record
	columns   string // what else it keeps of a record, with commas between
}

// end makes way for what a record says from a day on, and returns the moment from which
// that is known. What was kept of later days is known no more, and what was said on the
// day before goes on to have been said up to then.
//
// Of what one transaction keeps, only the last is known; before, nothing was.
func (t *tx) end(v versions, id domain.ID, on domain.Date) (time.Time, error) {
	known, err := t.knownFrom(v, id)
	if err != nil {
		return known, err
	}
	open := ` FROM ` + v.table + ` WHERE ` + v.reference + ` = @id AND known_to = 'infinity' AND effective_to > @on`
	at := map[string]any{"id": id, "on": on, "known": known}
	for _, statement := range []string{
		`INSERT INTO ` + v.table + ` (` + v.reference + `, effective_from, effective_to, known_from, content, ` + v.columns + `)
			SELECT ` + v.reference + `, effective_from, @on, @known, content, ` + v.columns + open + ` AND effective_from < @on`,
		`DELETE` + open + ` AND known_from >= @known`, // it was known for no moment
		`UPDATE ` + v.table + ` SET known_to = @known WHERE ` + v.reference + ` = @id AND known_to = 'infinity' AND effective_to > @on`,
	} {
		if err := t.Exec(statement, at).Error; err != nil {
			return known, err
		}
	}
	return known, nil
}

// knownFrom is the moment from which on what t keeps of a record is known. Writes of one
// record wait for one another, but not in the order of their moments: none is known from
// before one that was kept earlier.
func (t *tx) knownFrom(v versions, id domain.ID) (time.Time, error) {
	if known, ok := t.known[id]; ok {
		return known, nil
	}
	moment, err := t.moment(v.table)
	if err != nil {
		return moment, err
	}
	var known time.Time
	err = t.Raw(`SELECT greatest(?::timestamptz, max(known_from) + interval '1 microsecond') FROM `+v.table+` WHERE `+v.reference+` = ?`, moment, id).Row().Scan(&known)
	if t.known == nil {
		t.known = map[domain.ID]time.Time{}
	}
	t.known[id] = known
	return known, err
}

// moment is from when on what t writes to a table that figures are made of is known: from
// after the moment of every publication, also of one that is being made.
func (t *tx) moment(table string) (known time.Time, err error) {
	if err := t.Exec("LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE").Error; err != nil {
		return known, err
	}
	err = t.Raw(`SELECT greatest(?::timestamptz, max(at) + interval '1 microsecond') FROM publication_moment`, t.now).Row().Scan(&known)
	return known.UTC(), err
}
