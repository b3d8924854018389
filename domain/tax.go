package domain

import (
	"fmt"
	"slices"
)

// Taxes are those that technology contracts are reckoned for.
var Taxes = Terms{
	{"income", Text{"企业所得税", "Enterprise income tax"}},
	{"vat", Text{"增值税", "Value-added tax"}},
	{"stamp", Text{"印花税", "Stamp duty"}},
}

// TaxRule is a rule of tax law as it bears on a technology contract: a relief, or a tax
// that is due. A contract is judged by the rules of the day on which it was signed.
type TaxRule struct {
	Code       string
	Tax        string // Taxes
	Due        bool   // it is to be paid; else it is a relief
	Title      string // of the law
	Number     string
	Clause     string
	Text       string // what the clause says, in short
	ValidFrom  Date
	ValidTo    Date   // zero: until further notice
	Side       string // Sides; empty: both pay
	PartyKinds []string
	Kinds      []string // ContractKinds
	IPKinds    []string // empty: of any
	Years      int      // the least term of the contract
	Base       string   // TaxBases
	// Pool: the incomes of one party and calendar year under the rules of one pool add up,
	// and go through the brackets together. Empty: each contract by itself.
	Pool       string
	Brackets   []Bracket // of percentages, the first from 0
	Conditions []Text    // that no record tells, as statements
	Basis      Text      // how the amount is found, and why it is a bound
	Apply      Text      // what to do, where and by when
}

// TaxBases are the amounts that a rate is taken of.
var TaxBases = Terms{
	{"amount", Text{"合同成交额", "The contract's value"}},
	{"technical_amount", Text{"技术交易额", "Its technical value"}},
}

// Validate reports everything that is wrong with r.
func (r TaxRule) Validate() error {
	var k checks
	k.text("code", r.Code, 1, 60)
	k.oneOf("tax", r.Tax, Taxes, false)
	k.text("title", r.Title, 2, 200)
	k.text("clause", r.Clause, 1, 200)
	k.that(!r.ValidFrom.IsZero(), "valid_from", "必填", "is required")
	k.that(r.ValidTo.IsZero() || !r.ValidTo.Before(r.ValidFrom), "valid_to", "早于起始日期", "is before the start")
	k.oneOf("side", r.Side, Sides, true)
	k.allOf("party_kinds", r.PartyKinds, OrganisationKinds)
	k.allOf("kinds", r.Kinds, ContractKinds)
	k.allOf("ip_kinds", r.IPKinds, IPKinds)
	k.oneOf("base", r.Base, TaxBases, false)
	k.brackets("brackets", r.Brackets)
	for i, b := range r.Brackets {
		k.that(b.PercentBP != nil, fmt.Sprintf("brackets[%d].percent_bp", i), "必填", "is required")
	}
	return k.err()
}

// InForce reports whether contracts signed on a day are judged by r.
func (r TaxRule) InForce(signed Date) bool {
	return !signed.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !r.ValidTo.Before(signed))
}

// base is the amount of c that the rates of r are taken of.
func (r TaxRule) base(c Contract) Fen {
	if r.Base == "amount" {
		return c.Amount
	}
	return c.TechnicalAmount
}

// check judges c by r.
func (r TaxRule) check(c Contract) findings {
	var fs findings
	if void := c.Void(); void != (Text{}) || c.State == ContractRefused {
		name := ContractStates.Name(string(c.State))
		fs.add("deal", Fails, Text{"合同有效", "the contract stands"}, Text{"合同" + name.ZH, "it is " + lower(name.EN)})
	}
	if len(r.PartyKinds) > 0 {
		r.checkParty(&fs, c)
	}
	if len(r.Kinds) > 0 {
		kinds, kind := eitherOf(ContractKinds, r.Kinds), ContractKinds.Name(c.Kind)
		fs.add("contract_kind", truthOf(slices.Contains(r.Kinds, c.Kind)), Text{"合同为" + kinds.ZH, "the contract is one of " + lower(kinds.EN)}, Text{"为" + kind.ZH, "it is " + lower(kind.EN)})
	}
	if len(r.IPKinds) > 0 {
		r.checkSubject(&fs, c)
	}
	if r.Years > 0 {
		r.checkTerm(&fs, c)
	}
	if !r.Due {
		on := c.RegisteredOn.String()
		fs.add("event", Holds, Text{"完成认定登记", "the contract is registered"}, Text{on, on})
		fs.assume(c.RegisteredOn.IsZero())
	}
	for _, condition := range r.Conditions {
		fs.add("text", Unknown, condition, Text{})
	}
	return fs
}

func (r TaxRule) checkParty(fs *findings, c Contract) {
	party := c.Buyer
	if r.Side == "seller" {
		party = c.Seller
	}
	kinds, is := eitherOf(OrganisationKinds, r.PartyKinds), OrganisationKinds.Name(party.Kind)
	side := Sides.Name(r.Side)
	fs.add("beneficiary", truthOf(slices.Contains(r.PartyKinds, party.Kind)), Text{side.ZH + "为" + kinds.ZH, "the " + lower(side.EN) + " is " + lower(kinds.EN)}, Text{"为" + is.ZH, "it is " + lower(is.EN)})
}

func (r TaxRule) checkSubject(fs *findings, c Contract) {
	kinds, is := eitherOf(IPKinds, r.IPKinds), IPKinds.Name(c.IPKind)
	t, found := truthOf(slices.Contains(r.IPKinds, c.IPKind)), Text{"为" + is.ZH, "it is " + lower(is.EN)}
	if c.IPKind == "" {
		t, found = Unknown, Text{"知识产权类型未填写", "the kind is not stated"}
	}
	fs.add("ip", t, Text{"转让的技术属于" + kinds.ZH, "what is transferred is " + lower(kinds.EN)}, found)
}

func (r TaxRule) checkTerm(fs *findings, c Contract) {
	start, need := c.StartsOn, Text{fmt.Sprintf("期限不少于 %d 年", r.Years), fmt.Sprintf("its term is at least %d years", r.Years)}
	if start.IsZero() {
		start = c.SignedOn
	}
	if start.IsZero() || c.EndsOn.IsZero() {
		fs.add("term", Unknown, need, Text{"期限未填写", "the term is not stated"})
		return
	}
	// A term of years from one day ends with the day before the same day of the year.
	last := Within{Number: 12 * r.Years, Unit: "months"}.from(start).AddDays(-1)
	fs.add("term", truthOf(!c.EndsOn.Before(last)), need, Text{start.String() + " 至 " + c.EndsOn.String(), start.String() + " to " + c.EndsOn.String()})
}

// Equal reports whether r and o say the same.
func (r TaxRule) Equal(o TaxRule) bool {
	same := func(a, b Bracket) bool {
		return a.From == b.From && a.PercentBP != nil && b.PercentBP != nil && *a.PercentBP == *b.PercentBP
	}
	return r.Code == o.Code && r.Tax == o.Tax && r.Due == o.Due && r.Title == o.Title && r.Number == o.Number && r.Clause == o.Clause && r.Text == o.Text &&
		r.ValidFrom == o.ValidFrom && r.ValidTo == o.ValidTo && r.Side == o.Side && r.Years == o.Years && r.Base == o.Base && r.Pool == o.Pool &&
		r.Basis == o.Basis && r.Apply == o.Apply && slices.Equal(r.PartyKinds, o.PartyKinds) && slices.Equal(r.Kinds, o.Kinds) &&
		slices.Equal(r.IPKinds, o.IPKinds) && slices.Equal(r.Conditions, o.Conditions) && slices.EqualFunc(r.Brackets, o.Brackets, same)
}
