package workbench

import (
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

type guestsPage struct {
	Title, Back                     string
	Figures                         []fact
	Guests                          []guestRow
	Invited                         []string
	Born                            []bornRow
	Book, CheckIn, Record, Register string
}

type guestRow struct{ Name, Contact, Phone, Persons, State, Came, Note, Rating string }

// guests shows those who hold an activity who comes, who is invited and what came of it.
func (w *Workbench) guests(v *visit) error {
	ctx := v.r.Context()
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	at := "/events/" + a.ID.String()
	page := guestsPage{Title: a.Title, Back: v.href(at), Book: v.href(at + "/guests.xlsx")}
	can := func(action domain.Action) bool { return domain.Can(v.actor, action, domain.Activities, a.Facts()) }
	if can(domain.CheckIn) {
		page.CheckIn, page.Register = v.href(at+"/check-in"), v.href("/registrations/new?activity="+a.ID.String())
	}
	if can(domain.RecordDocking) {
		page.Record = v.href(at + "/dockings")
	}
	f, err := w.DB.ActivityFigures(ctx, v.actor, a.ID)
	if err != nil {
		return err
	}
	page.Figures = v.activityFigures(f)
	all, err := v.allGuests(a)
	if err != nil {
		return err
	}
	page.Guests = all
	invited, err := w.DB.ActivityInvitations(ctx, v.actor, a.ID)
	if err != nil {
		return err
	}
	owners, err := v.owners(ctx, idsOf(invited, func(i postgres.ActivityInvitation) domain.ID { return i.OrganisationID }))
	if err != nil {
		return err
	}
	for _, o := range owners {
		page.Invited = append(page.Invited, o.Name)
	}
	byPinyin(page.Invited, func(name string) string { return name })
	if page.Born, err = v.bornRows(a); err != nil {
		return err
	}
	v.page(http.StatusOK, "guests", v.say("报名与成效：", "Guests and outcomes: ")+a.Title, page)
	return nil
}

func (v *visit) activityFigures(f domain.ActivityFigures) []fact {
	n := func(organisations, persons int) string {
		return v.say(strconv.Itoa(organisations)+" 家 "+strconv.Itoa(persons)+" 人", strconv.Itoa(organisations)+" ("+strconv.Itoa(persons)+" persons)")
	}
	rating := v.say("暂无评价", "not rated")
	if f.Satisfaction != nil {
		rating = v.say(strconv.FormatFloat(*f.Satisfaction, 'f', 1, 64)+" 分（满分 5 分，"+strconv.Itoa(f.Ratings)+" 份）", strconv.FormatFloat(*f.Satisfaction, 'f', 1, 64)+" of 5 ("+strconv.Itoa(f.Ratings)+")")
	}
	return []fact{{v.say("已邀请", "Invited"), v.say(strconv.Itoa(f.Invited)+" 家", strconv.Itoa(f.Invited))}, {v.say("已报名", "Registered"), n(f.Registered, f.RegisteredPersons)},
		{v.say("候补", "Waiting"), n(f.Waiting, f.WaitingPersons)}, {v.say("到会", "Came"), n(f.Came, f.CamePersons)},
		{v.say("促成对接", "Dockings born"), v.say(strconv.Itoa(f.Dockings)+" 项", strconv.Itoa(f.Dockings))}, {v.say("登记合同", "Registered contracts"), v.say(strconv.Itoa(f.Contracts)+" 项", strconv.Itoa(f.Contracts))},
		{v.say("成交额", "Their value"), f.Amount.Display().In(v.lang)}, {v.say("满意度", "Satisfaction"), rating}}
}

// allGuests are the registrations for an activity, as they were made.
func (v *visit) allGuests(a domain.Activity) (rows []guestRow, err error) {
	ctx, page := v.r.Context(), postgres.Page{Limit: postgres.MaxLimit}
	for {
		found, err := v.DB.Guests(ctx, v.actor, a.ID, "", page)
		if err != nil {
			return nil, err
		}
		names, err := v.guestNames(found.Items)
		if err != nil {
			return nil, err
		}
		for _, r := range found.Items {
			row := guestRow{Name: names[r.ID], Contact: r.Contact, Phone: r.Phone, Persons: strconv.Itoa(r.Persons), State: domain.RegistrationStates.Name(string(r.State)).In(v.lang), Note: r.Note}
			if r.CheckedInAt != nil {
				row.Came = strconv.Itoa(r.Came)
			}
			if r.Satisfaction > 0 {
				row.Rating = v.joined(strconv.Itoa(r.Satisfaction)+v.say(" 分", " of 5"), r.Opinion)
			}
			rows = append(rows, row)
		}
		if page.After = found.Next; page.After == "" {
			return rows, nil
		}
	}
}

// guestNames are the names of those who registered, by registration.
func (v *visit) guestNames(all []domain.Registration) (map[domain.ID]string, error) {
	ctx, names := v.r.Context(), map[domain.ID]string{}
	owners, err := v.owners(ctx, idsOf(all, func(r domain.Registration) domain.ID { return r.OrganisationID }))
	if err != nil {
		return nil, err
	}
	experts, err := v.DB.ExpertsByIDs(ctx, idsOf(all, func(r domain.Registration) domain.ID { return r.ExpertID })) // who registers says who they are
	byID := map[domain.ID]string{}
	for _, e := range experts {
		byID[e.ID] = e.Name
	}
	for _, r := range all {
		if names[r.ID] = owners[r.OrganisationID].Name; !r.ExpertID.IsZero() {
			names[r.ID] = byID[r.ExpertID] + v.say("（专家）", " (expert)")
		}
	}
	return names, err
}

// guestBook is the list of registrations as a workbook.
func (w *Workbench) guestBook(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	all, err := v.allGuests(a)
	if err != nil {
		return err
	}
	b, err := newBook()
	if err != nil {
		return err
	}
	name := v.say("报名名单", "Guests")
	b.sheet(name, a.Title, v.say("单位或专家", "Who"), v.say("联系人", "Contact"), v.say("电话", "Telephone"), v.say("人数", "Persons"), v.say("状态", "State"), v.say("到会人数", "Came"), v.say("备注", "Note"), v.say("评价", "Rating"))
	for i, g := range all {
		for j, cell := range []string{g.Name, g.Contact, g.Phone, g.Persons, g.State, g.Came, g.Note, g.Rating} {
			if n, err := strconv.Atoi(cell); err == nil && (j == 3 || j == 5) {
				b.set(name, j+1, i+3, b.number, n)
				continue
			}
			b.set(name, j+1, i+3, b.text, cell)
		}
	}
	b.note(b.file.DeleteSheet("Sheet1"))
	content, err := b.bytes()
	if err == nil {
		v.download("event-guests.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content)
	}
	return err
}
