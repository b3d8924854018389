package domain

import "time"

// Notice tells the owners of one side of a match, or the stewards of an area, that there
// is one. It is told once, when the match first passes their threshold.
type Notice struct {
	ID             ID
	OrganisationID ID     // to whom: this,
	ExpertID       ID     // this
	Area           string // or the stewards of this
	NeedID         ID
	Kind           string // MatchKinds
	CandidateID    ID
	Score          float64
	CreatedAt      time.Time
	ReadAt         *time.Time
	ReadBy         ID // user
}

// Facts returns what access needs to know of n.
func (n Notice) Facts() Facts {
	f := Facts{Area: n.Area}
	if !n.OrganisationID.IsZero() {
		f.Organisations = []ID{n.OrganisationID}
	}
	if !n.ExpertID.IsZero() {
		f.Experts = []ID{n.ExpertID}
	}
	return f
}

// NoticeThreshold is the score from which on an organisation hears of matches: of all
// its records, or of one.
type NoticeThreshold struct {
	OrganisationID ID
	NeedID         ID       // at most this
	TechnologyID   ID       // or this
	Threshold      *float64 // in [0,1]; nil goes back to what holds otherwise
	UpdatedAt      time.Time
}

// NoticeDefault are the scores that hold for one kind of match where nobody has set
// another: owners hear of it from Threshold on, stewards from Strong on, and a need whose
// best is below Unmet counts as unmet.
type NoticeDefault struct{ Threshold, Strong, Unmet float64 }

// Validate reports everything that is wrong with t.
func (t NoticeThreshold) Validate() error {
	var c checks
	c.that(!t.OrganisationID.IsZero(), "organisation_id", "必填", "is required")
	c.that(t.NeedID.IsZero() || t.TechnologyID.IsZero(), "technology_id", "需求与成果只能选一", "is given beside a need")
	c.that(finite(t.Threshold) && (t.Threshold == nil || *t.Threshold >= 0 && *t.Threshold <= 1), "threshold", "应为 0 至 1", "must be from 0 to 1")
	return c.err()
}

// Facts returns what access needs to know of t.
func (t NoticeThreshold) Facts() Facts { return Facts{Organisations: []ID{t.OrganisationID}} }
