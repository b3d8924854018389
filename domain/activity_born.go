package domain

import (
	"fmt"
	"slices"
)

// ActivityRules are this platform's own rules of activities, not the law's, kept as data.
type ActivityRules struct {
	// BornWithin is for how many days after the end of an activity a docking may be said to
	// have been born there, against inflated figures; 0 for ever.
	BornWithin int
}

// Validate reports what is wrong with the rules.
func (r ActivityRules) Validate() error {
	var c checks
	c.that(r.BornWithin > 0, "born_within", "须大于零", "must be more than zero")
	return c.err()
}

// Bears reports, as an error, that d was not born at a: it was begun before the day on
// which a began, or later after a ended than the rules allow, or neither side was there.
// Present says that one of the sides had registered.
func (a Activity) Bears(d Docking, present bool, rules ActivityRules) error {
	begun := DateOf(d.CreatedAt)
	if begun.Before(DateOf(a.StartsAt)) {
		return Conflict("该对接在活动之前已经开始", "the docking was begun before the activity")
	}
	if rules.BornWithin > 0 && DateOf(a.EndsAt).AddDays(rules.BornWithin).Before(begun) {
		return Conflict(fmt.Sprintf("按本平台规则，只计活动结束后 %d 天内开始的对接；该对接开始得更晚", rules.BornWithin),
			fmt.Sprintf("by this platform's rule, only dockings begun within %d days of the activity count; this one was begun later", rules.BornWithin))
	}
	shown := slices.ContainsFunc(a.Agenda, func(i AgendaItem) bool {
		return i.Listed() && (i.NeedID == d.NeedID || !i.TechnologyID.IsZero() && i.TechnologyID == d.TechnologyID)
	})
	if !present && !shown {
		return Conflict("双方均未报名，议程中也没有其需求或成果", "neither side registered, nor is their need or technology on the agenda")
	}
	return nil
}
