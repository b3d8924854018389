package domain

import "fmt"

// IncentiveKinds are the forms of help that a clause can grant.
var IncentiveKinds = Terms{
	{"award", Text{"奖励", "Award"}},
	{"subsidy", Text{"补助", "Subsidy"}},
	{"loan_discount", Text{"贷款贴息", "Loan discount"}},
	{"tax", Text{"税收优惠", "Tax relief"}},
	{"voucher", Text{"科技创新券", "Voucher"}},
	{"service", Text{"服务", "Service"}},
}

// Beneficiaries are those whom an incentive can go to.
var Beneficiaries = Terms{
	{"enterprise", Text{"企业", "Enterprise"}},
	{"university", Text{"高等院校", "University"}},
	{"institute", Text{"科研院所", "Institute"}},
	{"team", Text{"科研团队", "Team"}},
	{"platform", Text{"平台依托单位", "Body of a platform"}},
	{"intermediary", Text{"技术转移机构", "Intermediary"}},
	{"any", Text{"不限", "Any"}},
}

// Occasions are what an incentive is granted for. Those of other occasions than the
// deal do not add to what a deal brings: they are open to the enterprise besides.
var Occasions = Terms{
	{"deal", Text{"签订技术合同", "A technology contract"}},
	{"first_recognition", Text{"首次认定", "First recognition"}},
	{"renewed_recognition", Text{"重新认定", "Renewed recognition"}},
	{"platform", Text{"平台新获批", "Approval of a platform"}},
	{"rd_year", Text{"年度研发投入", "A year's R&D spending"}},
	{"other", Text{"其他事项", "Something else"}},
}

// OfDeal is the occasion of incentives that a deal brings, which may be left out.
const OfDeal = "deal"

// CapPeriods are what a cap is the cap of, when it is not that of each grant.
var CapPeriods = Terms{
	{"year", Text{"每个主体每年", "Each party and year"}},
	{"party", Text{"每个主体", "Each party"}},
	{"project", Text{"每个项目", "Each project"}},
	{"product", Text{"每个产品", "Each product"}},
}

// Incentive is help that a clause grants (奖补), with the conditions that a program
// can check. Amounts are as the text gives them.
type Incentive struct {
	ID          ID
	Code        string
	Kind        string // IncentiveKinds
	Beneficiary string // Beneficiaries
	Occasion    string // Occasions; empty: the deal
	Condition   string // in the words of the text
	Rule        string // IncentiveRules
	Amount      *Fen   // fixed, upper_bound
	PercentBP   *int   // percent, in basis points: 500 is 5 %
	Brackets    []Bracket
	Base        string // percent, tiered: IncentiveBases
	Floor       *Fen   // percent, tiered: at least this
	Cap         *Fen   // percent, tiered: at most this
	CapPer      string // CapPeriods: others' grants use the cap or bound up too; empty: of this grant
	Payer       string
	ApplyBy     Date
	ApplyWithin Within
	ValidFrom   Date // the occasion lies between these
	ValidTo     Date
	Requires    Requirements
	Stacking    Stacking
}

// Requirements are an incentive's conditions in a form a program can check. Empty
// parts ask for nothing.
type Requirements struct {
	// Who: of the beneficiary, but for the last two.
	Areas          []string // lies in one of these areas
	PartyKinds     []string // OrganisationKinds
	Qualifications []string // holds one of these
	MaxStaff       *int
	Side           string // Sides
	SellerIn       string // Territories
	BuyerIn        string // Territories

	// What: of the deal or of its occasion.
	ContractKinds  []string
	Fields         []string
	MinAmount      *Fen // the contract's value
	MaxAmount      *Fen
	MinTechnical   *Fen
	TRLMin         int
	IPKinds        []string // one of these protects the technology
	IUR            bool     // the deal is between an enterprise and a university or institute
	PlatformLevels []string // PolicyLevels; of the occasion platform

	Events   []string // DealEvents that must have come
	Selected bool     // the authority chooses among those who apply (择优)
	Complete bool     // these parts are all that Condition asks for
}

// Within is a term counted from an event: "6 months after registration". The zero
// Within is none.
type Within struct {
	Number int
	Unit   string // TermUnits
	After  string // DealEvents, or an occasion
}

// TermUnits are the units of a term.
var TermUnits = Terms{
	{"days", Text{"日", "days"}},
	{"months", Text{"个月", "months"}},
}

// Stacking says how an incentive goes together with others. Of a group, the strictest
// rule that any of its members states holds for all of them.
type Stacking struct {
	Group    string   // a code that policies share; empty for none
	Rule     string   // StackingRules; empty: the text does not say, and they add up
	Cap      *Fen     // of capped: the members bring at most this together
	Excludes []string // codes of incentives, or groups, that it does not go together with
}

// StackingRules say how the members of a group go together.
var StackingRules = Terms{
	{"exclusive", Text{"不可叠加，择一享受", "One of them only"}},
	{"capped", Text{"合计不超过上限", "Together up to a cap"}},
	{"free", Text{"可以叠加", "They add up"}},
}

// Sides are the sides of a technology contract.
var Sides = Terms{
	{"buyer", Text{"买方", "Buyer"}},
	{"seller", Text{"卖方", "Seller"}},
}

// DealEvents are the steps of a deal that incentives wait for.
var DealEvents = Terms{
	{"signed", Text{"签订合同", "Signing"}},
	{"registered", Text{"技术合同认定登记", "Registration"}},
	{"paid", Text{"实际支付价款", "Payment"}},
	{"accepted", Text{"项目验收", "Acceptance"}},
}

