package workbench

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addNeeds() {
	of := func(path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Needs, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "企业需求", EN: "Needs"}, of("/needs", domain.Change, w.needs))
	w.addForm(of("/needs/new", domain.Create, w.newNeed))
	w.add(domain.Text{}, of("/needs/{id}", domain.Read, w.need))
	w.addForm(of("/needs/{id}/edit", domain.Change, w.editNeed))
	w.addForm(of("/needs/{id}/clinic", domain.Change, w.clinic))
	for _, s := range domain.ListingSteps {
		w.addForm(of("/needs/{id}/"+s.Name, domain.Action(s.Name), func(v *visit) error { return w.stepNeed(v, s) }))
	}
}

// needs lists the needs that the caller may change, the newest first, with what to do next.
func (w *Workbench) needs(v *visit) error {
	page, of := v.listings(domain.Needs, "/needs")
	filter := postgres.NeedFilter{State: page.State, Field: page.Field, Title: page.Title, OrganisationID: of.Organisation, Area: of.Area}
	found, err := w.DB.Needs(v.r.Context(), v.actor, filter, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	ids := make([]domain.ID, len(found.Items))
	for i, n := range found.Items {
		ids[i] = n.ID
	}
	counts, err := w.DB.MatchCounts(v.r.Context(), domain.Needs, ids)
	if err != nil {
		return err
	}
	for _, n := range found.Items {
		page.Rows = append(page.Rows, v.needRow(n, counts[n.ID]))
	}
	page.Next = page.page(v, "/needs", found.Next)
	v.page(http.StatusOK, "needs", v.say("企业需求", "Needs"), page)
	return nil
}

func (v *visit) needRow(n domain.Need, matches int) listingRow {
	row := listingRow{Title: n.Title, Href: v.href("/needs/" + n.ID.String())}
	row.State, row.Class = v.listingState(n.State, n.Expired(v.DB.Now()))
	row.Facts = v.say("更新于 ", "changed ") + day(n.UpdatedAt)
	if n.Field != "" {
		row.Facts = domain.Fields.Name(n.Field).In(v.lang) + " · " + row.Facts
	}
	if n.State == domain.ListingPublished {
		row.Facts += " · " + v.say("有效期至 ", "valid until ") + n.ValidUntil.String()
	}
	row.Next = v.nextOfListing(n.State, n.ValidUntil, len(n.Missing()))
	if n.State == domain.ListingPublished && !n.Expired(v.DB.Now()) {
		row.Facts += " · " + v.say("匹配成果 ", "technologies matched: ") + strconv.Itoa(matches) + v.say(" 项", "")
	}
	return row
}

// nextOfListing says what is to be done with a listing next; "" for nothing.
func (v *visit) nextOfListing(state domain.ListingState, until domain.Date, missing int) string {
	left := domain.DateOf(v.DB.Now()).AddDays(domain.ExpiryNotice)
	switch {
	case state == domain.ListingDraft && missing > 0:
		return v.say("还缺必填内容，请继续填写", "Something required is missing: go on writing")
	case state == domain.ListingDraft:
		return v.say("可以提交审核了", "Ready to be submitted")
	case state == domain.ListingSubmitted:
		return v.say("等待审核", "Awaiting review")
	case state == domain.ListingPublished && until.Before(domain.DateOf(v.DB.Now())):
		return v.say("已过有效期，不再参加匹配，请续期或关闭", "Expired: renew or close it")
	case state == domain.ListingPublished && until.Before(left):
		return v.say("即将到期，请续期或关闭", "Expires soon: renew or close it")
	}
	return ""
}

// permittedNeed reads the need that the page is about, on which the caller may do the action of
// the route.
func (v *visit) permittedNeed() (domain.Need, domain.Facts, error) {
	id, err := v.record()
	if err != nil {
		return domain.Need{}, domain.Facts{}, err
	}
	n, err := v.DB.Need(v.r.Context(), v.actor, id)
	if err != nil {
		return n, domain.Facts{}, err
	}
	f, err := v.permitted(domain.Needs, n.ID, n.OrganisationID, n.Facts)
	return n, f, err
}

// permitted is what access knows of a listing of an organisation, ErrForbidden when the
// caller may not do the action of the route to it.
func (v *visit) permitted(kind domain.Resource, id, owner domain.ID, facts func(area string, now time.Time) domain.Facts) (domain.Facts, error) {
	area, err := v.areaOf(v.r.Context(), owner)
	f := facts(area, v.DB.Now())
	if err == nil && !v.actor.ExpertID.IsZero() {
		f.Experts, err = v.DB.Stewards(v.r.Context(), kind, id)
	}
	if err == nil && !domain.Can(v.actor, v.route.Action, v.route.Resource, f) {
		err = domain.ErrForbidden
	}
	return f, err
}

// areaOf is the area of an organisation, "" when none is shown.
func (v *visit) areaOf(ctx context.Context, organisation domain.ID) (string, error) {
	found, err := v.DB.OrganisationsByIDs(ctx, []domain.ID{organisation})
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].Area, nil
}

