package domain

import (
	"regexp"
	"time"
)

// RegistrationState is where a registration for an activity stands.
type RegistrationState string

// The states.
const (
	Registered            RegistrationState = "registered"
	Waiting               RegistrationState = "waiting" // the activity is full
	RegistrationCancelled RegistrationState = "cancelled"
)

// RegistrationStates name the states of registrations.
var RegistrationStates = Terms{
	{string(Registered), Text{"已报名", "Registered"}},
	{string(Waiting), Text{"候补", "On the waiting list"}},
	{string(RegistrationCancelled), Text{"已取消", "Cancelled"}},
}

// MaxPersons bounds the persons of one registration.
const MaxPersons = 50

// Registration is an organisation or an expert that comes to an activity.
type Registration struct {
	ID             ID
	Version        int64
	ActivityID     ID
	OrganisationID ID  // this
	ExpertID       ID  // or this
	Persons        int // 1 to MaxPersons
	Contact        string
	Phone          string
	Note           string
	State          RegistrationState
	CheckedInAt    *time.Time
	Came           int    // persons; 0 until checked in
	Satisfaction   int    // 1 to 5; 0 until given
	Opinion        string // words beside it
	RegisteredBy   ID     // user
	CreatedAt      time.Time
	UpdatedAt      time.Time

	Area string // of the activity, for access
}

var phonePattern = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{5,24}$`)

// Validate reports everything that is wrong with r as it is made.
func (r Registration) Validate() error {
	var c checks
	c.that(r.OrganisationID.IsZero() != r.ExpertID.IsZero(), "organisation_id", "须写明报名单位或专家", "or expert_id is required, and not both")
	c.that(r.Persons >= 1 && r.Persons <= MaxPersons, "persons", "应为 1 至 50 人", "must be from 1 to 50")
	c.text("contact", r.Contact, 1, 60)
	c.that(phonePattern.MatchString(r.Phone), "phone", "请填写有效的联系电话", "is not a telephone number")
	c.text("note", r.Note, 0, 500)
	return c.err()
}

// Fits reports whether persons more fit where taken of capacity are.
func Fits(persons, taken, capacity int) bool { return persons <= capacity-taken }

// CheckIn records that came persons of r are there. Those on the waiting list may be let
// in at the door. Coming again corrects the number.
func (r *Registration) CheckIn(came int, now time.Time) error {
	if r.State == RegistrationCancelled {
		return Conflict("报名已取消", "the registration is cancelled")
	}
	if came < 1 || came > MaxPersons {
		return Invalid("came", "应为 1 至 50 人", "must be from 1 to 50")
	}
	if r.CheckedInAt == nil {
		r.CheckedInAt = &now
	}
	r.Came = came
	return nil
}

// Cancel takes r back. Who has come has come.
func (r *Registration) Cancel() error {
	switch {
	case r.State == RegistrationCancelled:
		return Conflict("报名已取消", "the registration is cancelled already")
	case r.CheckedInAt != nil:
		return Conflict("已签到，不能取消", "they have been checked in")
	}
	r.State = RegistrationCancelled
	return nil
}

// Rate keeps what those who came thought of the activity.
func (r *Registration) Rate(satisfaction int, opinion string) error {
	if r.CheckedInAt == nil {
		return Conflict("签到后方可评价", "only who came may rate")
	}
	var c checks
	c.that(satisfaction >= 1 && satisfaction <= 5, "satisfaction", "应为 1 至 5 分", "must be from 1 to 5")
	if c.text("opinion", opinion, 0, 1000); c.err() != nil {
		return c.err()
	}
	r.Satisfaction, r.Opinion = satisfaction, opinion
	return nil
}

// Facts returns what access needs to know of r.
func (r Registration) Facts() Facts {
	f := Facts{Area: r.Area}
	if !r.OrganisationID.IsZero() {
		f.Organisations = []ID{r.OrganisationID}
	}
	if !r.ExpertID.IsZero() {
		f.Experts = []ID{r.ExpertID}
	}
	return f
}

// ActivityFigures are what an activity brought. Of contracts, those count that are
// registered and came from dockings born at the activity, unless they repeat another.
type ActivityFigures struct {
	Invited                       int // organisations
	Registered, RegisteredPersons int // on the list, without those waiting
	Waiting, WaitingPersons       int
	Came, CamePersons             int
	Dockings, Contracts           int
	Amount, TechnicalAmount       Fen // 成交额, 技术交易额
	Ratings                       int
	Satisfaction                  *float64 // mean of the ratings, 1 to 5; nil without any
}
