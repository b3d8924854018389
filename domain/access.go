package domain

import "slices"

// Action is something done to a record; steps of a state machine are actions too.
type Action string

// Actions that every kind of record knows.
const (
	Read   Action = "read"
	Create Action = "create"
	Change Action = "change"
	Import Action = "import"

	MarkRead  Action = "mark-read" // of notices
	ReadViews Action = "views"     // who has looked at what was revealed
	Configure Action = "configure" // from which score on an organisation hears of matches

	Reword Action = "reword" // change the interest form of a docking
	Invite Action = "invite" // an expert to the team of a docking
	Opine  Action = "opine"  // give an opinion as a member of the team
)

// Actions of users and their tokens.
const (
	SetPassword Action = "set-password"
	Revoke      Action = "revoke"
	SignIn      Action = "sign-in"  // audited, open to all
	SignOut     Action = "sign-out" // audited, open to all
)

// Actions of activities and registrations that are no steps.
const (
	InviteTo       Action = "invite"
	SeeGuests      Action = "see-guests"       // invitations, registrations, figures
	CheckIn        Action = "check-in"         // a registration
	RecordDocking  Action = "record-docking"   // as born at the activity
	WithdrawRecord Action = "withdraw-docking" // recorded by mistake
	Rate           Action = "rate"
)

// Resource is a kind of record as access sees it.
type Resource string

// The resources.
const (
	Areas           Resource = "area"
	Units           Resource = "unit"
	Organisations   Resource = "organisation"
	Users           Resource = "user"
	Tokens          Resource = "token"
	Needs           Resource = "need"
	Technologies    Resource = "technology"
	Policies        Resource = "policy"
	Experts         Resource = "expert"
	Matches         Resource = "match"
	Models          Resource = "model"    // learnt from outcomes
	Conflicts       Resource = "conflict" // of interest, as declared
	Notices         Resource = "notice"
	UnmetNeeds      Resource = "unmet-need"
	Dockings        Resource = "docking"
	Messages        Resource = "message"      // within dockings
	Notifications   Resource = "notification" // what one user is told
	Webhooks        Resource = "webhook"      // addresses that programs are told at
	SavedSearches   Resource = "saved-search" // of one user
	Invitations     Resource = "invitation"   // of experts to the team of a docking
	Visits          Resource = "visit"        // of stewards to enterprises
	Absences        Resource = "absence"      // of experts
	Contracts       Resource = "contract"
	Suspicions      Resource = "suspicion"
	Relations       Resource = "relation"       // between organisations
	Certificates    Resource = "certificate"    // of contracts, as whoever holds one may verify it
	Reports         Resource = "report"         // of a unit, for a figure of the plan
	Reminders       Resource = "reminder"       // of what is due
	Registers       Resource = "register"       // what registers there are
	RegisterEntries Resource = "register-entry" // what they list
	Plans           Resource = "plan"
	Publications    Resource = "publication"  // bulletins, final
	Activities      Resource = "activity"     // 成果发布会, 技术对接会, 项目路演
	Registrations   Resource = "registration" // for activities
	Imports         Resource = "import"
	Audits          Resource = "audit"
	Reveals         Resource = "reveal"    // of blind listings, as asked for and granted
	Reviews         Resource = "review"    // of listings before they are published, and how they expire
	Operations      Resource = "operation" // health in detail, metrics, reindexing
)

// Actor is who acts. The zero Actor is the public.
type Actor struct {
	UserID         ID
	Login          string
	Name           string // as people call them; "" for what is no person
	Roles          []Role
	OrganisationID ID
	Area           string
	Unit           string
	UnitArea       string // the only area that the actor acts for the unit in; empty: all
	ExpertID       ID
	From           string // address the request came from
	RequestID      string
	ReadOnly       bool // a token of scope read
}

// System is the actor of work that nobody asked for: seeding, matching, sealing.
func System(name string) Actor {
	return Actor{Login: "system:" + name, Roles: []Role{RoleAdmin, RoleBureau}}
}

// Has reports whether the actor holds role; everyone holds RolePublic.
func (a Actor) Has(role Role) bool { return role == RolePublic || slices.Contains(a.Roles, role) }

// Relation is what an actor must be to a record for a rule to apply.
type Relation int

