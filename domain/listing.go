package domain

import (
	"fmt"
	"math"
	"time"
)

// Listing states are those of a need or a technology on its way into its library
// and out of it.
type ListingState string

// The states.
const (
	ListingDraft     ListingState = "draft"     // being written, may be incomplete
	ListingSubmitted ListingState = "submitted" // waits for review
	ListingPublished ListingState = "published" // in the library
	ListingClosed    ListingState = "closed"    // withdrawn or answered
)

// ListingSteps are the steps of a need or technology.
var ListingSteps = Machine[ListingState]{
	{Name: "submit", Label: Text{"提交审核", "Submit"}, From: []ListingState{ListingDraft}, To: ListingSubmitted},
	{Name: "publish", Label: Text{"发布", "Publish"}, From: []ListingState{ListingSubmitted}, To: ListingPublished},
	{Name: "return", Label: Text{"退回修改", "Return for changes"}, From: []ListingState{ListingSubmitted}, To: ListingDraft, NeedsReason: true},
	{Name: "renew", Label: Text{"续期", "Renew"}, From: []ListingState{ListingPublished}, To: ListingPublished},
	{Name: "close", Label: Text{"关闭", "Close"}, From: []ListingState{ListingDraft, ListingSubmitted, ListingPublished}, To: ListingClosed, NeedsReason: true},
}

// ListingValidity is how long a listing stays published when nothing else is
// said, and by how much a renewal extends it.
const ListingValidity = 365 // days

// Quantity is a quantified target of a need or a metric of a technology (指标).
type Quantity struct {
	Name       string
	Comparator string // Comparators
	Value      *float64
	Upper      *float64 // upper end, for "range"
	Unit       string
}

// Missing is something a draft still lacks before it can be published.
type Missing struct {
	Field string
	Ask   Text // the question to the person who can supply it
}

func (c *checks) quantities(field string, qs []Quantity) {
	c.that(len(qs) <= 50, field, "不超过 50 项", "has more than 50 items")
	for i, q := range qs {
		at := fmt.Sprintf("%s[%d].", field, i)
		c.text(at+"name", q.Name, 1, 100)
		c.oneOf(at+"comparator", q.Comparator, Comparators, false)
		c.text(at+"unit", q.Unit, 0, 40)
		c.that(finite(q.Value) && finite(q.Upper), at+"value", "不是有效数值", "is not a finite number")
		c.that(q.Comparator == "present" || q.Value != nil, at+"value", "必填", "is required")
		c.that(q.Comparator != "range" || q.Value != nil && q.Upper != nil && *q.Value <= *q.Upper, at+"upper", "范围须写明下限和上限", "needs a lower and an upper end")
	}
}

func finite(v *float64) bool { return v == nil || !math.IsNaN(*v) && !math.IsInf(*v, 0) }

func (c *checks) money(field string, min, max *Fen) {
	inRange := func(f *Fen) bool { return f == nil || *f >= 0 && *f <= MaxFen }
	c.that(inRange(min), field+"_min", "金额超出范围", "is out of range")
	c.that(inRange(max), field+"_max", "金额超出范围", "is out of range")
	c.that(min == nil || max == nil || *min <= *max, field+"_max", "上限低于下限", "is below the minimum")
}

// expired reports whether a published listing is shown no more since its validity is over.
func expired(state ListingState, until Date, now time.Time) bool {
	return state == ListingPublished && !until.IsZero() && until.Before(DateOf(now))
}

// visibility says to whom a published, unexpired listing is shown.
func visibility(state ListingState, confidentiality string, until Date, now time.Time) Visibility {
	switch {
	case state != ListingPublished, expired(state, until, now):
		return Hidden
	case confidentiality == "public":
		return ToPublic
	}
	return ToMembers
}
