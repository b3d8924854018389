package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// directoryPage lists the records of a library for those who keep it, found by a part of
// the name and by kind.
type directoryPage struct {
	Title      string
	New        reference // where one is added
	Name, Kind string    // asked for
	Kinds      []option
	Head       []string
	Rows       []directoryRow
	Next       string
	None       string // said where nothing fits

	path string
	at   postgres.Page
}

// directoryRow is a record: its name, what else is told of it, and what may be done with it.
type directoryRow struct {
	Name  string
	Cells []string
	Steps []reference
}

// reference is a link with its words.
type reference struct{ Name, Href string }

// directory begins the page at path, whose records are of kinds.
func (v *visit) directory(path string, title domain.Text, kinds domain.Terms) *directoryPage {
	q := v.r.URL.Query()
	d := &directoryPage{Title: title.In(v.lang), Name: strings.TrimSpace(q.Get("name")), Kind: q.Get("kind"),
		path: path, at: postgres.Page{After: q.Get("after"), Limit: 50}}
	d.Kinds = v.optionsOf(kinds, d.Kind)
	return d
}

// showDirectory shows the page; next is the store's cursor, "" on the last page.
func (v *visit) showDirectory(d *directoryPage, next string) error {
	if next != "" {
		d.Next = v.href(d.path + "?" + url.Values{"name": {d.Name}, "kind": {d.Kind}, "after": {next}}.Encode())
	}
	v.page(http.StatusOK, "directory", d.Title, d)
	return nil
}

// stepsOf are what the caller may do with a record at an address: change it, where that is
// open, and those of the steps named that terms name.
func (v *visit) stepsOf(at string, resource domain.Resource, f domain.Facts, changes bool, open []string, terms domain.Terms) []reference {
	var all []reference
	if changes && domain.Can(v.actor, domain.Change, resource, f) {
		all = append(all, reference{v.say("修改", "Change"), v.href(at + "/edit")})
	}
	for _, name := range open {
		if domain.Can(v.actor, domain.Action(name), resource, f) {
			all = append(all, reference{terms.Name(name).In(v.lang), v.href(at + "/" + name)})
		}
	}
	return all
}
