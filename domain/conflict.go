package domain

import "time"

// ConflictState is where a declared conflict of interest stands.
type ConflictState string

// The states.
const (
	ConflictDeclared  ConflictState = "declared"
	ConflictWithdrawn ConflictState = "withdrawn"
)

// ConflictStates name the states of declared conflicts.
var ConflictStates = Terms{
	{string(ConflictDeclared), Text{"已声明", "Declared"}},
	{string(ConflictWithdrawn), Text{"已撤回", "Withdrawn"}},
}

// ConflictSteps are the steps of a declared conflict.
var ConflictSteps = Machine[ConflictState]{
	{Name: "withdraw", Label: Text{"撤回声明", "Withdraw"}, From: []ConflictState{ConflictDeclared}, To: ConflictWithdrawn},
}

// Interest is a declared conflict of interest (利益冲突): an expert (a steward is one)
// or an organisation says that it is not impartial towards an organisation or one need.
// It bars what it concerns from matching, and keeps experts off a team.
type Interest struct {
	ID             ID
	Version        int64
	ExpertID       ID // who declares: this or OrganisationID
	OrganisationID ID
	WithID         ID // an organisation: this or NeedID
	NeedID         ID
	Reason         string
	State          ConflictState
	DeclaredBy     ID // user; zero when loaded
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Validate reports everything that is wrong with c.
func (c Interest) Validate() error {
	var k checks
	k.that(c.ExpertID.IsZero() != c.OrganisationID.IsZero(), "expert_id", "须写明由专家或单位之一声明", "either an expert or an organisation declares it")
	k.that(c.WithID.IsZero() != c.NeedID.IsZero(), "with_id", "须写明与单位或需求之一有冲突", "it is with either an organisation or a need")
	k.that(c.OrganisationID.IsZero() || c.OrganisationID != c.WithID, "with_id", "不能与本单位声明冲突", "cannot be the organisation itself")
	k.text("reason", c.Reason, 1, 1000)
	return k.err()
}

// Facts returns what access needs to know of c.
func (c Interest) Facts() Facts {
	var f Facts
	if !c.ExpertID.IsZero() {
		f.Experts = []ID{c.ExpertID}
	}
	if !c.OrganisationID.IsZero() {
		f.Organisations = []ID{c.OrganisationID}
	}
	return f
}

// Interests are the conflicts that are declared now.
type Interests []Interest

// Declarer is who may be in conflict: an expert, an organisation, or an expert of one.
type Declarer struct{ Expert, Organisation ID }

// declared reports whether p declared c.
func (p Declarer) declared(c Interest) bool {
	return !c.ExpertID.IsZero() && c.ExpertID == p.Expert || !c.OrganisationID.IsZero() && c.OrganisationID == p.Organisation
}

// Between returns the conflict that one of a and b has declared with the other.
func (cs Interests) Between(a, b Declarer) (Interest, bool) {
	for _, c := range cs {
		with := func(p Declarer) bool { return !c.WithID.IsZero() && c.WithID == p.Organisation }
		if a.declared(c) && with(b) || b.declared(c) && with(a) {
			return c, true
		}
	}
	return Interest{}, false
}

// Over returns the conflict between p and the enterprise that has a need, or over the
// need itself.
func (cs Interests) Over(n Need, p Declarer) (Interest, bool) {
	for _, c := range cs {
		if !c.NeedID.IsZero() && c.NeedID == n.ID && p.declared(c) {
			return c, true
		}
	}
	return cs.Between(p, Declarer{Organisation: n.OrganisationID})
}

// conflict bars those who have declared a conflict over the need, or with whom its
// enterprise has. What they declared is for the stewards and the bureau to read.
func (g *gates) conflict(a Asked, p Declarer) {
	if c, ok := a.Interests.Over(a.Need, p); ok {
		g.bar(true, GateConflict, "已声明利益冲突："+c.Reason, "A declared conflict of interest: "+c.Reason)
	}
}

// GateConflict is the code of the gate of declared conflicts.
const GateConflict = "conflict"

// Excluded are those of found that only a declared conflict keeps off the list.
func Excluded(found []Match) []Match {
	var out []Match
	for _, m := range found {
		conflict, other := false, false
		for _, g := range m.Gates {
			conflict = conflict || g.Code == GateConflict
			other = other || g.Severity == Bars && g.Code != GateConflict
		}
		if conflict && !other && len(out) < MaxMatches {
			out = append(out, m)
		}
	}
	return out
}
