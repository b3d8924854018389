package workbench

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
	"sanku/search/matching"
)

// shelf is one library as the showcase shows it: what it is, by what it is cut, and how
// its records are found and read. Everything is read under the visitor's own scope.
type shelf struct {
	path       string
	resource   domain.Resource
	kind       search.Kind // "" where the records are not indexed: institutions
	name, lead domain.Text
	facets     []facetOf
	browse     func(v *visit, by url.Values, after string) (shown, error)        // without a question
	read       func(v *visit, ids []domain.ID, found found) ([]shownItem, error) // what a question found
	record     func(v *visit, id domain.ID) (recordPage, error)
}

// facetOf is one way to cut a library.
type facetOf struct {
	key   string
	name  domain.Text
	terms func(*visit) (domain.Terms, error)
}

func termsOf(t domain.Terms) func(*visit) (domain.Terms, error) {
	return func(*visit) (domain.Terms, error) { return t, nil }
}

// Facets that several libraries have.
var (
	byField = facetOf{"field", domain.Text{ZH: "技术领域", EN: "Field"}, termsOf(domain.Fields)}
	byArea  = facetOf{"area", domain.Text{ZH: "县市区、园区", EN: "Area"}, (*visit).areas}
	byMode  = facetOf{"mode", domain.Text{ZH: "合作方式", EN: "Cooperation"}, termsOf(domain.Modes)}
	byTRL   = facetOf{"trl", domain.Text{ZH: "技术成熟度", EN: "Readiness"}, termsOf(domain.Terms{
		{Code: "7", Name: domain.Text{ZH: "7 级以上", EN: "TRL 7 and above"}}, {Code: "4", Name: domain.Text{ZH: "4 级以上", EN: "TRL 4 and above"}}})}
)

// shown is one page of a library.
type shown struct {
	items  []shownItem
	facets postgres.Facets
	next   string // cursor of the next page
	more   bool   // there are more than were counted
}

// shownItem is one record of a library as a list shows it.
type shownItem struct {
	Title    []piece
	Href     string
	Facts    string // in one line
	Lines    []string
	Passages []passageView
	Clauses  []clauseView // of a policy

	values map[string][]string // by facet
}

// found are the passages of records that a question found.
type found map[domain.ID]matching.FoundRecord

// shelves are the libraries in the order in which they are shown.
func shelves() []shelf {
	return []shelf{needShelf(), technologyShelf(), policyShelf(), expertShelf(), institutionShelf()}
}

func (w *Workbench) addShowcase() {
	w.add(domain.Text{ZH: "三库大厅", EN: "Libraries"}, Route{Method: http.MethodGet, Path: "/library", Resource: domain.Needs, Action: domain.Read, Open: true, serve: func(v *visit) error {
		v.redirect("/library/needs")
		return nil
	}})
	for _, s := range shelves() {
		w.add(domain.Text{}, Route{Method: http.MethodGet, Path: s.path, Resource: s.resource, Action: domain.Read, serve: s.serve})
		w.add(domain.Text{}, Route{Method: http.MethodGet, Path: s.path + "/{id}", Resource: s.resource, Action: domain.Read, serve: s.serveRecord})
	}
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/library/suggestions", Open: true, serve: w.suggestions})
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: w.script.path, Open: true, serve: w.script.serve})
}

// Bounds of a search: characters of a question, and records on a page.
const (
	maxQuestion = 200
	shelfPage   = 20
)

type shelfPageView struct {
	Name, Lead string
	Tabs       []navLink
	Search     searchBox
	Facets     []facetView
	Chosen     []facetLink // to be taken away
	Total      string
	Items      []shownItem
	Next       string
	Asked      bool
	Keep       string // where this search can be kept; "" for who may not
}

// searchBox is the form by which one searches; Suggest is where suggestions come from.
type searchBox struct {
	Action, Label, Q, Lang string
	Keep                   []typedField // what else was chosen
	Suggest, Script        string
}

type facetView struct {
	Name  string
	Links []facetLink
}

type facetLink struct {
	Name, Href string
	Count      int
}