// Qualifications are standings of an enterprise that incentives ask for.
var Qualifications = Terms{
	{"high_tech", Text{"高新技术企业", "High-tech enterprise"}},
	{"tech_sme", Text{"科技型中小企业", "Technology SME"}},
	{"sme", Text{"中小企业", "SME"}},
	{"little_giant", Text{"专精特新“小巨人”企业", "National “little giant”"}},
	{"specialised", Text{"“专精特新”中小企业", "Specialised SME"}},
	{"large_industry", Text{"规模以上工业企业", "Industrial enterprise above the designated size"}},
	{"listed", Text{"上市企业", "Listed company"}},
}

func (c *checks) incentive(at string, i Incentive) {
	c.oneOf(at+"kind", i.Kind, IncentiveKinds, false)
	c.oneOf(at+"beneficiary", i.Beneficiary, Beneficiaries, false)
	c.oneOf(at+"occasion", i.Occasion, Occasions, true)
	c.text(at+"condition", i.Condition, 0, 2000)
	c.text(at+"code", i.Code, 0, 60)
	c.text(at+"payer", i.Payer, 0, 200)
	c.amount(at, i)
	c.that(i.ValidTo.IsZero() || i.ValidFrom.IsZero() || !i.ValidTo.Before(i.ValidFrom), at+"valid_to", "早于起始日期", "is before the start")
	if i.ApplyWithin != (Within{}) {
		c.within(at+"apply_within.", i)
	}
	c.requirements(at+"requires.", i)
	c.stacking(at+"stacking.", i.Stacking)
}

func (c *checks) within(at string, i Incentive) {
	w := i.ApplyWithin
	c.that(w.Number >= 1 && w.Number <= 3660, at+"number", "应为正整数", "must be a positive number")
	c.oneOf(at+"unit", w.Unit, TermUnits, false)
	c.that(DealEvents.Has(w.After) || w.After != OfDeal && Occasions.Has(w.After), at+"after", "应为合同事项或奖补事由", "must be an event of a deal or an occasion")
	c.that(i.ApplyBy.IsZero(), at+"number", "已写明申报截止日期", "stands beside a date to apply by")
}

func (c *checks) requirements(at string, i Incentive) {
	r := i.Requires
	c.texts(at+"areas", r.Areas, 50, 40)
	c.allOf(at+"party_kinds", r.PartyKinds, OrganisationKinds)
	c.allOf(at+"qualifications", r.Qualifications, Qualifications)
	c.that(r.MaxStaff == nil || *r.MaxStaff > 0, at+"max_staff", "应为正整数", "must be a positive number")
	c.oneOf(at+"side", r.Side, Sides, true)
	c.oneOf(at+"seller_in", r.SellerIn, Territories, true)
	c.oneOf(at+"buyer_in", r.BuyerIn, Territories, true)
	c.allOf(at+"contract_kinds", r.ContractKinds, ContractKinds)
	c.allOf(at+"fields", r.Fields, Fields)
	c.sum(at+"min_amount", r.MinAmount)
	c.sum(at+"max_amount", r.MaxAmount)
	c.sum(at+"min_technical", r.MinTechnical)
	c.that(r.MinAmount == nil || r.MaxAmount == nil || *r.MinAmount <= *r.MaxAmount, at+"max_amount", "低于下限", "is below the least")
	c.that(r.TRLMin >= 0 && r.TRLMin <= 9, at+"trl_min", "应为 1 至 9 级", "must be a level from 1 to 9")
	c.allOf(at+"ip_kinds", r.IPKinds, IPKinds)
	c.allOf(at+"platform_levels", r.PlatformLevels, PolicyLevels)
	c.allOf(at+"events", r.Events, DealEvents)
	c.that(len(r.PlatformLevels) == 0 || i.Occasion == "platform", at+"platform_levels", "只用于“平台新获批”", "is for the occasion platform only")
}

func (c *checks) stacking(at string, s Stacking) {
	c.text(at+"group", s.Group, 0, 60)
	c.oneOf(at+"rule", s.Rule, StackingRules, true)
	c.that(s.Rule == "" || s.Group != "", at+"group", "写明规则时必填", "is required with a rule")
	c.that((s.Rule == "capped") == (s.Cap != nil), at+"cap", "“合计不超过上限”须且仅须写明上限", "goes with the rule capped")
	c.sum(at+"cap", s.Cap)
	c.texts(at+"excludes", s.Excludes, 50, 60)
}

// sum checks an amount of money that may be absent.
func (c *checks) sum(field string, f *Fen) {
	c.that(f == nil || *f >= 0 && *f <= MaxFen, field, "金额超出范围", "is out of range")
}

func (c *checks) brackets(at string, brackets []Bracket) {
	c.that(len(brackets) > 0 && len(brackets) <= 20, at, "应为 1 至 20 档", "needs between 1 and 20 items")
	var granted Fen
	for n, b := range brackets {
		here := fmt.Sprintf("%s[%d].", at, n)
		c.sum(here+"from", &b.From)
		c.that(n == 0 || b.From > brackets[n-1].From, here+"from", "应逐档递增", "must rise from item to item")
		c.that((b.PercentBP == nil) != (b.Amount == nil), here+"amount", "比例与金额须且仅须填一项", "needs either a percentage or an amount")
		c.that(b.PercentBP == nil || *b.PercentBP >= 0 && *b.PercentBP <= wholeBP, here+"percent_bp", "应在 0 与 100% 之间", "must lie between 0 and 100 %")
		c.sum(here+"amount", b.Amount)
		if b.Amount != nil {
			c.that(*b.Amount >= granted, here+"amount", "不应低于上一档", "must not be below the item before")
			granted = max(granted, *b.Amount)
		}
	}
}
