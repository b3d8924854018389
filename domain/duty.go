package domain

import (
	"cmp"
	"slices"
)

// DutyState is how a duty stands.
type DutyState string

// The states of a duty.
const (
	DutyDue     DutyState = "due"     // there is time
	DutySoon    DutyState = "soon"    // in SoonDays at most
	DutyOverdue DutyState = "overdue" // the day is over
	DutyDone    DutyState = "done"    // handed in
)

// DutyStates name the states of duties.
var DutyStates = Terms{
	{string(DutyOverdue), Text{"已逾期", "Overdue"}},
	{string(DutySoon), Text{"临近截止", "Due soon"}},
	{string(DutyDue), Text{"待填报", "Due"}},
	{string(DutyDone), Text{"已填报", "Done"}},
}

// Facts returns what access needs to know of d: what it knows of the report.
func (d Duty) Facts() Facts { return Facts{Units: []string{d.Unit}, UnitArea: d.area()} }

// SoonDays is for how many days up to its last a duty counts as due soon.
const SoonDays = 7

// Duty is a report that a unit owes.
type Duty struct {
	Subject
	Name  Text // of the indicator and its part
	Unit  string
	DueOn Date // the last day to hand it in
	State DutyState
	// The report that is there, of the highest revision; zero and empty for none.
	ReportID    ID
	ReportState ReportState
}

// Duties lists what units owe of the periods that have begun by today, the earliest due
// first. A report is due its indicator's due_days calendar days after its period; one of
// a period that ended before the plan was issued, as long after that. Submitted is done.
// Of the reports, those withdrawn do not count.
func (g Reporting) Duties(reports []Report, today Date) []Duty {
	latest := map[Subject]Report{}
	for _, r := range reports {
		if have, ok := latest[r.Subject()]; r.State != ReportWithdrawn && (!ok || have.Revision < r.Revision) {
			latest[r.Subject()] = r
		}
	}
	var duties []Duty
	for _, i := range g.Indicators {
		if i.MeasuredBy.From != "reports" {
			continue
		}
		for _, p := range g.Plan.Period.each(i.MeasuredBy.Every) {
			if !today.Before(p.From) {
				duties = append(duties, g.dutiesOf(i, p, latest, today)...)
			}
		}
	}
	slices.SortStableFunc(duties, func(a, b Duty) int { return cmp.Compare(a.DueOn.String(), b.DueOn.String()) })
	return duties
}

func (g Reporting) dutiesOf(i Indicator, p Period, latest map[Subject]Report, today Date) []Duty {
	due := g.dueOn(i, p)
	duty := func(by Dimension, key string) Duty {
		d := Duty{Subject: Subject{g.Plan.Code, i.Code, by, key, p}, Name: g.subject(i, by, key), DueOn: due}
		if units := g.Reporters(i, by, key); len(units) > 0 {
			d.Unit = units[0]
		}
		r := latest[d.Subject]
		if r.Unit != "" {
			d.ReportID, d.ReportState, d.Unit = r.ID, r.State, r.Unit
		}
		d.State = dutyState(r, due, today)
		return d
	}
	duties := []Duty{duty(WholeCity, "")}
	for _, by := range i.MeasuredBy.By {
		for _, key := range g.Keys(i, by) {
			duties = append(duties, duty(by, key))
		}
	}
	return duties
}

func (g Reporting) dueOn(i Indicator, p Period) Date {
	from := p.To
	if from.Before(g.Plan.IssuedOn) {
		from = g.Plan.IssuedOn
	}
	return from.AddDays(i.MeasuredBy.DueDays)
}

// dutyState is how the duty stands that r answers. A correction under way leaves what
// it corrects in force.
func dutyState(r Report, due, today Date) DutyState {
	switch {
	case r.State == ReportSubmitted || r.State == ReportApproved || r.Revision > 1:
		return DutyDone
	case due.Before(today):
		return DutyOverdue
	case due.Before(today.AddDays(SoonDays + 1)):
		return DutySoon
	}
	return DutyDue
}