// question is what is searched for, cut to what a search takes.
func (v *visit) question() string {
	q := []rune(strings.ToValidUTF8(strings.TrimSpace(v.r.URL.Query().Get("q")), ""))
	return string(q[:min(len(q), maxQuestion)])
}

func (s shelf) serve(v *visit) error {
	by, terms := url.Values{}, map[string]domain.Terms{}
	for _, f := range s.facets {
		known, err := f.terms(v)
		if err != nil {
			return err
		}
		terms[f.key] = known
		if chosen := v.r.URL.Query().Get(f.key); known.Has(chosen) {
			by.Set(f.key, chosen)
		}
	}
	q := v.question()
	list, err := s.list(v, q, by)
	if err != nil {
		return err
	}
	page := shelfPageView{Name: s.name.In(v.lang), Lead: s.lead.In(v.lang), Tabs: v.tabs(s.path), Search: v.searchBox(s, q, by), Items: list.items, Asked: q != ""}
	page.Total = strconv.Itoa(list.facets.Total)
	if list.more {
		page.Total = v.say("前 ", "the first ") + page.Total
	}
	s.choices(v, &page, q, by, terms, list.facets)
	if list.next != "" {
		page.Next = s.href(v, q, by, "after", list.next)
	}
	if s.kind != "" {
		page.Keep = v.keepSearchHref(s.resource, q, by.Get("field"), by.Get("area"))
	}
	v.scripted()
	v.page(http.StatusOK, "library", page.Name, page)
	return nil
}

func (s shelf) list(v *visit, q string, by url.Values) (shown, error) {
	after := v.r.URL.Query().Get("after")
	if q == "" || s.kind == "" {
		return s.browse(v, by, after)
	}
	return s.search(v, q, by, after)
}

// search finds what answers a question and cuts it by facets; after is how many come before.
func (s shelf) search(v *visit, q string, by url.Values, after string) (shown, error) {
	if v.Libraries == nil {
		return shown{}, domain.ErrUnavailable
	}
	hits, err := matching.Find(v.r.Context(), v.DB, v.Libraries, v.actor, q, []search.Kind{s.kind}, findMost)
	if err != nil {
		return shown{}, err
	}
	records := found{}
	var ids []domain.ID
	for _, r := range hits[0].Records {
		records[r.ID] = r
		ids = append(ids, r.ID)
	}
	items, err := s.read(v, ids, records)
	if err != nil {
		return shown{}, err
	}
	items = slices.DeleteFunc(items, func(i shownItem) bool { return !i.has(by) })
	out := shown{facets: counted(items), more: hits[0].More && len(by) == 0}
	from, _ := strconv.Atoi(after) // nonsense is the beginning
	from = min(max(from, 0), len(items))
	to := min(from+shelfPage, len(items))
	out.items = items[from:to]
	if to < len(items) {
		out.next = strconv.Itoa(to)
	}
	return out, nil
}

// findMost is how many records of a library a search looks at.
const findMost = 100

func (v *visit) tabs(path string) []navLink {
	var all []navLink
	for _, s := range shelves() {
		all = append(all, navLink{s.name.In(v.lang), v.href(s.path), s.path == path})
	}
	return all
}

func (v *visit) searchBox(s shelf, q string, by url.Values) searchBox {
	box := searchBox{Action: s.path, Q: q, Label: v.say("搜索"+s.name.ZH, "Search: "+s.name.EN), Script: v.script.path, Suggest: v.href("/library/suggestions?library=" + url.QueryEscape(string(s.kind)))}
	if s.kind == "" {
		box.Suggest = ""
	}
	if v.lang == "en" {
		box.Lang = v.lang
	}
	for key := range by {
		box.Keep = append(box.Keep, typedField{key, by.Get(key)})
	}
	return box
}

// owners are the names and areas of organisations, which everyone may read.
func (v *visit) owners(ctx context.Context, ids []domain.ID) (map[domain.ID]domain.Organisation, error) {
	all, err := v.DB.OrganisationsByIDs(ctx, ids)
	by := make(map[domain.ID]domain.Organisation, len(all))
	for _, o := range all {
		by[o.ID] = o
	}
	return by, err
}
