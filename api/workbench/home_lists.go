package workbench

import (
	"cmp"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// newMatches are the notices that the caller has not read: to the one who asks of what
// answers, to others of what is asked.
func (v *visit) newMatches() ([]homeRow, error) {
	found, err := v.DB.Notices(v.r.Context(), v.actor, true, fewRows)
	if err != nil {
		return nil, err
	}
	told, err := v.noticeRows(found.Items)
	var rows []homeRow
	for _, n := range told {
		row := homeRow{Title: n.Need, Note: n.Kind + " · " + n.Candidate, Href: cmp.Or(n.Dossier, v.reach("/notices")), When: n.At, Tag: n.Score + v.say(" 分", " points")}
		switch {
		case v.actor.Has(domain.RoleEnterprise):
			row.Title, row.Note = n.Candidate, n.Kind+v.say(" · 匹配需求：", " for the need: ")+n.Need
		case v.actor.Has(domain.RoleExpert):
			row.Note = "" // it is always the expert who is matched
		}
		rows = append(rows, row)
	}
	return rows, err
}

// openDockings are those of the caller that go on, their own turn first, and how many
// wait for the caller's answer after the introduction.
func (v *visit) openDockings(f postgres.DockingFilter) (rows []homeRow, unanswered int, err error) {
	f.Open = true
	found, err := v.DB.Dockings(v.r.Context(), v.actor, f, postgres.Page{Limit: postgres.MaxLimit})
	if err != nil {
		return nil, 0, err
	}
	v.sortDockings(found.Items)
	for _, d := range found.Items {
		if v.mine(d) && d.Stage == domain.StageIntroduced {
			unanswered++
		}
	}
	shown := found.Items[:min(len(found.Items), shownAtHome)]
	names, err := v.namesOf(shown)
	if err != nil {
		return nil, 0, err
	}
	for _, d := range shown {
		rows = append(rows, names.homeRow(d))
	}
	return rows, unanswered, nil
}

func (n dockingNames) homeRow(d domain.Docking) homeRow {
	v := n.v
	row := homeRow{Title: n.title(d), Href: v.reach("/dockings/" + d.ID.String()), Tag: domain.Stages.Name(string(d.Stage)).In(v.lang)}
	if turn := n.turn(d); turn != "" {
		row.Note = v.say("待"+turn+"办理", "waits for "+turn)
	}
	if due := n.due(d); due.On != "" {
		row.When = v.say("期限 ", "due ") + due.On
	}
	return row
}

// someNeeds are needs with their dossiers.
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
	domain.ReminderOfNeed: "/needs/", domain.ReminderOfTechnology: "/technologies/",
	domain.ReminderOfActivity: "/events/", domain.ReminderOfOutcome: "/events/"}

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
