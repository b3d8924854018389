package domain

import (
	"cmp"
	"slices"
)

// TaxLine is what one rule of tax law comes to for one contract, as an estimate (估算).
// The costs of a contract are in no record: what it saves is reckoned as if its whole base
// were income, which is the most it can be.
type TaxLine struct {
	Rule     TaxRule
	Truth    Truth // what is known of all conditions together
	Findings []Finding
	Base     Fen
	Most     Fen // saved, or due, at most; 0 where the rule does not apply
	Year     int // whose brackets it goes through, of a rule with a pool
	Earlier  Fen // of the year's brackets, used up by contracts registered before
	Slices   []TaxSlice
}

// TaxSlice is the part of a base that falls into one bracket.
type TaxSlice struct {
	Base      Fen
	PercentBP int
}

// TaxYear is the calendar year whose brackets c goes through: that of registration, or
// of signing, or else of today, while it is not registered.
func (c Contract) TaxYear(today Date) int {
	for _, d := range []Date{c.RegisteredOn, c.SignedOn} {
		if !d.IsZero() {
			return d.Year
		}
	}
	return today.Year
}

// Taxes reckons what tax law comes to for c. Others are contracts of the same seller;
// those registered before c in its year use up the brackets first. Of the reliefs of one
// tax that do not apply only the first is told.
func (c Contract) Taxes(rules []TaxRule, others []Contract, today Date) []TaxLine {
	var lines []TaxLine
	applies := map[string]bool{}
	for _, r := range rules {
		if r.InForce(c.judgedOn(today)) {
			line := r.line(c, c.earlier(r.Pool, rules, others, today), today)
			applies[r.Tax] = applies[r.Tax] || line.Truth != Fails
			lines = append(lines, line)
		}
	}
	told := map[string]bool{}
	return slices.DeleteFunc(lines, func(l TaxLine) bool {
		if l.Truth != Fails {
			return false
		}
		again := applies[l.Rule.Tax] || told[l.Rule.Tax]
		told[l.Rule.Tax] = true
		return again
	})
}

func (c Contract) judgedOn(today Date) Date {
	if c.SignedOn.IsZero() {
		return today
	}
	return c.SignedOn
}

func (r TaxRule) line(c Contract, earlier Fen, today Date) TaxLine {
	l := TaxLine{Rule: r, Findings: r.check(c), Base: r.base(c)}
	l.Truth = findings(l.Findings).truth()
	if r.Pool != "" {
		l.Year, l.Earlier = c.TaxYear(today), earlier
	}
	if l.Truth == Fails {
		return l
	}
	// What c adds to the year: lines of one year and pool add up to what the year saves.
	l.Most = bracketed(r.Brackets, l.Earlier+l.Base) - bracketed(r.Brackets, l.Earlier)
	for i, b := range r.Brackets {
		from, to := max(b.From, l.Earlier), l.Earlier+l.Base
		if i+1 < len(r.Brackets) {
			to = min(to, r.Brackets[i+1].From)
		}
		if to > from {
			l.Slices = append(l.Slices, TaxSlice{to - from, *b.PercentBP})
		}
	}
	return l
}

// earlier adds up the bases of the seller's contracts that go through the brackets of a
// pool before c: those registered in its year, on an earlier day or first of that day.
func (c Contract) earlier(pool string, rules []TaxRule, others []Contract, today Date) (sum Fen) {
	if pool == "" {
		return 0
	}
	for _, o := range others {
		if o.ID == c.ID || o.State != ContractRegistered || o.TaxYear(today) != c.TaxYear(today) || !o.before(c) {
			continue
		}
		for _, r := range rules {
			if r.Pool == pool && r.InForce(o.judgedOn(today)) && findings(r.check(o)).truth() != Fails {
				sum += r.base(o)
				break
			}
		}
	}
	return sum
}

// before orders contracts by registration; those that are not registered come last.
func (c Contract) before(o Contract) bool {
	if o.RegisteredOn.IsZero() {
		return !c.RegisteredOn.IsZero()
	}
	return cmp.Or(compareDates(c.RegisteredOn, o.RegisteredOn), cmp.Compare(c.ID.String(), o.ID.String())) < 0
}

func compareDates(a, b Date) int { return a.Time().Compare(b.Time()) }

// TaxTotals adds up lines: what is saved at most, and what is due at most by the two
// sides together.
func TaxTotals(lines []TaxLine) (saved, due Fen) {
	for _, l := range lines {
		switch {
		case !l.Rule.Due:
			saved += l.Most
		case l.Rule.Side == "":
			due += 2 * l.Most
		default:
			due += l.Most
		}
	}
	return saved, due
}

// EstimateLabel says of every estimate what it is.
var EstimateLabel = Text{"估算，以主管部门审核为准", "An estimate; the authority decides"}

// TaxPremises say what reckoning taxes goes by.
var TaxPremises = []Text{
	{"按合同签订之日施行的规定估算；规定的文字为摘要，以原文为准", "By the rules of the day of signing; what clauses say is in short, and the text itself counts"},
	{"成本、费用、适用税率与发票情况没有记录，按最有利的情形估算，金额均为上限", "Costs, tax rates and invoices are in no record: reckoned as favourably as can be, amounts are the most"},
	{"同一年度的免税额度按登记先后使用，只计入您有权查看的卖方合同", "A year's exempt amount is used up in the order of registration, by those contracts of the seller that you may read"},
}
