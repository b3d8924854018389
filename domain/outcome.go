package domain

import (
	"slices"
	"time"
)

// Verdict is what people made of a match.
type Verdict string

// The verdicts.
const (
	VerdictOpen       Verdict = "open"       // a docking is under way
	VerdictContracted Verdict = "contracted" // a docking led to a contract
	VerdictDeclined   Verdict = "declined"   // a docking was ended by one side
	VerdictDismissed  Verdict = "dismissed"  // its reader wants to see no more of it
	VerdictRestored   Verdict = "restored"   // a dismissal taken back
)

// Outcome is a match as it stood when people decided on it, and what they decided.
type Outcome struct {
	ID        ID
	Match     Match // without passages
	DockingID ID    // made from the match; zero for a dismissal
	Late      bool  // the match was computed after the docking, which was loaded
	Stage     Stage // the furthest that the docking came
	Verdict   Verdict
	Side      string // whose verdict: "enterprise", "provider" or "bureau"; empty when nobody's or not known
	Reason    string // DeclineReasons or DismissalReasons
	Note      string
	Actor     ID
	CreatedAt time.Time
	DecidedAt time.Time // zero while open
}

// DismissalReasons is the short list of reasons for dismissing a match.
var DismissalReasons = Terms{
	{"not_relevant", Text{"不相关", "Not relevant"}},
	{"immature", Text{"成熟度不足", "Not mature enough"}},
	{"price", Text{"价格过高", "Too expensive"}},
	{"terms", Text{"合作方式或权属不合", "Terms or ownership"}},
	{"location", Text{"地域不合", "Too far away"}},
	{"already_known", Text{"已了解或已在合作", "Known or worked with already"}},
	{"other", Text{"其他", "Other"}},
}

// Accepted reports whether both sides took the match up, which is what a score is the
// chance of; false for known says that the outcome does not tell, or not yet. A docking
// is taken up when the two sides come to negotiate; one that ends before is not, nor is
// one that turns out in the talks to have been no answer. A candidate dismissed because
// it is known already was no bad answer.
func (o Outcome) Accepted() (accepted, known bool) {
	talked := slices.Contains([]Stage{StageNegotiating, StageAgreed, StageContracted}, o.Stage)
	switch o.Verdict {
	case VerdictContracted:
		return true, true
	case VerdictOpen:
		return talked, talked
	case VerdictDeclined:
		return talked && o.Reason != "not_relevant" && o.Reason != "immature", true
	case VerdictDismissed:
		return false, o.Reason != "already_known"
	}
	return false, false
}

// Dismissal is a candidate that the readers of a need do not want to see again.
type Dismissal struct {
	NeedID      ID
	Kind        string // MatchKinds
	CandidateID ID
	Reason      string // DismissalReasons
	Note        string
	Actor       ID
	At          time.Time
}

// maxDismissalNote bounds the words on a dismissal.
const maxDismissalNote = 500

// Validate reports everything that is wrong with d as it is made.
func (d Dismissal) Validate() error {
	var k checks
	k.oneOf("kind", d.Kind, MatchKinds, false)
	k.that(!d.CandidateID.IsZero(), "candidate_id", "必填", "is required")
	k.oneOf("reason", d.Reason, DismissalReasons, false)
	least := 0
	if d.Reason == "other" {
		least = 1
	}
	k.text("note", d.Note, least, maxDismissalNote)
	return k.err()
}

// gate is what a dismissal is to the match that it is about.
func (d Dismissal) gate() Gate {
	reason := DismissalReasons.Name(d.Reason)
	words := Text{}
	if d.Note != "" {
		words = Text{"（" + d.Note + "）", " (" + d.Note + ")"}
	}
	return Gate{Code: "dismissed", Severity: Bars,
		Reason: Text{"需求方已排除：" + reason.ZH + words.ZH, "Dismissed by the need's side: " + lower(reason.EN) + words.EN},
		Change: Text{"撤销排除后可重新参与匹配", "Would be considered again if the dismissal were taken back"}}
}
