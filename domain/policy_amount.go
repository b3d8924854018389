package domain

import "strings"

// IncentiveRules say how an incentive's amount is found.
var IncentiveRules = Terms{
	{"fixed", Text{"定额", "Fixed amount"}},
	{"upper_bound", Text{"最高额", "Upper bound"}},
	{"percent", Text{"按比例", "Percentage of a base"}},
	{"tiered", Text{"分档", "By brackets of a base"}},
}

// IncentiveBases are what a percentage is taken of.
var IncentiveBases = Terms{
	{"contract_amount", Text{"合同成交额", "The contract's value"}},
	{"technical_amount", Text{"技术交易额", "Its technical value"}},
	{"transfer_income", Text{"技术转让所得", "Income from the transfer"}},
	{"rd_increment", Text{"研发投入增量", "The growth of R&D spending"}},
	{"equipment", Text{"设备投入", "Spending on equipment"}},
	{"loan_interest", Text{"贷款利息", "Interest paid"}},
	{"other", Text{"其他基数", "Another base"}},
}

// wholeBP is the whole in basis points.
const wholeBP = 10_000

// Bracket is one step of a tiered amount. What the base has above From, up to the
// next bracket, counts with PercentBP; or the base reaching From brings Amount in all,
// in place of what lower brackets bring so.
type Bracket struct {
	From      Fen
	PercentBP *int
	Amount    *Fen
}

// Bounds are what is known of an amount: it is at least Least and, unless Most is
// nil, at most that.
type Bounds struct {
	Least Fen
	Most  *Fen
}

// Exactly are the bounds of an amount that is known.
func Exactly(f Fen) Bounds { return Bounds{f, &f} }

// Known reports whether the amount is known.
func (b Bounds) Known() bool { return b.Most != nil && *b.Most == b.Least }

// Display writes the bounds: "3 万元", "最高 3 万元", "1 万元至 3 万元".
func (b Bounds) Display() Text {
	switch least := b.Least.exact(); {
	case b.Known():
		return least
	case b.Most == nil && b.Least == 0:
		return Text{"金额待定", "an amount not known yet"}
	case b.Most == nil:
		return Text{"不低于 " + least.ZH, "at least " + least.EN}
	case b.Least == 0:
		most := b.Most.exact()
		return Text{"最高 " + most.ZH, "up to " + most.EN}
	default:
		most := b.Most.exact()
		return Text{least.ZH + "至 " + most.ZH, least.EN + " to " + most.EN}
	}
}

// exact writes an amount as Display does where that loses nothing, else to the fen.
func (f Fen) exact() Text {
	const shown = 10_000 // fen: two decimals of 万元
	if f < Yuan(10_000) || f%shown == 0 && f < Yuan(100_000_000) || f%(shown*shown) == 0 {
		return f.Display()
	}
	s := strings.TrimSuffix(f.String(), ".00")
	return Text{s + " 元", s + " yuan"}
}

// Worth returns what the incentive brings when its base has the bounds given. Amounts
// are cut to whole fen.
func (i Incentive) Worth(base Bounds) Bounds {
	switch i.Rule {
	case "fixed":
		if i.Amount != nil {
			return Exactly(*i.Amount)
		}
	case "upper_bound":
		return Bounds{0, i.Amount}
	case "percent", "tiered":
		return i.share(base)
	}
	return Bounds{}
}

func (i Incentive) share(base Bounds) Bounds {
	if i.Rule == "percent" && i.PercentBP == nil {
		return Bounds{}
	}
	b := Bounds{Least: i.of(base.Least), Most: i.Cap}
	if base.Most != nil {
		most := i.of(*base.Most)
		b.Most = &most
	} else if i.Cap == nil {
		b.Most = i.highest()
	}
	return b
}

// of returns what a known base brings.
func (i Incentive) of(base Fen) Fen {
	brackets := i.Brackets
	if i.Rule == "percent" {
		brackets = []Bracket{{PercentBP: i.PercentBP}}
	}
	sum := bracketed(brackets, base)
	if i.Floor != nil {
		sum = max(sum, *i.Floor)
	}
	if i.Cap != nil {
		sum = min(sum, *i.Cap)
	}
	return sum
}

// bracketed adds up the slices in whole fen and hundredths of a basis point, and cuts
// once.
func bracketed(brackets []Bracket, base Fen) Fen {
	var granted, whole, rest Fen
	for n, b := range brackets {
		if base < b.From {
			break
		}
		if b.Amount != nil {
			granted = *b.Amount
			continue
		}
		slice := base - b.From
		if n+1 < len(brackets) {
			slice = min(slice, brackets[n+1].From-b.From)
		}
		whole += slice / wholeBP * Fen(*b.PercentBP)
		rest += slice % wholeBP * Fen(*b.PercentBP)
	}
	return granted + whole + rest/wholeBP
}

// highest is the most that brackets of outright amounts bring whatever the base is;
// nil when a percentage is among them.
func (i Incentive) highest() *Fen {
	var most *Fen
	for _, b := range i.Brackets {
		if b.Amount == nil {
			return nil
		}
		most = b.Amount
	}
	return most
}

func (c *checks) amount(at string, i Incentive) {
	c.oneOf(at+"rule", i.Rule, IncentiveRules, false)
	c.oneOf(at+"base", i.Base, IncentiveBases, true)
	c.oneOf(at+"cap_per", i.CapPer, CapPeriods, true)
	c.sum(at+"floor", i.Floor)
	c.sum(at+"cap", i.Cap)
	c.that(i.Floor == nil || i.Cap == nil || *i.Floor <= *i.Cap, at+"cap", "低于下限", "is below the floor")
	switch {
	case i.Rule == "tiered":
		c.brackets(at+"brackets", i.Brackets)
		c.that(i.Base != "", at+"base", "分档须写明基数", "is required with brackets")
	case len(i.Brackets) > 0:
		c.fail(at+"brackets", "只用于“分档”", "is for the rule tiered only")
	case i.Kind == "service" || i.Kind == "tax":
		c.sum(at+"amount", i.Amount)
		c.that(i.PercentBP == nil || *i.PercentBP > 0 && *i.PercentBP <= wholeBP, at+"percent_bp", "应在 0 与 100% 之间", "must lie between 0 and 100 %")
	default:
		whole := i.Rule == "percent" && i.PercentBP != nil && *i.PercentBP > 0 && *i.PercentBP <= wholeBP ||
			i.Rule != "percent" && i.Amount != nil && *i.Amount >= 0 && *i.Amount <= MaxFen
		c.that(whole, at+"amount", "须写明金额或比例", "needs an amount or a percentage")
	}
}
