package domain

import (
	"fmt"
	"strings"
	"time"
)

// ReviewPoint is something that a reviewer asks the owner to mend.
type ReviewPoint struct {
	Field string // NeedFields or TechnologyFields
	Words string
}

// ReviewRound is a listing handed in for review, and what became of it.
type ReviewRound struct {
	ID           ID
	NeedID       ID // this or TechnologyID
	TechnologyID ID
	Round        int   // from 1
	Version      int64 // of the listing as it was handed in
	SubmittedBy  ID
	SubmittedAt  time.Time
	Decision     string // the step that ended it: publish, return, close; empty while it waits
	Points       []ReviewPoint
	Reason       string
	DecidedBy    ID
	Decider      string // name of the user; read with it
	DecidedAt    *time.Time
}

// Return is what a reviewer says in giving a listing back: what is to be mended where, and
// words on the whole. One of the two must say something.
type Return struct {
	Points []ReviewPoint
	Words  string
}

// maxPoints bounds the points of one return.
const maxPoints = 30

// Validate reports everything that is wrong with r, whose points are at the given fields.
func (r Return) Validate(fields Terms) error {
	var c checks
	c.that(len(r.Points) <= maxPoints, "points", "意见不超过 30 条", "has more than 30 items")
	for i, p := range r.Points {
		c.oneOf(fmt.Sprintf("points[%d].field", i), p.Field, fields, false)
		c.text(fmt.Sprintf("points[%d].words", i), p.Words, 1, 500)
	}
	c.text("reason", r.Words, 0, 1000)
	c.that(len(r.Points) > 0 || strings.TrimSpace(r.Words) != "", "reason", "请写明需要修改的地方", "or points are required")
	return c.err()
}

// Reason is what r says as one text, as the listing keeps it.
func (r Return) Reason(fields Terms) string {
	var parts []string
	if words := strings.TrimSpace(r.Words); words != "" {
		parts = append(parts, words)
	}
	for _, p := range r.Points {
		parts = append(parts, fields.Name(p.Field).ZH+"："+strings.TrimSpace(p.Words))
	}
	return strings.Join(parts, "\n")
}

// NeedFields name the parts of a need, as its form has them.
var NeedFields = Terms{
	{"title", Text{"需求名称", "Title"}},
	{"problem", Text{"技术难题", "Problem"}},
	{"background", Text{"背景", "Background"}},
	{"targets", Text{"量化指标", "Targets"}},
	{"field", Text{"技术领域", "Field"}},
	{"industry", Text{"行业", "Industry"}},
	{"modes", Text{"合作方式", "Ways of cooperation"}},
	{"budget", Text{"预算", "Budget"}},
	{"deadline", Text{"期望解决日期", "Deadline"}},
	{"ip_ownership", Text{"知识产权归属", "Intellectual property"}},
	{"conditions", Text{"对合作方的条件", "Conditions"}},
	{"confidentiality", Text{"公开范围", "Who may see it"}},
	{"contact", Text{"联系人和电话", "Contact"}},
	{"keywords", Text{"关键词", "Keywords"}},
	{"valid_until", Text{"有效期", "Valid until"}},
}

// TechnologyFields name the parts of a technology, as its form has them.
var TechnologyFields = Terms{
	{"title", Text{"成果名称", "Title"}},
	{"abstract", Text{"摘要", "Abstract"}},
	{"description", Text{"详细说明", "Description"}},
	{"metrics", Text{"技术指标", "Metrics"}},
	{"field", Text{"技术领域", "Field"}},
	{"industries", Text{"适用行业", "Industries"}},
	{"trl", Text{"技术成熟度", "Readiness"}},
	{"registration", Text{"成果登记号", "Registration"}},
	{"attribute", Text{"成果属性", "Attribute"}},
	{"form", Text{"体现形式", "Form"}},
	{"level", Text{"成果水平", "Level"}},
	{"stage", Text{"所处阶段", "Stage"}},
	{"ip", Text{"知识产权", "Intellectual property"}},
	{"modes", Text{"合作方式", "Ways of cooperation"}},
	{"price", Text{"报价", "Price"}},
	{"inventors", Text{"完成人", "Inventors"}},
	{"territory", Text{"可实施地域", "Territory"}},
	{"confidentiality", Text{"公开范围", "Who may see it"}},
	{"keywords", Text{"关键词", "Keywords"}},
	{"months", Text{"起止月份", "Months"}},
	{"valid_until", Text{"有效期", "Valid until"}},
}

// ReviewDecisions name how a round of review ends.
var ReviewDecisions = Terms{
	{"publish", Text{"通过并发布", "Published"}},
	{"return", Text{"退回修改", "Returned for changes"}},
	{"close", Text{"已撤回", "Withdrawn"}},
}

// PendingListing is a need or a technology as lists of what is to be done with it show it.
type PendingListing struct {
	Kind           Resource // Needs or Technologies
	ID             ID
	Version        int64
	Title          string
	Field          string
	OrganisationID ID
	Organisation   string
	Area           string
	ValidUntil     Date
	SubmittedAt    time.Time // of what waits for review
	Round          int
	Since          Date // day on which it was handed in
	Waiting        int  // working days since then
}

// Expired reports whether l is published no more because its validity is over.
func (l PendingListing) Expired(today Date) bool {
	return !l.ValidUntil.IsZero() && l.ValidUntil.Before(today)
}

// ExpiryNotice is how long before a listing expires its owner is told.
const ExpiryNotice = 30 // days

// Expiry tells the organisation of l that it expires soon, or has expired.
func (l PendingListing) Expiry(today Date) Reminder {
	r := Reminder{Kind: ReminderOfNeed, Ref: l.ID.String(), Stage: DutySoon, OrganisationID: l.OrganisationID, DueOn: l.ValidUntil}
	what := Text{"需求", "Need"}
	if l.Kind == Technologies {
		r.Kind, what = ReminderOfTechnology, Text{"成果", "Technology"}
	}
	r.Title = Text{fmt.Sprintf("%s“%s”将于 %s 到期，请续期或关闭", what.ZH, l.Title, l.ValidUntil), fmt.Sprintf("%s %q expires on %s: renew or close it", what.EN, l.Title, l.ValidUntil)}
	if l.Expired(today) {
		r.Stage = DutyOverdue
		r.Title = Text{fmt.Sprintf("%s“%s”已过有效期，不再参加匹配，请续期或关闭", what.ZH, l.Title), fmt.Sprintf("%s %q has expired and is matched no more: renew or close it", what.EN, l.Title)}
	}
	return r
}
