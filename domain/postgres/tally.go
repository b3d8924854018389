package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Tally is how many records there are in each state.
type Tally map[string]int

// Of is how many there are in any of the states.
func (t Tally) Of(states ...string) (n int) {
	for _, s := range states {
		n += t[s]
	}
	return n
}

// All is how many there are.
func (t Tally) All() (n int) {
	for _, some := range t {
		n += some
	}
	return n
}

// Tallies count records by state.
type Tallies struct {
	Needs, Technologies Tally // by domain.ListingStates
	Dockings            Tally // by domain.Stages
	Contracts           Tally // by domain.ContractStates
	Late                int   // contracts whose registration clock has run out
}

// Tallies counts what actor owns, runs or reads all of: not what is merely shown to
// everyone. With an area, only the records of that area are counted.
func (db *DB) Tallies(ctx context.Context, actor domain.Actor, area string) (all Tallies, err error) {
	today := db.today()
	inside := func(r domain.Resource) domain.Scope { return domain.ScopeOf(actor, domain.Read, r).Inside() }
	count := func(into *Tally, table, state string, c scopeColumns, scope domain.Scope) {
		if err == nil {
			*into, err = tally(equal(c.within(db.read(ctx).Table(table), scope), c.area, area), state)
		}
	}
	count(&all.Needs, "needs", "state", listingScope("needs", today), inside(domain.Needs))
	count(&all.Technologies, "technologies", "state", listingScope("technologies", today), inside(domain.Technologies))
	count(&all.Dockings, "dockings", "stage", dockingScope, inside(domain.Dockings))
	count(&all.Contracts, "contracts", "state", contractScope, inside(domain.Contracts))
	if err != nil {
		return all, err
	}
	var late int64
	q := contractScope.within(db.read(ctx).Table("contracts"), inside(domain.Contracts))
	err = equal(q, contractScope.area, area).Where("due_on < ?", today).Count(&late).Error
	all.Late = int(late)
	return all, translate(err)
}

func tally(q *gorm.DB, state string) (Tally, error) {
	var rows []struct {
		State string `gorm:"column:state"`
		N     int    `gorm:"column:n"`
	}
	if err := q.Select(state + " AS state, count(*) AS n").Group(state).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	t := Tally{}
	for _, r := range rows {
		t[r.State] = r.N
	}
	return t, nil
}
