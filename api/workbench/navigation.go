package workbench

import (
	"slices"
	"strings"

	"sanku/domain"
)

// section is a part of the work; the navigation has a menu for each.
type section struct {
	name      domain.Text
	resources []domain.Resource
}

// sections are the menus from left to right. Pages of resources that none names stand
// in the last.
var sections = []section{
	{domain.Text{ZH: "供需", EN: "Libraries"}, []domain.Resource{domain.Needs, domain.Technologies, domain.Policies, domain.Experts, domain.Matches, domain.UnmetNeeds, domain.Organisations, domain.Imports}},
	{domain.Text{ZH: "对接", EN: "Dockings"}, []domain.Resource{domain.Dockings, domain.Invitations, domain.Visits, domain.Absences, domain.Reveals, domain.Conflicts, domain.Activities, domain.Registrations}},
	{domain.Text{ZH: "合同", EN: "Contracts"}, []domain.Resource{domain.Contracts, domain.Certificates, domain.Suspicions, domain.Relations}},
	{domain.Text{ZH: "计划", EN: "Plan"}, []domain.Resource{domain.Plans, domain.Publications, domain.Reports, domain.Reminders, domain.Registers, domain.RegisterEntries}},
	{domain.Text{ZH: "消息", EN: "Messages"}, []domain.Resource{domain.Notices, domain.Messages, domain.Notifications, domain.SavedSearches, domain.Webhooks}},
	{domain.Text{ZH: "管理", EN: "Administration"}, nil},
}

// navGroup is a menu, or a link where it would have one entry only.
type navGroup struct {
	Name  string
	Links []navLink
	Here  bool
}

// Only is the one link of a group that is no menu.
func (g navGroup) Only() *navLink {
	if len(g.Links) == 1 {
		return &g.Links[0]
	}
	return nil
}

type navLink struct {
	Name, Href string
	Here       bool
}

// navigation is the menus with the pages that the caller may open.
func (v *visit) navigation() []navGroup {
	groups := make([]navGroup, len(sections))
	here := v.within()
	for _, n := range v.nav {
		if n.Path == homePath || !v.may(n.Route) {
			continue
		}
		i := slices.IndexFunc(sections, func(s section) bool { return s.resources == nil || slices.Contains(s.resources, n.Resource) })
		g := &groups[i]
		g.Name = sections[i].name.In(v.lang)
		link := navLink{n.name.In(v.lang), v.href(n.Path), n.Path == here.Path}
		g.Links, g.Here = append(g.Links, link), g.Here || link.Here
	}
	return slices.DeleteFunc(groups, func(g navGroup) bool { return len(g.Links) == 0 })
}

// within is the page of the navigation that this page belongs to: its path is the
// longest that this one begins with. Zero for none.
func (v *visit) within() (found link) {
	for _, n := range v.nav {
		if path := v.route.Path; (path == n.Path || strings.HasPrefix(path, n.Path+"/")) && len(n.Path) > len(found.Path) {
			found = n
		}
	}
	return found
}

// crumbs lead from the caller's home to the page that this one belongs to.
func (v *visit) crumbs() []navLink {
	if v.actor.UserID.IsZero() || v.route.Open || v.route.Path == homePath {
		return nil
	}
	crumbs := []navLink{{Name: v.say("工作台", "Home"), Href: v.href(homePath)}}
	if in := v.within(); in.Path != "" && in.Path != v.route.Path && v.may(in.Route) {
		crumbs = append(crumbs, navLink{Name: in.name.In(v.lang), Href: v.href(in.Path)})
	}
	return crumbs
}
