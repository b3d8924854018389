package domain

import "time"

// VisitState is where a planned visit stands.
type VisitState string

// The states.
const (
	VisitPlanned   VisitState = "planned"
	VisitDone      VisitState = "done"
	VisitCancelled VisitState = "cancelled"
)

// VisitStates name the states of visits.
var VisitStates = Terms{
	{string(VisitPlanned), Text{"已安排", "Planned"}},
	{string(VisitDone), Text{"已走访", "Done"}},
	{string(VisitCancelled), Text{"已取消", "Cancelled"}},
}

// VisitSteps are the steps of a visit; each says in words what came of it.
var VisitSteps = Machine[VisitState]{
	{Name: "done", Label: Text{"登记走访", "Record as done"}, From: []VisitState{VisitPlanned}, To: VisitDone, NeedsReason: true},
	{Name: "cancel", Label: Text{"取消走访", "Cancel"}, From: []VisitState{VisitPlanned}, To: VisitCancelled, NeedsReason: true},
}

// Visit is a steward's visit to an enterprise (走访).
type Visit struct {
	ID             ID
	Version        int64
	StewardID      ID
	OrganisationID ID
	PlannedOn      Date
	Purpose        string
	State          VisitState
	Notes          string // what came of it
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Validate reports everything that is wrong with v as it is planned.
func (v Visit) Validate() error {
	var k checks
	k.that(!v.OrganisationID.IsZero(), "organisation_id", "必填", "is required")
	k.that(!v.PlannedOn.IsZero(), "planned_on", "必填", "is required")
	k.text("purpose", v.Purpose, 1, 500)
	return k.err()
}

// Facts returns what access needs to know of v.
func (v Visit) Facts() Facts { return Facts{Experts: []ID{v.StewardID}} }

// Take moves v by the step named name, with notes on what came of it.
func (v *Visit) Take(name, notes string) error {
	step, err := VisitSteps.Take(v.State, name, notes)
	if err != nil {
		return err
	}
	var k checks
	if k.text("reason", notes, 1, 4000); k.err() != nil {
		return k.err()
	}
	v.State, v.Notes = step.To, notes
	return nil
}

// Absence is when an expert is away (请假): a steward is given no new docking meanwhile.
type Absence struct {
	ID        ID
	ExpertID  ID
	From, To  Date // with both
	Reason    string
	CreatedAt time.Time
}

// Validate reports everything that is wrong with a.
func (a Absence) Validate() error {
	var k checks
	k.that(!a.From.IsZero(), "from", "必填", "is required")
	k.that(!a.To.IsZero(), "to", "必填", "is required")
	k.that(a.From.IsZero() || a.To.IsZero() || !a.To.Before(a.From), "to", "不得早于开始日期", "is before from")
	k.text("reason", a.Reason, 0, 500)
	return k.err()
}

// Facts returns what access needs to know of a.
func (a Absence) Facts() Facts { return Facts{Experts: []ID{a.ExpertID}} }
