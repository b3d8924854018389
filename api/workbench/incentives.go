package workbench

import (
	"cmp"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addIncentives() {
	w.add(domain.Text{ZH: "奖补政策", EN: "Incentives"}, Route{Method: http.MethodGet, Path: "/incentives", Resource: domain.Matches, Action: domain.Read, serve: w.incentives})
}

// incentivesPage is what policies grant an organisation for a recognition, a platform, a
// year of R&D: as its records stand, and as something more is supposed.
type incentivesPage struct {
	Label, Organisation, ID string
	Name                    string   // part of a name that was asked for
	Found                   []option // organisations of that name
	Happened                []string
	Occasions               []option
	Qualifications, Levels  []option
	On, English             string
	Applies, Open, Fails    []grantView
}

// incentives shows those of the caller's organisation, or of one that is looked up.
func (w *Workbench) incentives(v *visit) error {
	q := v.r.URL.Query()
	p := incentivesPage{Label: domain.EstimateLabel.In(v.lang), Name: q.Get("name"), On: q.Get("on"), English: v.say("", "en")}
	scope := domain.ScopeOf(v.actor, domain.Read, domain.Matches)
	id := scope.Organisation
	if asked := q.Get("organisation"); asked != "" {
		var err error
		if id, err = domain.ParseID(asked); err != nil {
			return domain.ErrNotFound
		}
	}
	if id.IsZero() {
		return v.lookUp(p)
	}
	supposed, err := supposition(q.Get("occasion"), q.Get("what"), p.On, domain.DateOf(v.DB.Now()))
	if err != nil {
		return err
	}
	e, err := v.DB.Occasions(v.r.Context(), v.actor, id, supposed...)
	if err != nil {
		return err
	}
	p.Organisation, p.ID = e.Organisation.Name, id.String()
	v.occasions(&p, q.Get("occasion"), q.Get("what"))
	registers, err := v.DB.Registers(v.r.Context())
	if err != nil {
		return err
	}
	for _, o := range e.Deal.Happened {
		said := o.On.String() + " " + domain.Occasions.Name(o.Occasion).In(v.lang)
		if o.What != "" {
			said += v.say("：", ": ") + cmp.Or(categoryName(registers, o.What).In(v.lang), v.what(o.What))
		}
		if o.Supposed {
			said += v.say("（设想）", " (supposed)")
		}
		p.Happened = append(p.Happened, said)
	}
	for _, g := range e.Grants {
		list := &p.Open
		switch g.Truth {
		case domain.Holds:
			list = &p.Applies
		case domain.Fails:
			list = &p.Fails
		}
		*list = append(*list, v.policyGrant(g))
	}
	v.page(http.StatusOK, "incentives", v.say("奖补政策", "Incentives"), p)
	return nil
}

// supposition is what is supposed to happen on a day, today when that is left open.
func supposition(occasion, what, on string, today domain.Date) ([]domain.Occurrence, error) {
	if occasion == "" {
		return nil, nil
	}
	if !domain.Occasions.Has(occasion) {
		return nil, domain.Invalid("occasion", "没有这种事由", "there is no such occasion")
	}
	day, err := domain.ParseDate(on)
	return []domain.Occurrence{{Occasion: occasion, What: what, On: cmp.Or(day, today), Supposed: true}}, err
}

// lookUp asks which organisation is meant.
func (v *visit) lookUp(p incentivesPage) error {
	if p.Name != "" {
		found, err := v.DB.Organisations(v.r.Context(), v.actor, postgres.OrganisationFilter{Name: p.Name, Area: domain.ScopeOf(v.actor, domain.Read, domain.Matches).Area}, postgres.Page{Limit: 20})
		if err != nil {
			return err
		}
		for _, o := range found.Items {
			p.Found = append(p.Found, option{Code: v.href("/incentives?organisation=" + o.ID.String()), Name: o.Name})
		}
	}
	v.page(http.StatusOK, "incentives", v.say("奖补政策", "Incentives"), p)
	return nil
}

func (v *visit) occasions(p *incentivesPage, occasion, what string) {
	choices := func(set domain.Terms, chosen string) (all []option) {
		for _, t := range set {
			if t.Code != domain.OfDeal {
				all = append(all, option{t.Code, t.Name.In(v.lang), t.Code == chosen})
			}
		}
		return all
	}
	p.Occasions, p.Qualifications, p.Levels = choices(domain.Occasions, occasion), choices(domain.Qualifications, what), choices(domain.PolicyLevels, what)
}

// what names a qualification or the level of a platform.
// categoryName names a category of the register of qualifications; it is blank for none.
func categoryName(registers []domain.Register, code string) domain.Text {
	for _, r := range registers {
		if r.Code == domain.QualificationRegister {
			return r.Category(code).Name
		}
	}
	return domain.Text{}
}

func (v *visit) what(code string) string {
	if t, ok := domain.Qualifications.Find(code); ok {
		return t.Name.In(v.lang)
	}
	return domain.PolicyLevels.Name(code).In(v.lang)
}
