package workbench

import (
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addOrganisations() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Organisations, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "单位", EN: "Organisations"}, of("/organisations", domain.Create, w.organisations))
	w.addForm(of("/organisations/new", domain.Create, w.newOrganisation))
	w.addForm(of("/organisations/{id}/edit", domain.Change, w.editOrganisation))
}

// organisations lists the parties for those who keep the list.
func (w *Workbench) organisations(v *visit) error {
	d := v.directory("/organisations", domain.Text{ZH: "单位", EN: "Organisations"}, domain.OrganisationKinds)
	d.New, d.None = reference{v.say("登记单位", "Add an organisation"), v.href("/organisations/new")}, v.say("没有符合条件的单位。", "None fits.")
	d.Head = []string{v.say("名称", "Name"), v.say("类型", "Kind"), v.say("区域", "Area"), v.say("统一社会信用代码", "Credit code")}
	found, err := w.DB.Organisations(v.r.Context(), v.actor, postgres.OrganisationFilter{Name: d.Name, Kind: d.Kind}, d.at)
	if err != nil {
		return err
	}
	areas, err := w.DB.AreaNames(v.r.Context())
	if err != nil {
		return err
	}
	for _, o := range found.Items {
		place, ok := areas[o.Area]
		if !ok {
			place = domain.PlaceOf(o.Division)
		}
		cells := []string{domain.OrganisationKinds.Name(o.Kind).In(v.lang), place.In(v.lang), o.USCC}
		facts := domain.Facts{Organisations: []domain.ID{o.ID}, Area: o.Area}
		d.Rows = append(d.Rows, directoryRow{o.Name, cells, v.stepsOf("/organisations/"+o.ID.String(), domain.Organisations, facts, true, nil, nil)})
	}
	return v.showDirectory(d, found.Next)
}

func (w *Workbench) newOrganisation(v *visit) error {
	o := domain.Organisation{Division: domain.CityDivision + "00"}
	f := v.form(0, "登记单位", "Add an organisation")
	f.cancel = "/organisations"
	if err := v.organisationFields(f, &o); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.CreateOrganisation(v.r.Context(), v.actor, o)
		return "/organisations", err
	})
}

func (w *Workbench) editOrganisation(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	o, err := w.DB.Organisation(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	if !domain.ScopeOf(v.actor, domain.Change, domain.Organisations).Admits(domain.Facts{Organisations: []domain.ID{o.ID}, Area: o.Area}) {
		return domain.ErrForbidden
	}
	f := v.form(o.Version, "修改单位信息", "Change the organisation")
	next := "/"
	if domain.Can(v.actor, domain.Create, domain.Organisations, domain.Facts{}) {
		next = "/organisations"
	}
	f.cancel = next
	if err := v.organisationFields(f, &o); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeOrganisation(v.r.Context(), v.actor, id, f.version, func(kept *domain.Organisation) error {
			o.ID, o.Version, o.SourceKey, o.CreatedAt, o.UpdatedAt = kept.ID, kept.Version, kept.SourceKey, kept.CreatedAt, kept.UpdatedAt
			*kept = o
			return nil
		})
		return next, err
	})
}

// organisationFields asks for what o says of itself.
func (v *visit) organisationFields(f *form, o *domain.Organisation) error {
	areas, err := v.areas()
	if err != nil {
		return err
	}
	industries, err := v.industries()
	if err != nil {
		return err
	}
	f.text(&o.Name, "name", "单位名称", "Name").required().hint("与公章一致", "As on the seal")
	f.choice(&o.Kind, "kind", "单位类型", "Kind", domain.OrganisationKinds).required()
	f.text(&o.USCC, "uscc", "统一社会信用代码", "Unified social credit code").hint("18 位；没有的可不填", "18 characters; leave blank if there is none")
	f.choice(&o.Area, "area", "所属县市区、园区", "Area", areas).hint("在湘潭市内的单位填写", "For those within the city")
	f.text(&o.Division, "division", "行政区划代码", "Division code").required().narrow().hint("6 位，如雨湖区 430302", "Six digits, such as 430302")
	f.choice(&o.Industry, "industry", "所属行业", "Industry", industries)
	f.boxes(&o.Fields, "fields", "技术领域", "Fields", domain.Fields)
	f.text(&o.Founded, "founded", "成立时间", "Founded").narrow().hint("如 2011-05", "Such as 2011-05")
	staff := 0
	if o.Staff != nil {
		staff = *o.Staff
	}
	if f.whole(&staff, "staff", "职工人数", "Staff"); staff != 0 {
		o.Staff = &staff
	} else {
		o.Staff = nil
	}
	f.money(&o.RegisteredCapital, "registered_capital", "注册资本", "Registered capital")
	f.area(&o.Summary, "summary", "简介", "Summary")
	return nil
}

// areas are the areas of the plan, to choose from.
func (v *visit) areas() (domain.Terms, error) {
	all, err := v.DB.Areas(v.r.Context())
	var terms domain.Terms
	for _, a := range all {
		terms = append(terms, domain.Term{Code: a.Code, Name: a.Name})
	}
	return terms, err
}

// industries are the sections and divisions of GB/T 4754, to choose from.
func (v *visit) industries() (domain.Terms, error) {
	all, err := v.DB.Industries(v.r.Context())
	var terms domain.Terms
	for _, i := range all {
		terms = append(terms, domain.Term{Code: i.Code, Name: domain.Text{ZH: i.Code + " " + i.Name.ZH, EN: i.Code + " " + i.Name.EN}})
	}
	return terms, err
}
