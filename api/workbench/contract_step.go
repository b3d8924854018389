package workbench

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// addContractSteps adds a form for each step of a contract, and for what may be done to
// it besides.
func (w *Workbench) addContractSteps() {
	of := func(action domain.Action, serve func(*visit) error) Route {
		return Route{Path: "/contracts/{id}/" + string(action), Resource: domain.Contracts, Action: action, serve: serve}
	}
	for _, s := range contractActs {
		w.addForm(of(domain.Action(s.name), func(v *visit) error { return v.stepContract(s) }))
	}
	w.addForm(of(domain.FlagContract, w.flagContract))
	w.addForm(of(domain.RecordReview, w.reviewContract))
	for _, action := range []domain.Action{domain.ApproveAmendment, domain.RejectAmendment, domain.WithdrawAmendment} {
		w.addForm(of(action, func(v *visit) error { return v.decideAmendment(action) }))
	}
	for _, action := range []domain.Action{domain.RecordDelivery, domain.RecordAcceptance, domain.RecordPayment} {
		w.addForm(of(action, func(v *visit) error { return v.performContract(action) }))
	}
}

// contractAct is a step of a contract as people take it.
type contractAct struct {
	name         string
	label, done  domain.Text
	brings       domain.Text // what follows from it, where nothing is asked
	warning      domain.Text // of a grave one
	reason       domain.Text // what it asks for; empty when it asks for none
	must, grades bool        // the reason is required; the grounds of a refusal are asked for
}

var contractActs = []contractAct{
	{name: "submit", label: domain.Text{ZH: "提交认定登记", EN: "Submit for registration"},
		brings: domain.Text{ZH: "提交后由登记机构在时限内办理，期间不能修改；需要改动的，先撤回提交。", EN: "The registry deals with it in time. Until then it cannot be changed, unless the submission is withdrawn."},
		done:   domain.Text{ZH: "已提交，登记机构将在时限内办理。", EN: "Submitted: the registry deals with it in time."}},
	{name: "withdraw", label: domain.Text{ZH: "撤回提交", EN: "Withdraw the submission"},
		brings: domain.Text{ZH: "撤回后合同回到草稿，可修改后重新提交。", EN: "The contract is a draft again, to be changed and submitted anew."},
		done:   domain.Text{ZH: "已撤回，可修改后重新提交。", EN: "Withdrawn: change it and submit again."}},
	{name: "precheck", label: domain.Text{ZH: "预审通过", EN: "Pass the precheck"}, done: domain.Text{ZH: "预审已通过。", EN: "Prechecked."}, reason: domain.Text{ZH: "对须说明事项的说明", EN: "What explains the grounds to be explained"}},
	{name: "register", label: domain.Text{ZH: "予以登记", EN: "Register"}, done: domain.Text{ZH: "已登记，可打印登记证明。", EN: "Registered: print the certificate."}, reason: domain.Text{ZH: "对须说明事项的说明", EN: "What explains the grounds to be explained"}},
	{name: "return", label: domain.Text{ZH: "退回补正", EN: "Return for changes"}, done: domain.Text{ZH: "已退回补正，时限暂停。", EN: "Returned: the clock is paused."}, reason: domain.Text{ZH: "需要补正的内容", EN: "What is to be changed"}, must: true},
	{name: "refuse", label: domain.Text{ZH: "不予登记", EN: "Refuse"}, done: domain.Text{ZH: "已作出不予登记的决定。", EN: "Refused."}, reason: domain.Text{ZH: "说明", EN: "Words"}, must: true, grades: true,
		warning: domain.Text{ZH: "不予登记后，本合同不能再提交。", EN: "A refused contract cannot be submitted again."}},
	{name: "terminate", label: domain.Text{ZH: "解除合同", EN: "Terminate"}, done: domain.Text{ZH: "已登记为解除。", EN: "Terminated."}, reason: domain.Text{ZH: "解除理由", EN: "Reason"}, must: true,
		warning: domain.Text{ZH: "解除后，本合同不再计入转化率和登记统计，登记证明失效。", EN: "It then counts in no transfer rate or statistics, and its certificate is void."}},
	{name: "void", label: domain.Text{ZH: "作废登记", EN: "Void"}, done: domain.Text{ZH: "登记已作废。", EN: "Voided."}, reason: domain.Text{ZH: "作废理由", EN: "Reason"}, must: true,
		warning: domain.Text{ZH: "作废后不能恢复，登记证明失效，各项指标不再计入本合同。", EN: "This cannot be undone: the certificate is void and no figure counts the contract."}},
}

