package workbench

import (
	"fmt"
	"net/http"
	"strings"

	"sanku/domain"
)

func (w *Workbench) addEstimates() {
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/contracts/{id}/estimate", Resource: domain.Contracts, Action: domain.Read, serve: w.estimate})
}

// estimatePage is what tax law and policies come to for a contract, as people read it.
type estimatePage struct {
	Title, Label          string
	Facts                 []fact
	Saved, Due, Incentive string
	Reliefs, Dues         []taxView
	Deal, Besides         []grantView // incentives that the deal brings, and those of other occasions
	Left                  int         // incentives that do not apply
	Premises              []string
}

// taxView is one line of tax law as people read it.
type taxView struct {
	Tax, Who, Law, Clause, Text, Since string
	Verdict, Class                     string
	Amount, Sum                        string // what it comes to, and how it is reckoned
	Basis, Apply                       string
	Conditions                         []conditionView
}

func (w *Workbench) estimate(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	e, err := v.DB.ContractEstimate(v.r.Context(), v.actor, id, nil)
	if err != nil {
		return err
	}
	c := e.Contract
	p := estimatePage{Title: c.Title, Label: domain.EstimateLabel.In(v.lang), Incentive: e.Policies.Answer().In(v.lang)}
	for _, f := range []struct{ zh, en, value string }{
		{"登记编号", "Registry number", c.RegistryNumber}, {"合同类型", "Kind", domain.ContractKinds.Name(c.Kind).In(v.lang)}, {"状态", "State", domain.ContractStates.Name(string(c.State)).In(v.lang)},
		{"卖方", "Seller", c.Seller.Name}, {"买方", "Buyer", c.Buyer.Name}, {"签订日期", "Signed on", c.SignedOn.String()}, {"登记日期", "Registered on", c.RegisteredOn.String()},
		{"成交额", "Value", grouped(c.Amount) + v.say(" 元", " yuan")}, {"技术交易额", "Technical value", grouped(c.TechnicalAmount) + v.say(" 元", " yuan")},
	} {
		if f.value != "" {
			p.Facts = append(p.Facts, fact{v.say(f.zh, f.en), f.value})
		}
	}
	saved, due := domain.TaxTotals(e.Taxes)
	p.Saved, p.Due = v.most(saved), v.most(due)
	for _, l := range e.Taxes {
		if l.Rule.Due {
			p.Dues = append(p.Dues, v.tax(l))
		} else {
			p.Reliefs = append(p.Reliefs, v.tax(l))
		}
	}
	for _, g := range e.Policies.Grants {
		switch {
		case g.Truth == domain.Fails && !g.Changeable():
			p.Left++
		case g.OfDeal():
			p.Deal = append(p.Deal, v.policyGrant(g))
		default:
			p.Besides = append(p.Besides, v.policyGrant(g))
		}
	}
	for _, premise := range append(domain.TaxPremises[:len(domain.TaxPremises):len(domain.TaxPremises)], e.Deal.Premises()...) {
		p.Premises = append(p.Premises, premise.In(v.lang))
	}
	v.page(http.StatusOK, "estimate", v.say("税收与奖补估算", "Taxes and incentives"), p)
	return nil
}

// most is an upper bound: "不超过 1,625,000.00 元".
func (v *visit) most(f domain.Fen) string {
	return v.say("不超过 ", "at most ") + grouped(f) + v.say(" 元", " yuan")
}

func (v *visit) tax(l domain.TaxLine) taxView {
	r := l.Rule
	out := taxView{Tax: domain.Taxes.Name(r.Tax).In(v.lang) + v.say("减免", " relief"), Who: domain.Sides.Name(r.Side).In(v.lang), Law: r.Title, Clause: r.Clause, Text: r.Text, Class: l.Truth.String(),
		Verdict: v.say("条件待核实", "To be checked"), Amount: v.most(l.Most), Sum: v.reckoning(l), Basis: r.Basis.In(v.lang), Apply: r.Apply.In(v.lang), Since: v.say("自 ", "from ") + r.ValidFrom.String()}
	if r.Number != "" {
		out.Law += v.say("（", " (") + r.Number + v.say("）", ")")
	}
	if !r.ValidTo.IsZero() {
		out.Since += v.say(" 至 ", " to ") + r.ValidTo.String()
	} else {
		out.Since += v.say(" 起", " on")
	}
	if r.Due {
		out.Tax, out.Who, out.Verdict = domain.Taxes.Name(r.Tax).In(v.lang), v.say("双方各自", "Each side"), v.say("应缴", "Due")
	}
	switch l.Truth {
	case domain.Fails:
		out.Verdict, out.Amount, out.Sum, out.Basis, out.Apply = v.say("不适用", "Does not apply"), "", "", "", ""
	case domain.Holds:
		if !r.Due {
			out.Verdict = v.say("适用", "Applies")
		}
	}
	for _, f := range l.Findings {
		if l.Truth == domain.Fails && f.Truth != domain.Fails {
			continue // what does not apply needs no further check
		}
		out.Conditions = append(out.Conditions, v.condition(f))
	}
	return out
}

// reckoning says how the amount comes about: "2,000,000.00 元 × 25% ＋ 2,000,000.00 元 × 12.5%；
// 2024 年在先登记的合同已用 3,000,000.00 元".
func (v *visit) reckoning(l domain.TaxLine) string {
	var parts []string
	for _, s := range l.Slices {
		percent := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", float64(s.PercentBP)/100), "0"), ".")
		parts = append(parts, grouped(s.Base)+v.say(" 元 × ", " × ")+percent+"%")
	}
	text := strings.Join(parts, v.say(" ＋ ", " + "))
	if l.Earlier > 0 {
		text += v.say(fmt.Sprintf("；%d 年在先登记的合同已计入 %s 元", l.Year, grouped(l.Earlier)), fmt.Sprintf("; contracts registered earlier in %d come to %s", l.Year, grouped(l.Earlier)))
	}
	return text
}

// policyGrant is a grant with the policy that its clause is of.
func (v *visit) policyGrant(g domain.Grant) grantView {
	out := v.grant(g)
	out.Policy = v.say("《", "“") + g.Policy + v.say("》", "”")
	if g.OfDeal() && g.LeftOut != (domain.Text{}) {
		out.Basis = strings.Trim(out.Basis+v.say("；", "; ")+g.LeftOut.In(v.lang), "；; ")
	}
	return out
}
