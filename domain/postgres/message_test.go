package postgres_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (d *deals) say(t *testing.T, actor domain.Actor, docking domain.ID, to, body string) domain.Message {
	t.Helper()
	m, err := d.Say(t.Context(), actor, docking, to, body, nil)
	require.NoError(t, err)
	return m
}

// heard are the words of a docking that an actor sees, the newest first.
func (d *deals) heard(t *testing.T, actor domain.Actor, docking domain.ID) (words []string) {
	t.Helper()
	found, err := d.Messages(t.Context(), actor, docking, postgres.Page{})
	require.NoError(t, err)
	for _, m := range found.Items {
		words = append(words, m.Body)
	}
	return words
}

// Before the introduction neither side hears a word of the other; afterwards both do.
func TestMessagesAreNotHeardBeforeTheIntroduction(t *testing.T) {
	d := openDeals(t)
	made := d.docking(t)
	d.say(t, d.buyer, made.ID, "", "我们是示例公司")
	d.say(t, d.seller, made.ID, "", "我们有样品")
	d.say(t, d.guide, made.ID, domain.ToEnterprise, "请补充工况")
	_, err := d.Say(t.Context(), d.buyer, made.ID, domain.ToAll, "大家好", nil)
	requireInvalid(t, err, "to")
	require.Equal(t, []string{"请补充工况", "我们是示例公司"}, d.heard(t, d.buyer, made.ID))
	require.Equal(t, []string{"我们有样品"}, d.heard(t, d.seller, made.ID))
	require.Len(t, d.heard(t, d.guide, made.ID), 3)
	require.Len(t, d.heard(t, d.clerk, made.ID), 3, "the bureau oversees")

	d.lead(t, made, "introduce")
	d.say(t, d.seller, made.ID, "", "约时间看样")
	require.Equal(t, []string{"约时间看样", "请补充工况", "我们是示例公司"}, d.heard(t, d.buyer, made.ID), "what was said to the steward stays there")
	require.Equal(t, "约时间看样", d.heard(t, d.seller, made.ID)[0])

	stranger := d.stranger(t)
	_, err = d.Messages(t.Context(), stranger, made.ID, postgres.Page{})
	require.Equal(t, domain.ErrNotFound, err)
	_, err = d.Say(t.Context(), stranger, made.ID, "", "让我看看", nil)
	require.Equal(t, domain.ErrNotFound, err)
	_, err = d.Say(t.Context(), d.clerk, made.ID, "", "科技局", nil)
	require.Equal(t, domain.ErrForbidden, err, "who oversees takes no part")
}

func TestUnreadMessages(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t, "introduce")
	var last domain.Message
	for i := range 3 {
		last = d.say(t, d.seller, made.ID, "", fmt.Sprintf("第 %d 条", i+1))
	}
	d.say(t, d.buyer, made.ID, "", "收到")
	unread := func(a domain.Actor) int {
		c, err := d.Correspondence(ctx, a, made.ID)
		require.NoError(t, err)
		return c.Unread
	}
	require.Equal(t, 3, unread(d.buyer), "one's own is not unread")
	for who, want := range map[string]int{"buyer": 3, "seller": 1, "guide": 4, "clerk": 0} {
		actor := map[string]domain.Actor{"buyer": d.buyer, "seller": d.seller, "guide": d.guide, "clerk": d.clerk}[who]
		listed, err := d.Dockings(ctx, actor, postgres.DockingFilter{}, postgres.Page{})
		require.NoError(t, err)
		counts, err := d.UnreadMessages(ctx, actor, listed.Items)
		require.NoError(t, err)
		require.Equal(t, want, counts[made.ID], who)
	}
	d.say(t, d.buyer, made.ID, domain.ToEnterprise, "只给管家")
	counts, err := d.UnreadMessages(ctx, d.seller, []domain.Docking{made})
	require.NoError(t, err)
	require.Equal(t, 1, counts[made.ID], "nor what is for the other side")
	require.Equal(t, 1, unread(d.seller))
	require.NoError(t, d.ReadMessages(ctx, d.buyer, made.ID, last.Seq-1))
	require.Equal(t, 1, unread(d.buyer))
	require.NoError(t, d.ReadMessages(ctx, d.buyer, made.ID, 1<<62))
	require.NoError(t, d.ReadMessages(ctx, d.buyer, made.ID, last.Seq-2), "reading goes on from where it was")
	require.Zero(t, unread(d.buyer))
	d.say(t, d.guide, made.ID, "", "请双方约定时间")
	require.Equal(t, 1, unread(d.buyer), "a mark beyond the last message does not hide the next")
	require.Equal(t, 2, unread(d.seller))
	require.Equal(t, domain.ErrNotFound, d.ReadMessages(ctx, d.stranger(t), made.ID, 1))
}

func TestMessageFiles(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t)
	file, err := domain.NewMessageFile("../参数\u202e表.pdf", []byte("%PDF-1.7\n"))
	require.NoError(t, err)
	m, err := d.Say(ctx, d.buyer, made.ID, "", "", []domain.File{file})
	require.NoError(t, err)
	listed, err := d.Messages(ctx, d.guide, made.ID, postgres.Page{})
	require.NoError(t, err)
	require.Equal(t, "参数表.pdf", listed.Items[0].Files[0].Name)
	require.Nil(t, listed.Items[0].Files[0].Content)
	read, err := d.MessageFile(ctx, d.guide, made.ID, m.Files[0].ID)
	require.NoError(t, err)
	require.Equal(t, file.Content, read.Content)
	require.Equal(t, m.Files[0].SHA256, read.SHA256)
	_, err = d.MessageFile(ctx, d.seller, made.ID, file.ID)
	require.Equal(t, domain.ErrNotFound, err, "the other side, before the introduction and after")
	other, err := d.CreateDocking(ctx, d.clerk, domain.Docking{NeedID: d.needed.ID, ExpertID: d.published(t, d.expert()).ID})
	require.NoError(t, err)
	_, err = d.MessageFile(ctx, d.guide, other.ID, file.ID)
	require.Equal(t, domain.ErrNotFound, err, "by way of another docking")
}

func TestMessagesByPages(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	made := d.docking(t)
	for i := range 5 {
		d.say(t, d.buyer, made.ID, "", fmt.Sprint(i))
	}
	var seen []string
	for p := (postgres.Page{Limit: 2}); ; {
		found, err := d.Messages(ctx, d.buyer, made.ID, p)
		require.NoError(t, err)
		for _, m := range found.Items {
			seen = append(seen, m.Body)
		}
		if p.After = found.Next; p.After == "" {
			break
		}
	}
	require.Equal(t, []string{"4", "3", "2", "1", "0"}, seen)
}
