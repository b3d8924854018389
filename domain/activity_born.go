package domain

import "slices"

// BornWithin is for how many days after the end of an activity a docking may be said to
// have been born there. The rule is the product's own, against inflated figures.
const BornWithin = 90

// Bears reports, as an error, that d was not born at a: it was begun before the day on
// which a began, or more than BornWithin days after a ended, or neither side was there.
// Present says that one of the sides had registered.
func (a Activity) Bears(d Docking, present bool) error {
	begun := DateOf(d.CreatedAt)
	if begun.Before(DateOf(a.StartsAt)) {
		return Conflict("该对接在活动之前已经开始", "the docking was begun before the activity")
	}
	if DateOf(a.EndsAt).AddDays(BornWithin).Before(begun) {
		return Conflict("该对接在活动结束 90 天以后才开始", "the docking was begun more than 90 days after the activity")
	}
	shown := slices.ContainsFunc(a.Agenda, func(i AgendaItem) bool {
		return i.Listed() && (i.NeedID == d.NeedID || !i.TechnologyID.IsZero() && i.TechnologyID == d.TechnologyID)
	})
	if !present && !shown {
		return Conflict("双方均未报名，议程中也没有其需求或成果", "neither side registered, nor is their need or technology on the agenda")
	}
	return nil
}
