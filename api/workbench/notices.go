package workbench

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addNotices() {
	of := func(method, path string, action domain.Action, serve func(*visit) error) Route {
		return Route{Method: method, Path: path, Resource: domain.Notices, Action: action, serve: serve}
	}
	w.add(domain.Text{ZH: "匹配通知", EN: "Notices"}, of(http.MethodGet, "/notices", domain.Read, w.notices))
	w.add(domain.Text{}, of(http.MethodPost, "/notices/{id}/read", domain.MarkRead, w.readNotice))
	w.add(domain.Text{}, of(http.MethodPost, "/notice-threshold", domain.Configure, w.setThreshold))
}

type noticesPage struct {
	Notices   []noticeRow
	Next      string
	Usual     []fact // from which scores on one hears of which kind, where nothing is set
	Strong    string // from which on stewards do; "" for others
	Set       string // by the caller's organisation, in points; "" for nothing
	Threshold string // address to set it; "" for those who may not
}

type noticeRow struct {
	Kind, Candidate, Need, Score, At string
	Dossier                          string // its address; "" for those who may not open it
	Read                             string // address to mark it as read; "" once it is
}

// notices lists what the caller has been told, the unread first, and says why they were.
func (w *Workbench) notices(v *visit) error {
	ctx := v.r.Context()
	found, err := w.DB.Notices(ctx, v.actor, false, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	var page noticesPage
	if page.Notices, err = v.noticeRows(found.Items); err != nil {
		return err
	}
	if found.Next != "" {
		page.Next = v.href("/notices?after=" + url.QueryEscape(found.Next))
	}
	if err := v.thresholds(&page); err != nil {
		return err
	}
	v.page(http.StatusOK, "notices", v.say("匹配通知", "Notices"), page)
	return nil
}

func (v *visit) noticeRows(told []postgres.Told) ([]noticeRow, error) {
	ids := make([]domain.ID, len(told))
	for i, n := range told {
		ids[i] = n.NeedID
	}
	open, err := v.DB.MatchedFor(v.r.Context(), v.actor, ids)
	var rows []noticeRow
	for _, n := range told {
		row := noticeRow{Kind: domain.MatchKinds.Name(n.Kind).In(v.lang), Candidate: n.Candidate, Need: n.Need, Score: points(n.Score), At: minute(n.CreatedAt)}
		if open[n.NeedID] {
			row.Dossier = v.href("/needs/" + n.NeedID.String() + "/dossier")
		}
		if n.ReadAt == nil && domain.Can(v.actor, domain.MarkRead, domain.Notices, n.Facts()) {
			row.Read = v.href("/notices/" + n.ID.String() + "/read")
		}
		rows = append(rows, row)
	}
	return rows, err
}

// thresholds says from which scores on the caller hears of matches.
func (v *visit) thresholds(page *noticesPage) error {
	defaults, err := v.DB.NoticeDefaults(v.r.Context())
	if err != nil {
		return err
	}
	for _, kind := range domain.MatchKinds {
		if d, ok := defaults[kind.Code]; ok {
			page.Usual = append(page.Usual, fact{kind.Name.In(v.lang), points(d.Threshold)})
		}
	}
	if v.actor.Area != "" {
		page.Strong = points(defaults[domain.MatchTechnology].Strong)
	}
	if !v.mayConfigure() {
		return nil
	}
	page.Threshold = v.href("/notice-threshold")
	set, err := v.DB.NoticeThresholds(v.r.Context(), v.actor)
	for _, t := range set {
		if t.OrganisationID == v.actor.OrganisationID && t.NeedID.IsZero() && t.TechnologyID.IsZero() && t.Threshold != nil {
			page.Set = points(*t.Threshold)
		}
	}
	return err
}

func (v *visit) mayConfigure() bool {
	of := domain.NoticeThreshold{OrganisationID: v.actor.OrganisationID}
	return !of.OrganisationID.IsZero() && domain.Can(v.actor, domain.Configure, domain.Notices, of.Facts())
}

func (w *Workbench) readNotice(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	if _, err := w.DB.MarkRead(v.r.Context(), v.actor, id); err != nil {
		return err
	}
	v.redirect("/notices")
	return nil
}

// setThreshold sets from how many points on the caller's organisation hears of matches;
// a blank field goes back to what holds for all.
func (w *Workbench) setThreshold(v *visit) error {
	if err := v.readForm(); err != nil {
		return err
	}
	set := domain.NoticeThreshold{OrganisationID: v.actor.OrganisationID}
	if given := strings.TrimSpace(v.r.PostForm.Get("points")); given != "" {
		n, err := strconv.ParseFloat(given, 64)
		if err != nil || !(n >= 0 && n <= 100) {
			return domain.Invalid("points", "门槛应为 0 至 100 分", "the threshold must be from 0 to 100 points")
		}
		n /= 100
		set.Threshold = &n
	}
	if _, err := w.DB.SetNoticeThreshold(v.r.Context(), v.actor, set); err != nil {
		return err
	}
	v.redirect("/notices")
	return nil
}
