package workbench

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sanku/domain"
)

// contractPage is one contract as people read it, with what they may do.
type contractPage struct {
	Title, State, Class, Reason string
	Do, More                    []act // what the contract waits for; what may be done besides
	Clock                       *clockView
	Grounds                     []groundView
	Checked                     bool // grounds are shown, and there are none
	Facts, Nature               []fact
	Parts                       map[string]string // address of a part's form; absent when it may not be changed
	Amends                      bool              // what Parts leads to amends a registered contract
	Deductions                  []fact
	Amount, Technical           string
	Milestones                  []milestoneView
	Payments                    []paymentView
	Received                    []fact
	Paid                        string
	Review                      *reviewView
	Proofs                      []proofView
	Terms                       []string
	Amendment                   *amendmentView
	Suspicions                  []suspicionView
	Counts                      []reference // indicators that count it
	Uncounted                   []string    // why no indicator does; with Repeats
	Repeats                     *reference  // the contract that counts in its place
	Events                      []eventView
	Refusal                     []fact
	Papers                      []act // certificate, estimate
}

// act is something to be done, by a form of its own.
type act struct {
	Name, Href string
	Grave      bool
}

type clockView struct{ Text, Class, Note string }

type groundView struct {
	Name, Says, Effect, Class, Clause, Href string
	Passage                                 []piece
}

type reviewView struct{ Result, Experts, Opinion, On string }

