package domain

import (
	"fmt"
	"time"
)

// RevealLevel is one step in which an owner reveals a listing; each shows what those
// below it show too.
type RevealLevel int

// The levels.
const (
	RevealTitle      RevealLevel = 1 // all that a blind listing shows
	RevealProblem    RevealLevel = 2
	RevealBackground RevealLevel = 3
	RevealIdentity   RevealLevel = 4 // all that a listing shows which is not blind
	RevealContact    RevealLevel = 5
)

// RevealLevels name the levels and say what each shows.
var RevealLevels = []struct {
	Level RevealLevel
	Name  Text
	Shows Text
}{
	{RevealTitle, Text{"题目和领域", "Title and field"}, Text{"题目、技术领域、行业", "Title, field, industry"}},
	{RevealProblem, Text{"难题和指标", "Problem and targets"}, Text{"技术难题、量化指标、关键词、合作方式", "Problem, targets, keywords, ways of cooperation"}},
	{RevealBackground, Text{"背景和条件", "Background and conditions"}, Text{"背景、预算、期限、知识产权和对合作方的条件", "Background, budget, deadline, intellectual property and conditions"}},
	{RevealIdentity, Text{"单位名称", "Identity"}, Text{"单位名称、所属区域", "Name and area of the organisation"}},
	{RevealContact, Text{"联系方式", "Contact"}, Text{"联系人、联系电话", "Contact person and telephone"}},
}

// Name returns what people call the level.
func (l RevealLevel) Name() Text {
	for _, r := range RevealLevels {
		if r.Level == l {
			return r.Name
		}
	}
	return Text{}
}

// Shows reports whether a record that is shown at l, 0 for all of it, shows what part
// does.
func (l RevealLevel) Shows(part RevealLevel) bool { return l == 0 || l >= part }

// RevealState is where a request to reveal stands.
type RevealState string

// The states.
const (
	RevealAsked     RevealState = "asked"
	RevealGranted   RevealState = "granted"
	RevealRefused   RevealState = "refused"
	RevealWithdrawn RevealState = "withdrawn" // by the owner, after it was granted
	RevealCancelled RevealState = "cancelled" // by whoever asked
)

// RevealStates name the states.
var RevealStates = Terms{
	{string(RevealAsked), Text{"待答复", "Awaiting an answer"}},
	{string(RevealGranted), Text{"已同意", "Granted"}},
	{string(RevealRefused), Text{"未同意", "Refused"}},
	{string(RevealWithdrawn), Text{"已收回", "Withdrawn"}},
	{string(RevealCancelled), Text{"已撤回申请", "Cancelled"}},
}

// RevealSteps are the steps of a request to reveal.
var RevealSteps = Machine[RevealState]{
	{Name: "grant", Label: Text{"同意公开", "Grant"}, From: []RevealState{RevealAsked}, To: RevealGranted},
	{Name: "refuse", Label: Text{"不同意", "Refuse"}, From: []RevealState{RevealAsked}, To: RevealRefused, NeedsReason: true},
	{Name: "withdraw", Label: Text{"收回同意", "Withdraw"}, From: []RevealState{RevealGranted}, To: RevealWithdrawn},
	{Name: "cancel", Label: Text{"撤回申请", "Cancel"}, From: []RevealState{RevealAsked}, To: RevealCancelled},
}

// RevealPlaces are the places where what is revealed may be looked at.
var RevealPlaces = Terms{
	{"record", Text{"详情", "The record"}},
	{"list", Text{"列表或导出", "A list or export"}},
	{"found", Text{"搜索结果或活动议程", "A search or an agenda"}},
	{"matches", Text{"匹配结果", "Matches"}},
	{"docking", Text{"对接", "A docking"}},
	{"review", Text{"审核办理", "Review"}},
}

