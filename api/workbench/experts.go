package workbench

import (
	"net/http"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addExperts() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Experts, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "专家库", EN: "Experts"}, of("/experts", domain.Create, w.experts))
	w.addForm(of("/experts/new", domain.Create, w.newExpert))
	w.addForm(of("/experts/{id}/edit", domain.Change, w.editExpert))
	w.addForm(of("/experts/{id}/publish", "publish", w.stepExpert))
	w.addForm(of("/experts/{id}/retire", "retire", w.stepExpert))
}

// experts lists the three kinds of expert for those who keep the library.
func (w *Workbench) experts(v *visit) error {
	d := v.directory("/experts", domain.Text{ZH: "专家库", EN: "Experts"}, domain.ExpertKinds)
	d.New, d.None = reference{v.say("登记专家", "Add an expert"), v.href("/experts/new")}, v.say("没有符合条件的专家。", "None fits.")
	d.Head = []string{v.say("姓名", "Name"), v.say("类别", "Kind"), v.say("职称或职务", "Title"), v.say("区域", "Area"), v.say("状态", "State")}
	found, err := w.DB.Experts(v.r.Context(), v.actor, postgres.ExpertFilter{Name: d.Name, Kind: d.Kind}, d.at)
	if err != nil {
		return err
	}
	areas, err := w.DB.AreaNames(v.r.Context())
	if err != nil {
		return err
	}
	for _, e := range found.Items {
		cells := []string{domain.ExpertKinds.Name(e.Kind).In(v.lang), e.Title, areas[e.Area].In(v.lang), domain.ExpertStates.Name(string(e.State)).In(v.lang)}
		d.Rows = append(d.Rows, directoryRow{e.Name, cells,
			v.stepsOf("/experts/"+e.ID.String(), domain.Experts, e.Facts(), true, domain.ExpertSteps.Open(e.State), domain.ExpertSteps.Terms())})
	}
	return v.showDirectory(d, found.Next)
}

func (w *Workbench) newExpert(v *visit) error {
	e := domain.Expert{Capacity: 5, Area: v.actor.Area}
	f := v.form(0, "登记专家", "Add an expert")
	f.cancel = "/experts"
	f.done = v.say("已保存为草稿，入库后参与匹配。", "Saved as a draft; it takes part in matching once published.")
	if err := v.expertFields(f, &e); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.CreateExpert(v.r.Context(), v.actor, e)
		return "/experts", err
	})
}

func (w *Workbench) editExpert(v *visit) error {
	e, err := v.expert()
	if err != nil {
		return err
	}
	f := v.form(e.Version, "修改专家档案", "Change the expert's record")
	f.cancel = v.afterExpert()
	if err := v.expertFields(f, &e); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeExpert(v.r.Context(), v.actor, e.ID, f.version, func(kept *domain.Expert) error {
			*kept = e
			return nil
		})
		return f.cancel, err
	})
}

// stepExpert asks for confirmation, and for a reason where the step needs one.
func (w *Workbench) stepExpert(v *visit) error {
	e, err := v.expert()
	if err != nil {
		return err
	}
	name := string(v.route.Action)
	label := domain.ExpertSteps.Terms().Name(name)
	f := v.form(e.Version, label.ZH+"："+e.Name, label.EN+": "+e.Name)
	f.Submit, f.cancel = label.In(v.lang), v.afterExpert()
	f.only(slices.Contains(domain.ExpertSteps.Open(e.State), name), domain.ExpertStates.Name(string(e.State)))
	reason := ""
	if name == "retire" {
		f.Danger, f.Warning = true, v.say("退库后不再参与匹配和对接指派，可再次入库。", "Takes no part in matching and assignment afterwards; can be published again.")
		f.area(&reason, "reason", "理由", "Reason").required()
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.StepExpert(v.r.Context(), v.actor, e.ID, f.version, name, reason)
		return f.cancel, err
	})
}

// expert is the record of the route, if the caller may do with it what the route does.
func (v *visit) expert() (domain.Expert, error) {
	id, err := v.record()
	if err != nil {
		return domain.Expert{}, err
	}
	e, err := v.DB.Expert(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, v.route.Action, domain.Experts, e.Facts()) {
		err = domain.ErrForbidden
	}
	return e, err
}

// afterExpert is where those who keep the library, or the expert, go on to.
func (v *visit) afterExpert() string {
	if domain.ScopeOf(v.actor, domain.Create, domain.Experts).Empty() {
		return "/"
	}
	return "/experts"
}

// expertFields asks for what e says.
func (v *visit) expertFields(f *form, e *domain.Expert) error {
	areas, err := v.areas()
	if err != nil {
		return err
	}
	f.radio(&e.Kind, "kind", "类别", "Kind", domain.ExpertKinds).required()
	f.text(&e.Name, "name", "姓名", "Name").required()
	f.organisation(&e.OrganisationID, "organisation_id", "所在单位", "Organisation", postgres.OrganisationFilter{})
	f.text(&e.Title, "title", "职称或职务", "Title")
	f.choice(&e.Area, "area", "区域", "Area", areas).hint("政府管家负责的区域，其他专家所在的区域", "A steward's area; where others work")
	f.boxes(&e.Fields, "fields", "技术领域", "Fields", domain.Fields).hint("入库至少一个", "At least one before publishing")
	f.lines(&e.Industries, "industries", "熟悉的行业", "Industries").hint("行业代码，每行一个，如 C35", "Codes, one a line, such as C35").rows(3)
	f.area(&e.Expertise, "expertise", "专长", "Expertise")
	f.area(&e.Experience, "experience", "经历", "Experience")
	f.lines(&e.Achievements, "achievements", "主要成果", "Achievements").hint("每行一项", "One a line")
	f.whole(&e.Capacity, "capacity", "可同时参与的对接数", "Dockings at once").required().hint("1 至 20", "1 to 20")
	return nil
}
