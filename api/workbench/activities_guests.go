package workbench

import (
	"net/http"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// agendaItem reads what is to be added to an agenda. A need or technology is named by its
// title, whole or the part of it that no other has.
func (v *visit) agendaItem(kind, title, when string) (domain.AgendaItem, error) {
	ctx, today := v.r.Context(), domain.DateOf(v.DB.Now())
	item := domain.AgendaItem{At: when, Words: title}
	if title == "" || kind != "need" && kind != "technology" {
		return item, nil
	}
	var titles []string
	var ids []domain.ID
	if kind == "need" {
		found, err := v.DB.Needs(ctx, v.actor, postgres.NeedFilter{State: "published", Title: title, ValidOn: today}, postgres.Page{Limit: 50})
		if err != nil {
			return item, err
		}
		for _, n := range found.Items {
			titles, ids = append(titles, n.Title), append(ids, n.ID)
		}
	} else {
		found, err := v.DB.Technologies(ctx, v.actor, postgres.TechnologyFilter{State: "published", Title: title, ValidOn: today}, postgres.Page{Limit: 50})
		if err != nil {
			return item, err
		}
		for _, t := range found.Items {
			titles, ids = append(titles, t.Title), append(ids, t.ID)
		}
	}
	at := 0
	for i, t := range titles {
		if t == title {
			at, ids = i, ids[:min(len(ids), i+1)]
			titles = []string{t}
			break
		}
	}
	switch {
	case len(titles) == 0:
		return item, domain.Invalid("title", "库中没有这个名称", "nothing in the library has this title")
	case len(titles) > 1:
		return item, domain.Invalid("title", "有多条名称含有这些字，请写全名称", "several titles have these words: write the whole title")
	}
	item.Words = ""
	if kind == "need" {
		item.NeedID = ids[at]
	} else {
		item.TechnologyID = ids[at]
	}
	return item, nil
}

// inviteToActivity proposes whom to invite, those who match the agenda first, and invites
// those that the host chooses.
func (w *Workbench) inviteToActivity(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	found, err := w.DB.Invitees(v.r.Context(), v.actor, a.ID)
	if err != nil {
		return err
	}
	f := v.form(0, "邀请单位："+a.Title, "Invite to: "+a.Title)
	f.Submit, f.cancel = v.say("邀请所选单位", "Invite those chosen"), "/events/"+a.ID.String()
	f.Lead = v.say("按议程中的需求和成果的匹配结果推荐，匹配度高的在前；其后是同领域的单位。", "Those who match what is on the agenda come first, then those of its fields.")
	var open domain.Terms
	invited := 0
	for _, i := range found {
		if i.Invited {
			invited++
			continue
		}
		name := i.Name + v.say("：", ": ") + i.Title
		if i.Score > 0 {
			name += v.say("（与“"+i.MatchedTitle+"”匹配 "+points(i.Score)+" 分）", " ("+points(i.Score)+" points with “"+i.MatchedTitle+"”)")
		}
		open = append(open, domain.Term{Code: i.OrganisationID.String(), Name: domain.Text{ZH: name, EN: name}})
	}
	if invited > 0 {
		f.Lead += v.say(" 已邀请 "+strconv.Itoa(invited)+" 家。", " Already invited: "+strconv.Itoa(invited)+".")
	}
	var chosen []string
	named := ""
	if len(open) > 0 {
		f.boxes(&chosen, "organisation_ids", "推荐邀请", "Proposed", open)
	}
	f.text(&named, "organisation_id", "其他单位", "Another organisation").hint("平台内登记的单位全称", "Its full name as registered here")
	return f.serve(func() (string, error) {
		var ids []domain.ID
		for _, code := range chosen {
			id, err := domain.ParseID(code)
			if err != nil {
				return "", err
			}
			ids = append(ids, id)
		}
		other, err := v.organisationNamed(named)
		if err != nil {
			return "", err
		}
		if !other.IsZero() {
			ids = append(ids, other)
		}
		if len(ids) == 0 {
			return "", domain.Invalid("organisation_id", "请选择或填写要邀请的单位", "choose or name whom to invite")
		}
		n, err := w.DB.Invite(v.r.Context(), v.actor, a.ID, ids)
		f.done = v.say("已邀请 "+strconv.Itoa(n)+" 家单位。", "Invited: "+strconv.Itoa(n)+".")
		return f.cancel, err
	})
}

type guestsPage struct {
	Title, Back                     string
	Figures                         []fact
	Guests                          []guestRow
	Invited                         []string
	Born                            []bornRow
	Book, CheckIn, Record, Register string
}

type guestRow struct{ Name, Contact, Phone, Persons, State, Came, Note, Rating string }

type bornRow struct{ Need, Stage string }

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

func (v *visit) bornRows(a domain.Activity) (rows []bornRow, err error) {
	born, err := v.DB.BornDockings(v.r.Context(), v.actor, a.ID)
	if err != nil {
		return nil, err
	}
	titles, err := v.needTitles(born)
	for _, d := range born {
		rows = append(rows, bornRow{titles[d.NeedID], domain.Stages.Name(string(d.Stage)).In(v.lang)})
	}
	return rows, err
}

// needTitles are the titles of the needs of dockings that the caller may see.
func (v *visit) needTitles(dockings []domain.Docking) (map[domain.ID]string, error) {
	needs, err := v.DB.NeedsByIDs(v.r.Context(), idsOf(dockings, func(d domain.Docking) domain.ID { return d.NeedID })) // titles are shown to all who see the docking
	titles := map[domain.ID]string{}
	for _, n := range needs {
		titles[n.ID] = n.Title
	}
	return titles, err
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

// checkIn records that those who registered are there.
func (w *Workbench) checkIn(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	found, err := w.DB.Guests(v.r.Context(), v.actor, a.ID, "", postgres.Page{Limit: postgres.MaxLimit})
	if err != nil {
		return err
	}
	names, err := v.guestNames(found.Items)
	if err != nil {
		return err
	}
	var open domain.Terms
	for _, r := range found.Items {
		if r.State != domain.RegistrationCancelled && r.CheckedInAt == nil {
			name := names[r.ID] + v.say("（"+strconv.Itoa(r.Persons)+" 人）", " ("+strconv.Itoa(r.Persons)+")")
			open = append(open, domain.Term{Code: r.ID.String(), Name: domain.Text{ZH: name, EN: name}})
		}
	}
	guest, came := "", 1
	f := v.form(0, "签到："+a.Title, "Check in: "+a.Title)
	f.Submit, f.cancel, f.done = v.say("签到", "Check in"), "/events/"+a.ID.String()+"/guests", v.say("已签到。", "Checked in.")
	f.choice(&guest, "registration_id", "到会单位或专家", "Who has come", open).required()
	f.whole(&came, "came", "到会人数", "Persons").required()
	return f.serve(func() (string, error) {
		id, err := domain.ParseID(guest)
		if err != nil {
			return "", err
		}
		_, err = w.DB.CheckInRegistration(v.r.Context(), v.actor, a.ID, id, came)
		return v.r.URL.Path, err
	})
}

// recordBorn records that a docking was born at the activity, or takes that back.
func (w *Workbench) recordBorn(v *visit) error {
	ctx := v.r.Context()
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	found, err := w.DB.Dockings(ctx, v.actor, postgres.DockingFilter{}, postgres.Page{Limit: postgres.MaxLimit, Sort: "-created_at"})
	if err != nil {
		return err
	}
	titles, err := v.needTitles(found.Items)
	if err != nil {
		return err
	}
	var open domain.Terms
	for _, d := range found.Items {
		if a.Bears(d, true) == nil {
			name := titles[d.NeedID] + v.say("（", " (") + day(d.CreatedAt) + v.say(" 开始）", ")")
			open = append(open, domain.Term{Code: d.ID.String(), Name: domain.Text{ZH: name, EN: name}})
		}
	}
	docking := ""
	f := v.form(0, "记录促成的对接："+a.Title, "A docking born at: "+a.Title)
	f.Lead = v.say("只能选择活动当天至结束后 90 天内开始、且有一方报名或其需求、成果在议程中的对接。一项对接只记入一项活动。", "Dockings begun from the day of the event to 90 days after it, of a side that registered or with a listing on the agenda. Each counts for one event.")
	f.Submit, f.cancel, f.done = v.say("记入本活动", "Record"), "/events/"+a.ID.String()+"/guests", v.say("已记录。", "Recorded.")
	f.choice(&docking, "docking_id", "对接", "Docking", open).required()
	return f.serve(func() (string, error) {
		id, err := domain.ParseID(docking)
		if err != nil {
			return "", err
		}
		return f.cancel, w.DB.RecordBorn(ctx, v.actor, a.ID, id)
	})
}
