package workbench

import (
	"net/http"
	"net/url"
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

type policiesPage struct {
	Name, Kind string // asked for: a part of the title, and the level
	Kinds      []option
	Rows       []policyRow
	New, Next  string
}

type policyRow struct {
	Title, Number, Issuer, Level, State, Until string
	Steps                                      []reference
}

// policies lists the library of policies for those who keep it.
func (w *Workbench) policies(v *visit) error {
	q := v.r.URL.Query()
	page := policiesPage{Name: strings.TrimSpace(q.Get("name")), Kind: q.Get("kind"), New: v.href("/policies/new")}
	for _, l := range domain.PolicyLevels {
		page.Kinds = append(page.Kinds, option{l.Code, l.Name.In(v.lang), l.Code == page.Kind})
	}
	found, err := w.DB.Policies(v.r.Context(), v.actor, postgres.PolicyFilter{Title: page.Name, Level: page.Kind}, postgres.Page{After: q.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	for _, p := range found.Items {
		page.Rows = append(page.Rows, policyRow{p.Title, p.Number, p.Issuer, domain.PolicyLevels.Name(p.Level).In(v.lang),
			domain.PolicyStates.Name(string(p.State)).In(v.lang), p.ValidUntil.String(), v.policySteps(p)})
	}
	if found.Next != "" {
		page.Next = v.href("/policies?" + url.Values{"name": {page.Name}, "kind": {page.Kind}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "policies", v.say("政策库", "Policies"), page)
	return nil
}

// policySteps are what the caller may do with p.
func (v *visit) policySteps(p domain.Policy) []reference {
	var all []reference
	at := "/policies/" + p.ID.String()
	if p.State != domain.PolicyRepealed && domain.Can(v.actor, domain.Change, domain.Policies, p.Facts()) {
		all = append(all, reference{v.say("修改", "Change"), v.href(at + "/edit")})
	}
	for _, name := range domain.PolicySteps.Open(p.State) {
		if domain.Can(v.actor, domain.Action(name), domain.Policies, p.Facts()) {
			all = append(all, reference{domain.PolicySteps.Terms().Name(name).In(v.lang), v.href(at + "/" + name)})
		}
	}
	return all
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
