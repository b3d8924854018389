package workbench

import (
	"fmt"
	"net/http"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// homePath is where those who have signed in begin.
const homePath = "/home"

func (w *Workbench) addHome() {
	w.add(domain.Text{ZH: "工作台", EN: "Home"}, Route{Method: http.MethodGet, Path: homePath, Resource: domain.Users, Action: domain.Read, serve: w.home})
}

// homePage is where a user begins: what waits for them, how much there is, and the first
// of each list. All of it links to where it comes from.
type homePage struct {
	Name, Roles, Of string
	Begin           *navLink // what people come for
	Todo            []todo
	Tiles           []tile
	Lists           []homeList
	Board           *board
}

// todo is something to be done next.
type todo struct {
	Text, Href string // Href "" where there is no page to do it on
	Late       bool
}

// tile is one number.
type tile struct{ Name, Value, Note, Href string }

// homeList is the beginning of a list.
type homeList struct {
	Title, None string
	Rows        []homeRow
	More        string // address of the whole
}

// homeRow is a line of a list; When is kept on one line.
type homeRow struct{ Title, Href, Note, When, Tag, Class string }

// shownAtHome bounds each list.
const shownAtHome = 5

// home puts together what each of the caller's roles begins with.
func (w *Workbench) home(v *visit) error {
	user, err := w.DB.User(v.r.Context(), v.actor, v.actor.UserID)
	if err != nil {
		return err
	}
	page := &homePage{Name: user.Name, Of: v.belongs(user)}
	parts := map[domain.Role]func(*visit, *homePage) error{domain.RoleEnterprise: (*visit).enterpriseHome, domain.RoleUniversity: (*visit).universityHome,
		domain.RoleExpert: (*visit).expertHome, domain.RoleSteward: (*visit).stewardHome, domain.RoleLiaison: (*visit).liaisonHome,
		domain.RoleBureau: (*visit).bureauHome, domain.RoleAdmin: (*visit).adminHome}
	var roles []string
	for _, role := range user.Roles {
		roles = append(roles, domain.Roles.Name(string(role)).In(v.lang))
		if part := parts[role]; part != nil {
			if err := part(v, page); err != nil {
				return err
			}
		}
	}
	page.Roles = strings.Join(roles, v.say("、", ", "))
	v.page(http.StatusOK, "home", v.say("工作台", "Home"), page)
	return nil
}

// belongs is the organisation, area or unit of a user; "" for none.
func (v *visit) belongs(u domain.User) string {
	ctx := v.r.Context()
	if !u.OrganisationID.IsZero() {
		if o, err := v.DB.Organisation(ctx, v.actor, u.OrganisationID); err == nil {
			return o.Name
		}
	}
	if u.Area != "" {
		if names, err := v.DB.AreaNames(ctx); err == nil {
			return names[u.Area].In(v.lang)
		}
	}
	if u.Unit != "" {
		if names, err := v.unitNames(); err == nil {
			return names[u.Unit]
		}
	}
	return ""
}

// reach is the address of a page in the language of this one, "" when there is no such
// page or the caller may not open it for any record.
func (v *visit) reach(path string) string {
	at, _, _ := strings.Cut(path, "?")
	var found *Route // one that says the path itself goes before one with {id} in its place
	for i, rt := range v.routes {
		if rt.Method == http.MethodGet && rt.matches(at) && (found == nil || rt.Path == at) {
			found = &v.routes[i]
		}
	}
	if found == nil || !v.may(*found) {
		return ""
	}
	return v.href(path)
}

// matches reports whether path is one of the route's.
func (rt Route) matches(path string) bool {
	pattern, parts := strings.Split(rt.Path, "/"), strings.Split(path, "/")
	if len(pattern) != len(parts) {
		return false
	}
	for i, p := range pattern {
		if p != parts[i] && !strings.HasPrefix(p, "{") {
			return false
		}
	}
	return true
}

// due adds something to do when there is any of it.
func (p *homePage) due(v *visit, n int, late bool, path, zh, en string) {
	if n > 0 {
		p.Todo = append(p.Todo, todo{fmt.Sprintf(v.say(zh, en), n), v.reach(path), late})
	}
}

// tile adds a number.
func (p *homePage) tile(v *visit, zh, en string, n int, path, note string) {
	p.Tiles = append(p.Tiles, tile{v.say(zh, en), fmt.Sprint(n), note, v.reach(path)})
}

// list adds the beginning of a list.
func (p *homePage) list(v *visit, zh, en, path string, rows []homeRow, noneZH, noneEN string) {
	p.Lists = append(p.Lists, homeList{v.say(zh, en), v.say(noneZH, noneEN), rows, v.reach(path)})
}

var fewRows = postgres.Page{Limit: shownAtHome}