// stepNeed takes a step of a need, after asking why where that is needed.
func (w *Workbench) stepNeed(v *visit, s domain.Step[domain.ListingState]) error {
	n, _, err := v.permittedNeed()
	if err != nil {
		return err
	}
	back := "/needs/" + n.ID.String()
	f := v.stepForm(n.Version, n.State, s, n.Title, back)
	said := v.returnFields(f, s, domain.NeedFields)
	return f.serve(func() (string, error) {
		if s.Name == "return" {
			_, err := w.DB.ReturnNeed(v.r.Context(), v.actor, n.ID, f.version, said())
			return "/review", err
		}
		_, err := w.DB.StepNeed(v.r.Context(), v.actor, n.ID, f.version, s.Name, said().Words)
		return back, err
	})
}

// stepForm is the page of a step of a listing.
func (v *visit) stepForm(version int64, from domain.ListingState, s domain.Step[domain.ListingState], title, back string) *form {
	f := v.form(version, s.Label.ZH+"："+title, s.Label.EN+": "+title)
	f.Submit, f.cancel, f.done = s.Label.In(v.lang), back, v.say("已办理：", "Done: ")+s.Label.In(v.lang)
	f.only(slices.Contains(domain.ListingSteps.Open(from), s.Name), domain.ListingStates.Name(string(from)))
	if s.Name == "close" {
		f.Danger, f.Warning = true, v.say("关闭后不再公开、不再匹配，也不能再修改。", "What is closed is shown and matched no more, and cannot be changed.")
	}
	return f
}

// returnFields asks for words, and where a listing is given back for what is to be mended
// at each field.
func (v *visit) returnFields(f *form, s domain.Step[domain.ListingState], fields domain.Terms) func() domain.Return {
	if !s.NeedsReason {
		return func() domain.Return { return domain.Return{} }
	}
	var words string
	d := f.area(&words, "reason", "理由", "Reason").rows(3)
	if s.Name != "return" {
		d.required()
		return func() domain.Return { return domain.Return{Words: words} }
	}
	d.Label = v.say("总的意见", "On the whole")
	d.hint("可以只写这里，也可以在下面逐项写", "This alone will do, or write at the fields below")
	f.section("逐项意见", "At the fields").Hint = v.say("需要修改的写明怎么改，其余留空。单位会在对应的栏目旁看到。", "Leave blank what may stay. The owner sees each at its field.")
	points := make([]string, len(fields))
	for i, t := range fields {
		f.text(&points[i], "point-"+t.Code, t.Name.ZH, t.Name.EN)
	}
	return func() domain.Return {
		said := domain.Return{Words: words}
		for i, t := range fields {
			if points[i] != "" {
				said.Points = append(said.Points, domain.ReviewPoint{Field: t.Code, Words: points[i]})
			}
		}
		return said
	}
}

// day and minute write a time as people in Xiangtan read it.
func day(t time.Time) string    { return t.In(domain.Shanghai).Format("2006-01-02") }
func minute(t time.Time) string { return t.In(domain.Shanghai).Format("2006-01-02 15:04") }
