package domain

import "time"

// The kinds of reminder: of a unit's report, of a contract's clock, of what the parties
// of a contract are to deliver or to pay.
const (
	ReminderOfReport    = "report"
	ReminderOfContract  = "contract"
	ReminderOfMilestone = "milestone"
	ReminderOfPayment   = "payment"
)

// ReminderKinds name the kinds of reminder.
var ReminderKinds = Terms{
	{ReminderOfReport, Text{"数据填报", "Report"}},
	{ReminderOfContract, Text{"合同办理", "Contract"}},
	{ReminderOfMilestone, Text{"履行节点", "Milestone"}},
	{ReminderOfPayment, Text{"合同付款", "Payment"}},
}

// ReminderStages name the stages of nearness that are told, each once.
var ReminderStages = Terms{
	{string(DutySoon), Text{"临近截止", "Due soon"}},
	{string(DutyOverdue), Text{"已逾期", "Overdue"}},
}

// Reminder tells a unit (in one area, if that is given too), the stewards of an area, an
// organisation, or the bureau (none of these) of something that is due soon or overdue.
// It is told once a stage.
type Reminder struct {
	ID           ID
	Kind         string // ReminderKinds
	Ref          string // what is due: a contract's ID, or a report's Subject
	Part         string // which milestone or instalment of a contract, and its day
	Stage        DutyState
	Unit         string
	Area         string
	Organisation ID
	Title        Text
	DueOn        Date
	CreatedAt    time.Time
	ReadAt       *time.Time
	ReadBy       ID
}

// Facts returns what access needs to know of r.
func (r Reminder) Facts() Facts {
	f := Facts{Organisations: []ID{r.Organisation}, Units: []string{r.Unit}, UnitArea: r.Area}
	if r.Unit == "" {
		f.Area = r.Area
	}
	f.OfBureau = r.Unit == "" && r.Area == "" && r.Organisation.IsZero()
	return f
}

// RemindersOf are what is to be told of duties: each that is due soon to its unit, each
// that is overdue to its unit and to the bureau.
func RemindersOf(duties []Duty) []Reminder {
	var told []Reminder
	for _, d := range duties {
		if d.State != DutySoon && d.State != DutyOverdue {
			continue
		}
		when := d.Period.name()
		r := Reminder{Kind: ReminderOfReport, Ref: d.Subject.String(), Stage: d.State, Unit: d.Unit, Area: d.area(), DueOn: d.DueOn,
			Title: Text{when.ZH + d.Name.ZH, d.Name.EN + ", " + when.EN}}
		told = append(told, r)
		if d.State == DutyOverdue && d.Unit != "" {
			r.Unit, r.Area = "", ""
			told = append(told, r)
		}
	}
	return told
}
