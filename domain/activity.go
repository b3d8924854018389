package domain

import (
	"slices"
	"time"
)

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
	SourceKey   string     // of what was loaded; empty: written here
	CreatedBy   ID         // user
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

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

// HostedBy reports, as an error, that actor may not host an activity of this kind: a
// university, which is neither of the bureau nor the steward of the area, hosts
// releases of its own results only.
func (a Activity) HostedBy(actor Actor) error {
	if actor.Has(RoleBureau) || actor.Has(RoleSteward) && actor.Area != "" && actor.Area == a.Area || a.Kind == ResultRelease {
		return nil
	}
	return Invalid("kind", "高校只能主办成果发布会", "must be result_release for a university")
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
