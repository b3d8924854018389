package notify_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/notify"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func newReader(b []byte) io.Reader { return bytes.NewReader(b) }

// world is a store with a need, a technology, and a user on each side.
type world struct {
	testing.TB
	db            *postgres.DB
	enterprise    domain.Organisation
	technology    domain.Technology
	buyer, seller domain.Actor
}

var system = domain.System("test")

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	w := &world{TB: t, db: db}
	_, err = db.ReplaceAreas(t.Context(), system, []domain.Area{{Code: "yuhu", Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}, Kind: "district", Division: "430302", Order: 1}})
	require.NoError(t, err)
	w.enterprise = w.organisation("示例企业", domain.Enterprise)
	university := w.organisation("示例大学", domain.University)
	w.buyer, w.seller = w.user("buyer", domain.RoleEnterprise, w.enterprise.ID), w.user("seller", domain.RoleUniversity, university.ID)
	require.NoError(t, db.SetNotificationPreferences(t.Context(), w.seller, []domain.NotificationPreference{{Kind: domain.NotifyReview, Delivery: domain.DeliverPage}}))
	w.technology, err = db.CreateTechnology(t.Context(), system, domain.Technology{OrganisationID: university.ID, Title: "示例涂层技术", Abstract: "简介", Field: "materials", Confidentiality: "public"})
	require.NoError(t, err)
	for _, step := range []string{"submit", "publish"} {
		w.technology, err = db.StepTechnology(t.Context(), system, w.technology.ID, w.technology.Version, step, "")
		require.NoError(t, err)
	}
	return w
}

func (w *world) organisation(name, kind string) domain.Organisation {
	o, err := w.db.CreateOrganisation(w.Context(), system, domain.Organisation{Name: name, Kind: kind, Area: "yuhu", Division: "430302"})
	require.NoError(w, err)
	return o
}

func (w *world) user(login string, role domain.Role, organisation domain.ID) domain.Actor {
	u, err := w.db.CreateUser(w.Context(), system, domain.User{Login: login, Name: "示例用户", Roles: []domain.Role{role}, OrganisationID: organisation}, "hash")
	require.NoError(w, err)
	return u.Actor("")
}

// propose has the enterprise ask for a docking over a need of its own, of which the
// university is told.
func (w *world) propose(title string) domain.Docking {
	n, err := w.db.CreateNeed(w.Context(), system, domain.Need{OrganisationID: w.enterprise.ID, Title: title, Field: "materials", Confidentiality: "public", Problem: "问题"})
	require.NoError(w, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = w.db.StepNeed(w.Context(), system, n.ID, n.Version, step, "")
		require.NoError(w, err)
	}
	d, err := w.db.CreateDocking(w.Context(), w.buyer, domain.Docking{NeedID: n.ID, TechnologyID: w.technology.ID})
	require.NoError(w, err)
	return d
}

// start does the background work of telling until the test ends.
func (w *world) start(o notify.Options) {
	o.DB, o.Log = w.db, slog.New(slog.NewTextHandler(io.Discard, nil))
	if o.Limits.PerHour == 0 {
		o.Limits = domain.UsualMailLimits
	}
	chore := notify.New(o).Chore()
	relay, err := w.db.NewRelay(chore.JobsOf...)
	require.NoError(w, err)
	workers := river.NewWorkers()
	require.NoError(w, chore.Workers(workers, relay))
	client, err := river.NewClient(riverpgxv5.New(w.db.Pool()), &river.Config{Workers: workers, Queues: chore.Queues, Logger: o.Log, FetchPollInterval: 50 * time.Millisecond, FetchCooldown: 50 * time.Millisecond})
	require.NoError(w, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.Context()))
	require.NoError(w, client.Start(ctx))
	ended := make(chan struct{})
	go func() { relay.Run(ctx, 20*time.Millisecond, o.Log); close(ended) }()
	w.Cleanup(func() {
		stopping, done := context.WithTimeout(context.Background(), 20*time.Second)
		defer done()
		require.NoError(w, client.StopAndCancel(stopping))
		cancel()
		<-ended
	})
}

func (p *post) mailer(t *testing.T) *notify.Mailer {
	t.Helper()
	m, err := notify.NewMailer(notify.MailOptions{Host: "127.0.0.1", Port: p.port, User: postUser, Password: postPassword, From: "三库三家 <notice@example.org>",
		TLS: "starttls", PublicURL: "https://sanku.example.org/", Roots: p.roots})
	require.NoError(t, err)
	return m
}

