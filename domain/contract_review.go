package domain

// Review is what the experts found who reviewed a contract (专家评审); zero while
// nothing is recorded.
type Review struct {
	Experts string // who reviewed it: names, and where they are from
	Opinion string
	Passed  bool // they find that it may be registered
	On      Date
}

// RecordReview notes what the experts found, on a day from the signing to today. It is
// for contracts that the rule has reviewed; a later record takes the place of the former,
// and handing the contract in anew asks for another.
func (c *Contract) RecordReview(rule RegistrationRule, v Review, today Date) error {
	if c.State != ContractSubmitted && c.State != ContractPrechecked {
		return Conflict("合同不在办理中", "the contract is not being dealt with")
	}
	if _, asked := rule.Review(*c); !asked {
		return Conflict("技术交易额未达标准且无争议，不需专家评审", "expert review is for large or disputed contracts only")
	}
	var k checks
	k.text("experts", v.Experts, 2, 500)
	k.text("opinion", v.Opinion, 2, 2000)
	k.that(!v.On.IsZero() && !v.On.Before(c.SignedOn) && !today.Before(v.On), "on", "应在签订与今天之间", "must lie between signing and today")
	if err := k.err(); err != nil {
		return err
	}
	c.ExpertReview, c.Review = true, v
	return nil
}

// review holds that what is large or disputed is registered after experts have found that
// it may be. Before it is handed in, its parties are only told.
func (p Precheck) review(g *grounds, _ ContractRule) {
	c, day := p.Contract, p.Contract.SubmittedOn
	if day.IsZero() {
		day = p.Today
	}
	rule, _ := p.Rules.Registration(day)
	basis, asked := rule.Review(c)
	if !asked {
		return
	}
	why := Text{"有争议", "the contract is disputed"}
	if basis == "large" {
		from := rule.ReviewFrom.Display()
		why = Text{"技术交易额达到 " + from.ZH, "the technical amount is " + from.EN + " or more"}
	}
	add := func(effect Effect, zh, en string) {
		*g = append(*g, Ground{Code: "review", Field: "review", Effect: effect, Says: Text{why.ZH + "，" + zh, why.EN + ": " + en}})
	}
	switch {
	case c.SubmittedOn.IsZero():
		add(Warns, "提交后须经专家评审", "experts review it once it is handed in")
	case c.Review.On.IsZero():
		add(Awaits, "须经专家评审，尚未记录评审意见", "no expert review is recorded")
	case !c.Review.Passed:
		add(Refuses, "专家评审未通过", "the experts are against registering it")
	}
}
