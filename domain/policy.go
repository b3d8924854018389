package domain

import (
	"fmt"
	"regexp"
	"time"
)

// PolicyState is where a policy stands.
type PolicyState string

// The states.
const (
	PolicyDraft     PolicyState = "draft"
	PolicyPublished PolicyState = "published"
	PolicyRepealed  PolicyState = "repealed"
)

// PolicySteps are the steps of a policy.
var PolicySteps = Machine[PolicyState]{
	{Name: "publish", Label: Text{"发布", "Publish"}, From: []PolicyState{PolicyDraft}, To: PolicyPublished},
	{Name: "repeal", Label: Text{"废止", "Repeal"}, From: []PolicyState{PolicyPublished}, To: PolicyRepealed, NeedsReason: true},
}

// Policy is a government text with its clauses (政策).
type Policy struct {
	ID            ID
	Version       int64
	Title         string
	Number        string // 文号
	Issuer        string
	Level         string // PolicyLevels
	Region        string // GB/T 2260 division it holds for, six digits; empty for the country
	IssuedOn      Date
	EffectiveFrom Date
	ValidUntil    Date // zero: until repealed
	SourceURL     string
	Summary       string
	Clauses       []Clause
	State         PolicyState
	Reason        string
	SourceKey     string
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// Clause is one numbered part of a policy.
type Clause struct {
	ID         ID
	Ref        string // as the text numbers it: "第三条", "三(二)3"
	Heading    string
	Text       string
	Fields     []string // fields it favours; empty for all
	Modes      []string // kinds of cooperation it favours; empty for all
	Incentives []Incentive
}

// IncentiveKinds are the forms of help that a clause can grant.
var IncentiveKinds = Terms{
	{"award", Text{"奖励", "Award"}},
	{"subsidy", Text{"补助", "Subsidy"}},
	{"loan_discount", Text{"贷款贴息", "Loan discount"}},
	{"tax", Text{"税收优惠", "Tax relief"}},
	{"voucher", Text{"科技创新券", "Voucher"}},
	{"service", Text{"服务", "Service"}},
}

// IncentiveRules say how an incentive's amount is found.
var IncentiveRules = Terms{
	{"fixed", Text{"定额", "Fixed amount"}},
	{"upper_bound", Text{"最高额", "Upper bound"}},
	{"percent", Text{"按比例", "Percentage of a base"}},
}

// IncentiveBases are what a percentage is taken of.
var IncentiveBases = Terms{
	{"contract_amount", Text{"合同成交额", "The contract's value"}},
	{"technical_amount", Text{"技术交易额", "Its technical value"}},
	{"rd_increment", Text{"研发投入增量", "The growth of R&D spending"}},
	{"equipment", Text{"设备投入", "Spending on equipment"}},
	{"loan_interest", Text{"贷款利息", "Interest paid"}},
}

// webAddress keeps other schemes, which a page would run, out of links.
var webAddress = regexp.MustCompile(`^https?://[^\s]+$`)

// Beneficiaries are those whom an incentive can go to.
var Beneficiaries = Terms{
	{"enterprise", Text{"企业", "Enterprise"}},
	{"university", Text{"高等院校", "University"}},
	{"institute", Text{"科研院所", "Institute"}},
	{"team", Text{"科研团队", "Team"}},
	{"platform", Text{"平台依托单位", "Body of a platform"}},
	{"any", Text{"不限", "Any"}},
}

// Incentive is help that a clause grants (奖补), with the conditions that a program
// can check. Amounts are as the text gives them.
type Incentive struct {
	ID          ID
	Code        string
	Kind        string // IncentiveKinds
	Beneficiary string // Beneficiaries
	Condition   string // in the words of the text
	Rule        string // IncentiveRules
	Amount      *Fen   // fixed, upper_bound
	PercentBP   *int   // percent, in basis points: 500 is 5 %
	Cap         *Fen   // percent: at most this
	Base        string // percent: IncentiveBases
	Payer       string
	ApplyBy     Date
	ValidFrom   Date
	ValidTo     Date
	Requires    Requirements
}

// Requirements are an incentive's conditions in a form a program can check. Empty
// parts ask for nothing.
type Requirements struct {
	Areas         []string // the beneficiary lies in one of these areas
	ContractKinds []string
	Fields        []string
	MinAmount     *Fen // the contract's value
	IUR           bool // the deal is between an enterprise and a university or institute
}

// Validate reports everything that is wrong with p.
func (p Policy) Validate() error {
	var c checks
	c.text("title", p.Title, 2, 300)
	c.text("number", p.Number, 0, 80)
	c.text("issuer", p.Issuer, 0, 200)
	c.oneOf("level", p.Level, PolicyLevels, false)
	c.that(p.Region == "" || divisionPattern.MatchString(p.Region), "region", "应为 6 位行政区划代码", "must be a six-digit division code")
	c.that(p.ValidUntil.IsZero() || p.EffectiveFrom.IsZero() || !p.ValidUntil.Before(p.EffectiveFrom), "valid_until", "早于施行日期", "is before the effective date")
	c.text("source_url", p.SourceURL, 0, 500)
	c.that(p.SourceURL == "" || webAddress.MatchString(p.SourceURL), "source_url", "应以 http:// 或 https:// 开头", "must begin with http:// or https://")
	c.text("summary", p.Summary, 0, 8000)
	c.that(len(p.Clauses) <= 500, "clauses", "不超过 500 条", "has more than 500 items")
	for i, cl := range p.Clauses {
		c.clause(fmt.Sprintf("clauses[%d].", i), cl)
	}
	return c.err()
}

func (c *checks) clause(at string, cl Clause) {
	c.text(at+"ref", cl.Ref, 1, 60)
	c.text(at+"heading", cl.Heading, 0, 200)
	c.text(at+"text", cl.Text, 1, 50000)
	c.allOf(at+"fields", cl.Fields, Fields)
	c.allOf(at+"modes", cl.Modes, Modes)
	for i, inc := range cl.Incentives {
		c.incentive(fmt.Sprintf("%sincentives[%d].", at, i), inc)
	}
}

func (c *checks) incentive(at string, inc Incentive) {
	c.oneOf(at+"kind", inc.Kind, IncentiveKinds, false)
	c.oneOf(at+"beneficiary", inc.Beneficiary, Beneficiaries, false)
	c.oneOf(at+"rule", inc.Rule, IncentiveRules, false)
	c.text(at+"condition", inc.Condition, 0, 2000)
	c.text(at+"code", inc.Code, 0, 60)
	c.text(at+"payer", inc.Payer, 0, 200)
	c.oneOf(at+"base", inc.Base, IncentiveBases, true)
	amounts := inc.Rule == "percent" && inc.PercentBP != nil && *inc.PercentBP > 0 && *inc.PercentBP <= 10000 ||
		inc.Rule != "percent" && inc.Amount != nil && *inc.Amount >= 0 && *inc.Amount <= MaxFen
	c.that(amounts || inc.Kind == "service" || inc.Kind == "tax", at+"amount", "须写明金额或比例", "needs an amount or a percentage")
	c.that(inc.Cap == nil || *inc.Cap >= 0 && *inc.Cap <= MaxFen, at+"cap", "金额超出范围", "is out of range")
	c.that(inc.ValidTo.IsZero() || inc.ValidFrom.IsZero() || !inc.ValidTo.Before(inc.ValidFrom), at+"valid_to", "早于起始日期", "is before the start")
	c.allOf(at+"requires.fields", inc.Requires.Fields, Fields)
	c.allOf(at+"requires.contract_kinds", inc.Requires.ContractKinds, ContractKinds)
}

// Facts returns what access needs to know of p.
func (p Policy) Facts() Facts {
	if p.State == PolicyDraft {
		return Facts{}
	}
	return Facts{Visibility: ToPublic}
}

// InForce reports whether p holds on day d.
func (p Policy) InForce(d Date) bool {
	return p.State == PolicyPublished && (p.EffectiveFrom.IsZero() || !d.Before(p.EffectiveFrom)) && (p.ValidUntil.IsZero() || !p.ValidUntil.Before(d))
}

// Take moves p by the step named name. A policy without clauses cannot be published.
func (p *Policy) Take(name, reason string) error {
	step, err := PolicySteps.Take(p.State, name, reason)
	if err != nil {
		return err
	}
	if step.To == PolicyPublished && len(p.Clauses) == 0 {
		return Invalid("clauses", "至少一条", "needs at least one")
	}
	p.State, p.Reason = step.To, reason
	return nil
}
