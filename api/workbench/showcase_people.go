package workbench

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

func expertShelf() shelf {
	return shelf{path: "/library/experts", resource: domain.Experts, kind: search.Experts, name: domain.Text{ZH: "三家专家", EN: "Experts"},
		lead:   domain.Text{ZH: "企业家、技术专家和政府管家。", EN: "Entrepreneurs, technical experts and government stewards."},
		facets: []facetOf{{"kind", domain.Text{ZH: "专家类别", EN: "Kind"}, termsOf(domain.ExpertKinds)}, byField, byArea}, browse: browseExperts, read: readExperts, record: expertRecord}
}

func browseExperts(v *visit, by url.Values, after string) (shown, error) {
	ctx := v.r.Context()
	f := postgres.ExpertFilter{State: "published", Kind: by.Get("kind"), Field: by.Get("field"), Area: by.Get("area")}
	list, err := v.DB.Experts(ctx, v.actor, f, postgres.Page{After: after, Limit: shelfPage})
	if err != nil {
		return shown{}, err
	}
	counts, err := v.DB.ExpertFacets(ctx, v.actor, f)
	if err != nil {
		return shown{}, err
	}
	items, err := v.expertItems(list.Items, nil)
	return shown{items: items, facets: counts, next: list.Next}, err
}

func readExperts(v *visit, ids []domain.ID, found found) ([]shownItem, error) {
	experts, err := v.DB.ReadableExperts(v.r.Context(), v.actor, ids)
	if err != nil {
		return nil, err
	}
	return v.expertItems(experts, found)
}

func (v *visit) expertItems(experts []domain.Expert, found found) ([]shownItem, error) {
	owners, err := v.owners(v.r.Context(), idsOf(experts, func(e domain.Expert) domain.ID { return e.OrganisationID }))
	var items []shownItem
	for _, e := range experts {
		item := v.item(found, e.ID, e.Name, "/library/experts/")
		item.Facts = v.joined(domain.ExpertKinds.Name(e.Kind).In(v.lang), e.Title, owners[e.OrganisationID].Name, v.names(domain.Fields, e.Fields))
		item.Lines = abstract(item, e.Expertise)
		item.values = map[string][]string{"kind": {e.Kind}, "field": e.Fields, "area": {e.Area}}
		items = append(items, item)
	}
	return items, err
}

func expertRecord(v *visit, id domain.ID) (recordPage, error) {
	e, err := v.DB.Expert(v.r.Context(), v.actor, id)
	if err != nil {
		return recordPage{}, err
	}
	owners, err := v.owners(v.r.Context(), []domain.ID{e.OrganisationID})
	if err != nil {
		return recordPage{}, err
	}
	area, err := v.areaName(e.Area)
	page := recordPage{Title: e.Name, Facts: v.factsOf(
		[3]string{"专家类别", "Kind", domain.ExpertKinds.Name(e.Kind).In(v.lang)}, [3]string{"职称或职务", "Title", e.Title}, [3]string{"所在单位", "Organisation", owners[e.OrganisationID].Name},
		[3]string{"技术领域", "Fields", v.names(domain.Fields, e.Fields)}, [3]string{"所在区域", "Area", area})}
	page.add(v, "专长", "Expertise", e.Expertise)
	page.add(v, "经历", "Experience", e.Experience)
	if len(e.Achievements) > 0 {
		page.Parts = append(page.Parts, recordPart{Name: v.say("主要业绩", "Achievements"), Points: e.Achievements})
	}
	return page, err
}

// areaName names an area of the plan; "" for none.
func (v *visit) areaName(code string) (string, error) {
	if code == "" {
		return "", nil
	}
	terms, err := v.areas()
	return terms.Name(code).In(v.lang), err
}

func institutionShelf() shelf {
	kinds := domain.Terms{{Code: domain.University, Name: domain.OrganisationKinds.Name(domain.University)}, {Code: domain.Institute, Name: domain.OrganisationKinds.Name(domain.Institute)}}
	return shelf{path: "/library/institutions", resource: domain.Organisations, name: domain.Text{ZH: "高校院所", EN: "Universities and institutes"},
		lead:   domain.Text{ZH: "提供成果的高校和科研院所，按名称拼音排列。", EN: "Those who offer results, by name."},
		facets: []facetOf{{"kind", domain.Text{ZH: "单位类别", EN: "Kind"}, termsOf(kinds)}, byField, byArea}, browse: browseInstitutions, record: institutionRecord}
}

