package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// notified are the texts of what an actor was told, sorted.
func (d *deals) notified(t *testing.T, actor domain.Actor) []string {
	t.Helper()
	found, err := d.Notifications(t.Context(), actor, postgres.NotificationFilter{}, postgres.Page{Limit: 200})
	require.NoError(t, err)
	var texts []string
	for _, n := range found.Items {
		texts = append(texts, n.Text().ZH)
	}
	slices.Sort(texts)
	return texts
}

func (d *deals) notify(t *testing.T, of domain.Resource, refs ...domain.ID) int {
	t.Helper()
	told, err := d.Notify(t.Context(), of, refs)
	require.NoError(t, err)
	return told
}

// Both sides and the steward hear of a docking's steps, each once, but for whoever took
// them; strangers hear of nothing.
func TestNotifyOfDockings(t *testing.T) {
	d := openDeals(t)
	stranger := d.stranger(t)
	made := d.docking(t)
	require.Equal(t, 2, d.notify(t, domain.Dockings, made.ID), "the provider and the steward")
	require.Zero(t, d.notify(t, domain.Dockings, made.ID), "nobody is told twice")
	d.lead(t, made, "introduce", "negotiate")
	require.Equal(t, 4, d.notify(t, domain.Dockings, made.ID), "two steps, two sides")
	title := d.needed.Title
	require.Equal(t, []string{"“" + title + "”开始洽谈", "管家已为“" + title + "”引荐双方，请答复"}, d.notified(t, d.buyer))
	require.Equal(t, []string{"“" + title + "”开始洽谈", "“" + title + "”有新的对接意向，等待管家引荐", "管家已为“" + title + "”引荐双方，请答复"}, d.notified(t, d.seller))
	require.Len(t, d.notified(t, d.guide), 1, "not of one's own steps")
	require.Empty(t, d.notified(t, stranger))
	require.Empty(t, d.notified(t, d.clerk))

	d.now = d.now.AddDate(0, 0, 8)
	late := d.user(t, domain.User{Login: "late", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: d.enterprise.ID})
	require.Zero(t, d.notify(t, domain.Dockings, made.ID), "what is long past is not news")
	require.Empty(t, d.notified(t, late))
}

// Messages are told once while unread, to those who hear them.
func TestNotifyOfMessages(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t)
	one, two := d.say(t, d.buyer, made.ID, "", "一"), d.say(t, d.buyer, made.ID, "", "二")
	require.Equal(t, 1, d.notify(t, domain.Messages, one.ID, two.ID), "the steward, once")
	three := d.say(t, d.buyer, made.ID, "", "三")
	require.Zero(t, d.notify(t, domain.Messages, three.ID), "while the first is unread")
	require.Empty(t, d.notified(t, d.seller))
	require.Equal(t, []string{"需求方在“" + d.needed.Title + "”对接中留言"}, d.notified(t, d.guide))
	require.NoError(t, d.ReadMessages(ctx, d.guide, made.ID, three.Seq))
	n, err := d.Unread(ctx, d.guide)
	require.NoError(t, err)
	require.Zero(t, n, "reading the messages reads what was told of them")
	four := d.say(t, d.buyer, made.ID, "", "四")
	require.Equal(t, 1, d.notify(t, domain.Messages, four.ID))

	d.lead(t, made, "introduce")
	five := d.say(t, d.guide, made.ID, "", "五")
	require.Equal(t, 2, d.notify(t, domain.Messages, five.ID), "both sides")
}

func TestNotifyOfReviews(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	n, err := d.CreateNeed(ctx, d.buyer, d.need())
	require.NoError(t, err)
	n, err = d.StepNeed(ctx, d.buyer, n.ID, n.Version, "submit", "")
	require.NoError(t, err)
	d.notify(t, domain.Needs, n.ID)
	require.Equal(t, []string{"“" + n.Title + "”已提交，请审核"}, d.notified(t, d.guide))
	_, err = d.StepNeed(ctx, d.guide, n.ID, n.Version, "return", "请写明指标")
	require.NoError(t, err)
	d.notify(t, domain.Needs, n.ID)
	require.Equal(t, []string{"“" + n.Title + "”被退回修改：请写明指标"}, d.notified(t, d.buyer))
}

func TestNotifyOfContracts(t *testing.T) {
	d := openDeals(t)
	d.giveUSCC(t)
	c := d.take(t, d.drafted(t), "submit", "precheck", "register")
	d.notify(t, domain.Contracts, c.ID)
	require.Equal(t, []string{"合同“示例：涂层技术转让”已提交登记，请预审"}, d.notified(t, d.clerk))
	require.Contains(t, d.notified(t, d.seller), "合同“示例：涂层技术转让”已登记")
	require.Len(t, d.notified(t, d.buyer), 2, "not of handing it in oneself")
}

