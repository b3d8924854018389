package workbench

import (
	"net/http"
	"net/url"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addSearches() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.SavedSearches, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "订阅与保存的搜索", EN: "Searches and subscriptions"}, of("/searches", domain.Read, w.searches))
	w.addForm(of("/searches/new", domain.Create, w.keepSearch))
	w.addForm(of("/searches/{id}", domain.Change, w.search))
	w.addForm(of("/searches/{id}/rename", domain.Change, w.renameSearch))
	w.addForm(of("/searches/{id}/remove", "remove", w.removeSearch))
}

// libraryPaths are where the records of each library are shown.
var libraryPaths = map[string]string{string(domain.Needs): "/library/needs", string(domain.Technologies): "/library/technologies",
	string(domain.Policies): "/library/policies", string(domain.Experts): "/library/experts"}

type searchesPage struct {
	Rows           []searchRow
	Told, Settings string // how the caller hears of what is new, and where to change that
	New, Next      string
}

type searchRow struct {
	Name, Seeks, Href, Kept string
	New                     int
	Again, Rename, Remove   string // addresses; no library can be asked again of "all"
}

// searches lists the searches that the caller keeps, the last changed first.
func (w *Workbench) searches(v *visit) error {
	ctx := v.r.Context()
	found, err := w.DB.SavedSearches(ctx, v.actor, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page := searchesPage{New: v.href("/searches/new"), Settings: v.reach("/notifications/settings")}
	if page.Rows, err = v.searchRows(found.Items); err != nil {
		return err
	}
	set, err := w.DB.NotificationPreferences(ctx, v.actor)
	if err != nil {
		return err
	}
	for _, p := range set {
		if p.Kind == domain.NotifySearch {
			page.Told = domain.Deliveries.Name(p.Delivery).In(v.lang)
		}
	}
	if found.Next != "" {
		page.Next = v.href("/searches?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "searches", v.say("订阅与保存的搜索", "Searches and subscriptions"), page)
	return nil
}

func (v *visit) searchRows(kept []domain.SavedSearch) (rows []searchRow, err error) {
	owners, err := v.owners(v.r.Context(), idsOf(kept, func(s domain.SavedSearch) domain.ID { return s.OrganisationID }))
	if err != nil {
		return nil, err
	}
	areas, err := v.areas()
	for _, s := range kept {
		at := "/searches/" + s.ID.String()
		row := searchRow{Name: s.Name, Href: v.href(at), New: s.New, Kept: day(s.CreatedAt), Rename: v.href(at + "/rename"), Remove: v.href(at + "/remove")}
		library := v.say("各库", "all libraries")
		if s.Library != "" {
			library = domain.Libraries.Name(s.Library).In(v.lang)
			row.Again = v.href(libraryPaths[s.Library] + "?" + filled("q", s.Query, "field", s.Field, "area", s.Area).Encode())
		}
		row.Seeks = v.joined(library, v.labelled("含“", "with “", closed(s.Query)), domain.Fields.Name(s.Field).In(v.lang), areas.Name(s.Area).In(v.lang), owners[s.OrganisationID].Name)
		rows = append(rows, row)
	}
	return rows, err
}

func closed(words string) string {
	if words == "" {
		return ""
	}
	return words + "”"
}

// filled are the parameters of an address, name and value in turn, without blank ones.
func filled(pairs ...string) url.Values {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q
}

// keepSearchHref is where a search of a library can be kept; "" for who may keep none.
func (v *visit) keepSearchHref(of domain.Resource, q, field, area string) string {
	return v.reach("/searches/new?" + filled("library", string(of), "query", q, "field", field, "area", area).Encode())
}

// keepSearch keeps a search: one that a list proposes, or another.
func (w *Workbench) keepSearch(v *visit) error {
	q := v.r.URL.Query()
	s := domain.SavedSearch{Library: q.Get("library"), Query: q.Get("query"), Field: q.Get("field"), Area: q.Get("area")}
	areas, err := v.areas()
	if err != nil {
		return err
	}
	for value, among := range map[*string]domain.Terms{&s.Library: domain.Libraries, &s.Field: domain.Fields, &s.Area: areas} {
		if !among.Has(*value) {
			*value = ""
		}
	}
	s.Name = proposedName(v, s, areas)
	f := v.form(0, "保存此搜索", "Keep this search")
	f.Lead = v.say("今后有符合条件的新内容发布时通知您；保存之前已有的内容不再通知。", "You are told of what is published from now on; not of what is there already.")
	f.cancel, f.done = "/searches", v.say("已保存，有新内容时会通知您。", "Kept: you will be told of what is new.")
	f.text(&s.Name, "name", "名称", "Name").required().hint("便于自己辨认", "For yourself to know it by")
	f.choice(&s.Library, "library", "在哪个库中查找", "Library", domain.Libraries).hint("不选则各库都找", "All when left open")
	f.text(&s.Query, "query", "查找内容", "Words").hint("可写几个词，用空格隔开，须全部出现", "Several words apart by blanks: all must be there")
	f.choice(&s.Field, "field", "技术领域", "Field", domain.Fields)
	f.choice(&s.Area, "area", "县市区、园区", "Area", areas)
	f.organisation(&s.OrganisationID, "organisation_id", "关注的单位", "Organisation", postgres.OrganisationFilter{}).first("可不填", "If you follow one")
	return f.serve(func() (string, error) {
		_, err := w.DB.CreateSavedSearch(v.r.Context(), v.actor, s)
		return "/searches", err
	})
}

// proposedName calls a search by what it looks for.
func proposedName(v *visit, s domain.SavedSearch, areas domain.Terms) string {
	name := []rune(v.joined(s.Query, domain.Fields.Name(s.Field).In(v.lang), areas.Name(s.Area).In(v.lang)))
	return string(name[:min(len(name), 60)])
}

type searchPage struct {
	searchRow
	Back string
	Hits []searchHit
	Seen *form // nil when nothing is new
}

type searchHit struct {
	Title, Href, Library, At string
	New                      bool
}

// search shows what a search has found since it was kept, and takes it as seen.
func (w *Workbench) search(v *visit) error {
	s, hits, err := v.savedSearch()
	if err != nil {
		return err
	}
	rows, err := v.searchRows([]domain.SavedSearch{s})
	if err != nil {
		return err
	}
	page := searchPage{searchRow: rows[0], Back: v.href("/searches")}
	for _, h := range hits {
		page.Hits = append(page.Hits, searchHit{h.Title, v.href(libraryPaths[h.Library] + "/" + h.Ref.String()), domain.Libraries.Name(h.Library).In(v.lang), minute(h.At), h.At.After(s.SeenAt)})
	}
	f := v.form(0, "标为已看", "Mark as seen")
	f.Submit, f.done = f.Title, ""
	f.show = func(status int) error {
		if s.New > 0 {
			page.Seen = f
		}
		v.page(status, "search", s.Name, page)
		return nil
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.SeeSavedSearch(v.r.Context(), v.actor, s.ID)
		return "/searches", err
	})
}

func (w *Workbench) renameSearch(v *visit) error {
	s, _, err := v.savedSearch()
	if err != nil {
		return err
	}
	f := v.form(s.Version, "改名", "Rename")
	f.cancel = "/searches"
	f.text(&s.Name, "name", "名称", "Name").required()
	return f.serve(func() (string, error) {
		_, err := w.DB.RenameSavedSearch(v.r.Context(), v.actor, s.ID, f.version, s.Name)
		return "/searches", err
	})
}

func (w *Workbench) removeSearch(v *visit) error {
	s, hits, err := v.savedSearch()
	if err != nil {
		return err
	}
	f := v.form(0, "删除订阅："+s.Name, "Remove: "+s.Name)
	f.Warning = v.say("删除后不再通知，已找到的 "+strconv.Itoa(len(hits))+" 条记录也从列表中去掉；各库的内容不受影响。", "You are told of nothing more, and what it has found is taken off the list. The libraries stay as they are.")
	f.Danger, f.Submit, f.cancel, f.done = true, v.say("删除", "Remove"), "/searches", v.say("已删除。", "Removed.")
	return f.serve(func() (string, error) {
		return "/searches", w.DB.RemoveSavedSearch(v.r.Context(), v.actor, s.ID)
	})
}

// savedSearch is the search of the route with what it has found.
func (v *visit) savedSearch() (domain.SavedSearch, []postgres.SavedSearchHit, error) {
	id, err := v.record()
	if err != nil {
		return domain.SavedSearch{}, nil, err
	}
	return v.DB.SavedSearchHits(v.r.Context(), v.actor, id)
}
