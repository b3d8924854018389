package domain

import (
	"fmt"
	"slices"
)

// check finds what is known of each condition of i, in the order of Conditions.
func (d Deal) check(i Incentive) []Finding {
	var fs findings
	if d.Off != (Text{}) {
		fs.add("deal", Fails, Text{"合同有效", "the contract stands"}, d.Off)
	}
	d.checkTime(&fs, i)
	d.checkOccasion(&fs, i)
	d.checkParty(&fs, i)
	if i.ofDeal() {
		d.checkContract(&fs, i.Requires)
		d.checkAmounts(&fs, i.Requires)
		d.checkSubject(&fs, i.Requires)
		d.checkPlaces(&fs, i.Requires)
		d.checkEvents(&fs, i.Requires)
	}
	d.checkText(&fs, i)
	return fs
}

func (d Deal) checkContract(fs *findings, r Requirements) {
	if len(r.ContractKinds) > 0 {
		t, found := d.kindIsOneOf(r.ContractKinds)
		kinds := eitherOf(ContractKinds, r.ContractKinds)
		fs.add("contract_kind", t, Text{"合同为" + kinds.ZH, "the contract is one of " + lower(kinds.EN)}, found)
		fs.could(Text{"改签" + kinds.ZH + "合同", "Make it a contract of " + lower(kinds.EN)})
	}
	if len(r.Fields) > 0 {
		t, found := Unknown, Text{"领域未说明", "the field is not stated"}
		if d.Field != "" {
			n := Fields.Name(d.Field)
			t, found = truthOf(slices.Contains(r.Fields, d.Field)), Text{"属于" + n.ZH, "it is " + lower(n.EN)}
		}
		n := eitherOf(Fields, r.Fields)
		fs.add("field", t, Text{"属于" + n.ZH + "领域", "the field is " + lower(n.EN)}, found)
	}
	if r.IUR {
		t, found := d.IUR, Text{}
		if t == Unknown {
			found = Text{"合作方未定", "the partner is not settled"}
		} else if t == Fails {
			found = Text{"对方不是高校或科研院所", "the other side is neither"}
		}
		fs.add("iur", t, Text{"与高校或科研院所合作", "the partner is a university or institute"}, found)
		fs.could(Text{"改与高校或科研院所合作", "Do it with a university or institute"})
	}
}

func (d Deal) kindIsOneOf(kinds []string) (Truth, Text) {
	if len(d.Kinds) == 0 {
		return Unknown, Text{"合作方式未定", "the kind of contract is open"}
	}
	n := names(ContractKinds, d.Kinds)
	both := common(d.Kinds, kinds)
	switch {
	case len(both) == len(d.Kinds):
		return Holds, Text{"意向为" + n.ZH, "wanted: " + lower(n.EN)}
	case len(both) > 0:
		return Unknown, Text{"意向为" + n.ZH, "wanted: " + lower(n.EN)}
	}
	return Fails, Text{"意向为" + n.ZH, "wanted: " + lower(n.EN)}
}

func (d Deal) checkAmounts(fs *findings, r Requirements) {
	if r.MinAmount != nil {
		fs.atLeast("amount", Text{"合同成交额", "the contract's value"}, d.Amount, *r.MinAmount)
	}
	if r.MaxAmount != nil {
		most := r.MaxAmount.exact()
		t := truthOf(d.Amount.Least <= *r.MaxAmount)
		if t == Holds && (d.Amount.Most == nil || *d.Amount.Most > *r.MaxAmount) {
			t = Unknown
		}
		fs.add("amount", t, Text{"合同成交额不超过 " + most.ZH, "the contract's value is at most " + most.EN}, d.Amount.found())
	}
	if r.MinTechnical != nil {
		fs.atLeast("technical_amount", Text{"技术交易额", "the technical value"}, d.Technical, *r.MinTechnical)
	}
}

func (fs *findings) atLeast(condition string, what Text, b Bounds, least Fen) {
	t := Unknown
	switch {
	case b.Least >= least:
		t = Holds
	case b.Most != nil && *b.Most < least:
		t = Fails
	}
	n := least.exact()
	fs.add(condition, t, Text{what.ZH + "不低于 " + n.ZH, what.EN + " is at least " + n.EN}, b.found())
	fs.could(Text{what.ZH + "达到 " + n.ZH, upperFirst(what.EN) + " reaches " + n.EN})
}