// parts are the text and the HTML of a mail, decoded.
func parts(t *testing.T, m *mail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/alternative", kind)
	found := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return found
		}
		require.NoError(t, err)
		kind, _, _ := strings.Cut(p.Header.Get("Content-Type"), ";")
		require.Equal(t, "quoted-printable", p.Header.Get("Content-Transfer-Encoding"))
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		require.NoError(t, err)
		found[kind] = string(text)
	}
}

func subject(t *testing.T, m *mail.Message) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	return s
}

var confirmation = regexp.MustCompile(`https://sanku\.example\.org/mail-address/confirm\?secret=(\w+)`)

// confirmAddress gives the seller an address by way of the mail that asks for it.
func (w *world) confirmAddress(p *post) {
	_, err := w.db.SetUserAddress(w.Context(), w.seller, "seller@example.org")
	require.NoError(w, err)
	asked := <-p.received
	require.Equal(w, "请确认您的邮箱", subject(w.TB.(*testing.T), asked))
	found := confirmation.FindStringSubmatch(parts(w.TB.(*testing.T), asked)["text/plain"])
	require.NotNil(w, found)
	require.NoError(w, w.db.ConfirmAddress(w.Context(), domain.Actor{}, found[1]))
}

// From a docking that is proposed to the mail in the box, over STARTTLS with a password.
func TestMailOverSMTP(t *testing.T) {
	w, p := newWorld(t), openPost(t, false)
	w.start(notify.Options{Mail: p.mailer(t)})
	w.confirmAddress(p)
	d := w.propose("耐磨涂层 <b>的</b> 制备\r\nBcc: x@example.org")
	m := <-p.received
	text := "“耐磨涂层 <b>的</b> 制备 Bcc: x@example.org”有新的对接意向，等待管家引荐"
	require.Equal(t, text, subject(t, m))
	require.Empty(t, m.Header.Get("Bcc"), "a title writes no headers")
	require.Equal(t, "seller@example.org", strings.Trim(m.Header.Get("To"), "<>"))
	require.Equal(t, "auto-generated", m.Header.Get("Auto-Submitted"))
	require.Regexp(t, `^<[0-9a-f-]{36}@example\.org>$`, m.Header.Get("Message-Id"))
	body := parts(t, m)
	require.Contains(t, body["text/plain"], "· "+text)
	require.Contains(t, body["text/plain"], "https://sanku.example.org/dockings/"+d.ID.String())
	require.Contains(t, body["text/html"], "&lt;b&gt;的&lt;/b&gt;")
	require.NotContains(t, body["text/html"], "<b>")
}

// A mail that is refused for the moment comes again as the same one; one that is refused
// for good does not, and stops nothing.
func TestMailRefused(t *testing.T) {
	busy := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "busy"}
	never := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such box"}
	w, p := newWorld(t), openPost(t, false, nil, busy, nil, never)
	w.start(notify.Options{Mail: p.mailer(t)})
	w.confirmAddress(p)
	w.propose("需求一")
	refused, taken := <-p.refused, <-p.received
	require.Equal(t, refused, taken.Header.Get("Message-Id"))

	w.propose("需求二")
	refused = <-p.refused
	w.propose("需求三")
	taken = <-p.received
	require.Contains(t, subject(t, taken), "需求三")
	require.NotEqual(t, refused, taken.Header.Get("Message-Id"))
	var states []string
	rows, err := w.db.Pool().Query(t.Context(), `SELECT state || ' ' || (error <> '') FROM mails WHERE kind = 'news' ORDER BY created_at LIMIT 2`)
	require.NoError(t, err)
	states, err = pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Equal(t, []string{"sent false", "failed true"}, states)
}

// Without TLS nothing is sent, be it by a server that has none or by its settings.
func TestMailKeepsToTLS(t *testing.T) {
	p := openPost(t, true)
	m := p.mailer(t)
	require.Error(t, m.Send(t.Context(), domain.NotificationMail{ID: domain.NewID(), Address: "a@example.org", Kind: domain.MailConfirm, CreatedAt: time.Now()}, "s"))
	require.Empty(t, p.received)
	_, err := notify.NewMailer(notify.MailOptions{Host: "127.0.0.1", Port: p.port, User: "u", Password: "p", From: "a@example.org", TLS: "none", PublicURL: "http://localhost"})
	require.Error(t, err)
	secure := openPost(t, false)
	secure.roots = nil
	require.Error(t, secure.mailer(t).Send(t.Context(), domain.NotificationMail{ID: domain.NewID(), Address: "a@example.org", CreatedAt: time.Now()}, ""), "a certificate of nobody's")
}

