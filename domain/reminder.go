package domain

import (
	"strings"
	"time"
)

// The kinds of reminder: of a unit's report, of a contract's clock, of the next step of a
// docking, of a listing that expires, of an activity that is near, of what came of one.
const (
	ReminderOfReport     = "report"
	ReminderOfContract   = "contract"
	ReminderOfDocking    = "docking"
	ReminderOfNeed       = "need"
	ReminderOfTechnology = "technology"
	ReminderOfActivity   = "activity"
	ReminderOfOutcome    = "activity-outcome"
)

// ReminderKinds name the kinds of reminder.
var ReminderKinds = Terms{
	{ReminderOfReport, Text{"数据填报", "Report"}},
	{ReminderOfContract, Text{"合同办理", "Contract"}},
	{ReminderOfDocking, Text{"对接办理", "Docking"}},
	{ReminderOfNeed, Text{"需求到期", "Need"}},
	{ReminderOfTechnology, Text{"成果到期", "Technology"}},
	{ReminderOfActivity, Text{"活动临近", "Event"}},
	{ReminderOfOutcome, Text{"活动成效", "What came of an event"}},
}

// ReminderStages name the stages of nearness that are told, each once.
var ReminderStages = Terms{
	{string(DutySoon), Text{"临近截止", "Due soon"}},
	{string(ReminderReached), Text{"已到期", "Due"}},
	{string(DutyOverdue), Text{"已逾期", "Overdue"}},
	{string(ReminderEscalated), Text{"逾期督办", "Escalated"}},
}

// Reminder tells a unit, the stewards of an area, an organisation, an expert, or the
// bureau (none of these) of something that is due soon or overdue. It is told once a
// stage.
type Reminder struct {
	ID    ID
	Kind  string // ReminderKinds
	Ref   string // what is due: the ID of a contract, docking, listing or activity, "ID/payment/number@day" of an instalment, "ID/milestone/…" of a milestone, or a report's Subject
	Stage DutyState
	Unit  string
	Area  string

	OrganisationID, ExpertID ID

	Title     Text
	DueOn     Date
	CreatedAt time.Time
	ReadAt    *time.Time
	ReadBy    ID
}

// Facts returns what access needs to know of r.
func (r Reminder) Facts() Facts {
	f := Facts{Units: []string{r.Unit}, UnitArea: r.unitArea(), Area: r.Area}
	f.OfBureau = r.Unit == "" && r.Area == "" && r.OrganisationID.IsZero() && r.ExpertID.IsZero()
	if !r.OrganisationID.IsZero() {
		f.Organisations = []ID{r.OrganisationID}
	}
	if !r.ExpertID.IsZero() {
		f.Experts = []ID{r.ExpertID}
	}
	return f
}

// unitArea is the area that a reminder of a report is about; empty for none.
func (r Reminder) unitArea() string {
	if parts := strings.Split(r.Ref, "/"); len(parts) == 5 && parts[2] == string(ByArea) {
		return parts[3]
	}
	return ""
}

// RemindersOf are what is to be told of duties: each that is due soon to its unit, each
// that is overdue to its unit and to the bureau.
func RemindersOf(duties []Duty) []Reminder {
	var told []Reminder
	for _, d := range duties {
		if d.State != DutySoon && d.State != DutyOverdue {
			continue
		}
		when := d.Period.Name()
		r := Reminder{Kind: ReminderOfReport, Ref: d.Subject.String(), Stage: d.State, Unit: d.Unit, DueOn: d.DueOn,
			Title: Text{when.ZH + d.Name.ZH, d.Name.EN + ", " + when.EN}}
		told = append(told, r)
		if d.State == DutyOverdue && d.Unit != "" {
			r.Unit = ""
			told = append(told, r)
		}
	}
	return told
}
