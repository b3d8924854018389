package domain

import "fmt"

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
	k.milestones(c)
	k.parties(c)
	k.that(c.UseFirst || c.TrialFrom.IsZero() && c.TrialTo.IsZero(), "trial_from", "仅先用后付合同填写试用期", "is for use first, pay later only")
	k.that(c.TrialFrom.IsZero() || c.TrialTo.IsZero() || !c.TrialTo.Before(c.TrialFrom), "trial_to", "早于试用起始日期", "is before the trial's start")
	k.text("terms", c.Terms, 0, MaxTerms)
	k.proofs(c.Proofs)
	k.that(!c.Equity || c.ResultBased, "equity", "作价投资须基于科技成果", "needs a result that is invested")
	return k.err()
}

func (k *checks) parties(c Contract) {
	k.that(len(c.Parties) <= 20, "parties", "不超过 20 个", "has more than 20 items")
	seen := map[ID]bool{c.SellerID: true, c.BuyerID: true}
	for i, p := range c.Parties {
		at := fmt.Sprintf("parties[%d].", i)
		k.that(!p.OrganisationID.IsZero(), at+"organisation_id", "必填", "is required")
		k.that(p.OrganisationID.IsZero() || !seen[p.OrganisationID], at+"organisation_id", "重复", "is repeated")
		k.that(p.Side == "seller" || p.Side == "buyer", at+"side", "只能取：seller、buyer", "must be seller or buyer")
		seen[p.OrganisationID] = true
	}
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

// MaxTerms bounds the text of a contract, in characters.
const MaxTerms = 50_000

// Grounds lists every ground that c itself gives for not registering it, whatever the
// rules of the day. See Precheck for all.
func (c Contract) Grounds(today Date) []Ground {
	var g grounds
	g.add(c.Amount == 0, "price", "amount", "价款不明确", "the price is unclear")
	g.add(c.Field == "", "incomplete", "field", "未填写技术领域", "the field is not stated")
	g.add(c.IPKind == "", "incomplete", "ip_kind", "未填写知识产权类型", "the kind of intellectual property is not stated")
	g.add(c.PlanSource == "", "incomplete", "plan_source", "未填写计划来源", "the plan source is not stated")
	g.add(c.SignedOn.IsZero(), "dates", "signed_on", "未填写签订日期", "the date of signing is not stated")
	g.add(today.Before(c.SignedOn), "dates", "signed_on", "签订日期晚于今天", "the date of signing lies in the future")
	g.add(c.EndsOn.IsZero(), "dates", "ends_on", "履行期限不明确", "the term is unclear")
	g.add(!c.EndsOn.IsZero() && c.EndsOn.Before(c.SignedOn), "dates", "ends_on", "履行期限早于签订日期", "the term ends before signing")
	g.add(c.Seller.USCC == "" && c.Seller.domesticEnterprise(), "uscc", "seller_id", "卖方缺少统一社会信用代码", "the seller has no unified social credit code")
	g.add(c.Buyer.USCC == "" && c.Buyer.domesticEnterprise(), "uscc", "buyer_id", "买方缺少统一社会信用代码", "the buyer has no unified social credit code")
	sortGrounds(g)
	return g
}

type grounds []Ground

func (g *grounds) add(bad bool, code, field, zh, en string) {
	if bad {
		*g = append(*g, Ground{Code: code, Field: field, Says: Text{zh, en}, Effect: Returns})
	}
}
