package domain

import (
	"fmt"
	"slices"
	"time"
)

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

// ResultRelease is the kind of activity that a university may host itself.
const ResultRelease = "result_release"

// ActivityKinds are the kinds of activity.
var ActivityKinds = Terms{
	{ResultRelease, Text{"成果发布会", "Release of results"}},
	{"matchmaking", Text{"技术对接会", "Matchmaking meeting"}},
	{"roadshow", Text{"项目路演", "Roadshow"}},
}

// Bounds of an activity.
const (
	MaxCapacity    = 100_000 // persons
	maxAgenda      = 100     // items
	maxActivityDay = 31      // days from beginning to end
)

// Activity is a meeting (活动) at which results are released, needs and technologies
// are brought together, or projects are presented.
type Activity struct {
	ID               ID
	Version          int64
	Kind             string // ActivityKinds
	Title            string
	Fields           []string // Fields
	Area             string   // whose steward runs it; empty: of the whole city
	Place            string
	StartsAt, EndsAt time.Time
	HostID           ID     // the organisation that holds it; this
	Unit             string // or the unit of the city, or both
	Capacity         int    // persons, 1 to MaxCapacity
	Description      string
	Agenda           []AgendaItem

	State       ActivityState
	Reason      string     // why it was cancelled
	AnnouncedAt *time.Time // nil: never shown to the public
	Notes       string     // what came of it, in the host's words
	CreatedBy   ID         // user
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// AgendaItem is one thing on an activity's agenda: a need or a technology that is
// shown, or words. An item with a listing has no words of its own: what a reader sees
// of it is what the listing shows that reader.
type AgendaItem struct {
	At           string // "09:30" in Shanghai; empty when not fixed
	NeedID       ID
	TechnologyID ID
	Words        string
}

// Listed reports whether the item is a need or technology.
func (i AgendaItem) Listed() bool { return !i.NeedID.IsZero() || !i.TechnologyID.IsZero() }

// Validate reports everything that is wrong with a as its host writes it.
func (a Activity) Validate() error {
	var c checks
	c.oneOf("kind", a.Kind, ActivityKinds, false)
	c.text("title", a.Title, 2, 100)
	c.allOf("fields", a.Fields, Fields)
	c.text("place", a.Place, 0, 200)
	c.text("description", a.Description, 0, 5000)
	c.text("notes", a.Notes, 0, 5000)
	c.that(a.Capacity >= 1 && a.Capacity <= MaxCapacity, "capacity", "应为 1 至 100000 人", "must be from 1 to 100000 persons")
	c.that(!a.HostID.IsZero() || a.Unit != "", "host_id", "须写明主办单位", "or unit is required")
	c.that(!a.StartsAt.IsZero(), "starts_at", "必填", "is required")
	c.that(a.EndsAt.After(a.StartsAt), "ends_at", "应晚于开始时间", "must be after the beginning")
	c.that(a.EndsAt.Sub(a.StartsAt) <= maxActivityDay*24*time.Hour, "ends_at", "活动不超过 31 天", "must be within 31 days")
	c.agenda(a.Agenda)
	return c.err()
}

func (c *checks) agenda(items []AgendaItem) {
	c.that(len(items) <= maxAgenda, "agenda", "不超过 100 项", "has more than 100 items")
	seen := map[ID]bool{{}: true}
	for i, item := range items {
		at := fmt.Sprintf("agenda[%d].", i)
		_, err := time.Parse("15:04", item.At)
		c.that(item.At == "" || err == nil && len(item.At) == 5, at+"at", "时间应写作 09:30", "must be a time like 09:30")
		c.that(item.NeedID.IsZero() || item.TechnologyID.IsZero(), at+"technology_id", "每项只能是一条需求或一项成果", "is given beside a need")
		if item.Listed() {
			c.that(item.Words == "", at+"words", "列出需求或成果时不另写文字", "is given beside a listing")
			c.that(!seen[item.NeedID] || item.NeedID.IsZero(), at+"need_id", "重复", "is repeated")
			c.that(!seen[item.TechnologyID] || item.TechnologyID.IsZero(), at+"technology_id", "重复", "is repeated")
			seen[item.NeedID], seen[item.TechnologyID] = true, true
			continue
		}
		c.text(at+"words", item.Words, 1, 200)
	}
}

// HostedBy reports, as an error, that actor may not host an activity of this kind: a
// university, which is neither of the bureau nor the steward of the area, hosts
// releases of its own results only.
func (a Activity) HostedBy(actor Actor) error {
	if actor.Has(RoleBureau) || actor.Has(RoleSteward) && actor.Area != "" && actor.Area == a.Area || a.Kind == ResultRelease {
		return nil
	}
	return Invalid("kind", "高校只能主办成果发布会", "must be result_release for a university")
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

// Edit applies change to what a host writes. A cancelled activity is not changed, and of
// one that was held only the notes are.
func (a *Activity) Edit(change func(*Activity) error) error {
	if a.State == ActivityCancelled {
		return Conflict("活动已取消，不能修改", "the activity is cancelled")
	}
	next := *a
	next.Fields, next.Agenda = slices.Clone(a.Fields), slices.Clone(a.Agenda)
	if err := change(&next); err != nil {
		return err
	}
	if err := next.Validate(); err != nil {
		return err
	}
	if a.State == ActivityHeld {
		a.Notes = next.Notes
		return nil
	}
	if a.AnnouncedAt != nil && next.Place == "" {
		return Invalid("place", "必填", "is required")
	}
	a.Kind, a.Title, a.Fields, a.Area, a.Place, a.StartsAt, a.EndsAt = next.Kind, next.Title, next.Fields, next.Area, next.Place, next.StartsAt, next.EndsAt
	a.HostID, a.Unit, a.Capacity, a.Description, a.Agenda, a.Notes = next.HostID, next.Unit, next.Capacity, next.Description, next.Agenda, next.Notes
	return nil
}

// Open reports whether a takes registrations at now.
func (a Activity) Open(now time.Time) bool {
	return a.State == ActivityAnnounced && now.Before(a.StartsAt)
}

// Put adds an item to the agenda: after those of the same time or an earlier one, or last
// when it has none.
func (a *Activity) Put(item AgendaItem) {
	at := len(a.Agenda)
	for item.At != "" && at > 0 && (a.Agenda[at-1].At == "" || a.Agenda[at-1].At > item.At) {
		at--
	}
	a.Agenda = slices.Insert(a.Agenda, at, item)
}

// TakeOff takes an item off the agenda, if it is on it.
func (a *Activity) TakeOff(item AgendaItem) {
	if i := slices.Index(a.Agenda, item); i >= 0 {
		a.Agenda = slices.Delete(a.Agenda, i, i+1)
	}
}

// Facts returns what access needs to know of a.
func (a Activity) Facts() Facts {
	f := Facts{Area: a.Area}
	if !a.HostID.IsZero() {
		f.Organisations = []ID{a.HostID}
	}
	if a.AnnouncedAt != nil {
		f.Visibility = ToPublic
	}
	return f
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
