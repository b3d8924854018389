package workbench

import (
	"cmp"
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// newMatches are the notices that the caller has not read.
func (v *visit) newMatches() ([]homeRow, error) {
	found, err := v.DB.Notices(v.r.Context(), v.actor, true, fewRows)
	if err != nil {
		return nil, err
	}
	told, err := v.noticeRows(found.Items)
	var rows []homeRow
	for _, n := range told {
		row := homeRow{Title: n.Candidate, Href: cmp.Or(n.Dossier, v.reach("/notices")), Note: n.Kind + " · " + v.say("匹配需求：", "For the need: ") + n.Need, When: n.At, Tag: n.Score + v.say(" 分", " points")}
		if v.actor.Has(domain.RoleExpert) { // who is told of themselves
			row.Title, row.Note = n.Need, ""
		}
		rows = append(rows, row)
	}
	return rows, err
}

// openDockings are those of the caller that go on, the longest untouched first, and how
// many of the first wait for the caller.
func (v *visit) openDockings(f postgres.DockingFilter) (rows []homeRow, mine int, err error) {
	f.Open = true
	found, err := v.DB.Dockings(v.r.Context(), v.actor, f, postgres.Page{Limit: 50, Sort: "updated_at"})
	if err != nil {
		return nil, 0, err
	}
	ids := make([]domain.ID, len(found.Items))
	for i, d := range found.Items {
		ids[i] = d.NeedID
	}
	needs, err := v.DB.ReadableNeeds(v.r.Context(), v.actor, ids)
	titles := map[domain.ID]string{}
	for _, n := range needs {
		titles[n.ID] = n.Title
	}
	for _, d := range found.Items {
		if slices.Contains(d.Turn(), d.SideOf(v.actor)) {
			mine++
		}
		if len(rows) < shownAtHome {
			rows = append(rows, homeRow{Title: cmp.Or(titles[d.NeedID], v.say("未公开的需求", "A need not shown")), Href: v.reach("/dockings/" + d.ID.String()),
				When: v.say("最近进展 ", "Last moved ") + day(d.UpdatedAt), Tag: domain.Stages.Name(string(d.Stage)).In(v.lang)})
		}
	}
	return rows, mine, err
}

// yourTurn adds that dockings wait for an answer of the caller's.
func (p *homePage) yourTurn(v *visit, n int) {
	p.due(v, n, false, "/dockings", "%d 项对接轮到您办理", "%d dockings wait for you")
}

// needRows are needs with their dossiers.
func (v *visit) someNeeds(f postgres.NeedFilter, p postgres.Page) ([]homeRow, error) {
	found, err := v.DB.Needs(v.r.Context(), v.actor, f, p)
	var rows []homeRow
	for _, n := range found.Items {
		rows = append(rows, homeRow{Title: n.Title, Href: cmp.Or(v.reach("/needs/"+n.ID.String()), v.reach("/needs/"+n.ID.String()+"/dossier")),
			Note: domain.Fields.Name(n.Field).In(v.lang), When: v.say("更新于 ", "Changed ") + day(n.UpdatedAt), Tag: domain.ListingStates.Name(string(n.State)).In(v.lang)})
	}
	return rows, err
}

// someContracts are contracts as the caller may read them.
func (v *visit) someContracts(f postgres.ContractFilter, p postgres.Page) ([]homeRow, error) {
	found, err := v.DB.Contracts(v.r.Context(), v.actor, f, p)
	var rows []homeRow
	for _, c := range found.Items {
		at := "/contracts/" + c.ID.String()
		row := homeRow{Title: c.Title, Href: cmp.Or(v.reach(at), v.reach(at+"/estimate")), Tag: domain.ContractStates.Name(string(c.State)).In(v.lang),
			Note: c.Seller.Name + " → " + c.Buyer.Name + " · " + c.Amount.Display().In(v.lang)}
		if !c.DueOn.IsZero() {
			row.When = v.say("办理截止 ", "Due ") + c.DueOn.String()
		}
		rows = append(rows, row)
	}
	return rows, err
}

// remindedAt is where a reminder's record is, by its kind.
var remindedAt = map[string]string{domain.ReminderOfContract: "/contracts/", domain.ReminderOfDocking: "/dockings/",
	domain.ReminderOfNeed: "/needs/", domain.ReminderOfTechnology: "/technologies/"}

// reminded is what the caller has been reminded of and not read.
func (v *visit) reminded(f postgres.ReminderFilter) ([]homeRow, error) {
	f.Unread = true
	found, err := v.DB.Reminders(v.r.Context(), v.actor, f, fewRows)
	var rows []homeRow
	for _, r := range found.Items {
		row := homeRow{Title: r.Title.In(v.lang), When: v.say("截止 ", "Due ") + r.DueOn.String(), Tag: domain.ReminderStages.Name(string(r.Stage)).In(v.lang), Class: "at_risk"}
		if r.Stage == domain.DutyOverdue {
			row.Class = "missed"
		}
		if path, ok := remindedAt[r.Kind]; ok {
			id, _, _ := strings.Cut(r.Ref, "/") // an instalment's or milestone's number follows the contract's
			row.Href = v.reach(path + id)
		}
		rows = append(rows, row)
	}
	return rows, err
}