// grave are the acts that cannot be taken back.
func (a contractAct) grave() bool { return a.warning.ZH != "" }

func (v *visit) stepContract(a contractAct) error {
	c, err := v.contract(domain.Action(a.name))
	if err != nil {
		return err
	}
	f := v.form(c.Version, a.label.ZH, a.label.EN)
	f.Lead, f.cancel, f.Submit, f.done = c.Title, contractPath(c.ID), a.label.In(v.lang), a.done.In(v.lang)
	f.Danger, f.Warning = a.grave(), cmp.Or(a.warning.In(v.lang), a.brings.In(v.lang))
	f.only(slices.Contains(domain.ContractSteps.Open(c.State), a.name), domain.ContractStates.Name(string(c.State)))
	s := postgres.ContractStep{Name: a.name}
	if a.name == "register" {
		if err := v.warnOutside(f, c); err != nil {
			return err
		}
		f.text(&s.RegistryNumber, "registry_number", "登记编号", "Registry number").required()
	}
	var codes []string
	if a.grades {
		f.boxes(&codes, "grounds", "不予登记的依据", "Grounds", domain.GroundCodes)
	}
	if a.reason.ZH != "" {
		d := f.area(&s.Reason, "reason", a.reason.ZH, a.reason.EN).rows(4)
		if a.must {
			d.required()
		}
	}
	if a.name != "submit" && a.name != "withdraw" {
		f.date(&s.On, "on", "办理日期", "On").hint("不填为今天；可补登较早的日期", "Today when blank; an earlier day may be entered afterwards")
	}
	return f.serve(func() (string, error) {
		for _, code := range codes {
			s.Grounds = append(s.Grounds, domain.RefusalGround{Code: code, Words: s.Reason})
		}
		_, err := v.DB.StepContract(v.r.Context(), v.actor, c.ID, f.version, s)
		return contractPath(c.ID), err
	})
}

// onlyOpen is form.only for what may be done to a contract besides the steps.
func (v *visit) onlyOpen(f *form, c domain.Contract, action domain.Action) error {
	_, pending, err := v.DB.PendingAmendment(v.r.Context(), c)
	f.only(slices.Contains(c.OpenActions(pending), string(action)), domain.ContractStates.Name(string(c.State)))
	return err
}

// warnOutside says, before and after registering, that no indicator will count c.
func (v *visit) warnOutside(f *form, c domain.Contract) error {
	plans, err := v.DB.Plans(v.r.Context())
	if says, outside := c.OutsidePlans(plans); outside {
		f.Warning = says.In(v.lang)
		f.done += says.In(v.lang)
	}
	return err
}

func (w *Workbench) flagContract(v *visit) error {
	c, err := v.contract(domain.FlagContract)
	if err != nil {
		return err
	}
	f := v.form(c.Version, "争议与专家评审", "Dispute and expert review")
	f.Lead, f.cancel = c.Title, contractPath(c.ID)
	if err := v.onlyOpen(f, c, domain.FlagContract); err != nil {
		return err
	}
	var reason string
	f.tick(&c.Disputed, "disputed", "合同有争议，办理时限按专家评审计算", "It is disputed: the limit is that of expert review")
	f.tick(&c.ExpertReview, "expert_review", "已交专家评审", "Experts are reviewing it")
	f.area(&reason, "reason", "理由", "Reason").required().rows(3)
	return f.serve(func() (string, error) {
		_, err := w.DB.FlagContract(v.r.Context(), v.actor, c.ID, f.version, c.Disputed, c.ExpertReview, reason)
		return contractPath(c.ID), err
	})
}

// opinions are what experts can find.
var opinions = domain.Terms{{Code: "yes", Name: domain.Text{ZH: "同意登记", EN: "For registering it"}}, {Code: "no", Name: domain.Text{ZH: "不同意登记", EN: "Against registering it"}}}

