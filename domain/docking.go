package domain

import (
	"slices"
	"strings"
	"time"
)

// Stage is where a docking stands.
type Stage string

// The stages.
const (
	StageProposed    Stage = "proposed"    // somebody is interested
	StageIntroduced  Stage = "introduced"  // the steward has brought both sides together
	StageNegotiating Stage = "negotiating" // terms are being talked over
	StageAgreed      Stage = "agreed"      // both sides agree; the contract is being written
	StageContracted  Stage = "contracted"  // a contract is signed
	StageDeclined    Stage = "declined"    // one side said no, and why
)

// DockingSteps are the steps of a docking.
var DockingSteps = Machine[Stage]{
	{Name: "introduce", Label: Text{"引荐", "Introduce"}, From: []Stage{StageProposed}, To: StageIntroduced},
	{Name: "negotiate", Label: Text{"开始洽谈", "Start negotiating"}, From: []Stage{StageIntroduced}, To: StageNegotiating},
	{Name: "agree", Label: Text{"达成意向", "Agree"}, From: []Stage{StageNegotiating}, To: StageAgreed},
	{Name: "contract", Label: Text{"签约", "Contract"}, From: []Stage{StageAgreed}, To: StageContracted},
	{Name: "decline", Label: Text{"终止对接", "Decline"}, From: []Stage{StageProposed, StageIntroduced, StageNegotiating, StageAgreed}, To: StageDeclined, NeedsReason: true},
}

// DeclineReasons is the short list of reasons for ending a docking; words may follow.
var DeclineReasons = Terms{
	{"not_relevant", Text{"技术不相关", "Not relevant"}},
	{"immature", Text{"成熟度不足", "Not mature enough"}},
	{"price", Text{"价格不合", "Price"}},
	{"terms", Text{"合作方式或权属不合", "Terms or ownership"}},
	{"timing", Text{"时间不合", "Timing"}},
	{"other_partner", Text{"已有其他合作方", "Another partner"}},
	{"no_answer", Text{"对方未答复", "No answer"}},
	{"other", Text{"其他", "Other"}},
}

// Docking is one need and one technology or expert brought together by a steward
// (对接), moving through stages.
type Docking struct {
	ID             ID
	Version        int64
	NeedID         ID
	TechnologyID   ID // this or ExpertID, at least one
	ExpertID       ID // the technical expert; zero for none
	EntrepreneurID ID // the entrepreneur who advises; zero for none
	StewardID      ID // the expert record of the steward; zero until assigned
	EnterpriseID   ID // the need's organisation
	ProviderID     ID // the technology's or expert's organisation; zero when none is recorded
	Area           string
	Stage          Stage
	DeclineReason  string // DeclineReasons
	Note           string
	ProposedBy     ID // user; zero when seeded
	SourceKey      string
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// DockingEvent is one step of a docking as it was taken.
type DockingEvent struct {
	ID        ID
	DockingID ID
	From, To  Stage
	Step      string
	Actor     ID // user; zero for the system
	Note      string
	At        time.Time
}

// Take moves d by the step named name and returns the event to record. Declining
// needs a reason from DeclineReasons; introducing needs a steward.
func (d *Docking) Take(name, reason, note string, by Actor, now time.Time) (DockingEvent, error) {
	step, err := DockingSteps.Take(d.Stage, name, reason)
	if err != nil {
		return DockingEvent{}, err
	}
	if step.To == StageDeclined && !DeclineReasons.Has(reason) {
		return DockingEvent{}, Invalid("reason", "只能取："+strings.Join(DeclineReasons.Codes(), "、"), "must be one of "+strings.Join(DeclineReasons.Codes(), ", "))
	}
	if step.To == StageIntroduced && d.StewardID.IsZero() {
		return DockingEvent{}, Conflict("尚未指派管家", "no steward is assigned yet")
	}
	e := DockingEvent{ID: NewID(), DockingID: d.ID, From: d.Stage, To: step.To, Step: name, Actor: by.UserID, Note: note, At: now}
	d.Stage = step.To
	if step.To == StageDeclined {
		d.DeclineReason, d.Note = reason, note
	}
	return e, nil
}

// Open reports whether the docking can still lead to a contract.
func (d Docking) Open() bool {
	return !slices.Contains([]Stage{StageContracted, StageDeclined}, d.Stage)
}

// Facts returns what access needs to know of d.
func (d Docking) Facts() Facts {
	f := Facts{Organisations: []ID{d.EnterpriseID}, Area: d.Area}
	if !d.ProviderID.IsZero() {
		f.Organisations = append(f.Organisations, d.ProviderID)
	}
	for _, e := range []ID{d.StewardID, d.ExpertID, d.EntrepreneurID} {
		if !e.IsZero() {
			f.Experts = append(f.Experts, e)
		}
	}
	return f
}