// found writes what is known of an amount.
func (b Bounds) found() Text {
	if b.Most == nil && b.Least == 0 {
		return Text{"金额未定", "it is not settled"}
	}
	d := b.Display()
	return Text{"目前为" + space(d.ZH), "it is " + d.EN}
}

func (d Deal) checkSubject(fs *findings, r Requirements) {
	if r.TRLMin > 0 {
		t, found := Unknown, Text{"成熟度未说明", "the TRL is not stated"}
		if d.TRL > 0 {
			t, found = truthOf(d.TRL >= r.TRLMin), Text{fmt.Sprintf("为 %d 级", d.TRL), fmt.Sprintf("it is %d", d.TRL)}
		}
		fs.add("trl", t, Text{fmt.Sprintf("成果成熟度不低于 %d 级", r.TRLMin), fmt.Sprintf("the technology's TRL is at least %d", r.TRLMin)}, found)
		fs.could(Text{fmt.Sprintf("成果成熟度提高到 %d 级", r.TRLMin), fmt.Sprintf("The technology reaches TRL %d", r.TRLMin)})
	}
	if len(r.IPKinds) > 0 {
		t, found := Unknown, Text{"成果未定", "the technology is not settled"}
		if d.Subject {
			t, found = truthOf(len(common(d.IPKinds, r.IPKinds)) > 0), Text{}
		}
		n := eitherOf(IPKinds, r.IPKinds)
		fs.add("ip", t, Text{"成果有" + n.ZH, "the technology has " + lower(n.EN)}, found)
	}
}

func (d Deal) checkPlaces(fs *findings, r Requirements) {
	fs.place("seller_in", r.SellerIn, d.Seller, Text{"卖方", "the seller"})
	fs.place("buyer_in", r.BuyerIn, d.Buyer, Text{"买方", "the buyer"})
}

func (fs *findings) place(condition, territory string, p DealParty, side Text) {
	if territory == "" {
		return
	}
	t, found := Unknown, Text{side.ZH + "未定", "it is not settled"}
	if p.Known {
		t, found = truthOf(p.inTerritory(territory)), Text{p.Name, p.Name}
	}
	n := Territories.Name(territory)
	fs.add(condition, t, Text{side.ZH + "在" + n.ZH, side.EN + " is " + lower(n.EN)}, found)
	if condition == "seller_in" {
		fs.could(Text{"改与" + n.ZH + "的成果持有方合作", "Choose a seller " + lower(n.EN)})
	}
}

// checkEvents takes it that a deal goes ahead: steps that have not come yet are
// assumed, and said to be.
func (d Deal) checkEvents(fs *findings, r Requirements) {
	for _, e := range r.Events {
		n := DealEvents.Name(e)
		on, done := d.Events[e]
		fs.add("event", Holds, Text{"完成" + n.ZH, lower(n.EN) + " is done"}, Text{on.String(), on.String()})
		fs.assume(!done)
	}
}

// checkText is for what a program cannot check.
func (d Deal) checkText(fs *findings, i Incentive) {
	if i.CapPer != "" && (i.Cap != nil || i.Rule == "upper_bound" && i.Amount != nil) {
		limit := i.Cap
		if limit == nil {
			limit = i.Amount
		}
		n, most := CapPeriods.Name(i.CapPer), limit.exact()
		fs.add("quota", Unknown, Text{n.ZH + "累计未超过 " + most.ZH, "the cap of " + most.EN + " for " + lower(n.EN) + " is not used up"},
			Text{"已获金额没有记录", "what was granted before is not recorded"})
	}
	if i.Requires.Selected {
		fs.add("selected", Unknown, Text{"经主管部门择优选定", "the authority selects it"}, Text{})
	}
	if i.Condition != "" && !i.Requires.Complete && !i.saysOccasion() {
		fs.add("text", Unknown, Text{i.Condition, "the text's own condition is met: " + i.Condition}, Text{})
	}
}
