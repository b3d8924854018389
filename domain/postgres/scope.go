package postgres

import (
	"strings"

	"gorm.io/gorm"

	"sanku/domain"
)

// scopeColumns say, for one table, which SQL conditions stand for the parts of a
// scope. A part without columns admits nothing.
type scopeColumns struct {
	public        string   // condition for records shown to everyone
	members       string   // condition for records shown to signed-in users
	area          string   // expression of the record's area
	organisations []string // conditions with one ? for the organisation
	units         []string // conditions with one ? for the unit
	unitArea      string   // expression of the area of its unit's that the record is of
	bureau        string   // condition for what is told to the bureau itself
	users         []string // conditions with one ? for the user
	experts       []string // conditions with one ? for the expert
	proposer      string   // condition with one ? for the user who proposed it
}

// within limits q to the records of scope.
func (c scopeColumns) within(q *gorm.DB, scope domain.Scope) *gorm.DB {
	if scope.All {
		return q
	}
	var parts []string
	var args []any
	add := func(ok bool, conditions []string, arg any) {
		for _, condition := range conditions {
			if ok && condition != "" {
				parts, args = append(parts, condition), append(args, arg)
			}
		}
	}
	if scope.Published && c.public != "" {
		parts = append(parts, c.public)
	}
	if scope.Listed && c.members != "" {
		parts = append(parts, c.members)
	}
	if c.area != "" {
		add(scope.Area != "", []string{c.area + " = ?"}, scope.Area)
	}
	add(!scope.Organisation.IsZero(), c.organisations, scope.Organisation)
	if scope.UnitArea == "" {
		add(scope.Unit != "", c.units, scope.Unit)
	} else if c.unitArea != "" {
		for _, unit := range c.units {
			parts, args = append(parts, "("+unit+" AND "+c.unitArea+" = ?)"), append(args, scope.Unit, scope.UnitArea)
		}
	}
	if scope.OfBureau && c.bureau != "" {
		parts = append(parts, "("+c.bureau+")")
	}
	add(!scope.User.IsZero(), c.users, scope.User)
	add(!scope.Expert.IsZero(), c.experts, scope.Expert)
	add(!scope.Proposer.IsZero(), []string{c.proposer}, scope.Proposer)
	if len(parts) == 0 {
		return q.Where("false")
	}
	return q.Where("("+strings.Join(parts, " OR ")+")", args...)
}
