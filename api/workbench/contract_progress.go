package workbench

import (
	"fmt"
	"slices"

	"sanku/domain"
)

// milestoneView is a milestone as agreed and as it went.
type milestoneView struct {
	Title, Deliverable, Due, Amount, Paid string
	State, Class                          string
	Delivered, Accepted                   string
	Do                                    []act
}

// paymentView is an instalment, with what is open of it.
type paymentView struct{ What, Due, Amount, State, Class string }

// amendmentView is an amendment that waits to be decided.
type amendmentView struct {
	Reason, Proposed string
	Changes          []changeView
}

type changeView struct{ Name, From, To string }

// eventView is a step as it was taken.
type eventView struct {
	Name, On, Reason string
	Grounds          []string // what the check found then
}

// suspicionView is a finding that the contract may inflate figures.
type suspicionView struct {
	Kind, State, Class, Reason string
	Score                      string
	Clues                      []string
	Others                     []act // the contracts it is about besides
	Decide                     string
}

// contractProgress is how milestones and instalments stand.
func (v *visit) contractProgress(p *contractPage, c domain.Contract) {
	today, going := domain.DateOf(v.DB.Now()), c.State == domain.ContractRegistered
	for _, m := range c.Milestones {
		state := m.State()
		view := milestoneView{Title: fmt.Sprintf("%d. %s", m.Number, m.Title), Deliverable: m.Deliverable, Due: m.DueOn.String(), State: domain.MilestoneStates.Name(state).In(v.lang), Class: "going",
			Delivered: recorded(m.Record.DeliveredOn, m.Record.DeliveryNote), Accepted: recorded(m.Record.AcceptedOn, m.Record.AcceptNote)}
		if m.Amount != 0 {
			view.Amount, view.Paid = grouped(m.Amount), grouped(m.PaidSoFar())
		}
		switch {
		case m.Settled():
			view.Class = "reached"
		case going && m.Overdue(today):
			view.Class, view.State = "missed", view.State+v.say("，已逾期", ", overdue")
		}
		next := map[string]domain.Action{"due": domain.RecordDelivery, "delivered": domain.RecordAcceptance, "accepted": domain.RecordPayment}[state]
		if next != "" && !m.Settled() && slices.Contains(c.OpenActions(false), string(next)) && domain.Can(v.actor, next, domain.Contracts, c.Principals()) {
			view.Do = append(view.Do, act{performLabels[next].In(v.lang), v.href(fmt.Sprintf("%s/%s?milestone=%d", contractPath(c.ID), next, m.Number)), false})
		}
		p.Milestones = append(p.Milestones, view)
	}
	due := c.DueInstalments()
	for i, pay := range c.Payments {
		view := paymentView{What: fmt.Sprintf("%d. %s", i+1, pay.What), Due: pay.DueOn.String(), Amount: grouped(pay.Amount), State: v.say("未登记", "—"), Class: "going"}
		at := slices.IndexFunc(due, func(d domain.DueInstalment) bool { return d.Number == i+1 })
		switch {
		case !going:
		case at < 0 && !pay.DueOn.IsZero():
			view.State, view.Class = v.say("已付清", "Paid"), "reached"
		case at < 0:
			view.State = v.say("未定日期", "No day agreed")
		case due[at].Overdue(today):
			view.State, view.Class = v.say("已逾期，未付 "+grouped(due[at].Open)+" 元", "Overdue: "+grouped(due[at].Open)+" yuan"), "missed"
		default:
			view.State = v.say("未付 "+grouped(due[at].Open)+" 元", grouped(due[at].Open)+" yuan to be paid")
		}
		p.Payments = append(p.Payments, view)
	}
	for _, r := range c.Received {
		p.Received = append(p.Received, fact{r.On.String(), grouped(r.Amount) + v.say(" 元 ", " yuan ") + r.Note})
	}
}

// span is a term whose first day may not be stated.
func (v *visit) span(from, to domain.Date) string {
	if from.IsZero() {
		return v.say("至 ", "until ") + v.date(to)
	}
	return v.date(from) + v.say(" 至 ", " to ") + v.date(to)
}

// recorded is a day and the evidence of it; empty for none.
func recorded(on domain.Date, note string) string {
	if on.IsZero() || note == "" {
		return on.String()
	}
	return on.String() + " · " + note
}