// Relations, from the widest to the narrowest.
const (
	Any        Relation = iota // every record
	Published                  // records shown to everyone
	Listed                     // records shown to signed-in users
	InArea                     // records of the actor's area
	Own                        // records of the actor's organisation
	OfUnit                     // records of the actor's unit, and of the one area of it that is the actor's
	Assigned                   // records the actor is personally assigned to
	Self                       // the actor's own user record and tokens
	AsSeller                   // contracts that the actor's organisation is the seller of; reveals of its listings
	AsBuyer                    // contracts that the actor's organisation is the buyer of; reveals that it asks for
	ToBureau                   // what is told to the bureau itself
	AsProposer                 // dockings that the actor proposed
)

// Visibility says to whom a record is shown besides those who own or run it.
type Visibility int

// Visibilities.
const (
	Hidden Visibility = iota
	ToMembers
	ToPublic
)

// Facts are what access needs to know of one record.
type Facts struct {
	Organisations []ID // organisations whose record it is
	Seller, Buyer ID   // of a contract; of a reveal, whose listing it is and who asks
	Area          string
	Units         []string // units whose record it is
	UnitArea      string   // the area of its units' that it is of; empty for none in particular
	OfBureau      bool     // it is told to the bureau itself
	Users         []ID     // users assigned to it, or whose own record it is
	Experts       []ID     // experts assigned to it
	Proposer      ID       // user who proposed it
	Visibility    Visibility
}

// Scope is the set of records an actor may act on, as a union: a record is in
// scope when any of the parts admits it. The zero Scope admits nothing.
type Scope struct {
	All          bool
	Published    bool // Visibility ToPublic
	Listed       bool // Visibility ToMembers or wider
	Area         string
	Organisation ID
	Unit         string
	UnitArea     string // narrows Unit to records of this area; empty: all of the unit
	OfBureau     bool   // told to the bureau itself
	Seller       ID
	Buyer        ID
	User         ID
	Expert       ID
	Proposer     ID
}

// Empty reports whether the scope admits nothing.
func (s Scope) Empty() bool { return s == Scope{} }

// Admits reports whether a record with the given facts lies in the scope.
func (s Scope) Admits(f Facts) bool {
	return s.All ||
		s.Published && f.Visibility >= ToPublic ||
		s.Listed && f.Visibility >= ToMembers ||
		s.Area != "" && s.Area == f.Area ||
		!s.Organisation.IsZero() && slices.Contains(f.Organisations, s.Organisation) ||
		s.Unit != "" && slices.Contains(f.Units, s.Unit) && (s.UnitArea == "" || s.UnitArea == f.UnitArea) ||
		s.OfBureau && f.OfBureau ||
		!s.Seller.IsZero() && s.Seller == f.Seller ||
		!s.Buyer.IsZero() && s.Buyer == f.Buyer ||
		!s.User.IsZero() && slices.Contains(f.Users, s.User) ||
		!s.Proposer.IsZero() && s.Proposer == f.Proposer ||
		!s.Expert.IsZero() && slices.Contains(f.Experts, s.Expert)
}

// ScopeOf returns what actor may do action on. A read-only actor may only read.
func ScopeOf(actor Actor, action Action, resource Resource) Scope {
	var s Scope
	if actor.ReadOnly && action != Read {
		return s
	}
	for _, r := range accessTable[resource][action] {
		if actor.Has(r.role) {
			s.add(r.relation, actor)
		}
	}
	return s
}

// Can reports whether actor may do action on the record with the given facts.
func Can(actor Actor, action Action, resource Resource, f Facts) bool {
	return ScopeOf(actor, action, resource).Admits(f)
}

func (s *Scope) add(r Relation, a Actor) {
	switch r {
	case Any:
		s.All = true
	case Published:
		s.Published = true
	case Listed:
		s.Listed = true
	case InArea:
		s.Area = a.Area
	case Own:
		s.Organisation = a.OrganisationID
	case OfUnit:
		s.Unit, s.UnitArea = a.Unit, a.UnitArea
	case ToBureau:
		s.OfBureau = true
	case Assigned:
		s.User, s.Expert = a.UserID, a.ExpertID
	case Self:
		s.User = a.UserID
	case AsSeller:
		s.Seller = a.OrganisationID
	case AsBuyer:
		s.Buyer = a.OrganisationID
	case AsProposer:
		s.Proposer = a.UserID
	}
}
