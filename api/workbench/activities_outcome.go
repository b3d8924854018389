package workbench

import (
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

// bornRow is a docking born there; Docking and Withdraw are "" for who may not open it,
// or not take the record back.
type bornRow struct{ Need, Stage, Docking, Withdraw string }

func (v *visit) bornRows(a domain.Activity) (rows []bornRow, err error) {
	born, err := v.DB.BornDockings(v.r.Context(), v.actor, a.ID)
	if err != nil {
		return nil, err
	}
	titles, err := v.needTitles(born)
	for _, d := range born {
		row := bornRow{Need: titles[d.NeedID], Stage: domain.Stages.Name(string(d.Stage)).In(v.lang), Docking: v.reach("/dockings/" + d.ID.String())}
		if domain.Can(v.actor, domain.WithdrawRecord, domain.Activities, a.Facts()) {
			row.Withdraw = v.href("/events/" + a.ID.String() + "/withdraw-docking?docking=" + d.ID.String())
		}
		rows = append(rows, row)
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

// recordBorn records that a docking was born at the activity.
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
	rules, err := w.DB.ActivityRules(ctx)
	if err != nil {
		return err
	}
	var open domain.Terms
	for _, d := range found.Items {
		if a.Bears(d, true, rules) == nil {
			name := titles[d.NeedID] + v.say("（", " (") + day(d.CreatedAt) + v.say(" 开始）", ")")
			open = append(open, domain.Term{Code: d.ID.String(), Name: domain.Text{ZH: name, EN: name}})
		}
	}
	docking := ""
	f := v.form(0, "记录促成的对接："+a.Title, "A docking born at: "+a.Title)
	f.Lead = v.say("只能选择活动当天起开始、且有一方报名或其需求、成果在议程中的对接。一项对接只记入一项活动。", "Dockings begun from the day of the event on, of a side that registered or with a listing on the agenda. Each counts for one event.")
	if days := strconv.Itoa(rules.BornWithin); rules.BornWithin > 0 {
		f.Lead += v.say("按本平台规则，活动结束 "+days+" 天后才开始的对接不再记入（这是平台自定的口径，并非上级规定）。", " By this platform's own rule, which no law sets, dockings begun more than "+days+" days after the event do not count.")
	}
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

// withdrawBorn takes back that a docking was born at the activity, after asking.
func (w *Workbench) withdrawBorn(v *visit) error {
	ctx := v.r.Context()
	a, err := v.activityOf(v.route.Action)
	if err != nil {
		return err
	}
	born, err := w.DB.BornDockings(ctx, v.actor, a.ID)
	if err != nil {
		return err
	}
	titles, err := v.needTitles(born)
	if err != nil {
		return err
	}
	var recorded domain.Terms
	for _, d := range born {
		recorded = append(recorded, domain.Term{Code: d.ID.String(), Name: domain.Text{ZH: titles[d.NeedID], EN: titles[d.NeedID]}})
	}
	docking := v.r.URL.Query().Get("docking")
	if !recorded.Has(docking) {
		docking = ""
	}
	f := v.form(0, "撤销促成对接的记录："+a.Title, "Take back a docking of: "+a.Title)
	f.Warning = v.say("撤销后该对接及其合同不再计入本活动成效；对接本身不受影响，可重新记录。", "The docking and its contracts count for this event no more; the docking goes on, and can be recorded again.")
	f.Danger, f.Submit, f.cancel, f.done = true, v.say("撤销记录", "Take it back"), "/events/"+a.ID.String()+"/guests", v.say("记录已撤销。", "Taken back.")
	f.choice(&docking, "docking_id", "对接", "Docking", recorded).required()
	return f.serve(func() (string, error) {
		id, err := domain.ParseID(docking)
		if err != nil {
			return "", err
		}
		return f.cancel, w.DB.WithdrawBorn(ctx, v.actor, a.ID, id)
	})
}
