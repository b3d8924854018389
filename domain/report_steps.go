package domain

import (
	"slices"
	"strings"
	"time"
)

// ReportSteps are the steps of a report. An approved one is not changed any more: a
// correction is a report of its own.
var ReportSteps = Machine[ReportState]{
	{Name: "submit", Label: Text{"提交审核", "Submit"}, From: []ReportState{ReportDraft, ReportReturned}, To: ReportSubmitted},
	{Name: "approve", Label: Text{"审核通过", "Approve"}, From: []ReportState{ReportSubmitted}, To: ReportApproved},
	{Name: "return", Label: Text{"退回", "Return"}, From: []ReportState{ReportSubmitted}, To: ReportReturned, NeedsReason: true},
	{Name: "withdraw", Label: Text{"撤回", "Withdraw"}, From: []ReportState{ReportDraft, ReportSubmitted, ReportReturned}, To: ReportWithdrawn},
}

// ReportEvent is one thing done to a report: a step, or "create", "correct", "change".
type ReportEvent struct {
	ID       ID
	ReportID ID
	From, To ReportState
	Step     string
	Actor    ID
	Reason   string
	At       time.Time
}

// ReportHistory is what a step asks of a report's past.
type ReportHistory struct {
	Writers []ID   // who wrote or submitted it
	Why     string // what it corrects, if it is a correction
}

// HistoryOf reads the history from the events of a report.
func HistoryOf(events []ReportEvent) ReportHistory {
	var h ReportHistory
	for _, e := range events {
		switch e.Step {
		case "correct":
			h.Why = e.Reason
			h.Writers = append(h.Writers, e.Actor)
		case "create", "change", "submit":
			h.Writers = append(h.Writers, e.Actor)
		}
	}
	return h
}

// Take moves r by the step named name and returns the event to record. On is the day
// from which an approved report counts. Nobody decides on a report that they wrote or
// submitted. Nothing is submitted before the last day of its period.
func (r *Report) Take(name, reason string, past ReportHistory, by Actor, on Date, now time.Time) (ReportEvent, error) {
	step, err := ReportSteps.Take(r.State, name, reason)
	if err != nil {
		return ReportEvent{}, err
	}
	if err := r.ready(step.To, past, by, on, DateOf(now)); err != nil {
		return ReportEvent{}, err
	}
	e := ReportEvent{ID: NewID(), ReportID: r.ID, From: r.State, To: step.To, Step: name, Actor: by.UserID, Reason: reason, At: now}
	r.State = step.To
	switch step.To {
	case ReportSubmitted:
		r.Reason, r.SubmittedAt, r.DecidedBy = past.Why, &now, ID{}
	case ReportReturned:
		r.Reason, r.DecidedBy = reason, by.UserID
	case ReportApproved:
		r.DecidedBy, r.ApprovedOn, r.ApprovedAt = by.UserID, on, &now
	}
	return e, nil
}

func (r Report) ready(to ReportState, past ReportHistory, by Actor, on, today Date) error {
	switch to {
	case ReportSubmitted:
		if r.Value == nil && r.Numerator == nil {
			return Invalid("value", "提交前须填写数值", "is required before submitting")
		}
		if today.Before(r.Period.To) {
			return Invalid("period", "报告期尚未结束", "has not ended yet")
		}
	case ReportApproved, ReportReturned:
		wrote := by.UserID == r.AuthorID || slices.Contains(past.Writers, by.UserID)
		if !by.UserID.IsZero() && wrote {
			return Conflict("不能审核自己填写或提交的报告", "nobody decides on a report of their own")
		}
		if on.Before(r.Period.To) || today.Before(on) {
			return Invalid("on", "应在报告期末与今天之间", "must lie between the period's end and today")
		}
	}
	return nil
}

// Editable reports whether what r says may be changed.
func (r Report) Editable() bool { return r.State == ReportDraft || r.State == ReportReturned }

// Edit applies change to the figure, note and source of r; all else stays as it is.
func (r *Report) Edit(change func(*Report) error, by Actor) error {
	if !r.Editable() {
		return Conflict("报告已提交，不能修改", "the report has been submitted and cannot be changed")
	}
	edited := *r
	if err := change(&edited); err != nil {
		return err
	}
	r.Value, r.Numerator, r.Denominator, r.Note, r.Source = edited.Value, edited.Numerator, edited.Denominator, edited.Note, edited.Source
	r.AuthorID = by.UserID
	return nil
}

// Correction returns a draft that says the same as the approved report r, to take its
// place once it is approved itself.
func (r Report) Correction(reason string, by Actor) (Report, error) {
	if r.State != ReportApproved || !r.SupersededOn.IsZero() {
		return Report{}, Conflict("只有现行的已通过报告可以更正", "only an approved report that holds can be corrected")
	}
	if strings.TrimSpace(reason) == "" {
		return Report{}, Invalid("reason", "请说明更正理由", "is required for a correction")
	}
	return Report{Plan: r.Plan, Indicator: r.Indicator, Dimension: r.Dimension, Key: r.Key, Period: r.Period, Unit: r.Unit,
		Value: r.Value, Numerator: r.Numerator, Denominator: r.Denominator, Note: r.Note, Source: r.Source,
		State: ReportDraft, Revision: r.Revision + 1, Corrects: r.ID, Reason: reason, AuthorID: by.UserID}, nil
}

// SupersededBy notes that the approved report next has taken the place of r, from the
// day on which that counts.
func (r *Report) SupersededBy(next Report) error {
	if r.State != ReportApproved || !r.SupersededOn.IsZero() {
		return Conflict("所更正的报告已被取代", "the report that it corrects has been superseded")
	}
	if next.ApprovedOn.Before(r.ApprovedOn) {
		return Invalid("on", "早于所更正报告的生效日期", "is before the day of the report that it corrects")
	}
	r.SupersededOn, r.SupersededAt = next.ApprovedOn, next.ApprovedAt
	return nil
}
