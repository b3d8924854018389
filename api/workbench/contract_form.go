package workbench

import (
	"fmt"
	"net/http"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// contractPart is a part of what a contract says, with a form of its own.
type contractPart struct {
	path, zh, en string
	fields       func(*visit, *form, *domain.Contract) error
	change       func(kept *domain.Contract, typed domain.Contract) // puts the part of typed onto kept
}

// contractParts are all that parties write of a contract.
var contractParts = []contractPart{
	{"basics", "基本信息", "What it is", (*visit).contractBasics, func(kept *domain.Contract, typed domain.Contract) {
		kept.Title, kept.Kind, kept.Field, kept.IPKind, kept.PlanSource = typed.Title, typed.Kind, typed.Field, typed.IPKind, typed.PlanSource
		kept.SignedOn, kept.StartsOn, kept.EndsOn = typed.SignedOn, typed.StartsOn, typed.EndsOn
		kept.IUR, kept.ResultBased, kept.Equity, kept.UseFirst, kept.TrialFrom, kept.TrialTo = typed.IUR, typed.ResultBased, typed.Equity, typed.UseFirst, typed.TrialFrom, typed.TrialTo
	}},
	{"price", "价款与扣除", "Price and deductions", (*visit).contractPrice, func(kept *domain.Contract, typed domain.Contract) {
		kept.Amount, kept.Deductions, kept.TechnicalAmount = typed.Amount, typed.Deductions, typed.TechnicalAmount
	}},
	{"schedule", "履行节点与付款安排", "Milestones and payments", (*visit).contractSchedule, func(kept *domain.Contract, typed domain.Contract) {
		kept.Milestones, kept.Payments = typed.Milestones, typed.Payments
	}},
	{"papers", "合同条款与证明材料", "Terms and proofs", (*visit).contractPapers, func(kept *domain.Contract, typed domain.Contract) {
		kept.Terms, kept.Proofs = typed.Terms, typed.Proofs
	}},
	{"proof", "上传证明材料", "Attach a proof", (*visit).contractProof, func(kept *domain.Contract, typed domain.Contract) {
		kept.Proofs = typed.Proofs
	}},
}

// addContractForms adds the forms of a draft's parts, and of amendments to them: parties
// propose what the bureau does at once.
func (w *Workbench) addContractForms() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		rt := Route{Path: path, Resource: domain.Contracts, Action: action, serve: serve}
		if strings.HasSuffix(path, "proof") {
			rt.limit = maxUpload
		}
		return rt
	}
	w.addForm(of("/contracts/new", domain.Create, w.newContract))
	w.addForm(of("/contracts/{id}/parties", domain.Change, w.contractPartiesForm))
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/contracts/{id}/file", Resource: domain.Contracts, Action: domain.Read, serve: w.contractFile})
	for _, p := range contractParts {
		w.addForm(of("/contracts/{id}/"+p.path, domain.Change, func(v *visit) error { return v.changeContract(p) }))
		w.addForm(of("/contracts/{id}/amend-"+p.path, domain.Amend, func(v *visit) error {
			return v.amendContract(p, domain.Amend, w.DB.AmendContract)
		}))
		w.addForm(of("/contracts/{id}/propose-"+p.path, domain.ProposeAmendment, func(v *visit) error {
			return v.amendContract(p, domain.ProposeAmendment, w.DB.ProposeAmendment)
		}))
	}
}

// contract is the contract that the page is about, which the caller may do action on.
func (v *visit) contract(action domain.Action) (domain.Contract, error) {
	id, err := v.record()
	if err != nil {
		return domain.Contract{}, err
	}
	c, err := v.DB.Contract(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, action, domain.Contracts, c.Principals()) {
		err = domain.ErrForbidden
	}
	return c, err
}

func contractPath(id domain.ID) string { return "/contracts/" + id.String() }

func (v *visit) changeContract(p contractPart) error {
	c, err := v.contract(domain.Change)
	if err != nil {
		return err
	}
	f := v.form(c.Version, p.zh, p.en)
	f.only(c.Editable(), domain.ContractStates.Name(string(c.State)))
	f.Lead, f.cancel = c.Title, contractPath(c.ID)
	if err := p.fields(v, f, &c); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		_, err := v.DB.ChangeContract(v.r.Context(), v.actor, c.ID, f.version, func(kept *domain.Contract) error { p.change(kept, c); return nil })
		return contractPath(c.ID), err
	})
}

func (v *visit) amendContract(p contractPart, action domain.Action, amend amending) error {
	c, err := v.contract(action)
	if err != nil {
		return err
	}
	f := v.form(c.Version, "变更："+p.zh, "Amend: "+p.en)
	f.Lead, f.cancel = c.Title, contractPath(c.ID)
	if err := v.onlyOpen(f, c, action); err != nil {
		return err
	}
	var a postgres.ContractAmendment
	f.area(&a.Reason, "reason", "变更理由", "Reason").required().rows(2)
	f.Submit, f.done = v.say("提交变更申请", "Propose"), v.say("变更申请已提交，等待登记机构审核。", "Proposed: the registry decides on it.")
	if action == domain.Amend {
		f.date(&a.On, "on", "生效日期", "From").hint("不填为今天", "Today when blank")
		f.Submit, f.done = v.say("变更", "Amend"), v.say("合同已变更。", "The contract is amended.")
	}
	if err := p.fields(v, f, &c); err != nil {
		return err
	}
	a.Change = func(kept *domain.Contract) error { p.change(kept, c); return nil }
	return f.serve(func() (string, error) {
		_, err := amend(v.r.Context(), v.actor, c.ID, f.version, a)
		return contractPath(c.ID), err
	})
}

