package domain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// SuspicionKind is a way in which figures may be inflated.
type SuspicionKind string

// The kinds.
const (
	Duplicate SuspicionKind = "duplicate"
	Split     SuspicionKind = "split"
	Related   SuspicionKind = "related"
	RoundTrip SuspicionKind = "round_trip"
)

// SuspicionKinds name the kinds.
var SuspicionKinds = Terms{
	{string(Duplicate), Text{"疑似重复", "Likely duplicate"}},
	{string(Split), Text{"疑似拆分", "One deal split into several"}},
	{string(Related), Text{"关联交易", "Related parties"}},
	{string(RoundTrip), Text{"循环交易", "Round trip"}},
}

// SuspicionState is where a suspicion stands.
type SuspicionState string

// The states. A lapsed one was open when its contracts changed, and no longer holds.
const (
	SuspicionOpen      SuspicionState = "open"
	SuspicionConfirmed SuspicionState = "confirmed"
	SuspicionDismissed SuspicionState = "dismissed"
	SuspicionLapsed    SuspicionState = "lapsed"
)

// SuspicionStates name the states.
var SuspicionStates = Terms{
	{string(SuspicionOpen), Text{"待核查", "Open"}},
	{string(SuspicionConfirmed), Text{"已确认", "Confirmed"}},
	{string(SuspicionDismissed), Text{"已排除", "Dismissed"}},
	{string(SuspicionLapsed), Text{"已失效", "Lapsed"}},
}

// SuspicionDecisions are what a person may decide of a suspicion, also otherwise than
// before.
var SuspicionDecisions = Machine[SuspicionState]{
	{Name: "confirm", Label: Text{"确认", "Confirm"}, From: []SuspicionState{SuspicionOpen, SuspicionDismissed}, To: SuspicionConfirmed, NeedsReason: true},
	{Name: "dismiss", Label: Text{"排除", "Dismiss"}, From: []SuspicionState{SuspicionOpen, SuspicionConfirmed}, To: SuspicionDismissed, NeedsReason: true},
}

// Suspicion is a finding that contracts may inflate the figures, with its evidence. Only
// a person decides whether they do.
type Suspicion struct {
	ID        ID
	Version   int64
	Kind      SuspicionKind
	Contracts []Suspect // in the order of their ids
	Score     float64   // in [0,1]
	Clues     []Clue
	State     SuspicionState
	Reason    string // of the decision
	Kept      ID     // the contract in which the others are counted, as decided; zero for none
	DecidedBy ID
	DecidedAt time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Suspect is a contract of a suspicion, at the version that was looked at.
type Suspect struct {
	ID      ID
	Version int64
}

// Clue is a piece of evidence: what agrees, or what speaks against.
type Clue struct {
	Code   string
	Weight float64 // what it adds to the score
	Says   Text
}

// newSuspicion adds up clues. The score is kept within [0,1].
func newSuspicion(kind SuspicionKind, contracts []Contract, clues []Clue) Suspicion {
	s := Suspicion{Kind: kind, State: SuspicionOpen, Clues: clues}
	for _, c := range contracts {
		s.Contracts = append(s.Contracts, Suspect{c.ID, c.Version})
	}
	slices.SortFunc(s.Contracts, func(a, b Suspect) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for _, c := range clues {
		s.Score += c.Weight
	}
	s.Score = min(max(s.Score, 0), 1)
	return s
}

// Subject identifies what s is about: its kind and its contracts.
func (s Suspicion) Subject() string {
	parts := []string{string(s.Kind)}
	for _, c := range s.Contracts {
		parts = append(parts, c.ID.String())
	}
	return digest(parts)
}

// Fingerprint identifies the evidence of s, so that what was decided on it is not asked
// again.
func (s Suspicion) Fingerprint() string {
	var parts []string
	for _, c := range s.Clues {
		parts = append(parts, c.Code, c.Says.ZH)
	}
	return digest(parts)
}

func digest(parts []string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// Decide takes the decision named on s. Kept is the contract in which the others are
// counted from then on: required to confirm a duplicate, allowed for a split, meaningless
// else. Errors: ErrNotFound for an unknown decision, a ConflictError, InvalidErrors.
func (s *Suspicion) Decide(decision, reason string, kept ID, by Actor, now time.Time) error {
	step, err := SuspicionDecisions.Take(s.State, decision, reason)
	if err != nil {
		return err
	}
	counts := step.To == SuspicionConfirmed && (s.Kind == Duplicate || s.Kind == Split)
	switch {
	case !kept.IsZero() && !counts:
		return Invalid("kept_id", "只有确认重复或拆分时可以指定", "is for confirmed duplicates and splits")
	case kept.IsZero() && counts && s.Kind == Duplicate:
		return Invalid("kept_id", "请指定保留计数的合同", "is required: the contract that counts")
	case !kept.IsZero() && !slices.ContainsFunc(s.Contracts, func(c Suspect) bool { return c.ID == kept }):
		return Invalid("kept_id", "不是所涉合同", "is none of the contracts")
	}
	s.State, s.Reason, s.Kept, s.DecidedBy, s.DecidedAt = step.To, strings.TrimSpace(reason), kept, by.UserID, now
	return nil
}

// Suspicious reports whether c can inflate figures: it has been handed in, and neither
// refused nor voided.
func (c Contract) Suspicious() bool {
	return c.State != ContractDraft && c.State != ContractRefused && c.State != ContractVoided && !c.SignedOn.IsZero()
}