// browseInstitutions lists all there are, which is never many, in the order of pinyin.
// What is searched for is a part of the name.
func browseInstitutions(v *visit, by url.Values, after string) (shown, error) {
	ctx := v.r.Context()
	institutions, err := v.institutions(ctx)
	if err != nil {
		return shown{}, err
	}
	results, err := v.DB.TechnologyFacets(ctx, v.actor, postgres.TechnologyFilter{State: "published", ValidOn: domain.DateOf(v.DB.Now())})
	if err != nil {
		return shown{}, err
	}
	count := map[string]int{}
	for _, f := range results.By["owner"] {
		count[f.Code] = f.Count
	}
	var items []shownItem
	for _, o := range institutions {
		item := v.item(nil, o.ID, o.Name, "/library/institutions/")
		item.Facts = v.joined(domain.OrganisationKinds.Name(o.Kind).In(v.lang), v.say(strconv.Itoa(count[o.ID.String()])+" 项成果", strconv.Itoa(count[o.ID.String()])+" results"), v.names(domain.Fields, o.Fields))
		item.Lines = abstract(item, o.Summary)
		item.values = map[string][]string{"kind": {o.Kind}, "field": o.Fields, "area": {o.Area}}
		if item.has(by) {
			items = append(items, item)
		}
	}
	out := shown{facets: counted(items)}
	from, _ := strconv.Atoi(after)
	from = min(max(from, 0), len(items))
	to := min(from+shelfPage, len(items))
	if out.items = items[from:to]; to < len(items) {
		out.next = strconv.Itoa(to)
	}
	return out, nil
}

// mostInstitutions bounds what is sorted for one page.
const mostInstitutions = 2000

func (v *visit) institutions(ctx context.Context) ([]domain.Organisation, error) {
	var all []domain.Organisation
	for _, kind := range []string{domain.University, domain.Institute} {
		page := postgres.Page{Limit: postgres.MaxLimit}
		for len(all) < mostInstitutions {
			found, err := v.DB.Organisations(ctx, v.actor, postgres.OrganisationFilter{Kind: kind, Name: v.question()}, page)
			if err != nil {
				return nil, err
			}
			all = append(all, found.Items...)
			if page.After = found.Next; page.After == "" {
				break
			}
		}
	}
	byPinyin(all, func(o domain.Organisation) string { return o.Name })
	return all, nil
}

// byPinyin sorts by names as Chinese readers look them up.
func byPinyin[T any](items []T, name func(T) string) {
	order := collate.New(language.Chinese)
	slices.SortStableFunc(items, func(a, b T) int { return order.CompareString(name(a), name(b)) })
}

func institutionRecord(v *visit, id domain.ID) (recordPage, error) {
	ctx := v.r.Context()
	o, err := v.DB.Organisation(ctx, v.actor, id)
	if err != nil {
		return recordPage{}, err
	}
	area, err := v.areaName(o.Area)
	if err != nil {
		return recordPage{}, err
	}
	page := recordPage{Title: o.Name, Facts: v.factsOf([3]string{"单位类别", "Kind", domain.OrganisationKinds.Name(o.Kind).In(v.lang)},
		[3]string{"所属区域", "Area", area}, [3]string{"技术领域", "Fields", v.names(domain.Fields, o.Fields)})}
	page.add(v, "简介", "About", o.Summary)
	results, err := v.DB.Technologies(ctx, v.actor, postgres.TechnologyFilter{State: "published", ValidOn: domain.DateOf(v.DB.Now()), OrganisationID: o.ID}, postgres.Page{Limit: 50})
	if err != nil {
		return page, err
	}
	if page.Items, err = v.technologyItems(results.Items, nil); len(page.Items) > 0 {
		page.ItemsName = v.say("成果", "Results")
	}
	return page, err
}