func (w *Workbench) reviewContract(v *visit) error {
	c, err := v.contract(domain.RecordReview)
	if err != nil {
		return err
	}
	f := v.form(c.Version, "记录专家评审意见", "Record the expert review")
	f.Lead, f.cancel = c.Title, contractPath(c.ID)
	if err := v.onlyOpen(f, c, domain.RecordReview); err != nil {
		return err
	}
	r, found := c.Review, ""
	if !r.On.IsZero() {
		found = map[bool]string{true: "yes", false: "no"}[r.Passed]
	}
	f.text(&r.Experts, "experts", "评审专家", "Experts").required().hint("姓名和单位，用顿号隔开", "Names, and where they are from")
	f.radio(&found, "passed", "评审结论", "They are", opinions).required()
	f.area(&r.Opinion, "opinion", "评审意见", "Opinion").required().rows(5)
	f.date(&r.On, "on", "评审日期", "On").hint("不填为今天", "Today when blank")
	return f.serve(func() (string, error) {
		r.Passed = found == "yes"
		_, err := w.DB.ReviewContract(v.r.Context(), v.actor, c.ID, f.version, r)
		return contractPath(c.ID), err
	})
}

func (v *visit) decideAmendment(action domain.Action) error {
	c, err := v.contract(action)
	if err != nil {
		return err
	}
	label := map[domain.Action]domain.Text{domain.ApproveAmendment: {ZH: "同意变更", EN: "Approve the amendment"}, domain.RejectAmendment: {ZH: "不同意变更", EN: "Reject the amendment"},
		domain.WithdrawAmendment: {ZH: "撤回变更申请", EN: "Withdraw the amendment"}}[action]
	f := v.form(c.Version, label.ZH, label.EN)
	f.Lead, f.cancel, f.Submit, f.done = c.Title, contractPath(c.ID), label.In(v.lang), ""
	if err := v.onlyOpen(f, c, action); err != nil {
		return err
	}
	var reason string
	var on domain.Date
	d := f.area(&reason, "reason", "理由", "Reason").rows(3)
	if action == domain.ApproveAmendment {
		f.date(&on, "on", "生效日期", "From").hint("不填为今天", "Today when blank")
	} else {
		d.required()
	}
	return f.serve(func() (string, error) {
		_, err := v.DB.DecideAmendment(v.r.Context(), v.actor, c.ID, f.version, action, reason, on)
		return contractPath(c.ID), err
	})
}

// performLabels say what can be recorded of how a contract goes.
var performLabels = map[domain.Action]domain.Text{domain.RecordDelivery: {ZH: "登记交付", EN: "Record a delivery"}, domain.RecordAcceptance: {ZH: "登记验收", EN: "Record an acceptance"}, domain.RecordPayment: {ZH: "登记付款", EN: "Record a payment"}}

// performContract records a delivery, an acceptance or a payment; milestone=2 of the query
// chooses the milestone.
func (v *visit) performContract(action domain.Action) error {
	c, err := v.contract(action)
	if err != nil {
		return err
	}
	label := performLabels[action]
	f := v.form(c.Version, label.ZH, label.EN)
	f.Lead, f.cancel = c.Title, contractPath(c.ID)
	if err := v.onlyOpen(f, c, action); err != nil {
		return err
	}
	var e domain.MilestoneEntry
	number := v.r.URL.Query().Get("milestone")
	var among domain.Terms
	for _, m := range c.Milestones {
		n := fmt.Sprint(m.Number)
		among = append(among, domain.Term{Code: n, Name: domain.Text{ZH: n + ". " + m.Title, EN: n + ". " + m.Title}})
	}
	if action == domain.RecordPayment {
		among = append(among, domain.Term{Code: "0", Name: domain.Text{ZH: "不对应节点", EN: "For no milestone in particular"}})
		if len(among) == 1 {
			number = "0"
		}
	}
	f.radio(&number, "milestone", "履行节点", "Milestone", among).required()
	f.date(&e.On, "on", "日期", "On").hint("不填为今天", "Today when blank")
	if action == domain.RecordPayment {
		f.sum(&e.Amount, "amount", "金额", "Amount").required().hint("登记有误的，填负数冲正并说明原因", "Below zero takes back one entered in error: say why")
	}
	f.text(&e.Note, "note", "佐证说明", "Evidence").hint("凭证、文件或编号", "Document, place or number")
	return f.serve(func() (string, error) {
		_, err := fmt.Sscan(strings.TrimSpace(number), &e.Milestone)
		if err != nil {
			return "", domain.Invalid("milestone", "请选择", "choose one")
		}
		_, err = v.DB.PerformContract(v.r.Context(), v.actor, c.ID, f.version, action, e)
		return contractPath(c.ID), err
	})
}
