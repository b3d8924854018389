package workbench

import (
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// editAgenda takes items off the agenda and adds one: a need or a technology of the
// library by its title, or words.
func (w *Workbench) editAgenda(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	rows, err := w.DB.Agenda(v.r.Context(), v.actor, a)
	if err != nil {
		return err
	}
	f := v.form(a.Version, "编排议程", "The agenda")
	f.cancel = "/events/" + a.ID.String()
	f.only(a.State != domain.ActivityCancelled && a.State != domain.ActivityHeld, domain.ActivityStates.Name(string(a.State)))
	f.Lead = v.say("每次可删除若干项并添加一项。隐名的需求或成果在议程中也只显示名称和领域，未登录的访客看不到。", "Take items off and add one at a time. Blind needs and results show only their title and field, and visitors do not see them.")
	var items domain.Terms
	byCode := map[string]domain.AgendaItem{}
	for i, row := range rows {
		code, name := strconv.Itoa(i), v.joined(row.At, row.Title)
		items, byCode[code] = append(items, domain.Term{Code: code, Name: domain.Text{ZH: name, EN: name}}), row.AgendaItem
	}
	var gone []string
	if len(items) > 0 {
		f.boxes(&gone, "remove", "删除议程项", "Take off", items)
	}
	kind, title, when := "words", "", ""
	f.radio(&kind, "kind", "添加", "Add", domain.Terms{{Code: "need", Name: domain.Text{ZH: "企业需求", EN: "A need"}}, {Code: "technology", Name: domain.Text{ZH: "高校成果", EN: "A result"}}, {Code: "words", Name: domain.Text{ZH: "其他环节（如致辞、签约）", EN: "Something else"}}})
	f.text(&title, "title", "名称或内容", "Title or words").hint("需求、成果填写库中的名称；不添加则留空", "The title in the library; leave blank to add nothing")
	f.text(&when, "at", "时间", "At").narrow().hint("如 09:30，可不填", "As 09:30; may be left open")
	return f.serve(func() (string, error) {
		item, err := v.agendaItem(kind, title, when)
		if err != nil {
			return "", err
		}
		_, err = w.DB.ChangeActivity(v.r.Context(), v.actor, a.ID, f.version, func(kept *domain.Activity) error {
			for _, code := range gone {
				kept.TakeOff(byCode[code])
			}
			if title != "" {
				kept.Put(item)
			}
			return nil
		})
		f.done = v.say("议程已保存。", "Saved.")
		return v.r.URL.Path, err
	})
}

// agendaItem reads what is to be added to an agenda. A need or technology is named by its
// title, whole or the part of it that no other has.
func (v *visit) agendaItem(kind, title, when string) (domain.AgendaItem, error) {
	ctx, today := v.r.Context(), domain.DateOf(v.DB.Now())
	item := domain.AgendaItem{At: when, Words: title}
	if title == "" || kind != "need" && kind != "technology" {
		return item, nil
	}
	var titles []string
	var ids []domain.ID
	if kind == "need" {
		found, err := v.DB.Needs(ctx, v.actor, postgres.NeedFilter{State: "published", Title: title, ValidOn: today}, postgres.Page{Limit: 50})
		if err != nil {
			return item, err
		}
		for _, n := range found.Items {
			titles, ids = append(titles, n.Title), append(ids, n.ID)
		}
	} else {
		found, err := v.DB.Technologies(ctx, v.actor, postgres.TechnologyFilter{State: "published", Title: title, ValidOn: today}, postgres.Page{Limit: 50})
		if err != nil {
			return item, err
		}
		for _, t := range found.Items {
			titles, ids = append(titles, t.Title), append(ids, t.ID)
		}
	}
	at := 0
	for i, t := range titles {
		if t == title {
			at, ids = i, ids[:min(len(ids), i+1)]
			titles = []string{t}
			break
		}
	}
	switch {
	case len(titles) == 0:
		return item, domain.Invalid("title", "库中没有这个名称", "nothing in the library has this title")
	case len(titles) > 1:
		return item, domain.Invalid("title", "有多条名称含有这些字，请写全名称", "several titles have these words: write the whole title")
	}
	item.Words = ""
	if kind == "need" {
		item.NeedID = ids[at]
	} else {
		item.TechnologyID = ids[at]
	}
	return item, nil
}