func TestNewMailer(t *testing.T) {
	good := notify.MailOptions{Host: "mail.example.org", Port: 587, From: "a@example.org", TLS: "starttls", PublicURL: "https://sanku.example.org"}
	_, err := notify.NewMailer(good)
	require.NoError(t, err)
	for name, spoil := range map[string]func(*notify.MailOptions){
		"no host":       func(o *notify.MailOptions) { o.Host = "" },
		"no sender":     func(o *notify.MailOptions) { o.From = "" },
		"another TLS":   func(o *notify.MailOptions) { o.TLS = "ssl3" },
		"no public URL": func(o *notify.MailOptions) { o.PublicURL = "" },
		"a path alone":  func(o *notify.MailOptions) { o.PublicURL = "/sanku" },
	} {
		o := good
		spoil(&o)
		_, err := notify.NewMailer(o)
		require.Error(t, err, name)
	}
}

// A saved search tells of what is published afterwards, once, as its owner may see it.
func TestSavedSearchTells(t *testing.T) {
	w := newWorld(t)
	keep := func(a domain.Actor, s domain.SavedSearch) domain.SavedSearch {
		s, err := w.db.CreateSavedSearch(t.Context(), a, s)
		require.NoError(t, err)
		return s
	}
	byWords := keep(w.seller, domain.SavedSearch{Name: "涂层", Library: "need", Query: "耐磨涂层"})
	byField := keep(w.seller, domain.SavedSearch{Name: "新材料", Field: "materials"})
	other := keep(w.seller, domain.SavedSearch{Name: "电池", Library: "need", Query: "锂电池"})
	byOwner := keep(w.seller, domain.SavedSearch{Name: "示例企业", OrganisationID: w.enterprise.ID})
	w.start(notify.Options{})
	d := w.propose("耐磨涂层的制备")
	hits := func(s domain.SavedSearch) int {
		_, found, err := w.db.SavedSearchHits(t.Context(), w.seller, s.ID)
		require.NoError(t, err)
		return len(found)
	}
	w.until("all that fit have found it", func() bool { return hits(byWords) == 1 && hits(byOwner) == 1 && hits(byField) >= 1 })
	w.until("their owner is told", func() bool {
		found, err := w.db.Notifications(t.Context(), w.seller, postgres.NotificationFilter{Kind: domain.NotifySearch}, postgres.Page{})
		require.NoError(t, err)
		said := false
		for _, n := range found.Items {
			said = said || n.Text().ZH == "“涂层”有新内容：耐磨涂层的制备" && n.Ref == d.NeedID.String() && n.Link() == "/library/needs/"+n.Ref
		}
		return said
	})
	require.Zero(t, hits(other))
	_, _, err := w.db.SavedSearchHits(t.Context(), w.buyer, byWords.ID)
	require.Equal(t, domain.ErrNotFound, err)
}

// Of a blind need its title is found, but neither its text nor whose it is.
func TestSavedSearchOfBlindNeed(t *testing.T) {
	w := newWorld(t)
	for _, s := range []domain.SavedSearch{{Name: "难题", Query: "机密配方"}, {Name: "单位", OrganisationID: w.enterprise.ID}, {Name: "区域", Area: "yuhu"}, {Name: "题目", Query: "隐名涂层"}} {
		_, err := w.db.CreateSavedSearch(t.Context(), w.seller, s)
		require.NoError(t, err)
	}
	n, err := w.db.CreateNeed(t.Context(), system, domain.Need{OrganisationID: w.enterprise.ID, Title: "隐名涂层", Field: "materials", Confidentiality: "blind", Problem: "机密配方"})
	require.NoError(t, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = w.db.StepNeed(t.Context(), system, n.ID, n.Version, step, "")
		require.NoError(t, err)
	}
	hits, err := w.db.FollowSearches(t.Context(), domain.Needs, []domain.ID{n.ID}, func(query string, r domain.SearchedRecord) bool {
		return strings.Contains(r.Title+r.Text, query)
	})
	require.NoError(t, err)
	require.Equal(t, 1, hits, "by its title alone")
}
