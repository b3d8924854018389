package workbench

import (
	"errors"
	"net/url"

	"sanku/domain"
	"sanku/domain/postgres"
)

// newDocking asks for the interest form: from a match, whose need and technology or
// expert stand in the address, or by hand.
func (w *Workbench) newDocking(v *visit) error {
	q := v.r.URL.Query()
	given := func(name string) domain.ID {
		id, _ := domain.ParseID(q.Get(name)) // nonsense names nothing
		return id
	}
	d := domain.Docking{NeedID: given("need"), TechnologyID: given("technology"), ExpertID: given("expert"), ProposedSide: domain.Side(q.Get("side"))}
	f := v.form(0, "提出对接", "Propose a docking")
	f.Action = v.href(addressed("/dockings/new", q))
	f.Submit, f.done, f.cancel = v.say("提交", "Send"), v.say("已提出对接。管家将在期限内引荐双方。", "The docking is proposed. The steward will introduce the two sides in time."), "/dockings"
	f.Lead = v.say("填写意向表，由需求所在区域的政府管家引荐双方。意向表先由管家看到，引荐后对方可见。", "Fill in the interest form; the steward of the need's area introduces the two sides. The steward reads it first, the other side after the introduction.")
	if err := v.dockingSubject(f, &d); err != nil {
		return err
	}
	v.proposedFor(f, &d)
	f.section("意向表", "Interest form")
	d.Intent = v.ask(f, "intent", domain.IntentQuestions, nil)
	f.area(&d.Note, "note", "其他说明（双方可见）", "Anything else (both sides read it)").rows(2)
	return f.serve(func() (string, error) {
		if len(d.Intent) == 0 {
			d.Intent = domain.Replies{"hope": {}} // a form left blank is no form left out
		}
		made, err := w.DB.CreateDocking(v.r.Context(), v.actor, d)
		return "/dockings/" + made.ID.String(), err
	})
}

// addressed is a path with the part of a query that says what a form is about.
func addressed(path string, q url.Values) string {
	kept := url.Values{}
	for _, name := range []string{"need", "technology", "expert", "side"} {
		if q.Get(name) != "" {
			kept.Set(name, q.Get(name))
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

// most of the library that a list to choose from holds.
const choiceLimit = postgres.MaxLimit

// dockingSubject asks for the need and for what is to answer it: a side chooses among its
// own, all else is picked of what the caller may see. What the address names is chosen
// already.
func (v *visit) dockingSubject(f *form, d *domain.Docking) error {
	needs := postgres.NeedFilter{State: string(domain.ListingPublished)}
	technologies := postgres.TechnologyFilter{State: string(domain.ListingPublished)}
	named, err := v.readableNames(*d)
	if err != nil {
		return err
	}
	if v.actor.Has(domain.RoleEnterprise) {
		needs.OrganisationID = v.actor.OrganisationID
		own, err := v.DB.Needs(v.r.Context(), v.actor, needs, postgres.Page{Limit: choiceLimit, Sort: "title"})
		if err != nil {
			return err
		}
		v.chosen(f, &d.NeedID, "need_id", "企业需求", "The need", withTerm(recordTerms(own.Items, needTerm), d.NeedID, named.need)).required()
	} else {
		f.pick(known(&d.NeedID, named.need), "need_id", "企业需求", "The need", v.needsAmong(needs, named.need)).required()
	}
	if !d.ExpertID.IsZero() {
		v.chosen(f, &d.ExpertID, "expert_id", "技术专家", "The expert", withTerm(nil, d.ExpertID, named.expert)).required()
		return nil
	}
	if v.actor.Has(domain.RoleUniversity) {
		technologies.OrganisationID = v.actor.OrganisationID
		own, err := v.DB.Technologies(v.r.Context(), v.actor, technologies, postgres.Page{Limit: choiceLimit, Sort: "title"})
		if err != nil {
			return err
		}
		v.chosen(f, &d.TechnologyID, "technology_id", "高校技术", "The technology", withTerm(recordTerms(own.Items, technologyTerm), d.TechnologyID, named.technology)).required()
		return nil
	}
	f.pick(known(&d.TechnologyID, named.technology), "technology_id", "高校技术", "The technology", v.technologiesAmong(technologies, named.technology)).required()
	return nil
}

// known takes back an id of the address that the caller may read nothing of.
func known(id *domain.ID, name string) *domain.ID {
	if name == "" {
		*id = domain.ID{}
	}
	return id
}

func recordTerms[T any](items []T, of func(T) domain.Term) (terms domain.Terms) {
	for _, i := range items {
		terms = append(terms, of(i))
	}
	return terms
}

func needTerm(n domain.Need) domain.Term             { return term(n.ID, n.Title) }
func technologyTerm(t domain.Technology) domain.Term { return term(t.ID, t.Title) }

// proposedFor asks whoever is on no side for which they propose.
func (v *visit) proposedFor(f *form, d *domain.Docking) {
	if v.actor.Has(domain.RoleEnterprise) || v.actor.Has(domain.RoleUniversity) {
		d.ProposedSide = "" // their own
		return
	}
	side := string(d.ProposedSide)
	f.choice(&side, "proposed_side", "代哪一方提出", "On whose behalf", domain.DockingSides[:2]).hint("意向表即作为该方的意向；双方都还不知情的可不选", "The form then is that side's; leave it open when neither has asked")
	d.ProposedSide = domain.Side(side)
}

// subjectNames are the names of what a form about a docking is to bring together.
type subjectNames struct{ need, technology, expert string }

// readableNames are the names of what d names, of that which the caller may read: an
// address may name anything.
func (v *visit) readableNames(d domain.Docking) (named subjectNames, err error) {
	ctx := v.r.Context()
	needs, err := v.DB.ReadableNeeds(ctx, v.actor, []domain.ID{d.NeedID})
	if err != nil {
		return named, err
	}
	technologies, err := v.DB.ReadableTechnologies(ctx, v.actor, []domain.ID{d.TechnologyID})
	if err != nil {
		return named, err
	}
	for _, n := range needs {
		named.need = n.Title
	}
	for _, t := range technologies {
		named.technology = t.Title
	}
	if d.ExpertID.IsZero() {
		return named, nil
	}
	e, err := v.DB.Expert(ctx, v.actor, d.ExpertID)
	if errors.Is(err, domain.ErrNotFound) {
		err = nil
	}
	named.expert = e.Name
	return named, err
}

func term(id domain.ID, name string) domain.Term {
	return domain.Term{Code: id.String(), Name: domain.Text{ZH: name, EN: name}}
}

// withTerm is the set with what is chosen already, which a long list may not reach.
func withTerm(terms domain.Terms, id domain.ID, name string) domain.Terms {
	if id.IsZero() || name == "" || terms.Has(id.String()) {
		return terms
	}
	return append(domain.Terms{term(id, name)}, terms...)
}

// chosen asks for one of some records.
func (v *visit) chosen(f *form, to *domain.ID, name, zh, en string, among domain.Terms) *field {
	code := ""
	if !to.IsZero() && among.Has(to.String()) {
		code = to.String()
	}
	d := f.choice(&code, name, zh, en, among)
	*to, _ = domain.ParseID(code) // one of among, or none
	return d
}