// Matches of one moment are told as one, to each side as its notices are.
func TestNotifyOfMatches(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	match := domain.Match{Kind: domain.MatchTechnology, CandidateID: d.offered.ID, CandidateVersion: d.offered.Version, Rank: 1, Score: 0.8}
	run := postgres.MatchRun{NeedID: d.needed.ID, NeedVersion: d.needed.Version, Algorithm: "test", ComputedAt: d.now}
	require.NoError(t, d.StoreMatches(ctx, run, []domain.Match{match}))
	changes, err := d.Changes(ctx, []string{"notice"}, postgres.Position{}, 10)
	require.NoError(t, err)
	require.Len(t, changes, 1, "the feed tells of the notices")
	require.Equal(t, d.needed.ID, changes[0].Ref)
	d.notify(t, domain.Notices, d.needed.ID)
	want := "需求“" + d.needed.Title + "”有 1 项新匹配，最高的是“" + d.offered.Title + "”"
	for _, a := range []domain.Actor{d.buyer, d.seller, d.guide} {
		require.Equal(t, []string{want}, d.notified(t, a))
	}
}

func TestNotificationPreferences(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	set := func(kind, delivery string) error {
		return d.SetNotificationPreferences(ctx, d.seller, []domain.NotificationPreference{{Kind: kind, Delivery: delivery}})
	}
	requireInvalid(t, set("gossip", "mail"), "kind")
	requireInvalid(t, set("docking", "pigeon"), "delivery")
	require.NoError(t, set("docking", "off"))
	require.NoError(t, set("message", "page"))
	got, err := d.NotificationPreferences(ctx, d.seller)
	require.NoError(t, err)
	require.Len(t, got, len(domain.NotificationKinds))
	require.Contains(t, got, domain.NotificationPreference{Kind: "docking", Delivery: "off"})
	require.Contains(t, got, domain.NotificationPreference{Kind: "match", Delivery: "digest"})
	made := d.docking(t)
	require.Equal(t, 1, d.notify(t, domain.Dockings, made.ID), "the steward alone")
	require.Empty(t, d.notified(t, d.seller))
	require.NoError(t, set("docking", "mail"))
}

func TestMarkNotification(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t)
	d.notify(t, domain.Dockings, made.ID)
	found, err := d.Notifications(ctx, d.seller, postgres.NotificationFilter{Unread: true}, postgres.Page{})
	require.NoError(t, err)
	id := found.Items[0].ID
	_, err = d.MarkNotification(ctx, d.guide, id)
	require.Equal(t, domain.ErrNotFound, err, "another's")
	read, err := d.MarkNotification(ctx, d.seller, id)
	require.NoError(t, err)
	require.NotNil(t, read.ReadAt)
	n, err := d.Unread(ctx, d.seller)
	require.NoError(t, err)
	require.Zero(t, n)
	all, err := d.MarkNotifications(ctx, d.guide, d.now.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, 1, all)
	require.Equal(t, "/dockings/"+made.ID.String(), read.Link())
}

// Every source is of a kind that people know, and its query runs.
func TestEverySourceRuns(t *testing.T) {
	d := openDeals(t)
	for _, of := range []domain.Resource{domain.Dockings, domain.Messages, domain.Invitations, domain.Reveals, domain.Needs, domain.Technologies, domain.Contracts, domain.Reports,
		domain.Publications, domain.Notices, domain.Reminders, domain.SavedSearches, domain.Webhooks, domain.Activities, domain.Registrations} {
		require.True(t, postgres.Notified(of), of)
		d.notify(t, of, domain.NewID())
	}
	require.False(t, postgres.Notified(domain.Users))
}

// An invited expert hears of it, the steward of the answer and the opinion; an owner of a
// blind listing hears that somebody asks, but not who.
func TestNotifyOfInvitations(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	member := d.published(t, d.expert())
	expert := d.user(t, domain.User{Login: "expert", Roles: []domain.Role{domain.RoleExpert}, ExpertID: member.ID})
	made := d.docking(t, "introduce")
	m, err := d.InviteToDocking(ctx, d.guide, made.ID, made.Version, domain.TechnicalExpert, member.ID, "请评估")
	require.NoError(t, err)
	d.notify(t, domain.Invitations, m.ID)
	require.Equal(t, []string{"邀请您参加“" + d.needed.Title + "”的专家团队，请答复"}, d.notified(t, expert))
	_, err = d.AnswerInvitation(ctx, expert, m.ID, m.Version, postgres.MemberAnswer{Step: "accept", Clear: true})
	require.NoError(t, err)
	before := len(d.notified(t, d.guide))
	d.notify(t, domain.Invitations, m.ID)
	require.Len(t, d.notified(t, d.guide), before+1)

	said := d.say(t, d.buyer, made.ID, "", "请专家看看")
	d.notify(t, domain.Messages, said.ID)
	require.Contains(t, d.notified(t, expert), "需求方在“"+d.needed.Title+"”对接中留言", "who accepted takes part")
	require.Equal(t, []string{"请专家看看"}, d.heard(t, expert, made.ID))
	d.say(t, d.guide, made.ID, domain.ToEnterprise, "只对企业说")
	require.Equal(t, []string{"请专家看看"}, d.heard(t, expert, made.ID))
}
