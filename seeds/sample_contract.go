package seeds

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sampleContract is a contract as contracts.jsonl gives it; parties, need, technology
// and experts are keys of the other files.
type sampleContract struct {
	Key             string       `json:"key"`
	Title           string       `json:"title"`
	Kind            string       `json:"kind"`
	Field           string       `json:"field"`
	IPKind          string       `json:"ip_kind"`
	PlanSource      string       `json:"plan_source"`
	Seller          string       `json:"seller"`
	Buyer           string       `json:"buyer"`
	Need            string       `json:"need"`
	Technology      string       `json:"technology"`
	Steward         string       `json:"steward"`
	TechnicalExpert string       `json:"technical_expert"`
	Entrepreneur    string       `json:"entrepreneur"`
	Amount          int64        `json:"amount_yuan"`
	TechnicalAmount int64        `json:"technical_amount_yuan"`
	Deductions      []samplePart `json:"deductions"`
	Payments        []samplePart `json:"payments"`
	IUR             bool         `json:"iur"`
	ResultBased     bool         `json:"result_based"`
	Equity          bool         `json:"equity_investment"`
	SignedOn        domain.Date  `json:"signed_on"`
	StartsOn        domain.Date  `json:"starts_on"`
	EndsOn          domain.Date  `json:"ends_on"`
	State           string       `json:"state"`
	RegisteredOn    domain.Date  `json:"registered_on"`
	RegistryNumber  string       `json:"registry_number"`
	TerminatedOn    domain.Date  `json:"terminated_on"`
	VoidedOn        domain.Date  `json:"voided_on"`
	Reason          string       `json:"reason"`
	UseFirst        bool         `json:"use_first"`
	TrialFrom       domain.Date  `json:"trial_from"`
	TrialTo         domain.Date  `json:"trial_to"`
	sampleLife
}

// samplePart is a deduction or a payment.
type samplePart struct {
	DueOn  domain.Date `json:"due_on"`
	Amount int64       `json:"amount_yuan"`
	What   string      `json:"what"`
}

// dockedBefore is how long before signing the docking of a contract was proposed, and
// the days after signing on which it was handed in and looked at.
const (
	dockedBefore   = 60
	submittedAfter = 2
	precheckAfter  = 5
)

func loadContracts(ctx context.Context, db *postgres.DB, progress func(int)) (int, error) {
	ids, err := SampleRecords(ctx, db)
	if err != nil {
		return 0, err
	}
	return loadEach("contracts.jsonl", progress, func(c sampleContract) error {
		h, err := c.history(ids)
		if err == nil {
			_, err = db.LoadHistory(ctx, domain.System("seed"), h)
		}
		return err
	})
}

// history is the contract with its past; ids are those of the records by their keys.
func (c sampleContract) history(ids map[string]domain.ID) (postgres.History, error) {
	for _, key := range []string{c.Seller, c.Buyer, c.Need, c.Technology, c.Steward, c.TechnicalExpert, c.Entrepreneur} {
		if key != "" && ids[key].IsZero() {
			return postgres.History{}, fmt.Errorf("no record with the key %q", key)
		}
	}
	h := postgres.History{Contract: c.contract(ids), Steps: c.steps(), Amended: c.amendments(), Records: c.records()}
	var err error
	if h.Contract.Proofs, err = c.proofs(); err != nil {
		return h, err
	}
	if c.docked() {
		h.Docking = &domain.Docking{NeedID: ids[c.Need], TechnologyID: ids[c.Technology], ExpertID: ids[c.TechnicalExpert],
			StewardID: ids[c.Steward], EntrepreneurID: ids[c.Entrepreneur]}
		h.DockedOn = c.SignedOn.AddDays(-dockedBefore)
	}
	return h, nil
}

// docked reports whether the contract came from a docking of its own. A voided one was
// entered twice: the docking is that of the contract it repeats.
func (c sampleContract) docked() bool {
	answered := c.Need != "" && (c.Technology != "" || c.TechnicalExpert != "")
	return answered && !c.SignedOn.IsZero() && c.State != string(domain.ContractVoided)
}

func (c sampleContract) contract(ids map[string]domain.ID) domain.Contract {
	out := domain.Contract{SourceKey: sampleSource + ":" + c.Key, Title: c.Title, Kind: c.Kind, Field: c.Field, IPKind: c.IPKind, PlanSource: c.PlanSource,
		SellerID: ids[c.Seller], BuyerID: ids[c.Buyer], NeedID: ids[c.Need], TechnologyID: ids[c.Technology], StewardID: ids[c.Steward],
		Amount: domain.Yuan(c.Amount), TechnicalAmount: domain.Yuan(c.TechnicalAmount), IUR: c.IUR, ResultBased: c.ResultBased, Equity: c.Equity,
		UseFirst: c.UseFirst, TrialFrom: c.TrialFrom, TrialTo: c.TrialTo, Milestones: c.milestones(),
		SignedOn: c.SignedOn, StartsOn: c.StartsOn, EndsOn: c.EndsOn}
	for _, d := range c.Deductions {
		out.Deductions = append(out.Deductions, domain.Deduction{What: d.What, Amount: domain.Yuan(d.Amount)})
	}
	for _, p := range c.Payments {
		out.Payments = append(out.Payments, domain.Payment{DueOn: p.DueOn, Amount: domain.Yuan(p.Amount), What: p.What})
	}
	return out
}

// steps are those that lead to the contract's state, each with its day.
func (c sampleContract) steps() []postgres.ContractStep {
	day := func(after int) domain.Date { // never later than the registration
		d := c.SignedOn.AddDays(after)
		if !c.RegisteredOn.IsZero() && c.RegisteredOn.Before(d) {
			return c.RegisteredOn
		}
		return d
	}
	submit := postgres.ContractStep{Name: "submit", On: day(submittedAfter)}
	precheck := postgres.ContractStep{Name: "precheck", On: day(precheckAfter)}
	register := postgres.ContractStep{Name: "register", On: c.RegisteredOn, RegistryNumber: c.RegistryNumber}
	end := postgres.ContractStep{Reason: c.Reason, On: day(precheckAfter)}
	switch domain.ContractState(c.State) {
	case domain.ContractSubmitted:
		return []postgres.ContractStep{submit}
	case domain.ContractPrechecked:
		return []postgres.ContractStep{submit, precheck}
	case domain.ContractRegistered:
		return []postgres.ContractStep{submit, precheck, register}
	case domain.ContractReturned:
		end.Name = "return"
		return []postgres.ContractStep{submit, end}
	case domain.ContractRefused:
		end.Name, end.Grounds = "refuse", c.refusal()
		return []postgres.ContractStep{submit, end}
	case domain.ContractTerminated:
		end.Name, end.On = "terminate", c.TerminatedOn
		return []postgres.ContractStep{submit, precheck, register, end}
	case domain.ContractVoided:
		end.Name, end.On = "void", c.VoidedOn
		return []postgres.ContractStep{submit, precheck, register, end}
	}
	return nil // a draft
}
