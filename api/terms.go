package api

import (
	"context"
	"maps"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

// closedSets are the closed sets of the records. A field names its own in its tag
// set:"…"; the document and the validation then know its members.
var closedSets = map[string]domain.Terms{
	"fields": domain.Fields, "modes": domain.Modes, "organisation_kinds": domain.OrganisationKinds, "trls": domain.TRLs,
	"territories": domain.Territories, "confidentialities": domain.Confidentialities, "ownerships": domain.Ownerships,
	"comparators": domain.Comparators, "result_attributes": domain.ResultAttributes, "result_stages": domain.ResultStages,
	"ip_kinds": domain.IPKinds, "ip_statuses": domain.IPStatuses, "plan_sources": domain.PlanSources,
	"policy_levels": domain.PolicyLevels, "incentive_kinds": domain.IncentiveKinds, "incentive_rules": domain.IncentiveRules,
	"incentive_bases": domain.IncentiveBases, "occasions": domain.Occasions, "cap_periods": domain.CapPeriods, "term_units": domain.TermUnits,
	"stacking_rules": domain.StackingRules, "sides": domain.Sides, "deal_events": domain.DealEvents, "qualifications": domain.Qualifications,
	"truths": domain.Truths, "conditions": domain.Conditions, "taxes": domain.Taxes,
	"beneficiaries": domain.Beneficiaries, "expert_kinds": domain.ExpertKinds, "contract_kinds": domain.ContractKinds,
	"decline_reasons": domain.DeclineReasons, "dismissal_reasons": domain.DismissalReasons, "roles": domain.Roles, "token_scopes": domain.TokenScopes, "outcomes": outcomes,
	"listing_states": domain.ListingStates, "listing_kinds": listingKinds, "need_fields": domain.NeedFields, "technology_fields": domain.TechnologyFields,
	"reveal_states": domain.RevealStates, "reveal_levels": revealLevels, "reveal_places": domain.RevealPlaces, "offices": domain.Offices, "review_decisions": domain.ReviewDecisions,
	"policy_states": domain.PolicyStates, "expert_states": domain.ExpertStates,
	"ground_codes": domain.GroundCodes, "effects": domain.Effects, "proof_kinds": domain.ProofKinds,
	"suspicion_kinds": domain.SuspicionKinds, "suspicion_states": domain.SuspicionStates, "suspicion_decisions": domain.SuspicionDecisions.Terms(),
	"relation_kinds": domain.RelationKinds, "relation_states": domain.RelationStates,
	"contract_states": domain.ContractStates, "contract_dues": postgres.ContractDues, "clock_bases": domain.ClockBases,
	"milestone_states": domain.MilestoneStates, "amendment_states": domain.AmendmentStates,
	"report_states": domain.ReportStates, "dimensions": domain.Dimensions, "figure_dimensions": domain.FigureDimensions, "duty_states": domain.DutyStates,
	"reminder_kinds": domain.ReminderKinds, "reminder_stages": domain.ReminderStages, "stages": domain.Stages, "docking_sides": domain.DockingSides, "question_kinds": domain.QuestionKinds,
	"member_kinds": domain.MemberKinds, "member_states": domain.MemberStates, "member_decline_reasons": domain.MemberDeclineReasons, "visit_states": domain.VisitStates, "entry_states": domain.EntryStates,
	"activity_kinds": domain.ActivityKinds, "activity_states": domain.ActivityStates, "registration_states": domain.RegistrationStates,
	"match_kinds": domain.MatchKinds, "match_features": domain.FeatureNames, "target_verdicts": domain.TargetVerdicts, "conflict_states": domain.ConflictStates, "libraries": domain.Libraries,
	"audiences": domain.Audiences, "notification_kinds": domain.NotificationKindTerms(), "deliveries": domain.Deliveries, "webhook_states": domain.WebhookStates, "delivery_states": domain.WebhookDeliveryStates,
	"import_kinds": domain.ImportKinds, "import_states": domain.ImportStates, "import_formats": importFormats, "table_formats": tableFormats, "encodings": encodings,
}

var outcomes = domain.Terms{
	{Code: "done", Name: domain.Text{ZH: "已办", EN: "Done"}},
	{Code: "denied", Name: domain.Text{ZH: "拒绝", EN: "Denied"}},
	{Code: "failed", Name: domain.Text{ZH: "失败", EN: "Failed"}},
}

// Term is one member of a closed set.
type Term struct {
	Code string `json:"code" zh:"代码"`
	ZH   string `json:"zh" zh:"中文名称"`
	EN   string `json:"en" zh:"英文名称"`
}

// TermSet is one closed set.
type TermSet struct {
	Set   string `json:"set" zh:"代码集"`
	Terms []Term `json:"terms" zh:"代码"`
}

type termSets struct{ Body Items[TermSet] }

func (a *API) registerTerms() {
	register(a, route{id: "list-terms", method: "GET", path: "/terms", tag: "terms", open: true,
		summary: domain.Text{ZH: "各代码集及其名称", EN: "The closed sets of codes, with their names"}}, a.listTerms)
}

func (a *API) listTerms(context.Context, *none) (*termSets, error) {
	var out termSets
	for _, name := range slices.Sorted(maps.Keys(closedSets)) {
		set := TermSet{Set: name}
		for _, t := range closedSets[name] {
			set.Terms = append(set.Terms, Term{t.Code, t.Name.ZH, t.Name.EN})
		}
		out.Body.Items = append(out.Body.Items, set)
	}
	return &out, nil
}
