package domain

import "time"

// RelationKind is how one organisation is related to another.
type RelationKind string

// The kinds. Owns is directed, from the owner; the others hold both ways, but for the
// founder, who is of the organisation that the relation comes from.
const (
	Owns            RelationKind = "owns"
	SameController  RelationKind = "same_controller"
	SameLegalPerson RelationKind = "same_legal_person"
	SameAddress     RelationKind = "same_address"
	SamePhone       RelationKind = "same_phone"
	FounderIsStaff  RelationKind = "founder_is_staff"
)

// RelationKinds name the kinds.
var RelationKinds = Terms{
	{string(Owns), Text{"持股", "Owns a share"}},
	{string(SameController), Text{"同一实际控制人", "Same controller"}},
	{string(SameLegalPerson), Text{"同一法定代表人", "Same legal representative"}},
	{string(SameAddress), Text{"同一地址", "Same address"}},
	{string(SamePhone), Text{"同一电话", "Same telephone"}},
	{string(FounderIsStaff), Text{"创办人为对方职工", "Founder is staff of the other"}},
}

// RelationState is where a declared relation stands.
type RelationState string

// The states.
const (
	RelationDeclared  RelationState = "declared"
	RelationWithdrawn RelationState = "withdrawn"
)

// RelationStates name the states.
var RelationStates = Terms{
	{string(RelationDeclared), Text{"已记录", "Recorded"}},
	{string(RelationWithdrawn), Text{"已撤销", "Withdrawn"}},
}

// RelationSteps are the steps of a relation: one that was recorded in error is withdrawn.
var RelationSteps = Machine[RelationState]{
	{Name: "withdraw", Label: Text{"撤销", "Withdraw"}, From: []RelationState{RelationDeclared}, To: RelationWithdrawn},
}

// OrganisationRelation is a relation between two organisations over a period, as the
// bureau recorded it.
type OrganisationRelation struct {
	ID               ID
	Version          int64
	FromID, ToID     ID
	FromName, ToName string // as recorded now; not written
	Kind             RelationKind
	PercentBP        int // of Owns: the share in hundredths of a percent; 0 when not known
	Source           string
	ValidFrom        Date // zero: since ever
	ValidTo          Date // zero: until further notice
	State            RelationState
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// Validate reports everything that is wrong with r.
func (r OrganisationRelation) Validate() error {
	var k checks
	k.that(!r.FromID.IsZero(), "from_id", "必填", "is required")
	k.that(!r.ToID.IsZero(), "to_id", "必填", "is required")
	k.that(r.FromID.IsZero() || r.FromID != r.ToID, "to_id", "不能是同一单位", "is the same organisation")
	k.oneOf("kind", string(r.Kind), RelationKinds, false)
	k.that(r.PercentBP >= 0 && r.PercentBP <= 10000, "percent_bp", "应在 0 与 10000 之间", "must be from 0 to 10000")
	k.that(r.PercentBP == 0 || r.Kind == Owns, "percent_bp", "只用于持股", "is for shares only")
	k.text("source", r.Source, 1, 300)
	k.that(r.ValidFrom.IsZero() || r.ValidTo.IsZero() || !r.ValidTo.Before(r.ValidFrom), "valid_to", "早于起始日期", "is before the start")
	return k.err()
}

// ValidOn reports whether the relation held on a day.
func (r OrganisationRelation) ValidOn(d Date) bool {
	return (r.ValidFrom.IsZero() || !d.Before(r.ValidFrom)) && (r.ValidTo.IsZero() || !r.ValidTo.Before(d))
}

func (r OrganisationRelation) links(a, b ID) bool {
	return r.FromID == a && r.ToID == b || r.FromID == b && r.ToID == a
}

// controlBP is the share from which on an owner controls; below it weighs less.
const controlBP = 5000

// share is how much ownership weighs: wholly from control on, half where the share is
// not known.
func (r OrganisationRelation) share() float64 {
	if r.PercentBP == 0 {
		return 0.5
	}
	return 0.3 + 0.7*float64(min(r.PercentBP, controlBP))/controlBP
}
