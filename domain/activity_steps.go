package domain

import "time"

// ActivityState is where an activity stands.
type ActivityState string

// The states.
const (
	ActivityDraft     ActivityState = "draft"     // being planned; its host's
	ActivityAnnounced ActivityState = "announced" // public, and open to registration
	ActivityClosed    ActivityState = "closed"    // public, no longer open to registration
	ActivityHeld      ActivityState = "held"
	ActivityCancelled ActivityState = "cancelled"
)

// ActivityStates name the states of activities.
var ActivityStates = Terms{
	{string(ActivityDraft), Text{"筹备中", "Being planned"}},
	{string(ActivityAnnounced), Text{"报名中", "Open to registration"}},
	{string(ActivityClosed), Text{"报名截止", "Registration closed"}},
	{string(ActivityHeld), Text{"已举办", "Held"}},
	{string(ActivityCancelled), Text{"已取消", "Cancelled"}},
}

// ActivitySteps are the steps of an activity.
var ActivitySteps = Machine[ActivityState]{
	{Name: "announce", Label: Text{"发布", "Announce"}, From: []ActivityState{ActivityDraft}, To: ActivityAnnounced},
	{Name: "close-registration", Label: Text{"截止报名", "Close registration"}, From: []ActivityState{ActivityAnnounced}, To: ActivityClosed},
	{Name: "reopen-registration", Label: Text{"重开报名", "Reopen registration"}, From: []ActivityState{ActivityClosed}, To: ActivityAnnounced},
	{Name: "hold", Label: Text{"确认已举办", "Record as held"}, From: []ActivityState{ActivityAnnounced, ActivityClosed}, To: ActivityHeld},
	{Name: "cancel", Label: Text{"取消活动", "Cancel"}, From: []ActivityState{ActivityDraft, ActivityAnnounced, ActivityClosed}, To: ActivityCancelled, NeedsReason: true},
}

// Take moves a by the step named name. Nothing is announced without a place or after
// its beginning, and nothing has been held before it began.
func (a *Activity) Take(name, reason string, now time.Time) error {
	step, err := ActivitySteps.Take(a.State, name, reason)
	if err != nil {
		return err
	}
	switch step.To {
	case ActivityAnnounced:
		if a.Place == "" {
			return Invalid("place", "发布前须写明地点", "is required before announcing")
		}
		if !now.Before(a.StartsAt) {
			return Conflict("活动开始时间已过", "the activity's beginning is past")
		}
		if a.AnnouncedAt == nil {
			a.AnnouncedAt = &now
		}
	case ActivityHeld:
		if now.Before(a.StartsAt) {
			return Conflict("活动尚未开始", "the activity has not begun")
		}
	case ActivityCancelled:
		var c checks
		if c.text("reason", reason, 1, 1000); c.err() != nil {
			return c.err()
		}
		a.Reason = reason
	}
	a.State = step.To
	return nil
}

// MovedFrom reports whether a, which has been announced, is to be at another time or place
// than before.
func (a Activity) MovedFrom(before Activity) bool {
	return a.AnnouncedAt != nil && (!a.StartsAt.Equal(before.StartsAt) || !a.EndsAt.Equal(before.EndsAt) || a.Place != before.Place)
}

// Open reports whether a takes registrations at now.
func (a Activity) Open(now time.Time) bool {
	return a.State == ActivityAnnounced && now.Before(a.StartsAt)
}

// Attended reports, as an error, that nobody can be at a yet: it has not been announced,
// is cancelled, or the day on which it begins is to come.
func (a Activity) Attended(now time.Time) error {
	if a.State == ActivityDraft || a.State == ActivityCancelled {
		return Conflict("活动未发布或已取消", "the activity is not announced, or cancelled")
	}
	if DateOf(now).Before(DateOf(a.StartsAt)) {
		return Conflict("活动当天方可办理", "the activity has not begun")
	}
	return nil
}
