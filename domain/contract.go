package domain

import (
	"fmt"
	"time"
)

// ContractKinds are the five kinds of technology contract (五类).
var ContractKinds = Terms{
	{"development", Text{"技术开发", "Development"}},
	{"transfer", Text{"技术转让", "Transfer"}},
	{"licence", Text{"技术许可", "Licence"}},
	{"consulting", Text{"技术咨询", "Consulting"}},
	{"service", Text{"技术服务", "Service"}},
}

// ContractState is where a contract stands.
type ContractState string

// The states.
const (
	ContractDraft      ContractState = "draft"
	ContractSubmitted  ContractState = "submitted"
	ContractPrechecked ContractState = "prechecked"
	ContractRegistered ContractState = "registered"
	ContractReturned   ContractState = "returned"
	ContractRefused    ContractState = "refused"
	ContractTerminated ContractState = "terminated"
	ContractVoided     ContractState = "voided"
)

// ContractSteps are the steps of a contract's registration (认定登记).
var ContractSteps = Machine[ContractState]{
	{Name: "submit", Label: Text{"提交登记", "Submit"}, From: []ContractState{ContractDraft, ContractReturned}, To: ContractSubmitted},
	{Name: "precheck", Label: Text{"预审", "Precheck"}, From: []ContractState{ContractSubmitted}, To: ContractPrechecked},
	{Name: "register", Label: Text{"登记", "Register"}, From: []ContractState{ContractPrechecked}, To: ContractRegistered},
	{Name: "return", Label: Text{"退回补正", "Return for changes"}, From: []ContractState{ContractSubmitted, ContractPrechecked}, To: ContractReturned, NeedsReason: true},
	{Name: "refuse", Label: Text{"不予登记", "Refuse"}, From: []ContractState{ContractSubmitted, ContractPrechecked}, To: ContractRefused, NeedsReason: true},
	{Name: "terminate", Label: Text{"解除", "Terminate"}, From: []ContractState{ContractRegistered}, To: ContractTerminated, NeedsReason: true},
	{Name: "void", Label: Text{"作废", "Void"}, From: []ContractState{ContractRegistered}, To: ContractVoided, NeedsReason: true},
}

