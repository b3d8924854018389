package postgres

import (
	"time"

	"sanku/domain"
)

type contractRow struct {
	ID              domain.ID              `gorm:"column:id;primaryKey"`
	Version         int64                  `gorm:"column:version"`
	Title           string                 `gorm:"column:title"`
	Kind            string                 `gorm:"column:kind"`
	Field           string                 `gorm:"column:field"`
	IPKind          string                 `gorm:"column:ip_kind"`
	PlanSource      string                 `gorm:"column:plan_source"`
	SellerID        domain.ID              `gorm:"column:seller_id"`
	BuyerID         domain.ID              `gorm:"column:buyer_id"`
	SellerName      string                 `gorm:"column:seller_name"`
	SellerUSCC      string                 `gorm:"column:seller_uscc"`
	SellerKind      string                 `gorm:"column:seller_kind"`
	SellerArea      optional               `gorm:"column:seller_area"`
	SellerDivision  string                 `gorm:"column:seller_division"`
	BuyerName       string                 `gorm:"column:buyer_name"`
	BuyerUSCC       string                 `gorm:"column:buyer_uscc"`
	BuyerKind       string                 `gorm:"column:buyer_kind"`
	BuyerArea       optional               `gorm:"column:buyer_area"`
	BuyerDivision   string                 `gorm:"column:buyer_division"`
	DockingID       domain.ID              `gorm:"column:docking_id"`
	NeedID          domain.ID              `gorm:"column:need_id"`
	TechnologyID    domain.ID              `gorm:"column:technology_id"`
	StewardID       domain.ID              `gorm:"column:steward_id"`
	Amount          domain.Fen             `gorm:"column:amount"`
	TechnicalAmount domain.Fen             `gorm:"column:technical_amount"`
	Deductions      jsonb[[]deductionJSON] `gorm:"column:deductions"`
	Payments        jsonb[[]paymentJSON]   `gorm:"column:payments"`
	Milestones      jsonb[[]milestoneJSON] `gorm:"column:milestones"`
	Received        jsonb[[]paidJSON]      `gorm:"column:received"`
	MilestoneDue    domain.Date            `gorm:"column:milestone_due"`
	PaymentDue      domain.Date            `gorm:"column:payment_due"`
	Terms           string                 `gorm:"column:terms"`
	Proofs          jsonb[[]proofJSON]     `gorm:"column:proofs"`
	IUR             bool                   `gorm:"column:iur"`
	ResultBased     bool                   `gorm:"column:result_based"`
	Equity          bool                   `gorm:"column:equity"`
	UseFirst        bool                   `gorm:"column:use_first"`
	TrialFrom       domain.Date            `gorm:"column:trial_from"`
	TrialTo         domain.Date            `gorm:"column:trial_to"`
	SignedOn        domain.Date            `gorm:"column:signed_on"`
	StartsOn        domain.Date            `gorm:"column:starts_on"`
	EndsOn          domain.Date            `gorm:"column:ends_on"`
	State           string                 `gorm:"column:state"`
	Reason          string                 `gorm:"column:reason"`
	RegistryNumber  optional               `gorm:"column:registry_number"`
	RegisteredOn    domain.Date            `gorm:"column:registered_on"`
	EndedOn         domain.Date            `gorm:"column:ended_on"`
	Refusal         jsonb[[]refusalJSON]   `gorm:"column:refusal"`
	Disputed        bool                   `gorm:"column:disputed"`
	ExpertReview    bool                   `gorm:"column:expert_review"`
	SubmittedOn     domain.Date            `gorm:"column:submitted_on"`
	Review          jsonb[reviewJSON]      `gorm:"column:review"`
	DueOn           domain.Date            `gorm:"column:due_on"`
	CountedIn       domain.ID              `gorm:"column:counted_in"`
	SourceKey       optional               `gorm:"column:source_key"`
	CreatedAt       time.Time              `gorm:"column:created_at"`
	UpdatedAt       time.Time              `gorm:"column:updated_at"`
}

type deductionJSON struct {
	What   string     `json:"what"`
	Amount domain.Fen `json:"amount"`
}

type paymentJSON struct {
	DueOn  domain.Date `json:"due_on"`
	Amount domain.Fen  `json:"amount"`
	What   string      `json:"what"`
}

// reviewJSON is empty while nothing is recorded.
type reviewJSON struct {
	Experts string      `json:"experts,omitempty"`
	Opinion string      `json:"opinion,omitempty"`
	Passed  bool        `json:"passed,omitempty"`
	On      domain.Date `json:"on,omitzero"`
}

func (contractRow) TableName() string { return "contracts" }

func (r contractRow) rowID() domain.ID { return r.ID }

