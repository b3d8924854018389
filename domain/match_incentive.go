package domain

import (
	"slices"
	"strings"
)

// incentiveBases are what a percentage is taken of.
var incentiveBases = Terms{
	{"contract_amount", Text{"合同成交额", "the contract's value"}},
	{"technical_amount", Text{"技术交易额", "the technical amount"}},
	{"rd_increment", Text{"研发投入增量", "the increase in R&D spend"}},
	{"equipment", Text{"设备投入", "the equipment"}},
	{"loan_interest", Text{"贷款利息", "the interest"}},
}

// fit is what an incentive would do for the enterprise that has a need.
type fit struct {
	value  float64
	open   []Text // conditions that are not settled yet
	broken *Text  // the first condition that cannot be met
}

// contractKindOf is the kind of technology contract that a kind of cooperation
// leads to.
var contractKindOf = map[string]string{"joint_development": "development", "transfer": "transfer", "licence": "licence",
	"consulting": "consulting", "service": "service", "equity": "transfer"}

// incentiveFeature judges the incentives of a clause; the one that fits best counts.
func (a Asked) incentiveFeature(incentives []Incentive) Feature {
	if len(incentives) == 0 {
		return known("incentive", 0, "本条不含奖补", "The clause grants no incentive")
	}
	best, of := fit{value: -1}, incentives[0]
	for _, i := range incentives {
		if f := a.fit(i); f.value > best.value {
			best, of = f, i
		}
	}
	amount := of.Display()
	kind := IncentiveKinds.Name(of.Kind)
	zh, en := kind.ZH+amount.ZH, kind.EN+amount.EN
	switch {
	case best.broken != nil:
		return known("incentive", 0, zh+"，但"+best.broken.ZH, en+", but "+lower(best.broken.EN))
	case len(best.open) > 0:
		open := sentences(best.open)
		return known("incentive", best.value, zh+"，满足以下条件时适用："+open.ZH, en+", would apply if: "+open.EN)
	}
	return known("incentive", best.value, zh+"，目前情况下适用", en+", applies as things stand")
}

func sentences(list []Text) Text {
	var zh, en []string
	for _, t := range list {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return Text{strings.Join(zh, "；"), strings.Join(en, "; ")}
}

// Display writes what the incentive is worth: "最高 10 万元", "按合同成交额的 5%，最高 20 万元".
func (i Incentive) Display() Text {
	upTo := func(f *Fen) Text {
		if f == nil {
			return Text{}
		}
		d := f.Display()
		return Text{"最高 " + d.ZH, "up to " + d.EN}
	}
	switch {
	case i.Rule == "percent" && i.PercentBP != nil:
		rate, base, most := trimZeros(float64(*i.PercentBP)/100)+"%", incentiveBases.Name(i.Base), upTo(i.Cap)
		t := Text{"（按" + base.ZH + "的 " + rate, " (" + rate + " of " + base.EN}
		if most.ZH != "" {
			t = Text{t.ZH + "，" + most.ZH, t.EN + ", " + most.EN}
		}
		return Text{t.ZH + "）", t.EN + ")"}
	case i.Amount == nil:
		return Text{}
	case i.Rule == "upper_bound":
		most := upTo(i.Amount)
		return Text{"（" + most.ZH + "）", " (" + most.EN + ")"}
	}
	d := i.Amount.Display()
	return Text{"（" + d.ZH + "）", " (" + d.EN + ")"}
}

func (a Asked) fit(i Incentive) fit {
	var f fit
	f.broken = a.broken(i)
	if f.broken != nil {
		return f
	}
	f.open, f.value = a.open(i), 1
	if len(f.open) > 0 {
		f.value = 0.7
	}
	if i.Beneficiary != "enterprise" && i.Beneficiary != "any" {
		b := Beneficiaries.Name(i.Beneficiary)
		f.open = append([]Text{{"受益方为" + b.ZH, "the beneficiary is the " + lower(b.EN)}}, f.open...)
		f.value *= 0.5
	}
	return f
}

// broken returns the first condition that the enterprise cannot meet.
func (a Asked) broken(i Incentive) *Text {
	r := i.Requires
	switch {
	case !i.ValidTo.IsZero() && i.ValidTo.Before(a.Today):
		return &Text{"已于 " + i.ValidTo.String() + " 到期", "It ended on " + i.ValidTo.String()}
	case !i.ApplyBy.IsZero() && i.ApplyBy.Before(a.Today):
		return &Text{"申报已于 " + i.ApplyBy.String() + " 截止", "Applications closed on " + i.ApplyBy.String()}
	case len(r.Areas) > 0 && !slices.Contains(r.Areas, a.Owner.Area):
		return &Text{"企业不在适用的区域", "The enterprise is not in one of its areas"}
	case len(r.Fields) > 0 && !slices.Contains(r.Fields, a.Need.Field):
		n := names(Fields, r.Fields)
		return &Text{"只面向" + n.ZH, "It is only for " + lower(n.EN)}
	}
	return nil
}

// open lists the conditions that depend on what is still to be agreed.
func (a Asked) open(i Incentive) []Text {
	var open []Text
	r := i.Requires
	if !i.ValidFrom.IsZero() && a.Today.Before(i.ValidFrom) {
		open = append(open, Text{"自 " + i.ValidFrom.String() + " 起施行", "it starts on " + i.ValidFrom.String()})
	}
	if len(r.ContractKinds) > 0 && !a.leadsTo(r.ContractKinds) {
		n := names(ContractKinds, r.ContractKinds)
		open = append(open, Text{"签订" + n.ZH + "合同", "the contract is one of " + lower(n.EN)})
	}
	if r.MinAmount != nil && (a.Need.BudgetMax == nil || *a.Need.BudgetMax < *r.MinAmount) {
		d := r.MinAmount.Display()
		open = append(open, Text{"合同额不低于 " + d.ZH, "the contract is worth " + d.EN + " or more"})
	}
	if r.IUR {
		open = append(open, Text{"与高校或科研院所签订产学研合作协议", "an agreement with a university or institute is signed"})
	}
	if i.Condition != "" {
		open = append(open, Text{i.Condition, "the text's own condition: " + i.Condition})
	}
	return open
}

// leadsTo reports whether the cooperation wanted leads to a contract of these kinds.
func (a Asked) leadsTo(kinds []string) bool {
	return slices.ContainsFunc(a.Need.Modes, func(m string) bool { return slices.Contains(kinds, contractKindOf[m]) })
}
