package workbench

import (
	"net/http"
	"slices"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addActivityHosts() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Activities, Action: action, serve: serve}
	}
	w.addForm(of("/events/new", domain.Create, w.newActivity))
	w.addForm(of("/events/{id}/edit", domain.Change, w.editActivity))
	w.addForm(of("/events/{id}/agenda", domain.Change, w.editAgenda))
	for _, s := range domain.ActivitySteps {
		w.addForm(of("/events/{id}/"+s.Name, domain.Action(s.Name), w.stepActivity))
	}
	w.addForm(of("/events/{id}/invite", domain.InviteTo, w.inviteToActivity))
	w.add(domain.Text{}, of("/events/{id}/guests", domain.SeeGuests, w.guests))
	w.add(domain.Text{}, of("/events/{id}/guests.xlsx", domain.SeeGuests, w.guestBook))
	w.addForm(of("/events/{id}/check-in", domain.CheckIn, w.checkIn))
	w.addForm(of("/events/{id}/dockings", domain.RecordDocking, w.recordBorn))
	w.addForm(of("/events/{id}/withdraw-docking", domain.WithdrawRecord, w.withdrawBorn))
}

// hosting adds what those who hold an activity can do with it.
func (v *visit) hosting(page *activityPage, a domain.Activity) {
	at := "/events/" + a.ID.String()
	can := func(action domain.Action) bool { return domain.Can(v.actor, action, domain.Activities, a.Facts()) }
	add := func(ok bool, zh, en, path string) {
		if ok {
			page.Host = append(page.Host, reference{v.say(zh, en), v.href(at + path)})
		}
	}
	add(can(domain.Change) && a.State != domain.ActivityCancelled, "修改", "Change", "/edit")
	add(can(domain.Change) && a.State != domain.ActivityCancelled && a.State != domain.ActivityHeld, "编排议程", "Agenda", "/agenda")
	add(can(domain.InviteTo) && a.AnnouncedAt != nil && (a.State == domain.ActivityAnnounced || a.State == domain.ActivityClosed), "邀请单位", "Invite", "/invite")
	add(can(domain.SeeGuests) && a.AnnouncedAt != nil, "报名与成效", "Guests and outcomes", "/guests")
	for _, name := range domain.ActivitySteps.Open(a.State) {
		label := domain.ActivitySteps.Terms().Name(name)
		add(can(domain.Action(name)), label.ZH, label.EN, "/"+name)
	}
}

func (w *Workbench) newActivity(v *visit) error {
	starts := v.DB.Now().In(domain.Shanghai).AddDate(0, 0, 14)
	starts = time.Date(starts.Year(), starts.Month(), starts.Day(), 9, 0, 0, 0, domain.Shanghai)
	a := domain.Activity{StartsAt: starts, EndsAt: starts.Add(3 * time.Hour), Capacity: 100, Area: v.actor.Area, HostID: v.actor.OrganisationID}
	if v.actor.Has(domain.RoleUniversity) {
		a.Kind = domain.ResultRelease
	}
	f := v.form(0, "筹备活动", "Plan an event")
	f.cancel, f.done = "/events", v.say("已保存，尚未发布。请编排议程后发布。", "Saved, not announced yet: set the agenda, then announce it.")
	save, err := v.activityFields(f, &a)
	if err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		if err := save(); err != nil {
			return "", err
		}
		made, err := w.DB.CreateActivity(v.r.Context(), v.actor, a)
		return "/events/" + made.ID.String(), err
	})
}

func (w *Workbench) editActivity(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	f := v.form(a.Version, "修改活动", "Change the event")
	f.cancel = "/events/" + a.ID.String()
	f.only(a.State != domain.ActivityCancelled, domain.ActivityStates.Name(string(a.State)))
	if a.AnnouncedAt != nil {
		f.Lead = v.say("时间、地点有变的，已邀请和已报名的单位会收到通知。", "Those invited and registered are told when time or place is changed.")
	}
	if a.State == domain.ActivityHeld {
		f.Lead = v.say("活动已举办，只能补充成效。", "It has been held: only what came of it can be added.")
		f.area(&a.Notes, "notes", "活动成效", "What came of it").rows(8)
		return f.serve(func() (string, error) {
			_, err := w.DB.ChangeActivity(v.r.Context(), v.actor, a.ID, f.version, func(kept *domain.Activity) error { kept.Notes = a.Notes; return nil })
			return f.cancel, err
		})
	}
	save, err := v.activityFields(f, &a)
	if err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		if err := save(); err != nil {
			return "", err
		}
		_, err := w.DB.ChangeActivity(v.r.Context(), v.actor, a.ID, f.version, func(kept *domain.Activity) error {
			agenda := kept.Agenda
			*kept = a
			kept.Agenda = agenda
			return nil
		})
		return f.cancel, err
	})
}

