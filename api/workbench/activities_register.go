package workbench

import (
	"net/http"
	"net/url"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

type registrationsPage struct {
	Rows []registrationRow
	Next string
}

type registrationRow struct {
	Activity, Href, When, State, Persons string
	Cancel, Rate                         string // addresses; "" where it cannot be done
}

// registrations lists the registrations of the caller's organisation or expert's record,
// the newest first; stewards and the bureau see all that they look after.
func (w *Workbench) registrations(v *visit) error {
	ctx := v.r.Context()
	found, err := w.DB.Registrations(ctx, v.actor, postgres.RegistrationFilter{}, postgres.Page{Sort: "-created_at", Limit: 50, After: v.r.URL.Query().Get("after")})
	if err != nil {
		return err
	}
	page, known := registrationsPage{}, map[domain.ID]domain.Activity{}
	for _, r := range found.Items {
		a, ok := known[r.ActivityID]
		if !ok {
			if a, err = w.DB.Activity(ctx, v.actor, r.ActivityID); err != nil {
				return err
			}
			known[a.ID] = a
		}
		page.Rows = append(page.Rows, v.registrationRow(r, a))
	}
	if found.Next != "" {
		page.Next = v.href("/registrations?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "registrations", v.say("活动报名", "Registrations for events"), page)
	return nil
}

func (v *visit) registrationRow(r domain.Registration, a domain.Activity) registrationRow {
	at := "/registrations/" + r.ID.String()
	row := registrationRow{Activity: a.Title, Href: v.href("/events/" + a.ID.String()), When: v.spell(a.StartsAt, a.EndsAt), Persons: strconv.Itoa(r.Persons),
		State: domain.RegistrationStates.Name(string(r.State)).In(v.lang)}
	switch {
	case r.CheckedInAt != nil:
		row.State = v.say("已到会", "Came")
		if domain.Can(v.actor, domain.Rate, domain.Registrations, r.Facts()) {
			row.Rate = v.href(at + "/rate")
		}
	case r.State != domain.RegistrationCancelled && (a.State == domain.ActivityAnnounced || a.State == domain.ActivityClosed) && domain.Can(v.actor, "cancel", domain.Registrations, r.Facts()):
		row.Cancel = v.href(at + "/cancel")
	}
	return row
}

// register is the form by which an organisation or an expert registers. Whoever does it
// for others, at the door, names the organisation.
func (w *Workbench) register(v *visit) error {
	ctx := v.r.Context()
	open, err := v.openActivities()
	if err != nil {
		return err
	}
	r, activity := domain.Registration{Persons: 1}, v.r.URL.Query().Get("activity")
	if !open.Has(activity) {
		activity = ""
	}
	f := v.form(0, "活动报名", "Register for an event")
	f.Lead = v.say("名额有限，按报名先后确定；满员后列入候补，有空位时自动递补。", "First come, first served; when it is full you wait, and come in when there is room.")
	f.Submit, f.cancel, f.done = v.say("提交报名", "Register"), "/events", v.say("报名已提交。", "Registered.")
	if v.r.URL.RawQuery != "" {
		f.Action = v.href("/registrations/new?activity=" + url.QueryEscape(v.r.URL.Query().Get("activity")))
	}
	f.choice(&activity, "activity_id", "活动", "Event", open).required()
	if v.actor.OrganisationID.IsZero() && v.actor.ExpertID.IsZero() {
		f.organisation(&r.OrganisationID, "organisation_id", "报名单位", "Organisation", postgres.OrganisationFilter{}).required()
	}
	f.whole(&r.Persons, "persons", "人数", "Persons").required()
	f.text(&r.Contact, "contact", "联系人", "Contact").required().filled("name")
	f.text(&r.Phone, "phone", "联系电话", "Telephone").required().filled("tel")
	f.area(&r.Note, "note", "备注", "Note").rows(3).hint("如希望对接的需求或成果", "What you hope to talk about")
	return f.serve(func() (string, error) {
		var err error
		if r.ActivityID, err = domain.ParseID(activity); err != nil {
			return "", err
		}
		r, err = w.DB.Register(ctx, v.actor, r)
		if r.State == domain.Waiting {
			f.done = v.say("名额已满，已列入候补。有空位时自动递补。", "It is full: you are on the waiting list.")
		}
		return "/events/" + activity, err
	})
}

// openActivities are those that can be registered for.
func (v *visit) openActivities() (domain.Terms, error) {
	now := v.DB.Now()
	found, err := v.DB.Activities(v.r.Context(), v.actor, postgres.ActivityFilter{EndsAfter: now}, postgres.Page{Sort: "starts_at", Limit: 100})
	var open domain.Terms
	for _, a := range found.Items {
		host := domain.Can(v.actor, domain.CheckIn, domain.Activities, a.Facts()) && (a.State == domain.ActivityAnnounced || a.State == domain.ActivityClosed)
		if a.Open(now) || host {
			name := a.Title + v.say("（", " (") + day(a.StartsAt) + v.say("）", ")")
			open = append(open, domain.Term{Code: a.ID.String(), Name: domain.Text{ZH: name, EN: name}})
		}
	}
	return open, err
}

// registrationOf is the registration of the route, if the caller may do with it what the
// route does.
func (v *visit) registrationOf() (domain.Registration, error) {
	id, err := v.record()
	if err != nil {
		return domain.Registration{}, err
	}
	r, err := v.DB.Registration(v.r.Context(), v.actor, id)
	if err == nil && !domain.Can(v.actor, v.route.Action, domain.Registrations, r.Facts()) {
		err = domain.ErrForbidden
	}
	return r, err
}

func (w *Workbench) cancelRegistration(v *visit) error {
	r, err := v.registrationOf()
	if err != nil {
		return err
	}
	f := v.form(r.Version, "取消报名", "Cancel the registration")
	f.Danger, f.Submit, f.cancel, f.done = true, v.say("取消报名", "Cancel it"), "/registrations", v.say("报名已取消。", "Cancelled.")
	f.Warning = v.say("取消后名额让给候补单位；如需再参加，要重新报名。", "Your places go to those who wait; to come after all, register again.")
	return f.serve(func() (string, error) {
		_, err := w.DB.CancelRegistration(v.r.Context(), v.actor, r.ID, f.version)
		return "/registrations", err
	})
}

func (w *Workbench) rateActivity(v *visit) error {
	r, err := v.registrationOf()
	if err != nil {
		return err
	}
	score, opinion := "", r.Opinion
	if r.Satisfaction > 0 {
		score = strconv.Itoa(r.Satisfaction)
	}
	f := v.form(r.Version, "评价活动", "Rate the event")
	f.Submit, f.cancel, f.done = v.say("提交评价", "Send"), "/registrations", v.say("谢谢您的评价。", "Thank you.")
	f.radio(&score, "satisfaction", "总体满意度", "Satisfaction", domain.Terms{{Code: "5", Name: domain.Text{ZH: "很满意", EN: "Very satisfied"}}, {Code: "4", Name: domain.Text{ZH: "满意", EN: "Satisfied"}},
		{Code: "3", Name: domain.Text{ZH: "一般", EN: "So-so"}}, {Code: "2", Name: domain.Text{ZH: "不满意", EN: "Not satisfied"}}, {Code: "1", Name: domain.Text{ZH: "很不满意", EN: "Not at all"}}}).required()
	f.area(&opinion, "opinion", "意见和建议", "What you think").rows(4)
	return f.serve(func() (string, error) {
		n, err := strconv.Atoi(score)
		if err != nil {
			return "", domain.Invalid("satisfaction", "请选择", "choose one")
		}
		_, err = w.DB.RateActivity(v.r.Context(), v.actor, r.ID, f.version, n, opinion)
		return "/registrations", err
	})
}
