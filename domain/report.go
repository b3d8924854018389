package domain

import (
	"strings"
	"time"
)

// Report is a figure of the plan as a unit reports it (填报): of an indicator, as a
// whole or for one area, unit or sector, for a period. Flows and annual sums are
// cumulated from 1 January to the period's end (本年累计).
type Report struct {
	ID           ID
	Version      int64
	Plan         string
	Indicator    string
	Dimension    Dimension
	Key          string
	Period       Period
	Revision     int
	Corrects     ID     // the approved report that it takes the place of once approved
	Unit         string // that reports
	Value        *Decimal
	Numerator    *Decimal
	Denominator  *Decimal
	Note         string
	Source       string // the statistics it is taken from
	State        ReportState
	Reason       string // why it was returned, or what it corrects
	AuthorID     ID     // who wrote it last
	SubmittedAt  *time.Time
	DecidedBy    ID
	ApprovedOn   Date // it counts from this day on,
	ApprovedAt   *time.Time
	SupersededOn Date // and no more from this day on
	SupersededAt *time.Time
	SourceKey    string
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// ReportState is where a report stands.
type ReportState string

// The states.
const (
	ReportDraft     ReportState = "draft"
	ReportSubmitted ReportState = "submitted"
	ReportReturned  ReportState = "returned"
	ReportApproved  ReportState = "approved"
	ReportWithdrawn ReportState = "withdrawn"
)

// ReportStates name the states of reports.
var ReportStates = Terms{
	{string(ReportDraft), Text{"草稿", "Draft"}},
	{string(ReportSubmitted), Text{"待审核", "Submitted"}},
	{string(ReportReturned), Text{"已退回", "Returned"}},
	{string(ReportApproved), Text{"已通过", "Approved"}},
	{string(ReportWithdrawn), Text{"已撤回", "Withdrawn"}},
}

// Dimensions name what a report can be for a part of.
var Dimensions = Terms{
	{string(ByArea), Text{"县市区、园区", "Area"}},
	{string(ByUnit), Text{"责任单位", "Unit"}},
	{string(BySector), Text{"行业类别", "Sector"}},
}

// Facts returns what access needs to know of r.
func (r Report) Facts() Facts { return Facts{Units: []string{r.Unit}, UnitArea: r.Subject().area()} }

// Subject is what a report is of, whoever reports it and in whichever revision.
type Subject struct {
	Plan, Indicator string
	Dimension       Dimension
	Key             string
	Period          Period
}

// Subject returns what r is of.
func (r Report) Subject() Subject {
	return Subject{r.Plan, r.Indicator, r.Dimension, r.Key, r.Period}
}

// area is the area that a report is for; empty when it is for none.
func (s Subject) area() string {
	if s.Dimension == ByArea {
		return s.Key
	}
	return ""
}

// String returns the subject in one line: "plan/rd_spend/area/yuhu/2025-Q4".
func (s Subject) String() string {
	return strings.Join([]string{s.Plan, s.Indicator, string(s.Dimension), s.Key, s.Period.Code()}, "/")
}

// figure is the number that r reports for an indicator; false without one. A ratio in
// percent is a hundred times its quotient.
func (r Report) figure(i Indicator) (Decimal, bool) {
	if r.Value != nil {
		return *r.Value, true
	}
	if r.Numerator == nil || r.Denominator == nil {
		return 0, false
	}
	percent, ok := Ratio(*r.Numerator, *r.Denominator)
	if i.Unit == "%" {
		return percent, ok
	}
	return percent / 100, ok
}