// Contract is a technology contract or a cooperation agreement on its way to
// registration. Only some agreements are technology contracts, and the plan counts
// IUR agreements and registered contracts apart.
type Contract struct {
	ID              ID
	Version         int64
	Title           string
	Kind            string // ContractKinds
	Field           string // Fields
	IPKind          string // IPKinds
	PlanSource      string // PlanSources
	SellerID        ID
	BuyerID         ID
	Parties         []Party // further parties besides seller and buyer
	Seller, Buyer   PartyAtSigning
	DockingID       ID // zero when it came about otherwise
	NeedID          ID
	TechnologyID    ID
	StewardID       ID  // expert record
	Amount          Fen // 成交额
	TechnicalAmount Fen // 技术交易额 = Amount less Deductions
	Deductions      []Deduction
	Payments        []Payment
	IUR             bool // an industry-university-research agreement (产学研合作协议)
	ResultBased     bool // it transfers a result of a university or institute
	Equity          bool // the result is invested (作价投资)
	SignedOn        Date
	StartsOn        Date
	EndsOn          Date
	State           ContractState
	Reason          string
	RegistryNumber  string
	RegisteredOn    Date
	EndedOn         Date // terminated or voided on
	SourceKey       string
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// Party is a further party to a contract.
type Party struct {
	OrganisationID ID
	Side           string // "seller" or "buyer"
}

// PartyAtSigning is what the registration form keeps of a party as it was when the
// contract was submitted; later moves of the organisation do not change figures.
type PartyAtSigning struct {
	Name, USCC, Kind, Area, Division string
}

// Deduction is a part of the contract's value that is not technology: equipment,
// instruments, parts, raw materials.
type Deduction struct {
	What   string
	Amount Fen
}

// Payment is one instalment as agreed.
type Payment struct {
	DueOn  Date
	Amount Fen
	What   string
}

// ContractEvent is one step of a contract as it was taken.
type ContractEvent struct {
	ID         ID
	ContractID ID
	From, To   ContractState
	Step       string
	Actor      ID
	Reason     string
	On         Date
	At         time.Time
}

// Validate reports everything that is wrong with c as it stands, draft or not.
func (c Contract) Validate() error {
	var k checks
	k.text("title", c.Title, 2, 300)
	k.oneOf("kind", c.Kind, ContractKinds, false)
	k.oneOf("field", c.Field, Fields, true)
	k.oneOf("ip_kind", c.IPKind, IPKinds, true)
	k.oneOf("plan_source", c.PlanSource, PlanSources, true)
	k.that(!c.SellerID.IsZero(), "seller_id", "必填", "is required")
	k.that(!c.BuyerID.IsZero(), "buyer_id", "必填", "is required")
	k.that(c.SellerID.IsZero() || c.SellerID != c.BuyerID, "buyer_id", "买卖双方不能是同一单位", "is the seller too")
	k.that(c.Amount >= 0 && c.Amount <= MaxFen, "amount", "金额超出范围", "is out of range")
	k.that(c.TechnicalAmount >= 0 && c.TechnicalAmount <= c.Amount, "technical_amount", "技术交易额应在 0 与成交额之间", "must lie between 0 and the contract's value")
	k.that(c.StartsOn.IsZero() || c.EndsOn.IsZero() || !c.EndsOn.Before(c.StartsOn), "ends_on", "早于起始日期", "is before the start")
	k.deductions(c)
	k.payments(c)
	for i, p := range c.Parties {
		at := fmt.Sprintf("parties[%d].", i)
		k.that(!p.OrganisationID.IsZero(), at+"organisation_id", "必填", "is required")
		k.that(p.Side == "seller" || p.Side == "buyer", at+"side", "只能取：seller、buyer", "must be seller or buyer")
	}
	k.that(!c.Equity || c.ResultBased, "equity", "作价投资须基于科技成果", "needs a result that is invested")
	return k.err()
}

func (k *checks) deductions(c Contract) {
	var sum Fen
	k.that(len(c.Deductions) <= 100, "deductions", "不超过 100 项", "has more than 100 items")
	for i, d := range c.Deductions {
		at := fmt.Sprintf("deductions[%d].", i)
		k.text(at+"what", d.What, 1, 200)
		k.that(d.Amount > 0 && d.Amount <= MaxFen, at+"amount", "须大于零", "must be more than zero")
		sum += min(max(d.Amount, 0), MaxFen)
	}
	k.that(c.Amount-sum == c.TechnicalAmount, "technical_amount", "应等于成交额减去各项扣除", "must equal the contract's value less the deductions")
}

func (k *checks) payments(c Contract) {
	var sum Fen
	k.that(len(c.Payments) <= 100, "payments", "不超过 100 期", "has more than 100 items")
	for i, p := range c.Payments {
		at := fmt.Sprintf("payments[%d].", i)
		k.that(p.Amount > 0 && p.Amount <= MaxFen, at+"amount", "须大于零", "must be more than zero")
		k.text(at+"what", p.What, 0, 200)
		sum += min(max(p.Amount, 0), MaxFen)
	}
	k.that(sum <= c.Amount, "payments", "合计超过成交额", "add up to more than the contract's value")
}

// Grounds lists every ground on which the registration of c would be refused or
// returned as it stands; none means that it may be registered.
func (c Contract) Grounds(today Date) []Missing {
	var g []Missing
	add := func(bad bool, field, zh, en string) {
		if bad {
			g = append(g, Missing{field, Text{zh, en}})
		}
	}
	add(c.Field == "", "field", "未填写技术领域", "the field is not stated")
	add(c.IPKind == "", "ip_kind", "未填写知识产权类型", "the kind of intellectual property is not stated")
	add(c.PlanSource == "", "plan_source", "未填写计划来源", "the plan source is not stated")
	add(c.Amount == 0, "amount", "价款不明确", "the price is unclear")
	add(c.SignedOn.IsZero(), "signed_on", "未填写签订日期", "the date of signing is not stated")
	add(today.Before(c.SignedOn), "signed_on", "签订日期晚于今天", "the date of signing lies in the future")
	add(c.EndsOn.IsZero(), "ends_on", "履行期限不明确", "the term is unclear")
	add(!c.EndsOn.IsZero() && c.EndsOn.Before(c.SignedOn), "ends_on", "履行期限早于签订日期", "the term ends before signing")
	add(c.Seller.USCC == "" && c.Seller.Kind == Enterprise, "seller_id", "卖方缺少统一社会信用代码", "the seller has no unified social credit code")
	add(c.Buyer.USCC == "" && c.Buyer.Kind == Enterprise, "buyer_id", "买方缺少统一社会信用代码", "the buyer has no unified social credit code")
	return g
}

// Take moves c by the step named name on the given day and returns the event to
// record. Submitting requires a signed contract; registering requires that no
// ground is left, and a registry number.
func (c *Contract) Take(name, reason string, by Actor, on Date, now time.Time) (ContractEvent, error) {
	step, err := ContractSteps.Take(c.State, name, reason)
	if err != nil {
		return ContractEvent{}, err
	}
	if err := c.ready(step.To, on); err != nil {
		return ContractEvent{}, err
	}
	e := ContractEvent{ID: NewID(), ContractID: c.ID, From: c.State, To: step.To, Step: name, Actor: by.UserID, Reason: reason, On: on, At: now}
	c.State, c.Reason = step.To, reason
	switch step.To {
	case ContractRegistered:
		c.RegisteredOn = on
	case ContractTerminated, ContractVoided:
		c.EndedOn = on
	}
	return e, nil
}

func (c *Contract) ready(to ContractState, on Date) error {
	switch to {
	case ContractSubmitted:
		if c.SignedOn.IsZero() {
			return Invalid("signed_on", "提交前须填写签订日期", "is required before submitting")
		}
	case ContractPrechecked, ContractRegistered:
		if err := missingError(c.Grounds(on)); err != nil {
			return err
		}
		if to == ContractRegistered && c.RegistryNumber == "" {
			return Invalid("registry_number", "登记时须有登记编号", "is required to register")
		}
	}
	return nil
}

// Editable reports whether the contract's own fields may be changed.
func (c Contract) Editable() bool { return c.State == ContractDraft || c.State == ContractReturned }

// IsTransfer reports whether c counts towards the local transfer rate: it
// transfers a result of a university or institute in the city by transfer,
// licence, development or investment, is registered, and is neither terminated
// nor voided.
func (c Contract) IsTransfer() bool {
	kind := c.Kind == "transfer" || c.Kind == "licence" || c.Kind == "development" || c.Equity
	seller := (c.Seller.Kind == University || c.Seller.Kind == Institute) && inDivision(c.Seller.Division, CityDivision)
	return c.State == ContractRegistered && c.ResultBased && kind && seller
}

// IsIURAgreement reports whether c counts as a newly signed IUR agreement: signed,
// handed in, and neither refused nor voided. A later termination does not unsign it.
func (c Contract) IsIURAgreement() bool {
	return c.IUR && !c.SignedOn.IsZero() && c.State != ContractDraft && c.State != ContractRefused && c.State != ContractVoided
}

func inDivision(division, prefix string) bool {
	return len(division) >= len(prefix) && division[:len(prefix)] == prefix
}

// Facts returns what access needs to know of c. Its area is the buyer's if that
// lies in one, else the seller's.
func (c Contract) Facts() Facts {
	f := Facts{Organisations: []ID{c.SellerID, c.BuyerID}, Area: c.Area()}
	for _, p := range c.Parties {
		f.Organisations = append(f.Organisations, p.OrganisationID)
	}
	if !c.StewardID.IsZero() {
		f.Experts = []ID{c.StewardID}
	}
	return f
}

// Area returns the area that c is reported under: the buyer's if it lies in one,
// else the seller's.
func (c Contract) Area() string {
	if c.Buyer.Area != "" {
		return c.Buyer.Area
	}
	return c.Seller.Area
}
