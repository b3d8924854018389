package domain

import "fmt"

// StageLimit is how long a docking may stay in a stage, in working days.
type StageLimit struct {
	Stage        Stage
	Days         int // up to the last day for the next step
	SoonDays     int // left when whoever's turn it is is told
	EscalateDays int // overdue when the bureau and the area's stewards are told
}

// StageLimits are the limits of all stages; a stage without one has no due day.
type StageLimits []StageLimit

// Of returns the limit of a stage.
func (ls StageLimits) Of(s Stage) (StageLimit, bool) {
	for _, l := range ls {
		if l.Stage == s {
			return l, true
		}
	}
	return StageLimit{}, false
}

// Validate reports everything that is wrong with the limits.
func (ls StageLimits) Validate() error {
	var k checks
	seen := map[Stage]bool{}
	for _, l := range ls {
		at := string(l.Stage)
		k.that(Stages.Has(at) && (Docking{Stage: l.Stage}).Open() && !seen[l.Stage], "stage", "须是未结束的阶段，且不重复", "must be an open stage, once")
		k.that(l.Days > 0, at+".days", "须大于零", "must be more than zero")
		k.that(l.SoonDays >= 0 && l.SoonDays < l.Days, at+".soon_days", "须短于时限", "must be less than days")
		k.that(l.EscalateDays > 0, at+".escalate_days", "须大于零", "must be more than zero")
		seen[l.Stage] = true
	}
	return k.err()
}

// Due returns the last day for the next step of d, zero when nothing is due. The days
// count from the day after the stage was reached (民法典第二百零一条).
func (d Docking) Due(limits StageLimits, calendar Calendar) Date {
	l, ok := limits.Of(d.Stage)
	if !ok {
		return Date{}
	}
	return calendar.After(DateOf(d.StageSince), l.Days)
}

// The stages of nearness at which a docking's next step is told of.
const (
	ReminderReached   DutyState = "reached"   // the due day has come
	ReminderEscalated DutyState = "escalated" // overdue for so long that others are told
)

// DockingClock is how the next step of a docking stands on a day.
type DockingClock struct {
	DueOn     Date
	Left      int // working days after today up to the due day; below zero when overdue
	Soon      bool
	Reached   bool
	Overdue   bool
	Escalated bool
}

// Clock returns how d stands on a day; nil when nothing is due.
func (d Docking) Clock(limits StageLimits, calendar Calendar, today Date) *DockingClock {
	l, ok := limits.Of(d.Stage)
	if !ok || d.DueOn.IsZero() {
		return nil
	}
	s := DockingClock{DueOn: d.DueOn, Left: calendar.Between(today, d.DueOn)}
	s.Reached, s.Overdue = !today.Before(d.DueOn), d.DueOn.Before(today)
	s.Soon = !s.Reached && s.Left <= l.SoonDays
	s.Escalated = s.Overdue && -s.Left >= l.EscalateDays
	return &s
}

// dockingTasks say what each side is to do in a stage.
var dockingTasks = map[Stage]Text{
	StageProposed:    {"引荐双方", "introduce the two sides"},
	StageIntroduced:  {"答复是否同意对接", "answer whether to go ahead"},
	StageNegotiating: {"推动洽谈并登记结果", "lead the talks and record their result"},
	StageAgreed:      {"签订合同", "sign the contract"},
}

// Task is what is to be done next with d; empty when it has ended.
func (d Docking) Task() Text {
	if d.Open() && d.StewardID.IsZero() {
		return Text{"指派管家", "name a steward"}
	}
	return dockingTasks[d.Stage]
}

// Reminders are what is to be told of d, of the need named, whose clock stands at s: whoever's
// turn it is once before the due day and once when it has come; the bureau and the
// stewards of the area when it has long passed.
func (d Docking) Reminders(need string, s *DockingClock) []Reminder {
	if s == nil || !s.Soon && !s.Reached {
		return nil
	}
	task := d.Task()
	r := Reminder{Kind: ReminderOfDocking, Ref: d.ID.String(), Stage: DutySoon, DueOn: s.DueOn}
	if s.Reached {
		r.Stage = ReminderReached
	}
	var told []Reminder
	for _, side := range d.Turn() {
		to, its := r, d.TaskOf(side)
		to.Title = Text{fmt.Sprintf("“%s”对接：请%s", need, its.ZH), fmt.Sprintf("Docking on %q: please %s", need, its.EN)}
		switch side {
		case SideEnterprise:
			to.OrganisationID = d.EnterpriseID
		case SideProvider:
			if to.OrganisationID = d.ProviderID; d.ProviderID.IsZero() {
				to.ExpertID = d.ExpertID
			}
		case SideSteward:
			to.ExpertID = d.StewardID
		}
		told = append(told, to)
	}
	if !s.Escalated {
		return told
	}
	r.Stage = ReminderEscalated
	r.Title = Text{fmt.Sprintf("“%s”对接逾期 %d 个工作日：%s", need, -s.Left, task.ZH), fmt.Sprintf("Docking on %q is overdue by %d working days: %s", need, -s.Left, task.EN)}
	told = append(told, r)
	if d.Area != "" {
		r.Area = d.Area
		told = append(told, r)
	}
	return told
}
