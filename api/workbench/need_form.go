package workbench

import (
	"sanku/domain"
	"sanku/domain/postgres"
)

// needParts are the parts of the form of a need, in order, with what stands above each.
var needParts = []struct {
	name   domain.Text
	fields []string
}{
	{domain.Text{ZH: "难题", EN: "The problem"}, []string{"title", "problem", "background", "targets"}},
	{domain.Text{ZH: "分类", EN: "Kind"}, []string{"field", "industry", "keywords"}},
	{domain.Text{ZH: "合作", EN: "Cooperation"}, []string{"modes", "budget", "deadline", "ip_ownership", "conditions"}},
	{domain.Text{ZH: "公开与联系", EN: "Who sees it, and contact"}, []string{"confidentiality", "contact", "valid_until"}},
}

// needField asks for one part of a need.
func (v *visit) needField(f *form, n *domain.Need, part string) error {
	switch part {
	case "title":
		f.text(&n.Title, "title", "需求名称", "Title").required().hint("点明对象和难题，如“高温涂层寿命提升”", "Name the thing and the problem")
	case "problem":
		f.area(&n.Problem, "problem", "技术难题", "Problem").rows(8).hint("现在怎么做，卡在哪里，想达到什么", "What is done now, where it fails, what is wanted")
	case "background":
		f.area(&n.Background, "background", "背景", "Background").hint("用在什么产品或工序上，已经试过哪些办法", "For which product or process, and what has been tried")
	case "targets":
		f.quantities(&n.Targets, "targets", "量化指标", "Targets").hint("每行一项，如“寿命 不低于 1000 小时”“厚度 0.1～0.3 mm”", "One a line, such as: service life ≥ 1000 h")
	case "field":
		f.choice(&n.Field, "field", "技术领域", "Field", domain.Fields)
	case "industry":
		industries, err := v.industries()
		if err != nil {
			return err
		}
		f.choice(&n.Industry, "industry", "所属行业", "Industry", industries)
	case "keywords":
		f.lines(&n.Keywords, "keywords", "关键词", "Keywords").hint("每行一个", "One a line")
	case "modes":
		f.boxes(&n.Modes, "modes", "合作方式", "Ways of cooperation", domain.Modes)
	case "budget":
		f.money(&n.BudgetMin, "budget_min", "预算下限", "Budget, at least").hint("可不填", "May be left blank")
		f.money(&n.BudgetMax, "budget_max", "预算上限", "Budget, at most")
	case "deadline":
		f.date(&n.Deadline, "deadline", "期望解决日期", "Deadline")
	case "ip_ownership":
		f.radio(&n.IPOwnership, "ip_ownership", "做出来的知识产权归谁", "Who owns the intellectual property", domain.Ownerships)
	case "conditions":
		c := &n.Conditions
		f.whole(&c.TRLMin, "conditions.trl_min", "成熟度至少几级", "Readiness, at least").hint("1 至 9 级，没有要求可不填", "1 to 9; blank for none").unit("级", "")
		f.choice(&c.Territory, "conditions.territory", "合作方须在", "The solver must be", domain.Territories)
		f.tick(&c.Secret, "conditions.secret", "合作方须具备保密条件", "The solver must be able to work under secrecy rules")
		f.area(&c.Text, "conditions.text", "其他条件和验收办法", "Other conditions, and how it is accepted").rows(4).hint("如“由第三方检测，出具报告后验收”", "Such as: accepted on a third party's report")
	case "confidentiality":
		f.radio(&n.Confidentiality, "confidentiality", "谁能看到", "Who may see it", domain.Confidentialities).hint("选“隐名”时，其他单位只看到题目和领域；想看更多须经您同意", "Of a blind need others see title and field only; more by your consent")
	case "contact":
		f.text(&n.ContactName, "contact_name", "联系人", "Contact").filled("name").hint("只给管家和经您同意的单位看", "Shown to stewards, and by your consent")
		f.text(&n.ContactPhone, "contact_phone", "联系电话", "Telephone").filled("tel")
	case "valid_until":
		f.date(&n.ValidUntil, "valid_until", "有效期至", "Valid until").hint("不填则为发布后一年", "A year from publishing when blank")
	}
	return nil
}

// needPointed says at which field of the form a point about a part is shown.
var needPointed = map[string]string{"budget": "budget_max", "conditions": "conditions.text", "contact": "contact_name"}

// newNeed begins a need; the clinic asks for the rest.
func (w *Workbench) newNeed(v *visit) error {
	n := domain.Need{OrganisationID: v.actor.OrganisationID, Confidentiality: "members"}
	f := v.form(0, "填报需求", "A new need")
	f.Lead = v.say("先用自己的话写下难题。保存后系统逐条提问，帮您补全；随时可以停下，写过的都会留着。", "Write the problem in your own words first. You will then be asked for the rest, one thing at a time.")
	f.Submit, f.done = v.say("保存草稿，下一步", "Save the draft and go on"), v.say("草稿已保存。", "The draft is saved.")
	f.cancel = "/needs"
	v.ownerField(f, &n.OrganisationID, domain.Enterprise)
	for _, part := range []string{"title", "problem", "confidentiality"} {
		if err := v.needField(f, &n, part); err != nil {
			return err
		}
	}
	return f.serve(func() (string, error) {
		made, err := w.DB.CreateNeed(v.r.Context(), v.actor, n)
		return "/needs/" + made.ID.String() + "/clinic", err
	})
}

// ownerField asks stewards and the bureau, who write for others, whose record it is.
func (v *visit) ownerField(f *form, owner *domain.ID, kind string) {
	if !owner.IsZero() {
		return
	}
	scope := domain.ScopeOf(v.actor, v.route.Action, v.route.Resource)
	filter := postgres.OrganisationFilter{Kind: kind}
	if !scope.All {
		filter.Area = scope.Area
	}
	f.organisation(owner, "organisation_id", "代哪个单位填报", "On behalf of", filter).required()
}

func (w *Workbench) editNeed(v *visit) error {
	n, _, err := v.permittedNeed()
	if err != nil {
		return err
	}
	f := v.form(n.Version, "修改需求", "Change the need")
	f.cancel = "/needs/" + n.ID.String()
	if n.State == domain.ListingPublished {
		f.Lead = v.say("已发布的需求修改后，除联系人和有效期外，须重新审核。", "What is changed of a published need is reviewed anew, but for its contact and validity.")
	}
	for _, p := range needParts {
		f.section(p.name.ZH, p.name.EN)
		for _, part := range p.fields {
			if err := v.needField(f, &n, part); err != nil {
				return err
			}
		}
	}
	rounds, err := w.DB.ReviewsOfNeed(v.r.Context(), v.actor, n.ID)
	if err != nil {
		return err
	}
	f.pointed(rounds, needPointed)
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeNeed(v.r.Context(), v.actor, n.ID, f.version, func(kept *domain.Need) error { *kept = n; return nil })
		return f.cancel, err
	})
}