func contractRowOf(c domain.Contract) contractRow {
	r := contractRow{ID: c.ID, Version: c.Version, Title: c.Title, Kind: c.Kind, Field: c.Field, IPKind: c.IPKind, PlanSource: c.PlanSource,
		SellerID: c.SellerID, BuyerID: c.BuyerID, DockingID: c.DockingID, NeedID: c.NeedID, TechnologyID: c.TechnologyID, StewardID: c.StewardID,
		SellerName: c.Seller.Name, SellerUSCC: c.Seller.USCC, SellerKind: c.Seller.Kind, SellerArea: optional(c.Seller.Area), SellerDivision: c.Seller.Division,
		BuyerName: c.Buyer.Name, BuyerUSCC: c.Buyer.USCC, BuyerKind: c.Buyer.Kind, BuyerArea: optional(c.Buyer.Area), BuyerDivision: c.Buyer.Division,
		Amount: c.Amount, TechnicalAmount: c.TechnicalAmount, IUR: c.IUR, ResultBased: c.ResultBased, Equity: c.Equity,
		SignedOn: c.SignedOn, StartsOn: c.StartsOn, EndsOn: c.EndsOn, State: string(c.State), Reason: c.Reason,
		UseFirst: c.UseFirst, TrialFrom: c.TrialFrom, TrialTo: c.TrialTo, Disputed: c.Disputed, ExpertReview: c.ExpertReview,
		SubmittedOn: c.SubmittedOn, DueOn: c.DueOn, MilestoneDue: c.NextMilestone(), PaymentDue: c.NextInstalment(),
		RegistryNumber: optional(c.RegistryNumber), RegisteredOn: c.RegisteredOn, EndedOn: c.EndedOn, SourceKey: optional(c.SourceKey),
		Terms: c.Terms, CountedIn: c.CountedIn,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
	r.Deductions.V = domains(c.Deductions, func(d domain.Deduction) deductionJSON { return deductionJSON(d) })
	r.Payments.V = domains(c.Payments, func(p domain.Payment) paymentJSON { return paymentJSON(p) })
	r.Milestones.V = domains(c.Milestones, milestoneToJSON)
	r.Received.V = domains(c.Received, func(p domain.Paid) paidJSON { return paidJSON(p) })
	r.Refusal.V = domains(c.Refusal, func(g domain.RefusalGround) refusalJSON { return refusalJSON(g) })
	r.Review.V = reviewJSON(c.Review)
	r.Proofs.V = domains(c.Proofs, proofToJSON)
	return r
}

func (r contractRow) domain() domain.Contract {
	c := domain.Contract{ID: r.ID, Version: r.Version, Title: r.Title, Kind: r.Kind, Field: r.Field, IPKind: r.IPKind, PlanSource: r.PlanSource,
		SellerID: r.SellerID, BuyerID: r.BuyerID, DockingID: r.DockingID, NeedID: r.NeedID, TechnologyID: r.TechnologyID, StewardID: r.StewardID,
		Seller: domain.PartyAtSigning{Name: r.SellerName, USCC: r.SellerUSCC, Kind: r.SellerKind, Area: string(r.SellerArea), Division: r.SellerDivision},
		Buyer:  domain.PartyAtSigning{Name: r.BuyerName, USCC: r.BuyerUSCC, Kind: r.BuyerKind, Area: string(r.BuyerArea), Division: r.BuyerDivision},
		Amount: r.Amount, TechnicalAmount: r.TechnicalAmount, IUR: r.IUR, ResultBased: r.ResultBased, Equity: r.Equity,
		SignedOn: r.SignedOn, StartsOn: r.StartsOn, EndsOn: r.EndsOn, State: domain.ContractState(r.State), Reason: r.Reason,
		UseFirst: r.UseFirst, TrialFrom: r.TrialFrom, TrialTo: r.TrialTo, Disputed: r.Disputed, ExpertReview: r.ExpertReview,
		SubmittedOn: r.SubmittedOn, DueOn: r.DueOn, Review: domain.Review(r.Review.V),
		RegistryNumber: string(r.RegistryNumber), RegisteredOn: r.RegisteredOn, EndedOn: r.EndedOn, SourceKey: string(r.SourceKey),
		Terms: r.Terms, CountedIn: r.CountedIn,
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
	for _, d := range r.Deductions.V {
		c.Deductions = append(c.Deductions, domain.Deduction(d))
	}
	for _, p := range r.Payments.V {
		c.Payments = append(c.Payments, domain.Payment(p))
	}
	for _, m := range r.Milestones.V {
		c.Milestones = append(c.Milestones, m.domain())
	}
	for _, p := range r.Received.V {
		c.Received = append(c.Received, domain.Paid(p))
	}
	for _, g := range r.Refusal.V {
		c.Refusal = append(c.Refusal, domain.RefusalGround(g))
	}
	for _, p := range r.Proofs.V {
		c.Proofs = append(c.Proofs, p.domain())
	}
	return c
}
