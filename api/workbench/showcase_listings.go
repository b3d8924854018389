package workbench

import (
	"net/url"
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

func needShelf() shelf {
	return shelf{path: "/library/needs", resource: domain.Needs, kind: search.Needs, name: domain.Text{ZH: "企业需求库", EN: "Needs of enterprises"},
		lead:   domain.Text{ZH: "企业提出、经审核发布的技术需求。", EN: "What enterprises ask for, published after review."},
		facets: []facetOf{byField, byArea, byMode}, browse: browseNeeds, read: readNeeds, record: needRecord}
}

func browseNeeds(v *visit, by url.Values, after string) (shown, error) {
	ctx := v.r.Context()
	f := postgres.NeedFilter{State: "published", ValidOn: domain.DateOf(v.DB.Now()), Field: by.Get("field"), Area: by.Get("area"), Mode: by.Get("mode")}
	list, err := v.DB.Needs(ctx, v.actor, f, postgres.Page{After: after, Limit: shelfPage})
	if err != nil {
		return shown{}, err
	}
	counts, err := v.DB.NeedFacets(ctx, v.actor, f)
	if err != nil {
		return shown{}, err
	}
	items, err := v.needItems(list.Items, nil)
	return shown{items: items, facets: counts, next: list.Next}, err
}

func readNeeds(v *visit, ids []domain.ID, found found) ([]shownItem, error) {
	needs, err := v.DB.ReadableNeeds(v.r.Context(), v.actor, ids)
	if err != nil {
		return nil, err
	}
	return v.needItems(needs, found)
}

func (v *visit) needItems(needs []domain.Need, found found) ([]shownItem, error) {
	owners, err := v.owners(v.r.Context(), idsOf(needs, func(n domain.Need) domain.ID { return n.OrganisationID }))
	var items []shownItem
	for _, n := range needs {
		owner := owners[n.OrganisationID]
		item := v.item(found, n.ID, n.Title, "/library/needs/")
		item.Facts = v.joined(domain.Fields.Name(n.Field).In(v.lang), v.whose(owner, n.OrganisationID), v.names(domain.Modes, n.Modes), v.labelled("预算 ", "budget ", v.budget(n.BudgetMin, n.BudgetMax)))
		item.Lines = abstract(item, n.Problem)
		item.values = map[string][]string{"field": {n.Field}, "mode": n.Modes, "area": {owner.Area}}
		items = append(items, item)
	}
	return items, err
}

func technologyShelf() shelf {
	return shelf{path: "/library/technologies", resource: domain.Technologies, kind: search.Technologies, name: domain.Text{ZH: "高校技术库", EN: "Technologies of universities"},
		lead:   domain.Text{ZH: "高校和科研院所可转化的科技成果。", EN: "Results of universities and institutes that can be transferred."},
		facets: []facetOf{byField, byTRL, byArea, byMode}, browse: browseTechnologies, read: readTechnologies, record: technologyRecord}
}

func browseTechnologies(v *visit, by url.Values, after string) (shown, error) {
	ctx := v.r.Context()
	f := postgres.TechnologyFilter{State: "published", ValidOn: domain.DateOf(v.DB.Now()), Field: by.Get("field"), Area: by.Get("area"), Mode: by.Get("mode"), TRLMin: map[string]int{"4": 4, "7": 7}[by.Get("trl")]}
	list, err := v.DB.Technologies(ctx, v.actor, f, postgres.Page{After: after, Limit: shelfPage})
	if err != nil {
		return shown{}, err
	}
	counts, err := v.DB.TechnologyFacets(ctx, v.actor, f)
	if err != nil {
		return shown{}, err
	}
	items, err := v.technologyItems(list.Items, nil)
	return shown{items: items, facets: counts, next: list.Next}, err
}

func readTechnologies(v *visit, ids []domain.ID, found found) ([]shownItem, error) {
	technologies, err := v.DB.ReadableTechnologies(v.r.Context(), v.actor, ids)
	if err != nil {
		return nil, err
	}
	return v.technologyItems(technologies, found)
}

func (v *visit) technologyItems(technologies []domain.Technology, found found) ([]shownItem, error) {
	owners, err := v.owners(v.r.Context(), idsOf(technologies, func(t domain.Technology) domain.ID { return t.OrganisationID }))
	var items []shownItem
	for _, t := range technologies {
		owner := owners[t.OrganisationID]
		item := v.item(found, t.ID, t.Title, "/library/technologies/")
		item.Facts = v.joined(domain.Fields.Name(t.Field).In(v.lang), v.whose(owner, t.OrganisationID), v.readiness(t.TRL), v.names(domain.Modes, t.Modes), v.labelled("报价 ", "price ", v.budget(t.PriceMin, t.PriceMax)))
		item.Lines = abstract(item, t.Abstract)
		item.values = map[string][]string{"field": {t.Field}, "mode": t.Modes, "area": {owner.Area}, "trl": trlSteps(t.TRL)}
		items = append(items, item)
	}
	return items, err
}

// trlSteps are the levels of byTRL that a technology reaches.
func trlSteps(trl int) (steps []string) {
	if trl >= 4 {
		steps = append(steps, "4")
	}
	if trl >= 7 {
		steps = append(steps, "7")
	}
	return steps
}

func (v *visit) readiness(trl int) string {
	if trl == 0 {
		return ""
	}
	return v.say("成熟度 ", "") + level(trl) + v.say("（", " (") + domain.TRLs.Name(level(trl)[4:]).In(v.lang) + v.say("）", ")")
}

// item begins the entry of a record in a list, with what of it a question found.
func (v *visit) item(found found, id domain.ID, title, path string) shownItem {
	item := shownItem{Title: []piece{{Text: title}}, Href: v.href(path + id.String())}
	if r, ok := found[id]; ok {
		item.Title = pieces(r.Title)
		for _, p := range r.Passages {
			item.Passages = append(item.Passages, passageView{Pieces: pieces(p)})
		}
	}
	return item
}

// abstract is the beginning of a text, where no passage of it is shown.
func abstract(item shownItem, text string) []string {
	const most = 90 // characters
	r := []rune(strings.Join(strings.Fields(text), " "))
	switch {
	case len(item.Passages) > 0 || len(r) == 0:
		return nil
	case len(r) > most:
		return []string{string(r[:most]) + "……"}
	}
	return []string{string(r)}
}

// whose says whose a listing is, as far as the reader is told.
func (v *visit) whose(owner domain.Organisation, id domain.ID) string {
	if id.IsZero() {
		return v.say("单位名称暂不公开", "whose it is is not shown yet")
	}
	return owner.Name
}

// joined puts what is there in one line.
func (v *visit) joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

func (v *visit) labelled(zh, en, value string) string {
	if value == "" {
		return ""
	}
	return v.say(zh, en) + value
}

func idsOf[T any](items []T, id func(T) domain.ID) []domain.ID {
	all := make([]domain.ID, len(items))
	for i, item := range items {
		all[i] = id(item)
	}
	return all
}
