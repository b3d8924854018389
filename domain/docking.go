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
	{Name: "accept", Label: Text{"同意对接", "Accept"}, From: []Stage{StageIntroduced}, To: StageIntroduced},
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
	// The listing of a veiled side is blind, and the steward has not yet introduced the
	// two sides: see ShownTo.
	EnterpriseVeiled, ProviderVeiled bool

	Stage         Stage
	DeclineReason string    // DeclineReasons
	Note          string    // of whoever proposed it
	ProposedBy    ID        // user; zero when seeded
	ProposedSide  Side      // whose interest it is; a steward or the bureau may propose for a side
	Intent        Replies   // to IntentQuestions; none when it was proposed without
	IntroducedAt  time.Time // zero when it was not
	// When the sides accepted after the introduction; zero while they have not.
	EnterpriseAcceptedAt, ProviderAcceptedAt time.Time
	StageSince                               time.Time
	DueOn                                    Date // the last day for the next step; zero when nothing is due
	SourceKey                                string
	CreatedAt                                time.Time
	UpdatedAt                                time.Time
}

// DockingEvent is one step of a docking as it was taken.
type DockingEvent struct {
	ID        ID
	DockingID ID
	From, To  Stage
	Step      string
	Actor     ID   // user; zero for the system
	Side      Side // that the actor was on
	Reason    string
	Note      string
	Private   bool // the note is not for the other side
	At        time.Time
}

// Validate reports everything that is wrong with d as it is proposed.
func (d Docking) Validate() error {
	var k checks
	k.that(slices.Contains([]Side{"", SideEnterprise, SideProvider}, d.ProposedSide), "proposed_side", "须为需求方或技术方", "must be enterprise or provider")
	k.that(!d.NeedID.IsZero(), "need_id", "必填", "is required")
	k.that(!d.TechnologyID.IsZero() || !d.ExpertID.IsZero(), "technology_id", "须指明技术或专家", "or expert_id is required")
	k.text("note", d.Note, 0, maxNote)
	if len(d.Intent) > 0 {
		IntentQuestions.check(&k, "intent", d.Intent)
	}
	return k.err()
}

// maxNote bounds the words on a docking and on each of its steps.
const maxNote = 2000

// Take moves d by the step named name and returns the event to record. Declining
// needs a reason from DeclineReasons; introducing needs a steward, and lifts the veils.
// Where talks begin before both sides have accepted, whoever begins them vouches that
// they have.
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
	var k checks
	if k.text("note", note, 0, maxNote); k.err() != nil {
		return DockingEvent{}, k.err()
	}
	e := DockingEvent{ID: NewID(), DockingID: d.ID, From: d.Stage, To: step.To, Step: name, Actor: by.UserID, Side: d.SideOf(by), Note: note, At: now}
	if step.To == StageDeclined {
		e.Reason = reason
	}
	d.reach(step.To, reason, now)
	return e, nil
}

// reach brings d to a stage.
func (d *Docking) reach(to Stage, reason string, now time.Time) {
	if d.Stage != to {
		d.StageSince = now
	}
	switch d.Stage = to; to {
	case StageIntroduced:
		d.EnterpriseVeiled, d.ProviderVeiled = false, false
		if d.IntroducedAt.IsZero() {
			d.IntroducedAt = now
		}
	case StageNegotiating:
		for _, at := range []*time.Time{&d.EnterpriseAcceptedAt, &d.ProviderAcceptedAt} {
			if at.IsZero() {
				*at = now
			}
		}
	case StageDeclined:
		d.DeclineReason = reason
	}
}

// Open reports whether the docking can still lead to a contract.
func (d Docking) Open() bool {
	return !slices.Contains([]Stage{StageContracted, StageDeclined}, d.Stage)
}

// Facts returns what access needs to know of d.
func (d Docking) Facts() Facts {
	f := Facts{Organisations: []ID{d.EnterpriseID}, Area: d.Area, Proposer: d.ProposedBy}
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

// ShownTo returns what of d a reader within scope sees. Whoever proposes a docking
// with a blind listing does not thereby learn whose it is, nor, for a need, its area
// and the steward there: not before the steward introduces the two sides. Nor is the
// interest form of one side for the other before that. A steward of the need's area who
// does not lead the docking learns no more of the technology.
func (d Docking) ShownTo(s Scope) Docking {
	is := func(id, reader ID) bool { return !reader.IsZero() && id == reader }
	if s.All || is(d.StewardID, s.Expert) {
		return d
	}
	inArea := s.Area != "" && s.Area == d.Area
	enterprise, provider := inArea || is(d.EnterpriseID, s.Organisation), is(d.ProviderID, s.Organisation) || d.TechnologyID.IsZero() && is(d.ExpertID, s.Expert)
	if is(d.ProposedBy, s.Proposer) { // a steward who proposed it for a side sees what the side sees
		enterprise, provider = enterprise || d.ProposedSide == SideEnterprise, provider || d.ProposedSide == SideProvider
	}
	if d.IntroducedAt.IsZero() && !inArea && !(enterprise && d.ProposedSide == SideEnterprise || provider && d.ProposedSide == SideProvider) {
		d.Intent = nil
	}
	if d.EnterpriseVeiled && !enterprise {
		d.EnterpriseID, d.Area, d.StewardID = ID{}, "", ID{}
	}
	if d.ProviderVeiled && !provider {
		d.ProviderID = ID{}
	}
	return d
}
