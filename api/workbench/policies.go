package workbench

import (
	"net/http"
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

func (w *Workbench) addPolicies() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Policies, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "政策库", EN: "Policies"}, of("/policies", domain.Create, w.policies))
	w.addForm(of("/policies/new", domain.Create, w.newPolicy))
	w.addForm(of("/policies/{id}/edit", domain.Change, w.editPolicy))
	w.addForm(of("/policies/{id}/publish", "publish", w.stepPolicy))
	w.addForm(of("/policies/{id}/repeal", "repeal", w.stepPolicy))
}

// policies lists the library of policies for those who keep it; their kind is the level.
func (w *Workbench) policies(v *visit) error {
	d := v.directory("/policies", domain.Text{ZH: "政策库", EN: "Policies"}, domain.PolicyLevels)
	d.New, d.None = reference{v.say("录入政策", "Add a policy"), v.href("/policies/new")}, v.say("没有符合条件的政策。", "None fits.")
	d.Head = []string{v.say("标题", "Title"), v.say("文号", "Number"), v.say("发文机关", "Issuer"), v.say("级别", "Level"), v.say("状态", "State"), v.say("有效期至", "Valid until")}
	found, err := w.DB.Policies(v.r.Context(), v.actor, postgres.PolicyFilter{Title: d.Name, Level: d.Kind}, d.at)
	if err != nil {
		return err
	}
	for _, p := range found.Items {
		cells := []string{p.Number, p.Issuer, domain.PolicyLevels.Name(p.Level).In(v.lang), domain.PolicyStates.Name(string(p.State)).In(v.lang), p.ValidUntil.String()}
		d.Rows = append(d.Rows, directoryRow{p.Title, cells,
			v.stepsOf("/policies/"+p.ID.String(), domain.Policies, p.Facts(), p.State != domain.PolicyRepealed, domain.PolicySteps.Open(p.State), domain.PolicySteps.Terms())})
	}
	return v.showDirectory(d, found.Next)
}

func (w *Workbench) newPolicy(v *visit) error {
	p := domain.Policy{Level: "city", Region: domain.CityDivision + "00"}
	f := v.form(0, "录入政策", "Add a policy")
	f.cancel = "/policies"
	f.done = v.say("已保存为草稿，发布后参与匹配。", "Saved as a draft; it takes part in matching once published.")
	v.policyFields(f, &p)
	return f.serve(func() (string, error) {
		_, err := w.DB.CreatePolicy(v.r.Context(), v.actor, p)
		return "/policies", err
	})
}

func (w *Workbench) editPolicy(v *visit) error {
	p, err := v.policy()
	if err != nil {
		return err
	}
	f := v.form(p.Version, "修改政策", "Change the policy")
	f.cancel = "/policies"
	v.policyFields(f, &p)
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangePolicy(v.r.Context(), v.actor, p.ID, f.version, func(kept *domain.Policy) error {
			*kept = p
			return nil
		})
		return "/policies", err
	})
}

// stepPolicy asks for confirmation, and for a reason where the step needs one.
func (w *Workbench) stepPolicy(v *visit) error {
	p, err := v.policy()
	if err != nil {
		return err
	}
	name := string(v.route.Action)
	label := domain.PolicySteps.Terms().Name(name)
	f := v.form(p.Version, label.ZH+"："+p.Title, label.EN+": "+p.Title)
	f.Submit, f.cancel = label.In(v.lang), "/policies"
	f.only(slices.Contains(domain.PolicySteps.Open(p.State), name), domain.PolicyStates.Name(string(p.State)))
	reason := ""
	if name == "repeal" {
		f.Danger, f.Warning = true, v.say("废止后不能恢复，也不再参与匹配。", "Cannot be undone; the policy takes no part in matching any more.")
		f.area(&reason, "reason", "理由", "Reason").required()
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.StepPolicy(v.r.Context(), v.actor, p.ID, f.version, name, reason)
		return "/policies", err
	})
}

// policy is the record of the route, if the caller may do with it what the route does.
func (v *visit) policy() (domain.Policy, error) {
	id, err := v.record()
	if err != nil {
		return domain.Policy{}, err
	}
	p, err := v.DB.Policy(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, v.route.Action, domain.Policies, p.Facts()) {
		err = domain.ErrForbidden
	}
	return p, err
}

// policyFields asks for what p says. Its clauses are one text, divided where a line
// begins with 第…条; a clause that keeps its number keeps what it grants.
func (v *visit) policyFields(f *form, p *domain.Policy) {
	f.text(&p.Title, "title", "标题", "Title").required()
	f.text(&p.Number, "number", "文号", "Number").hint("如 潭政发〔2023〕5号", "As printed")
	f.text(&p.Issuer, "issuer", "发文机关", "Issuer")
	f.choice(&p.Level, "level", "级别", "Level", domain.PolicyLevels).required()
	f.text(&p.Region, "region", "适用地区", "Region").narrow().hint("6 位行政区划代码；全国适用的不填", "Six-digit division code; blank for the whole country")
	f.date(&p.IssuedOn, "issued_on", "发文日期", "Issued on")
	f.date(&p.EffectiveFrom, "effective_from", "施行日期", "In force from")
	f.date(&p.ValidUntil, "valid_until", "有效期至", "Valid until").hint("无期限的不填", "Blank: until repealed")
	f.text(&p.SourceURL, "source_url", "原文网址", "Address of the text")
	f.area(&p.Summary, "summary", "摘要", "Summary").rows(4)
	text := clausesTyped(p.Clauses)
	before := text
	f.area(&text, "clauses", "正文", "Text").required().rows(18).hint("以“第×条”开头的行另起一条；奖补的金额和条件由批量导入或接口录入，修改正文时保留。",
		"A line that begins with 第…条 begins a clause. Amounts and conditions of incentives come by import and stay when the text is changed.")
	if text != before {
		p.Clauses = keptClauses(p.Clauses, text)
	}
}

// clausesTyped writes clauses as their text was, with chapters on lines of their own.
func clausesTyped(clauses []domain.Clause) string {
	var b strings.Builder
	heading := ""
	for _, c := range clauses {
		if c.Heading != heading && c.Heading != "" {
			b.WriteString(c.Heading + "\n")
		}
		heading = c.Heading
		if len(clauses) > 1 || c.Ref != "全文" {
			b.WriteString(c.Ref + "　")
		}
		b.WriteString(c.Text + "\n")
	}
	return strings.TrimSpace(b.String())
}

// keptClauses are those of text; each takes over what is known of the clause of its number.
func keptClauses(before []domain.Clause, text string) []domain.Clause {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	clauses, _ := intake.Clauses(text)
	for i, c := range clauses {
		if at := slices.IndexFunc(before, func(b domain.Clause) bool { return b.Ref == c.Ref }); at >= 0 {
			b := before[at]
			clauses[i].ID, clauses[i].Fields, clauses[i].Modes, clauses[i].Incentives = b.ID, b.Fields, b.Modes, b.Incentives
			before = slices.Delete(slices.Clone(before), at, at+1)
		}
	}
	return clauses
}