// Reveal is a request of an organisation to see more of a listing than its owner shows
// everyone, and the owner's answer.
type Reveal struct {
	ID             ID
	Version        int64
	NeedID         ID // this or TechnologyID
	TechnologyID   ID
	Title          string // of the listing; read with it
	OwnerID        ID     // organisation whose listing it is; read with it
	Area           string // of the owner; read with it
	OrganisationID ID     // that asks
	Level          RevealLevel
	Purpose        string // why it asks
	AskedBy        ID     // user, perhaps a steward on the organisation's behalf
	State          RevealState
	Granted        RevealLevel // at most Level; 0 unless granted
	Until          Date        // the last day of the grant; zero: until it is withdrawn
	Answer         string      // of the owner
	DecidedBy      ID
	DecidedAt      *time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// RevealAnswer is what an owner, or whoever asked, says with a step.
type RevealAnswer struct {
	Level RevealLevel // of a grant; 0 for what was asked
	Until Date        // of a grant; zero: until it is withdrawn
	Words string
}

// Listing returns the need or technology that r is about.
func (r Reveal) Listing() ID {
	if r.NeedID.IsZero() {
		return r.TechnologyID
	}
	return r.NeedID
}

// Validate reports everything that is wrong with r as it is asked.
func (r Reveal) Validate() error {
	var c checks
	c.that(r.NeedID.IsZero() != r.TechnologyID.IsZero(), "need_id", "须指明一项需求或成果", "either a need or a technology is asked about")
	c.that(!r.OrganisationID.IsZero(), "organisation_id", "请写明由哪个单位申请", "the organisation that asks is required")
	most := RevealContact
	if !r.TechnologyID.IsZero() {
		most = RevealIdentity // a technology has no contact of its own
	}
	c.that(r.Level > RevealTitle && r.Level <= most, "level", fmt.Sprintf("应为 2 至 %d 级", most), fmt.Sprintf("must be from 2 to %d", most))
	c.text("purpose", r.Purpose, 4, 1000)
	return c.err()
}

// Facts returns what access needs to know of r: whose listing it is as the seller, who
// asks as the buyer, and whoever asked on their behalf.
func (r Reveal) Facts() Facts {
	f := Facts{Organisations: []ID{r.OwnerID, r.OrganisationID}, Seller: r.OwnerID, Buyer: r.OrganisationID, Area: r.Area}
	if !r.AskedBy.IsZero() {
		f.Users = []ID{r.AskedBy}
	}
	return f
}

// Holds reports whether r opens the listing on a day.
func (r Reveal) Holds(today Date) bool {
	return r.State == RevealGranted && (r.Until.IsZero() || !r.Until.Before(today))
}

// Take moves r by the step named name. A grant is of what was asked, or of less, and may
// end on a day from today on.
func (r *Reveal) Take(name string, a RevealAnswer, by Actor, now time.Time) error {
	step, err := RevealSteps.Take(r.State, name, a.Words)
	if err != nil {
		return err
	}
	var c checks
	c.text("reason", a.Words, 0, 1000)
	if step.To == RevealGranted {
		if a.Level == 0 {
			a.Level = r.Level
		}
		c.that(a.Level > RevealTitle && a.Level <= r.Level, "level", "不能超过对方申请的层级", "must be a level up to the one asked for")
		c.that(a.Until.IsZero() || !a.Until.Before(DateOf(now)), "until", "不能早于今天", "is before today")
	}
	if err := c.err(); err != nil {
		return err
	}
	if step.To == RevealGranted {
		r.Granted, r.Until = a.Level, a.Until
	}
	r.State, r.Answer, r.DecidedBy, r.DecidedAt = step.To, a.Words, by.UserID, &now
	return nil
}

// RevealView is one time that what is not shown to everyone was looked at, by consent of
// its owner; or all the times that it was in one office and place on one day.
type RevealView struct {
	RevealID       ID       // zero in office
	Kind           Resource // Needs or Technologies
	Listing        ID
	Title          string // of the listing
	OrganisationID ID
	Organisation   string
	UserID         ID
	User           string      // name of the user
	Level          RevealLevel // 0 for all of it, in office
	Place          string      // RevealPlaces
	At             time.Time   // of the last time
	Office         Office      // empty by consent: then Organisation and User looked
	Area           string      // code of a steward's
	Persons, Times int         // how many of the office looked, and how often; 1 by consent
	Since          time.Time   // the first time
}

// shownAt returns what of a listing is shown at a level: what its parts up to that level
// copy from it.
func shownAt[T any](whole T, level RevealLevel, parts []revealedPart[T]) T {
	var shown T
	for _, p := range parts {
		if p.level <= level {
			p.copy(&shown, whole)
		}
	}
	return shown
}

// revealedPart is what of a listing is shown from a level on.
type revealedPart[T any] struct {
	level RevealLevel
	copy  func(to *T, from T)
}

// revealedNeed says from which level on each part of a need is shown. The reason and the
// source are never shown to those who do not run it.
var revealedNeed = []revealedPart[Need]{
	{RevealTitle, func(to *Need, n Need) {
		to.ID, to.Version, to.Title, to.Field, to.Industry, to.Confidentiality = n.ID, n.Version, n.Title, n.Field, n.Industry, n.Confidentiality
		to.ValidUntil, to.State, to.PublishedAt, to.CreatedAt, to.UpdatedAt = n.ValidUntil, n.State, n.PublishedAt, n.CreatedAt, n.UpdatedAt
	}},
	{RevealProblem, func(to *Need, n Need) {
		to.Problem, to.Targets, to.Keywords, to.Modes = n.Problem, n.Targets, n.Keywords, n.Modes
	}},
	{RevealBackground, func(to *Need, n Need) {
		to.Background, to.BudgetMin, to.BudgetMax, to.Deadline = n.Background, n.BudgetMin, n.BudgetMax, n.Deadline
		to.IPOwnership, to.Conditions = n.IPOwnership, n.Conditions
	}},
	{RevealIdentity, func(to *Need, n Need) { to.OrganisationID = n.OrganisationID }},
	{RevealContact, func(to *Need, n Need) { to.ContactName, to.ContactPhone = n.ContactName, n.ContactPhone }},
}

// revealedTechnology says the same of a technology. Its registration and its rights can
// be looked up in public registers, and so tell whose it is.
var revealedTechnology = []revealedPart[Technology]{
	{RevealTitle, func(to *Technology, t Technology) {
		to.ID, to.Version, to.Title, to.Field, to.Industries, to.Confidentiality = t.ID, t.Version, t.Title, t.Field, t.Industries, t.Confidentiality
		to.ValidUntil, to.State, to.PublishedAt, to.CreatedAt, to.UpdatedAt = t.ValidUntil, t.State, t.PublishedAt, t.CreatedAt, t.UpdatedAt
	}},
	{RevealProblem, func(to *Technology, t Technology) {
		to.Abstract, to.Metrics, to.Keywords, to.Modes, to.TRL, to.Stage = t.Abstract, t.Metrics, t.Keywords, t.Modes, t.TRL, t.Stage
	}},
	{RevealBackground, func(to *Technology, t Technology) {
		to.Description, to.PriceMin, to.PriceMax, to.Territory = t.Description, t.PriceMin, t.PriceMax, t.Territory
		to.Attribute, to.Form, to.Level, to.StartMonth, to.EndMonth = t.Attribute, t.Form, t.Level, t.StartMonth, t.EndMonth
	}},
	{RevealIdentity, func(to *Technology, t Technology) {
		to.OrganisationID, to.Inventors, to.Registration, to.IP = t.OrganisationID, t.Inventors, t.Registration, t.IP
	}},
}

// ShownWithout returns the level that a listing is shown at to those to whom nothing was
// granted.
func ShownWithout(confidentiality string) RevealLevel {
	if confidentiality == "blind" {
		return RevealTitle
	}
	return RevealIdentity
}
