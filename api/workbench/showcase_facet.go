package workbench

import (
	"cmp"
	"net/url"
	"slices"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (i shownItem) has(by url.Values) bool {
	for key := range by {
		if !slices.Contains(i.values[key], by.Get(key)) {
			return false
		}
	}
	return true
}

// counted are the facets of items.
func counted(items []shownItem) postgres.Facets {
	n := map[string]map[string]int{}
	for _, i := range items {
		for key, codes := range i.values {
			for _, code := range codes {
				if n[key] == nil {
					n[key] = map[string]int{}
				}
				n[key][code]++
			}
		}
	}
	out := postgres.Facets{Total: len(items), By: map[string][]postgres.Facet{}}
	for key, codes := range n {
		for code, count := range codes {
			out.By[key] = append(out.By[key], postgres.Facet{Code: code, Count: count})
		}
		slices.SortFunc(out.By[key], func(a, b postgres.Facet) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
		})
	}
	return out
}

// choices are the facets that can be chosen, and those that have been.
func (s shelf) choices(v *visit, page *shelfPageView, q string, by url.Values, terms map[string]domain.Terms, counts postgres.Facets) {
	for _, f := range s.facets {
		if by.Has(f.key) {
			name := f.name.In(v.lang) + v.say("：", ": ") + terms[f.key].Name(by.Get(f.key)).In(v.lang)
			page.Chosen = append(page.Chosen, facetLink{Name: name, Href: s.href(v, q, by, f.key, "")})
			continue
		}
		view := facetView{Name: f.name.In(v.lang)}
		for _, c := range counts.By[f.key] {
			if terms[f.key].Has(c.Code) {
				view.Links = append(view.Links, facetLink{terms[f.key].Name(c.Code).In(v.lang), s.href(v, q, by, f.key, c.Code), c.Count})
			}
		}
		if len(view.Links) > 0 {
			page.Facets = append(page.Facets, view)
		}
	}
}

// href is the address of the library with key changed to value; "" takes it away.
func (s shelf) href(v *visit, q string, by url.Values, key, value string) string {
	next := url.Values{}
	for k := range by {
		next.Set(k, by.Get(k))
	}
	if q != "" {
		next.Set("q", q)
	}
	next.Del(key)
	if value != "" {
		next.Set(key, value)
	}
	if len(next) == 0 {
		return v.href(s.path)
	}
	return v.href(s.path + "?" + next.Encode())
}
