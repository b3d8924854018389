package workbench

import (
	"net/http"
	"net/url"
	"strconv"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addReview() {
	w.add(domain.Text{ZH: "审核", EN: "Review"}, Route{Method: http.MethodGet, Path: "/review", Resource: domain.Needs, Action: "publish", serve: w.review})
}

type reviewPage struct {
	Waiting []reviewRow
	Next    string
	Stale   []reviewRow
}

type reviewRow struct {
	Kind, Title, Href, Owner, Since, Waiting, Class string
}

// review lists what waits for review, the longest waiting first, and what expires.
func (w *Workbench) review(v *visit) error {
	found, err := w.DB.ReviewQueue(v.r.Context(), v.actor, postgres.ListedFilter{}, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	var page reviewPage
	for _, l := range found.Items {
		row := v.reviewRow(l)
		row.Since, row.Waiting = day(l.SubmittedAt), strconv.Itoa(l.Waiting)+v.say(" 个工作日", " working days")
		if l.Round > 1 {
			row.Kind += v.say("（第 ", " (round ") + strconv.Itoa(l.Round) + v.say(" 次提交）", ")")
		}
		page.Waiting = append(page.Waiting, row)
	}
	if found.Next != "" {
		page.Next = v.href("/review?after=" + url.QueryEscape(found.Next))
	}
	stale, err := w.DB.StaleListings(v.r.Context(), v.actor, postgres.ListedFilter{}, postgres.Page{Limit: 50})
	if err != nil {
		return err
	}
	for _, l := range stale.Items {
		row := v.reviewRow(l)
		row.Since, row.Waiting, row.Class = l.ValidUntil.String(), v.say("即将到期", "Expires soon"), "at_risk"
		if l.Expired(domain.DateOf(w.DB.Now())) {
			row.Waiting, row.Class = v.say("已过期", "Expired"), "missed"
		}
		page.Stale = append(page.Stale, row)
	}
	v.page(http.StatusOK, "review", v.say("审核", "Review"), page)
	return nil
}

func (v *visit) reviewRow(l domain.PendingListing) reviewRow {
	if l.Kind == domain.Technologies {
		return reviewRow{Kind: v.say("成果", "Technology"), Title: l.Title, Href: v.href("/technologies/" + l.ID.String()), Owner: l.Organisation}
	}
	return reviewRow{Kind: v.say("需求", "Need"), Title: l.Title, Href: v.href("/needs/" + l.ID.String()), Owner: l.Organisation}
}