func (v *visit) contractBasics(f *form, c *domain.Contract) error {
	f.text(&c.Title, "title", "合同名称", "Title").required().hint("写明技术标的，如“高导热膜卷对卷制备技术转让合同”", "Say what technology it is about")
	f.radio(&c.Kind, "kind", "合同类型", "Kind", domain.ContractKinds).required()
	f.choice(&c.Field, "field", "技术领域", "Field", domain.Fields)
	f.choice(&c.IPKind, "ip_kind", "知识产权类型", "Intellectual property", domain.IPKinds)
	f.choice(&c.PlanSource, "plan_source", "计划来源", "Plan source", domain.PlanSources)
	f.date(&c.SignedOn, "signed_on", "签订日期", "Signed on")
	f.date(&c.StartsOn, "starts_on", "履行起始日期", "Begins on")
	f.date(&c.EndsOn, "ends_on", "履行截止日期", "Ends on")
	f.section("性质", "Nature")
	f.tick(&c.IUR, "iur", "属于产学研合作协议", "An industry-university-research agreement")
	f.tick(&c.ResultBased, "result_based", "转化高校、院所的科技成果", "It transfers a result of a university or institute")
	f.tick(&c.Equity, "equity", "以成果作价投资", "The result is invested")
	f.section("先用后付", "Use first, pay later").Hint = v.say("先试用、试用期满再付款的合同填写", "For contracts that are paid for after a trial")
	f.tick(&c.UseFirst, "use_first", "属于先用后付", "Use first, pay later")
	f.date(&c.TrialFrom, "trial_from", "试用起始日期", "Trial begins on")
	f.date(&c.TrialTo, "trial_to", "试用截止日期", "Trial ends on")
	return nil
}

// spare is how many blank rows a form offers besides those that are filled in.
const spare = 2

// contractPrice asks for the value and each deduction; the technical amount follows.
func (v *visit) contractPrice(f *form, c *domain.Contract) error {
	f.sum(&c.Amount, "amount", "成交额", "Value").required().hint("合同总价款", "The whole of the price")
	var kept []domain.Deduction
	c.TechnicalAmount = c.Amount
	f.section("扣除项", "Deductions").Hint = v.say("设备、仪器、零部件、原材料等非技术部分逐项填写；技术交易额由成交额减去各项扣除得出。没有的留空。",
		"Equipment, instruments, parts, raw materials, one by one. The technical amount is the value less these.")
	for i := range v.rows(f, len(c.Deductions), "deductions") {
		var d domain.Deduction
		if i < len(c.Deductions) {
			d = c.Deductions[i]
		}
		at, n := fmt.Sprintf("deductions[%d].", i), fmt.Sprint(i+1)
		f.text(&d.What, at+"what", "扣除项 "+n, "Deduction "+n)
		f.sum(&d.Amount, at+"amount", "金额", "Amount")
		if d != (domain.Deduction{}) {
			kept, c.TechnicalAmount = append(kept, d), c.TechnicalAmount-d.Amount
		}
	}
	c.Deductions = kept
	return nil
}

// rows is how many rows a form shows of something: as many as were sent, or those that
// are there and some blank ones.
func (v *visit) rows(f *form, have int, name string) int {
	sent := 0
	for key := range f.sent {
		var i int
		if _, err := fmt.Sscanf(strings.TrimPrefix(key, name), "[%d].", &i); err == nil && strings.HasPrefix(key, name+"[") {
			sent = max(sent, i+1)
		}
	}
	if f.sent != nil {
		return min(sent, 100)
	}
	return have + spare
}

func (v *visit) contractSchedule(f *form, c *domain.Contract) error {
	f.section("履行节点", "Milestones").Hint = v.say("每个节点写明交付什么、何时交付、对应多少价款。没有的留空。", "What is delivered, when, and what is paid for it. Leave blank what there is not.")
	var milestones []domain.Milestone
	for i := range v.rows(f, len(c.Milestones), "milestones") {
		var m domain.Milestone
		if i < len(c.Milestones) {
			m = c.Milestones[i]
		}
		at, n := fmt.Sprintf("milestones[%d].", i), fmt.Sprint(i+1)
		f.whole(&m.Number, at+"number", "", "").Kind = "hidden"
		f.text(&m.Title, at+"title", "节点 "+n, "Milestone "+n)
		f.text(&m.Deliverable, at+"deliverable", "交付物", "Deliverable")
		f.date(&m.DueOn, at+"due_on", "到期日", "Due on")
		f.sum(&m.Amount, at+"amount", "对应价款", "Paid for it")
		if m.Title != "" || m.Deliverable != "" || m.Amount != 0 || !m.DueOn.IsZero() {
			milestones = append(milestones, m)
		}
	}
	f.section("分期付款", "Instalments").Hint = v.say("不对应节点的付款填在这里，如首付款、按年支付的许可费。", "What is paid for no milestone: a first payment, a yearly fee.")
	var payments []domain.Payment
	for i := range v.rows(f, len(c.Payments), "payments") {
		var p domain.Payment
		if i < len(c.Payments) {
			p = c.Payments[i]
		}
		at, n := fmt.Sprintf("payments[%d].", i), fmt.Sprint(i+1)
		f.text(&p.What, at+"what", "第 "+n+" 期", "Instalment "+n)
		f.date(&p.DueOn, at+"due_on", "应付日期", "Due on")
		f.sum(&p.Amount, at+"amount", "金额", "Amount")
		if p != (domain.Payment{}) {
			payments = append(payments, p)
		}
	}
	c.Milestones, c.Payments = milestones, payments
	return nil
}