// amendmentView compares what a contract says with what it is to say, as people read both.
func (v *visit) amendmentView(a domain.Amendment) *amendmentView {
	view := amendmentView{Reason: a.Reason, Proposed: v.date(domain.DateOf(a.ProposedAt))}
	before, after := v.said(a.Before), v.said(a.After)
	for _, f := range before {
		if !slices.Contains(after, f) && !slices.ContainsFunc(view.Changes, func(c changeView) bool { return c.Name == f.Name }) {
			view.Changes = append(view.Changes, changeView{f.Name, valueOf(before, f.Name), valueOf(after, f.Name)})
		}
	}
	for _, f := range after {
		if !slices.Contains(before, f) && !slices.ContainsFunc(view.Changes, func(c changeView) bool { return c.Name == f.Name }) {
			view.Changes = append(view.Changes, changeView{f.Name, valueOf(before, f.Name), valueOf(after, f.Name)})
		}
	}
	return &view
}

func valueOf(facts []fact, name string) string {
	at := slices.IndexFunc(facts, func(f fact) bool { return f.Name == name })
	if at < 0 {
		return "—"
	}
	return facts[at].Value
}

// said is all that a contract says, line by line.
func (v *visit) said(c domain.Contract) []fact {
	var p contractPage
	v.contractFacts(&p, c)
	all := append(p.Facts, fact{v.say("成交额", "Value"), grouped(c.Amount)}, fact{v.say("技术交易额", "Technical value"), grouped(c.TechnicalAmount)}, fact{v.say("合同条款", "Terms"), c.Terms})
	v.contractProgress(&p, c)
	for i, d := range p.Deductions {
		all = append(all, fact{v.say(fmt.Sprintf("扣除项 %d", i+1), fmt.Sprintf("Deduction %d", i+1)), d.Name + " " + d.Value})
	}
	for i, m := range p.Milestones {
		all = append(all, fact{v.say(fmt.Sprintf("节点 %d", i+1), fmt.Sprintf("Milestone %d", i+1)), m.Title + " " + m.Due + " " + m.Amount})
	}
	for i, m := range p.Payments {
		all = append(all, fact{v.say(fmt.Sprintf("第 %d 期付款", i+1), fmt.Sprintf("Instalment %d", i+1)), m.What + " " + m.Due + " " + m.Amount})
	}
	for i, f := range p.Proofs {
		all = append(all, fact{v.say(fmt.Sprintf("材料 %d", i+1), fmt.Sprintf("Proof %d", i+1)), f.said()})
	}
	for _, n := range p.Nature {
		all = append(all, fact{n.Name, v.say("是", "yes")})
	}
	return all
}

// contractEvents are the steps that were taken, the last first.
func (v *visit) contractEvents(p *contractPage, c domain.Contract) error {
	events, err := v.DB.ContractEvents(v.r.Context(), v.actor, c.ID)
	knows := !domain.ScopeOf(v.actor, domain.Read, domain.Suspicions).Empty()
	for _, e := range slices.Backward(events) {
		view := eventView{Name: v.stepName(e), On: v.date(e.On), Reason: e.Reason}
		for _, g := range e.Grounds {
			if knows || g.Code != "suspicion" {
				view.Grounds = append(view.Grounds, g.Says.In(v.lang))
			}
		}
		p.Events = append(p.Events, view)
	}
	return err
}

func (v *visit) stepName(e domain.ContractEvent) string {
	for _, s := range domain.ContractSteps {
		if s.Name == e.Step {
			return s.Label.In(v.lang)
		}
	}
	return v.say("变更", "Amended")
}

// contractSuspicions are shown to the bureau.
func (v *visit) contractSuspicions(p *contractPage, c domain.Contract) error {
	if domain.ScopeOf(v.actor, domain.Read, domain.Suspicions).Empty() {
		return nil
	}
	found, err := v.DB.SuspicionsOfContract(v.r.Context(), v.actor, c.ID)
	for _, s := range found {
		p.Suspicions = append(p.Suspicions, v.suspicionView(s, c.ID))
	}
	return err
}

func (v *visit) suspicionView(s domain.Suspicion, of domain.ID) suspicionView {
	view := suspicionView{Kind: domain.SuspicionKinds.Name(string(s.Kind)).In(v.lang), State: domain.SuspicionStates.Name(string(s.State)).In(v.lang), Reason: s.Reason, Score: fmt.Sprintf("%.0f", 100*s.Score), Class: "going"}
	if s.State == domain.SuspicionOpen {
		view.Class = "at_risk"
	}
	for _, c := range s.Clues {
		view.Clues = append(view.Clues, c.Says.In(v.lang))
	}
	for _, o := range s.Contracts {
		if o.ID == of {
			continue
		}
		name := o.ID.String()
		if c, err := v.DB.Contract(v.r.Context(), v.actor, o.ID); err == nil {
			name = c.Title
		}
		view.Others = append(view.Others, act{name, v.href(contractPath(o.ID)), false})
	}
	if s.State != domain.SuspicionLapsed {
		view.Decide = v.reach(contractPath(of) + "/suspicions?of=" + s.ID.String())
	}
	return view
}
