package workbench_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sent fills in the form of a page, field and answer in turn, and sends it; "" presses
// what has that id. It returns the page it leads to, whole.
func (s *site) sent(ctx context.Context, path, name string, answers ...string) string {
	s.Helper()
	require.NoError(s, chromedp.Do(ctx, chromedp.Navigate(s.url+path), chromedp.WaitVisible(chromedp.CSS("form.fields"))))
	for i := 0; i < len(answers); i += 2 {
		field := chromedp.CSS(`[id="` + answers[i] + `"]`)
		if answers[i+1] == "" {
			require.NoError(s, chromedp.Do(ctx, chromedp.Click(field)), answers[i])
			continue
		}
		require.NoError(s, chromedp.Do(ctx, chromedp.SetValue(field, answers[i+1])), answers[i])
	}
	picture(s, ctx, name)
	require.NoError(s, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".buttons button")), chromedp.WaitVisible(chromedp.CSS(".said, #problems"))))
	page := s.html(ctx)
	require.NotContains(s, page, `id="problems"`, path)
	return page
}

// An event from its plan to what came of it, by its forms in Chromium: it is planned, its
// agenda set, announced, those who match are invited, one registers and fills it, one
// waits and is let in, they are checked in and rate it, and a docking born there counts,
// and no more once the record of it is taken back.
func TestEventLivesByPages(t *testing.T) {
	s := newSite(t)
	s.planned()
	s.steward()
	_, err := s.db.CreateUser(t.Context(), actor, domain.User{Login: "university", Name: "示例刘老师", Roles: []domain.Role{domain.RoleUniversity}, OrganisationID: s.institute()}, s.hash)
	require.NoError(t, err)
	ctx := browser(t, 1100)
	clients := map[string]*http.Client{}
	for _, login := range []string{"steward", "university", "enterprise"} {
		clients[login] = s.signedIn(login)
	}
	as := func(login string) { s.enter(ctx, role{http: clients[login]}) }

	as("steward")
	page := s.sent(ctx, "/events/new", "event-new", "kind-matchmaking", "", "title", "示例散热材料对接会", "place", "示例会议中心一楼", "capacity", "3", "fields-materials", "", "unit", "kjj", "description", "面向散热材料的供需双方。")
	require.Contains(t, page, "尚未发布")
	made, err := s.db.Activities(t.Context(), actor, postgres.ActivityFilter{}, firstPage)
	require.NoError(t, err)
	a := made.Items[0]
	at := "/events/" + a.ID.String()
	s.sent(ctx, at+"/agenda", "event-agenda", "title", "致辞", "at", "09:00")
	require.Contains(t, s.sent(ctx, at+"/agenda", "event-agenda-need", "kind-need", "", "title", s.need.Title, "at", "09:20"), s.need.Title)
	s.sent(ctx, at+"/announce", "event-announce")
	page = s.sent(ctx, at+"/invite", "event-invite", "organisation_ids-"+s.institute().String(), "")
	require.Contains(t, page, "已邀请 1 家单位")

	as("university")
	require.Contains(t, s.shown(ctx, "/events", "events-invited"), "邀请您参加")
	page = s.sent(ctx, "/registrations/new?activity="+a.ID.String(), "event-register", "persons", "3", "contact", "示例刘老师", "phone", "0731-00000000", "note", "想了解用量")
	require.Contains(t, page, "报名已提交")
	as("enterprise")
	page = s.sent(ctx, "/registrations/new?activity="+a.ID.String(), "event-register-full", "persons", "2", "contact", "示例王厂长", "phone", "13800000000")
	require.Contains(t, page, "名额已满，已列入候补")
	s.shown(ctx, at, "event-waiting")
	as("university")
	page = s.shown(ctx, "/registrations", "registrations")
	require.Contains(t, page, "已报名")
	first := s.registrationsOf(a, "registered")[0]
	s.sent(ctx, "/registrations/"+first.ID.String()+"/cancel", "registration-cancel")
	as("enterprise")
	require.Contains(t, s.shown(ctx, at, "event-let-in"), "已报名")
	as("university")
	s.sent(ctx, "/registrations/new?activity="+a.ID.String(), "event-register-again", "persons", "1", "contact", "示例刘老师", "phone", "0731-00000000")

	_, err = s.db.Pool().Exec(t.Context(), `UPDATE activities SET starts_at = now() - interval '1 second'`) // its day has come
	require.NoError(t, err)
	as("steward")
	coming := s.registrationsOf(a, "registered")
	require.Len(t, coming, 2)
	for i, r := range coming {
		require.Contains(t, s.sent(ctx, at+"/check-in", "event-check-in", "registration_id", r.ID.String(), "came", "1"), "已签到", i)
	}
	as("enterprise")
	mine := coming[0]
	require.Contains(t, s.sent(ctx, "/registrations/"+mine.ID.String()+"/rate", "event-rate", "satisfaction-5", "", "opinion", "找到了合作方"), "谢谢您的评价")

	docking, err := s.db.CreateDocking(t.Context(), actor, domain.Docking{NeedID: s.need.ID, TechnologyID: s.offeredBy(s.institute())})
	require.NoError(t, err)
	as("steward")
	page = s.sent(ctx, at+"/dockings", "event-docking", "docking_id", docking.ID.String())
	figures := func(page string) string {
		_, rest, _ := strings.Cut(page, "促成对接</dt><dd>")
		n, _, _ := strings.Cut(rest, "</dd>")
		return n
	}
	require.Equal(t, "1 项", figures(page))
	withdraw := strings.ReplaceAll(between(t, page, `<p class="tools"><a href="`+at+`/withdraw`, `"`), "&amp;", "&")
	page = s.sent(ctx, at+"/withdraw"+withdraw, "event-withdraw")
	require.Equal(t, "0 项", figures(page))
	require.Equal(t, "1 项", figures(s.sent(ctx, at+"/dockings", "event-docking-again", "docking_id", docking.ID.String())))
	s.sent(ctx, at+"/hold", "event-hold")
	page = s.sent(ctx, at+"/edit", "event-notes", "notes", "达成合作意向 1 项。")
	require.Contains(t, page, "达成合作意向 1 项。")
	words := s.shown(ctx, at+"/guests", "event-guests")
	for _, want := range []string{"2 家 2 人", "湘潭示例散热科技有限公司", "5 分", "找到了合作方", "撤销记录"} {
		require.Contains(t, words, want)
	}
	s.looked(ctx, map[string]string{"events": "/events", "event": at, "guests": at + "/guests"})
}

// looked looks pages over at the width of a phone, and keeps pictures of them so and in print.
func (s *site) looked(ctx context.Context, paths map[string]string) {
	require.NoError(s, chromedp.Do(ctx, chromedp.EmulateViewport(390, 900)))
	for name, path := range paths {
		s.sound(ctx, path)
		picture(s, ctx, name+"-phone")
	}
	require.NoError(s, chromedp.Do(ctx, chromedp.EmulateViewport(800, 1100)))
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(s, err)
	for name, path := range paths {
		s.shown(ctx, path, name+"-print")
	}
}

func (s *site) registrationsOf(a domain.Activity, state string) []domain.Registration {
	s.Helper()
	found, err := s.db.Registrations(s.Context(), actor, postgres.RegistrationFilter{ActivityID: a.ID, State: state}, firstPage)
	require.NoError(s, err)
	return found.Items
}

// offeredBy is a technology of a university.
func (s *site) offeredBy(university domain.ID) domain.ID {
	s.Helper()
	found, err := s.db.Technologies(s.Context(), actor, postgres.TechnologyFilter{OrganisationID: university}, firstPage)
	require.NoError(s, err)
	return found.Items[0].ID
}