// activityFields asks for what a says but its agenda; what is returned puts days and
// times together.
func (v *visit) activityFields(f *form, a *domain.Activity) (save func() error, err error) {
	areas, err := v.areas()
	if err != nil {
		return nil, err
	}
	units, err := v.DB.Units(v.r.Context())
	if err != nil {
		return nil, err
	}
	var unitTerms domain.Terms
	for _, u := range units {
		unitTerms = append(unitTerms, domain.Term{Code: u.Code, Name: u.Name})
	}
	from, to := domain.DateOf(a.StartsAt), domain.DateOf(a.EndsAt)
	begins, ends := clock(a.StartsAt), clock(a.EndsAt)
	f.radio(&a.Kind, "kind", "活动类型", "Kind", domain.ActivityKinds).required()
	f.text(&a.Title, "title", "活动名称", "Title").required()
	f.date(&from, "starts_at", "开始日期", "First day").required()
	f.text(&begins, "begins", "开始时间", "Begins at").required().narrow().hint("如 09:00", "As 09:00")
	f.date(&to, "ends_at", "结束日期", "Last day").required()
	f.text(&ends, "ends", "结束时间", "Ends at").required().narrow().hint("如 11:30", "As 11:30")
	f.text(&a.Place, "place", "地点", "Place").hint("发布前必填", "Needed before it is announced")
	f.whole(&a.Capacity, "capacity", "容纳人数", "Room for").required().unit("人", "persons")
	f.boxes(&a.Fields, "fields", "技术领域", "Fields", domain.Fields).hint("用于查找拟邀请的单位", "Those whom to invite are looked for by these")
	f.choice(&a.Area, "area", "所属区域", "Area", areas).hint("全市性活动不选", "Leave open for the whole city")
	f.organisation(&a.HostID, "organisation_id", "主办单位", "Host", postgres.OrganisationFilter{})
	f.choice(&a.Unit, "unit", "主办部门", "Hosting unit", unitTerms).hint("由市直部门主办时选择，与主办单位至少填一项", "When a unit of the city holds it")
	f.area(&a.Description, "description", "活动说明", "About it")
	if a.AnnouncedAt != nil {
		f.area(&a.Notes, "notes", "活动成效", "What came of it")
	}
	return func() (err error) {
		if a.StartsAt, err = at(from, begins, "begins"); err != nil {
			return err
		}
		if a.EndsAt, err = at(to, ends, "ends"); err != nil {
			return err
		}
		if a.HostID.IsZero() && a.Unit == "" {
			err = domain.Invalid("organisation_id", "主办单位和主办部门至少填一项", "or a unit is required")
		}
		return err
	}, nil
}

func clock(t time.Time) string { return t.In(domain.Shanghai).Format("15:04") }

// at is the moment of a day at which people's clocks show a time.
func at(day domain.Date, clock, field string) (time.Time, error) {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return t, domain.Invalid(field, "时间应写作 09:00", "must be a time like 09:00")
	}
	return day.Time().Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute).UTC(), nil
}

// stepActivity asks for confirmation, and for a reason to cancel.
func (w *Workbench) stepActivity(v *visit) error {
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	name := string(v.route.Action)
	label := domain.ActivitySteps.Terms().Name(name)
	f := v.form(a.Version, label.ZH+"："+a.Title, label.EN+": "+a.Title)
	f.Submit, f.cancel = label.In(v.lang), "/events/"+a.ID.String()
	f.only(slices.Contains(domain.ActivitySteps.Open(a.State), name), domain.ActivityStates.Name(string(a.State)))
	reason := ""
	switch name {
	case "announce":
		f.Lead = v.say("发布后所有人可见，并开放报名。", "Everyone will see it and may register.")
	case "hold":
		f.Lead = v.say("确认后不能再修改时间、地点和议程，只能补充成效。", "Time, place and agenda cannot be changed any more; what came of it can be added.")
	case "cancel":
		f.Danger, f.Warning = true, v.say("取消后不能恢复，原因会公开显示。已邀请和已报名的单位会收到通知。", "It cannot be taken up again, and the reason is shown to all. Those invited and registered are told.")
		f.area(&reason, "reason", "取消原因", "Reason").required().rows(3)
	}
	return f.serve(func() (string, error) {
		_, err := w.DB.StepActivity(v.r.Context(), v.actor, a.ID, f.version, name, reason)
		return f.cancel, err
	})
}
