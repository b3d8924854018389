package domain

type rule struct {
	role     Role
	relation Relation
}

// accessTable is the whole of access: resource, action, then who may do it to
// which records. Whatever is not in it is denied. Both Can and the scopes of
// lists come from here.
var accessTable = map[Resource]map[Action][]rule{
	Areas: {Read: {{RolePublic, Any}}},
	Units: {Read: {{RolePublic, Any}}},
	Organisations: {
		Read:   {{RolePublic, Any}},
		Create: {{RoleBureau, Any}, {RoleAdmin, Any}},
		Change: {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Import: {{RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Users: {
		Read:   {{RoleAdmin, Any}, {RoleEnterprise, Self}, {RoleUniversity, Self}, {RoleExpert, Self}, {RoleSteward, Self}, {RoleLiaison, Self}, {RoleBureau, Self}},
		Create: {{RoleAdmin, Any}},
		Change: {{RoleAdmin, Any}},

		SetPassword: append([]rule{{RoleAdmin, Any}}, selfOnly...),
	},
	Tokens: {
		Read:   selfOnly,
		Create: selfOnly,
		Revoke: append([]rule{{RoleAdmin, Any}}, selfOnly...),
	},
	Needs:        listing(RoleEnterprise, Action("publish"), Action("return"), Action("close")),
	Technologies: listing(RoleUniversity, Action("publish"), Action("return"), Action("close")),
	Policies: {
		Read:      {{RolePublic, Published}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:    {{RoleBureau, Any}, {RoleAdmin, Any}},
		Change:    {{RoleBureau, Any}, {RoleAdmin, Any}},
		"publish": {{RoleBureau, Any}},
		"repeal":  {{RoleBureau, Any}},
		Import:    {{RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Experts: {
		Read:      {{RolePublic, Published}, {RoleExpert, Assigned}, {RoleSteward, Any}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:    {{RoleSteward, Any}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Change:    {{RoleExpert, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		"publish": {{RoleSteward, Any}, {RoleBureau, Any}},
		"retire":  {{RoleExpert, Assigned}, {RoleBureau, Any}},
		Import:    {{RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Matches: {
		Read:      {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}}, // of either side
		"dismiss": {{RoleEnterprise, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		"restore": {{RoleEnterprise, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
	},
	Models: {
		Read:      {{RoleBureau, Any}, {RoleAdmin, Any}},
		"install": {{RoleBureau, Any}, {RoleAdmin, Any}},
		"revert":  {{RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Conflicts: {
		Read:       append([]rule{{RoleSteward, Any}, {RoleAdmin, Any}}, declarers...),
		Create:     declarers,
		"withdraw": declarers,
	},
	Notices: {
		Read:      {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, Assigned}, {RoleSteward, InArea}, {RoleAdmin, Any}},
		MarkRead:  {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, Assigned}, {RoleSteward, InArea}},
		Configure: {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleBureau, Any}},
	},
	UnmetNeeds: {
		Read: {{RoleSteward, InArea}, {RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Dockings: {
		Read:        {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleSteward, AsProposer}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:      {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		Reword:      {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, AsProposer}, {RoleBureau, AsProposer}}, // who sent the form: Docking.Reword
		"introduce": {{RoleSteward, Assigned}},
		"accept":    {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}}, // a side, not the team: Docking.Accept
		"negotiate": {{RoleSteward, Assigned}},
		"agree":     {{RoleSteward, Assigned}},
		"contract":  {{RoleSteward, Assigned}},
		"hand-over": {{RoleSteward, Assigned}, {RoleBureau, Any}},
		"decline":   {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, Assigned}},
		Invite:      {{RoleSteward, Assigned}, {RoleBureau, Any}},
	},
	Invitations: {
		Read:      {{RoleExpert, Assigned}, {RoleSteward, Assigned}, {RoleSteward, InArea}, {RoleBureau, Any}, {RoleAdmin, Any}},
		"accept":  {{RoleExpert, Assigned}},
		"decline": {{RoleExpert, Assigned}},
		Opine:     {{RoleExpert, Assigned}},
		"release": {{RoleSteward, Assigned}, {RoleBureau, Any}},
	},
	Visits: {
		Read:     {{RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:   {{RoleSteward, Assigned}},
		"done":   {{RoleSteward, Assigned}},
		"cancel": {{RoleSteward, Assigned}},
	},
	Absences: {
		Read:     {{RoleExpert, Assigned}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:   {{RoleSteward, Assigned}, {RoleBureau, Any}},
		"cancel": {{RoleSteward, Assigned}, {RoleBureau, Any}},
	},
	Messages: { // of the dockings that these relations hold to
		Read:     {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		MarkRead: {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:   {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, Assigned}},
	},
	Notifications: {Read: selfOnly, MarkRead: selfOnly, Configure: selfOnly},
	Webhooks: {
		Read:        programs,
		Create:      programs,
		Change:      programs,
		"remove":    programs,
		"rotate":    programs, // replace the secret
		"redeliver": programs,
	},
	SavedSearches: {Read: selfOnly, Create: selfOnly, Change: selfOnly, "remove": selfOnly},
	Contracts: {
		Read:        {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:      {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		Change:      {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		"submit":    {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}},
		"precheck":  {{RoleBureau, Any}},
		"register":  {{RoleBureau, Any}},
		"return":    {{RoleBureau, Any}},
		"refuse":    {{RoleBureau, Any}},
		"terminate": {{RoleBureau, Any}},
		"void":      {{RoleBureau, Any}},
		"withdraw":  {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}},

		FlagContract:      {{RoleBureau, Any}},
		RecordReview:      {{RoleBureau, Any}},
		Amend:             {{RoleBureau, Any}},
		ApproveAmendment:  {{RoleBureau, Any}},
		RejectAmendment:   {{RoleBureau, Any}},
		ProposeAmendment:  {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}},
		WithdrawAmendment: {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}},
		RecordDelivery:    {{RoleEnterprise, AsSeller}, {RoleUniversity, AsSeller}},
		RecordAcceptance:  {{RoleEnterprise, AsBuyer}, {RoleUniversity, AsBuyer}},
		RecordPayment:     {{RoleEnterprise, AsBuyer}, {RoleUniversity, AsBuyer}},
	},
	Reports: {
		Read:       {{RoleLiaison, OfUnit}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:     reporters,
		Change:     reporters,
		"attach":   reporters,
		"detach":   reporters,
		"submit":   reporters,
		"withdraw": reporters,
		"correct":  reporters,
		"return":   {{RoleBureau, Any}},
		"approve":  {{RoleBureau, Any}},
	},
	Reminders: {
		Read:     append([]rule{{RoleBureau, Any}, {RoleAdmin, Any}}, reminded...),
		MarkRead: append([]rule{{RoleBureau, ToBureau}}, reminded...),
	},
	Registers: {Read: {{RolePublic, Any}}},
	RegisterEntries: {
		Read:        append([]rule{{RolePublic, Published}}, registrars...), // financing and incentives paid are not public
		"history":   registrars,
		Create:      {{RoleLiaison, OfUnit}, {RoleBureau, Any}},
		Change:      {{RoleLiaison, OfUnit}, {RoleBureau, Any}},
		"withdraw":  {{RoleLiaison, OfUnit}, {RoleBureau, Any}},
		"reinstate": {{RoleBureau, Any}},
		"backdate":  {{RoleBureau, Any}}, // say that a change holds from an earlier day on
		Import:      {{RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Suspicions: {
		Read:     {{RoleBureau, Any}, {RoleAdmin, Any}},
		"decide": {{RoleBureau, Any}},
		"search": {{RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Relations: {
		Read:       {{RoleBureau, Any}, {RoleAdmin, Any}},
		Create:     {{RoleBureau, Any}},
		"withdraw": {{RoleBureau, Any}},
	},
	Certificates: {Read: {{RolePublic, Any}}},
	Plans: {
		Read: {{RolePublic, Any}},
	},
	Publications: {
		Read:   {{RolePublic, Any}},
		Create: {{RoleBureau, Any}},
	},
	Activities: {
		Read:   append([]rule{{RolePublic, Published}, {RoleAdmin, Any}}, hosts...),
		Create: hosts,
		Change: hosts,

		"announce":            hosts,
		"close-registration":  hosts,
		"reopen-registration": hosts,
		"hold":                hosts,
		"cancel":              hosts,

		InviteTo:       hosts,
		SeeGuests:      append([]rule{{RoleAdmin, Any}}, hosts...),
		CheckIn:        hosts,
		RecordDocking:  hosts,
		WithdrawRecord: hosts,
	},
	Registrations: {
		Read:     append([]rule{{RoleAdmin, Any}}, guests...),
		Create:   guests,
		"cancel": guests,
		Rate:     {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}},
	},
	Imports: {
		Read:   {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create: {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Reveals: {
		Read:       {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:     {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleBureau, Any}}, // in an organisation's name
		"grant":    {{RoleEnterprise, AsSeller}, {RoleUniversity, AsSeller}},                                 // nobody consents for the owner
		"refuse":   {{RoleEnterprise, AsSeller}, {RoleUniversity, AsSeller}},
		"withdraw": {{RoleEnterprise, AsSeller}, {RoleUniversity, AsSeller}},
		"cancel":   {{RoleEnterprise, AsBuyer}, {RoleUniversity, AsBuyer}, {RoleSteward, Assigned}, {RoleBureau, Assigned}},
		ReadViews:  {{RoleEnterprise, AsSeller}, {RoleUniversity, AsSeller}, {RoleSteward, InArea}, {RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Reviews: {
		Read: {{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleSteward, InArea}, {RoleBureau, Any}, {RoleAdmin, Any}},
	},
	Audits:     {Read: {{RoleBureau, Any}, {RoleAdmin, Any}}},
	Operations: {Read: {{RoleAdmin, Any}}, Change: {{RoleAdmin, Any}}},
}

var selfOnly = []rule{{RoleEnterprise, Self}, {RoleUniversity, Self}, {RoleExpert, Self}, {RoleSteward, Self}, {RoleLiaison, Self}, {RoleBureau, Self}, {RoleAdmin, Self}}

// programs are told of what an organisation, or the bureau, hears.
var programs = []rule{{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleBureau, Any}, {RoleAdmin, Any}}

// reporters write reports: a unit's own liaison, or the bureau for a unit.
var reporters = []rule{{RoleLiaison, OfUnit}, {RoleBureau, Any}}

// reminded are told of what is due.
var reminded = []rule{{RoleLiaison, OfUnit}, {RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleExpert, Assigned}, {RoleEnterprise, Own}, {RoleUniversity, Own}}

// registrars read the whole of a register's entry: its holder, the unit that answers for
// it, and the bureau.
var registrars = []rule{{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleLiaison, OfUnit}, {RoleBureau, Any}, {RoleAdmin, Any}}

// hosts hold activities: the bureau, the steward of the area, and a university its own.
var hosts = []rule{{RoleUniversity, Own}, {RoleSteward, InArea}, {RoleBureau, Any}}

// guests register for activities, themselves or by the steward or the bureau.
var guests = []rule{{RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleExpert, Assigned}, {RoleSteward, InArea}, {RoleBureau, Any}}

// declarers may declare conflicts of interest of their own.
var declarers = []rule{{RoleExpert, Assigned}, {RoleSteward, Assigned}, {RoleEnterprise, Own}, {RoleUniversity, Own}, {RoleBureau, Any}}

// listing is the access to a record that one kind of organisation lists and the
// bureau or a steward publishes. A steward is assigned to it by leading a docking of it;
// other stewards see of it what members do.
func listing(owner Role, publish, giveBack, withdraw Action) map[Action][]rule {
	return map[Action][]rule{
		Read: {{RolePublic, Published}, {RoleEnterprise, Listed}, {RoleUniversity, Listed}, {RoleExpert, Listed}, {RoleSteward, Listed}, {owner, Own},
			{RoleSteward, InArea}, {RoleSteward, Assigned}, {RoleBureau, Any}, {RoleAdmin, Any}},
		Create:   {{owner, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		Change:   {{owner, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		"submit": {{owner, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		publish:  {{RoleSteward, InArea}, {RoleBureau, Any}},
		giveBack: {{RoleSteward, InArea}, {RoleBureau, Any}},
		withdraw: {{owner, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		"renew":  {{owner, Own}, {RoleSteward, InArea}, {RoleBureau, Any}},
		Import:   {{owner, Own}, {RoleBureau, Any}, {RoleAdmin, Any}},
	}
}