func (w *Workbench) contractPage(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	c, err := w.DB.Contract(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	p := contractPage{Title: c.Title, State: domain.ContractStates.Name(string(c.State)).In(v.lang), Class: stateClass(c.State), Parts: map[string]string{},
		Amount: grouped(c.Amount), Technical: grouped(c.TechnicalAmount), Paid: grouped(c.PaidSoFar())}
	if c.State != domain.ContractRegistered && c.State != domain.ContractPrechecked { // why it went on stands in its history
		p.Reason = c.Reason
	}
	pending, open, err := v.DB.PendingAmendment(v.r.Context(), c)
	if err != nil {
		return err
	}
	v.contractFacts(&p, c)
	v.contractActs(&p, c, open)
	if open {
		p.Amendment = v.amendmentView(pending)
	}
	for _, part := range []func(*contractPage, domain.Contract) error{v.contractClock, v.contractGrounds, v.contractSuspicions, v.contractEvents, v.contractCounting} {
		if err := part(&p, c); err != nil {
			return err
		}
	}
	v.contractProgress(&p, c)
	v.page(http.StatusOK, "contract", c.Title, p)
	return nil
}

// stateClass is the colour of a contract's state.
func stateClass(s domain.ContractState) string {
	switch s {
	case domain.ContractRegistered:
		return "on_track"
	case domain.ContractReturned:
		return "at_risk"
	case domain.ContractRefused, domain.ContractTerminated, domain.ContractVoided:
		return "missed"
	}
	return "going"
}

func (v *visit) contractFacts(p *contractPage, c domain.Contract) {
	add := func(zh, en, value string) {
		if value != "" {
			p.Facts = append(p.Facts, fact{v.say(zh, en), value})
		}
	}
	term := ""
	if !c.StartsOn.IsZero() || !c.EndsOn.IsZero() {
		term = v.span(c.StartsOn, c.EndsOn)
	}
	add("登记编号", "Registry number", c.RegistryNumber)
	add("卖方", "Seller", c.Seller.Name)
	add("买方", "Buyer", c.Buyer.Name)
	add("合同类型", "Kind", domain.ContractKinds.Name(c.Kind).In(v.lang))
	add("技术领域", "Field", domain.Fields.Name(c.Field).In(v.lang))
	add("知识产权类型", "Intellectual property", domain.IPKinds.Name(c.IPKind).In(v.lang))
	add("计划来源", "Plan source", domain.PlanSources.Name(c.PlanSource).In(v.lang))
	add("签订日期", "Signed on", c.SignedOn.String())
	add("履行期限", "Term", term)
	add("登记日期", "Registered on", c.RegisteredOn.String())
	add("终止日期", "Ended on", c.EndedOn.String())
	for _, tag := range []struct {
		on     bool
		zh, en string
	}{{c.IUR, "产学研合作协议", "IUR agreement"}, {c.ResultBased, "转化高校、院所成果", "Transfers a university's result"}, {c.Equity, "作价投资", "Result invested"}, {c.UseFirst, "先用后付", "Use first, pay later"}, {c.Disputed, "有争议", "Disputed"}} {
		if tag.on {
			p.Nature = append(p.Nature, fact{Name: v.say(tag.zh, tag.en)})
		}
	}
	for _, d := range c.Deductions {
		p.Deductions = append(p.Deductions, fact{d.What, grouped(d.Amount)})
	}
	for _, f := range c.Proofs {
		p.Proofs = append(p.Proofs, v.proofView(c.ID, f))
	}
	for _, g := range c.Refusal {
		p.Refusal = append(p.Refusal, fact{domain.GroundCodes.Name(g.Code).In(v.lang), g.Words})
	}
	if c.Terms != "" {
		p.Terms = slices.Collect(strings.Lines(c.Terms))
	}
	if r := c.Review; !r.On.IsZero() {
		p.Review = &reviewView{opinions.Name(map[bool]string{true: "yes", false: "no"}[r.Passed]).In(v.lang), r.Experts, r.Opinion, v.date(r.On)}
	}
}

// contractActs are the steps and other things that the caller may do now.
func (v *visit) contractActs(p *contractPage, c domain.Contract, pending bool) {
	at := contractPath(c.ID)
	can := func(action domain.Action) bool {
		return domain.Can(v.actor, action, domain.Contracts, c.Principals())
	}
	open := c.OpenActions(pending)
	for _, a := range contractActs {
		if !can(domain.Action(a.name)) || !slices.Contains(domain.ContractSteps.Open(c.State), a.name) {
			continue
		}
		to := &p.Do
		if a.grave() {
			to = &p.More
		}
		*to = append(*to, act{a.label.In(v.lang), v.href(at + "/" + a.name), a.grave()})
	}
	for _, a := range []struct {
		action domain.Action
		zh, en string
	}{{domain.FlagContract, "标注争议、专家评审", "Dispute, expert review"}, {domain.RecordReview, "记录专家评审意见", "Record the expert review"},
		{domain.ApproveAmendment, "同意变更", "Approve the amendment"}, {domain.RejectAmendment, "不同意变更", "Reject the amendment"}, {domain.WithdrawAmendment, "撤回变更申请", "Withdraw the amendment"},
		{domain.RecordDelivery, "登记交付", "Record a delivery"}, {domain.RecordAcceptance, "登记验收", "Record an acceptance"}, {domain.RecordPayment, "登记付款", "Record a payment"}} {
		noMilestone := len(c.Milestones) == 0 && (a.action == domain.RecordDelivery || a.action == domain.RecordAcceptance)
		if can(a.action) && slices.Contains(open, string(a.action)) && !noMilestone && !(a.action == domain.RecordReview && !v.reviewed(c)) {
			p.Do = append(p.Do, act{v.say(a.zh, a.en), v.href(at + "/" + string(a.action)), false})
		}
	}
	if c.Certified() {
		p.Papers = append(p.Papers, act{v.say("登记证明", "Certificate"), v.href(at + "/certificate"), false})
	}
	p.Papers = append(p.Papers, act{v.say("税收与奖补估算", "Taxes and incentives"), v.href(at + "/estimate"), false})
	prefix := ""
	switch {
	case c.Editable() && can(domain.Change):
		p.Parts["parties"] = v.href(at + "/parties")
	case slices.Contains(open, string(domain.Amend)) && can(domain.Amend):
		prefix = "amend-"
	case slices.Contains(open, string(domain.ProposeAmendment)) && can(domain.ProposeAmendment):
		prefix = "propose-"
	default:
		return
	}
	p.Amends = prefix != ""
	for _, part := range contractParts {
		p.Parts[part.path] = v.href(at + "/" + prefix + part.path)
	}
}

// reviewed reports whether experts are to review c.
func (v *visit) reviewed(c domain.Contract) bool {
	clocks, err := v.DB.Clocks(v.r.Context())
	rule, ok := clocks.Rules.Registration(c.SubmittedOn)
	_, review := rule.Review(c)
	return err == nil && ok && review
}

func (v *visit) contractClock(p *contractPage, c domain.Contract) error {
	clocks, err := v.DB.Clocks(v.r.Context())
	k := clocks.Of(c, domain.DateOf(v.DB.Now()))
	if err != nil || k == nil {
		return err
	}
	if k.Paused {
		p.Clock = &clockView{v.say("时限暂停：合同已退回当事人补正。", "The clock is paused: the contract lies with its parties."), "at_risk", ""}
		return nil
	}
	view := clockView{Class: "on_track", Note: v.say(fmt.Sprintf("%s提交，时限 %d 个工作日（%s），%s截止。", v.date(k.StartedOn), k.Limit, domain.ClockBases.Name(k.Basis).ZH, v.date(k.DueOn)),
		fmt.Sprintf("Handed in on %s, %d working days (%s), until %s.", k.StartedOn, k.Limit, domain.ClockBases.Name(k.Basis).EN, k.DueOn))}
	view.Text = v.say(fmt.Sprintf("剩余 %d 个工作日", k.Left), fmt.Sprintf("%d working days left", k.Left))
	switch {
	case k.Overdue:
		view.Class, view.Text = "missed", v.say(fmt.Sprintf("已超时限 %d 个工作日", -k.Left), fmt.Sprintf("Overdue by %d working days", -k.Left))
	case k.Soon:
		view.Class = "at_risk"
	}
	if k.WeekendsOnly {
		view.Note += v.say("（该期间的放假安排尚未录入，只按周末计算）", " (holidays of that time are not known: only weekends are left out)")
	}
	p.Clock = &view
	return nil
}

// groundParts say in which form a field of a ground is mended.
var groundParts = map[string]string{"title": "basics", "kind": "basics", "field": "basics", "ip_kind": "basics", "plan_source": "basics", "signed_on": "basics", "starts_on": "basics", "ends_on": "basics",
	"use_first": "basics", "trial_from": "basics", "trial_to": "basics", "technology_id": "basics", "amount": "price", "technical_amount": "price", "deductions": "price", "payments": "schedule",
	"milestones": "schedule", "terms": "papers", "proofs": "papers", "seller_id": "parties", "buyer_id": "parties"}

// contractGrounds is the precheck, of a contract that is not registered yet.
func (v *visit) contractGrounds(p *contractPage, c domain.Contract) error {
	if !c.Editable() && c.State != domain.ContractSubmitted && c.State != domain.ContractPrechecked {
		return nil
	}
	ctx := v.r.Context()
	found, err := v.DB.Grounds(ctx, v.actor, c.ID)
	if err != nil {
		return err
	}
	unmet, err := v.DB.UnmetUseFirst(ctx, c)
	for _, m := range unmet {
		found = append(found, domain.Ground{Code: "use_first", Field: m.Field, Says: m.Ask, Effect: domain.Returns})
	}
	for _, g := range found {
		view := groundView{domain.GroundCodes.Name(g.Code).In(v.lang), g.Says.In(v.lang), domain.Effects.Name(string(g.Effect)).In(v.lang), string(g.Effect), g.Clause.In(v.lang), p.Parts[groundParts[g.Field]], nil}
		if g.Passage.Text != "" {
			view.Passage = pieces(g.Passage)
		}
		p.Grounds = append(p.Grounds, view)
	}
	p.Checked = len(found) == 0
	return err
}
