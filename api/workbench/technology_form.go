package workbench

import (
	"sanku/domain"
)

// technologyPointed says at which field of the form a point about a part is shown.
var technologyPointed = map[string]string{"price": "price_max", "ip": "ip", "months": "start_month"}

// technologyFields asks for all that a technology says.
func (v *visit) technologyFields(f *form, t *domain.Technology) error {
	f.text(&t.Title, "title", "成果名称", "Title").required()
	f.area(&t.Abstract, "abstract", "摘要", "Abstract").rows(5).hint("是什么、解决什么问题、好在哪里", "What it is, what it solves, what is better")
	f.area(&t.Description, "description", "详细说明", "Description").rows(8)
	f.quantities(&t.Metrics, "metrics", "技术指标", "Metrics").hint("每行一项，如“耐温 不低于 1050 ℃”", "One a line, such as: heat resistance ≥ 1050 ℃")
	f.section("分类", "Kind")
	f.choice(&t.Field, "field", "技术领域", "Field", domain.Fields)
	f.lines(&t.Industries, "industries", "适用行业代码", "Industries").rows(2).hint("每行一个，如 C35", "One a line, such as C35")
	f.lines(&t.Keywords, "keywords", "关键词", "Keywords").hint("每行一个", "One a line")
	f.section("成熟度和权属", "Readiness and rights")
	f.whole(&t.TRL, "trl", "技术成熟度", "Readiness").hint("1 至 9 级", "1 to 9").unit("级", "")
	f.choice(&t.Stage, "stage", "所处阶段", "Stage", domain.ResultStages)
	f.choice(&t.Attribute, "attribute", "成果属性", "Attribute", domain.ResultAttributes)
	f.text(&t.Registration, "registration", "科技成果登记号", "Registration").hint("没有登记的不填", "Blank when it is not registered")
	f.text(&t.Level, "level", "成果水平", "Level").hint("未评价的不填", "Blank when it was not appraised")
	f.text(&t.Form, "form", "体现形式", "Form").hint("如新工艺、新产品", "Such as a new process")
	f.lines(&t.Inventors, "inventors", "完成人", "Inventors").hint("每行一人", "One a line")
	f.section("合作", "Cooperation")
	f.boxes(&t.Modes, "modes", "合作方式", "Ways of cooperation", domain.Modes)
	f.money(&t.PriceMin, "price_min", "报价下限", "Price, at least").hint("可不填", "May be left blank")
	f.money(&t.PriceMax, "price_max", "报价上限", "Price, at most")
	f.choice(&t.Territory, "territory", "可实施地域", "May be used", domain.Territories)
	f.section("公开", "Who sees it")
	f.radio(&t.Confidentiality, "confidentiality", "谁能看到", "Who may see it", domain.Confidentialities)
	f.date(&t.ValidUntil, "valid_until", "有效期至", "Valid until").hint("不填则为发布后一年", "A year from publishing when blank")
	return nil
}

func (w *Workbench) newTechnology(v *visit) error {
	t := domain.Technology{OrganisationID: v.actor.OrganisationID, Confidentiality: "public"}
	f := v.form(0, "登记成果", "A new technology")
	f.Lead = v.say("先保存为草稿，补全后提交审核。", "It is saved as a draft first, and submitted when complete.")
	f.Submit, f.done, f.cancel = v.say("保存草稿", "Save the draft"), v.say("草稿已保存。", "The draft is saved."), "/technologies"
	v.ownerField(f, &t.OrganisationID, domain.University)
	if err := v.technologyFields(f, &t); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		made, err := w.DB.CreateTechnology(v.r.Context(), v.actor, t)
		return "/technologies/" + made.ID.String(), err
	})
}

func (w *Workbench) editTechnology(v *visit) error {
	t, _, err := v.permittedTechnology()
	if err != nil {
		return err
	}
	f := v.form(t.Version, "修改成果", "Change the technology")
	f.cancel = "/technologies/" + t.ID.String()
	if t.State == domain.ListingPublished {
		f.Lead = v.say("已发布的成果修改后，除有效期外，须重新审核。", "What is changed of a published technology is reviewed anew, but for its validity.")
	}
	if err := v.technologyFields(f, &t); err != nil {
		return err
	}
	rounds, err := w.DB.ReviewsOfTechnology(v.r.Context(), v.actor, t.ID)
	if err != nil {
		return err
	}
	f.pointed(rounds, technologyPointed)
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeTechnology(v.r.Context(), v.actor, t.ID, f.version, func(kept *domain.Technology) error { *kept = t; return nil })
		return f.cancel, err
	})
}
