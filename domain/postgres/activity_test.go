package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// meeting is a matchmaking meeting of the enterprise's area in nine days.
func (d *deals) meeting() domain.Activity {
	starts := d.now.AddDate(0, 0, 9)
	return domain.Activity{Kind: "matchmaking", Title: "示例材料技术对接会", Fields: []string{"materials"}, Area: "yuhu", Place: "示例会场", StartsAt: starts, EndsAt: starts.Add(3 * time.Hour),
		HostID: d.university.ID, Capacity: 10, Description: "示例", Agenda: []domain.AgendaItem{{At: "09:00", Words: "致辞"}, {NeedID: d.needed.ID}, {TechnologyID: d.offered.ID}}}
}

// announced is the meeting after it has been announced.
func (d *deals) announced(t *testing.T, change ...func(*domain.Activity)) domain.Activity {
	t.Helper()
	a := d.meeting()
	for _, fn := range change {
		fn(&a)
	}
	a, err := d.CreateActivity(t.Context(), d.clerk, a)
	require.NoError(t, err)
	return d.proceed(t, a, "announce")
}

func (d *deals) proceed(t *testing.T, a domain.Activity, steps ...string) domain.Activity {
	t.Helper()
	for _, step := range steps {
		var err error
		a, err = d.StepActivity(t.Context(), d.clerk, a.ID, a.Version, step, "理由")
		require.NoError(t, err, step)
	}
	return a
}

func coming(a domain.Activity, persons int) domain.Registration {
	return domain.Registration{ActivityID: a.ID, Persons: persons, Contact: "示例联系人", Phone: "13800000000"}
}

func TestActivityRoundTrip(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	forged := d.meeting()
	forged.State, forged.Version, forged.Reason, forged.AnnouncedAt = domain.ActivityHeld, 7, "伪造", &d.now
	made, err := d.CreateActivity(ctx, d.guide, forged)
	require.NoError(t, err)
	want := d.meeting()
	want.ID, want.Version, want.State, want.CreatedBy, want.CreatedAt, want.UpdatedAt = made.ID, 1, domain.ActivityDraft, d.guide.UserID, d.now, d.now
	require.Empty(t, cmp.Diff(want, made))
	read, err := d.Activity(ctx, d.seller, made.ID)
	require.NoError(t, err, "its host reads the draft")
	require.Empty(t, cmp.Diff(want, read))
	for _, actor := range []domain.Actor{{}, d.buyer} {
		_, err = d.Activity(ctx, actor, made.ID)
		require.ErrorIs(t, err, domain.ErrNotFound)
	}
	made = d.proceed(t, made, "announce")
	_, err = d.Activity(ctx, domain.Actor{}, made.ID)
	require.NoError(t, err)
	_, err = d.StepActivity(ctx, d.buyer, made.ID, made.Version, "cancel", "理由")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = d.StepActivity(ctx, d.clerk, made.ID, 1, "cancel", "理由")
	require.ErrorIs(t, err, domain.ErrStale)
	found, err := d.Activities(ctx, domain.Actor{}, postgres.ActivityFilter{State: "announced", Kind: "matchmaking", Field: "materials", Area: "yuhu", EndsAfter: d.now}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	trail, err := d.AuditTrail(ctx, postgres.AuditFilter{Ref: made.ID.String()}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, trail.Items, 2)
}

func TestActivityHosts(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	a := d.meeting()
	_, err := d.CreateActivity(ctx, d.seller, a)
	requireInvalid(t, err, "kind")
	a.Kind, a.HostID = domain.ResultRelease, domain.ID{}
	made, err := d.CreateActivity(ctx, d.seller, a)
	require.NoError(t, err)
	require.Equal(t, d.university.ID, made.HostID)
	_, err = d.ChangeActivity(ctx, d.seller, made.ID, 1, func(a *domain.Activity) error { a.Kind = "roadshow"; return nil })
	requireInvalid(t, err, "kind")
	_, err = d.ChangeActivity(ctx, d.seller, made.ID, 1, func(a *domain.Activity) error { a.HostID = d.enterprise.ID; return nil })
	require.ErrorIs(t, err, domain.ErrForbidden, "not given away")
	a = d.meeting()
	a.Area = "gaoxin"
	_, err = d.CreateActivity(ctx, d.guide, a)
	require.ErrorIs(t, err, domain.ErrForbidden, "of another area")
	_, err = d.CreateActivity(ctx, d.buyer, a)
	require.ErrorIs(t, err, domain.ErrForbidden)
	a.Agenda = []domain.AgendaItem{{NeedID: domain.NewID()}}
	_, err = d.CreateActivity(ctx, d.clerk, a)
	requireInvalid(t, err, "agenda[0].need_id")
}

// What is blind shows in an agenda no more than in the library, and to the public not at all.
func TestActivityAgendaKeepsBlind(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	blind := d.need()
	blind.Title, blind.Confidentiality = "示例隐名需求", "blind"
	blind = d.publishedNeed(t, blind)
	a := d.announced(t, func(a *domain.Activity) { a.Agenda = append(a.Agenda, domain.AgendaItem{NeedID: blind.ID}) })
	titles := func(actor domain.Actor) (all []string, owners int) {
		shown, err := d.Agenda(ctx, actor, a)
		require.NoError(t, err)
		for _, item := range shown {
			all = append(all, item.Title)
			if item.NeedID == blind.ID && !item.Owner.IsZero() {
				owners++
			}
		}
		return all, owners
	}
	open := []string{"致辞", d.needed.Title, d.offered.Title}
	got, owners := titles(domain.Actor{})
	require.Equal(t, []any{open, 0}, []any{got, owners})
	got, owners = titles(d.stranger(t))
	require.Equal(t, []any{append(open, blind.Title), 0}, []any{got, owners})
	got, owners = titles(d.clerk)
	require.Equal(t, []any{append(open, blind.Title), 1}, []any{got, owners})

	release, err := d.CreateActivity(ctx, d.seller, domain.Activity{Kind: domain.ResultRelease, Title: "示例成果发布", Fields: []string{"materials"}, StartsAt: a.StartsAt, EndsAt: a.EndsAt, Capacity: 5})
	require.NoError(t, err)
	found, err := d.Invitees(ctx, d.seller, release.ID)
	require.NoError(t, err)
	for _, p := range found {
		require.NotEqual(t, blind.Title, p.Title)
	}
}

func TestActivityInvitations(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	a := d.announced(t)
	found, err := d.Invitees(ctx, d.guide, a.ID)
	require.NoError(t, err)
	require.Len(t, found, 1, "the host is not invited to its own")
	require.Equal(t, []any{d.enterprise.ID, d.needed.Title, false}, []any{found[0].OrganisationID, found[0].Title, found[0].Invited})
	_, err = d.Invitees(ctx, d.buyer, a.ID)
	require.ErrorIs(t, err, domain.ErrForbidden)

	_, err = d.Invite(ctx, d.guide, a.ID, []domain.ID{d.enterprise.ID, domain.NewID()})
	requireInvalid(t, err, "organisation_ids")
	for _, want := range []int{1, 0} {
		added, err := d.Invite(ctx, d.guide, a.ID, []domain.ID{d.enterprise.ID, d.enterprise.ID})
		require.NoError(t, err)
		require.Equal(t, want, added)
	}
	found, err = d.Invitees(ctx, d.guide, a.ID)
	require.NoError(t, err)
	require.True(t, found[0].Invited)
	mine, err := d.Activities(ctx, d.buyer, postgres.ActivityFilter{Invited: d.enterprise.ID}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, mine.Items, 1)
	theirs, err := d.Activities(ctx, d.seller, postgres.ActivityFilter{Invited: d.enterprise.ID}, postgres.Page{})
	require.NoError(t, err)
	require.Empty(t, theirs.Items, "who is invited is told to nobody else")
}

// However many register at once, no more are in than there is room for, and nobody is
// turned away while there is.
func TestActivityCapacityUnderRace(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	a := d.announced(t, func(a *domain.Activity) { a.Capacity = 40 })
	const n = 64
	actors := make([]domain.Actor, n)
	for i := range actors {
		o := d.organisation(t, fmt.Sprintf("湘潭示例第%d厂", i), domain.Enterprise, "yuhu")
		actors[i] = domain.Actor{Login: "many", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: o.ID}
	}
	errs := race(n, func(i int) error { _, err := d.Register(ctx, actors[i], coming(a, 1)); return err })
	require.Equal(t, n, succeeded(errs), "%v", errs)
	f, err := d.ActivityFigures(ctx, d.clerk, a.ID)
	require.NoError(t, err)
	require.Equal(t, []int{40, 40, 24, 24}, []int{f.Registered, f.RegisteredPersons, f.Waiting, f.WaitingPersons})

	// All who are in go at once, and those waiting come in.
	in, err := d.Guests(ctx, d.clerk, a.ID, "registered", postgres.Page{Limit: 200})
	require.NoError(t, err)
	errs = race(len(in.Items), func(i int) error {
		_, err := d.CancelRegistration(ctx, d.clerk, in.Items[i].ID, 1)
		return err
	})
	require.Equal(t, 40, succeeded(errs), "%v", errs)
	f, err = d.ActivityFigures(ctx, d.clerk, a.ID)
	require.NoError(t, err)
	require.Equal(t, []int{24, 0}, []int{f.Registered, f.Waiting})

	errs = race(8, func(int) error { _, err := d.Register(ctx, d.buyer, coming(a, 1)); return err })
	require.Equal(t, 1, succeeded(errs), "%v", errs)
}

func TestActivityWaitingList(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	a := d.announced(t)
	first, err := d.Register(ctx, d.buyer, coming(a, 8))
	require.NoError(t, err)
	big, err := d.Register(ctx, d.seller, coming(a, 5))
	require.NoError(t, err)
	small, err := d.Register(ctx, d.stranger(t), coming(a, 2))
	require.NoError(t, err)
	require.Equal(t, []domain.RegistrationState{"registered", "waiting", "registered"}, []domain.RegistrationState{first.State, big.State, small.State})

	_, err = d.ChangeActivity(ctx, d.clerk, a.ID, a.Version, func(a *domain.Activity) error { a.Capacity = 9; return nil })
	require.ErrorIs(t, err, domain.ErrConflict)
	a, err = d.ChangeActivity(ctx, d.clerk, a.ID, a.Version, func(a *domain.Activity) error { a.Capacity = 14; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.Waiting, d.registration(t, big.ID).State)
	_, err = d.CancelRegistration(ctx, d.seller, first.ID, 1)
	require.ErrorIs(t, err, domain.ErrNotFound)
	_, err = d.CancelRegistration(ctx, d.buyer, first.ID, 1)
	require.NoError(t, err)
	require.Equal(t, domain.Registered, d.registration(t, big.ID).State)

	d.proceed(t, a, "close-registration")
	_, err = d.Register(ctx, d.buyer, coming(a, 1))
	require.ErrorIs(t, err, domain.ErrConflict)
	late := coming(a, 1)
	late.OrganisationID = d.enterprise.ID
	_, err = d.Register(ctx, d.guide, late)
	require.NoError(t, err, "the host lets in whom it likes")
}

func (d *deals) registration(t *testing.T, id domain.ID) domain.Registration {
	t.Helper()
	r, err := d.Registration(t.Context(), d.clerk, id)
	require.NoError(t, err)
	return r
}

func TestActivityOutcomes(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	a := d.announced(t)
	early := d.docking(t)
	r, err := d.Register(ctx, d.buyer, coming(a, 3))
	require.NoError(t, err)
	_, err = d.CheckInRegistration(ctx, d.guide, a.ID, r.ID, 2)
	require.ErrorIs(t, err, domain.ErrConflict, "not before the day")
	d.now = a.StartsAt.Add(time.Hour)
	for _, actor := range []domain.Actor{d.buyer, {}} {
		_, err = d.CheckInRegistration(ctx, actor, a.ID, r.ID, 2)
		require.ErrorIs(t, err, domain.ErrForbidden)
	}
	r, err = d.CheckInRegistration(ctx, d.guide, a.ID, r.ID, 2)
	require.NoError(t, err)
	r, err = d.RateActivity(ctx, d.buyer, r.ID, r.Version, 4, "很有收获")
	require.NoError(t, err)
	require.Equal(t, 4, r.Satisfaction)

	require.ErrorIs(t, d.RecordBorn(ctx, d.guide, a.ID, early.ID), domain.ErrConflict, "begun before")
	_, err = d.StepDocking(ctx, d.guide, early.ID, 1, "decline", "timing", "")
	require.NoError(t, err)
	born := d.docking(t)
	requireInvalid(t, d.RecordBorn(ctx, d.guide, a.ID, domain.NewID()), "docking_id")
	require.ErrorIs(t, d.RecordBorn(ctx, d.buyer, a.ID, born.ID), domain.ErrForbidden)
	errs := race(8, func(int) error { return d.RecordBorn(ctx, d.guide, a.ID, born.ID) })
	require.Equal(t, 1, succeeded(errs), "%v", errs)
	other := d.meeting()
	other.StartsAt, other.EndsAt = d.now.Add(time.Hour), d.now.Add(2*time.Hour)
	other, err = d.CreateActivity(ctx, d.clerk, other)
	require.NoError(t, err)
	d.proceed(t, other, "announce")
	require.ErrorIs(t, d.RecordBorn(ctx, d.clerk, other.ID, born.ID), domain.ErrConflict, "born once")

	d.lead(t, born, agreed...)
	d.giveUSCC(t)
	signed := d.drafted(t, func(c *domain.Contract) { c.DockingID = born.ID; c.SignedOn = domain.DateOf(d.now) })
	want := domain.ActivityFigures{Registered: 1, RegisteredPersons: 3, Came: 1, CamePersons: 2, Dockings: 1, Ratings: 1, Satisfaction: number(4)}
	got, err := d.ActivityFigures(ctx, d.seller, a.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, got), "a draft of a contract counts for nothing")
	d.take(t, signed, registration...)
	want.Contracts, want.Amount, want.TechnicalAmount = 1, signed.Amount, signed.TechnicalAmount
	got, err = d.ActivityFigures(ctx, d.clerk, a.ID)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(want, got))
	_, err = d.ActivityFigures(ctx, d.buyer, a.ID)
	require.ErrorIs(t, err, domain.ErrForbidden)

	listed, err := d.BornDockings(ctx, d.clerk, a.ID)
	require.NoError(t, err)
	require.Len(t, listed, 1)
	require.NoError(t, d.WithdrawBorn(ctx, d.guide, a.ID, born.ID))
	requireInvalid(t, d.WithdrawBorn(ctx, d.guide, a.ID, born.ID), "docking_id")
	require.NoError(t, d.RecordBorn(ctx, d.clerk, other.ID, born.ID))
}

// How long after an activity a docking may still count there is data.
func TestActivityRulesHold(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	a := d.announced(t)
	d.now = a.EndsAt.AddDate(0, 0, 8)
	born := d.docking(t)
	_, err := d.Register(ctx, d.buyer, coming(a, 1))
	require.Error(t, err, "it is over")
	_, err = d.ReplaceActivityRules(ctx, bureau, domain.ActivityRules{BornWithin: 7})
	require.NoError(t, err)
	err = d.RecordBorn(ctx, d.guide, a.ID, born.ID)
	require.ErrorContains(t, err, "7 days")
	_, err = d.ReplaceActivityRules(ctx, bureau, domain.ActivityRules{BornWithin: 8})
	require.NoError(t, err)
	err = d.RecordBorn(ctx, d.guide, a.ID, born.ID)
	require.True(t, err == nil || !strings.Contains(err.Error(), "days"), "%v", err)
	_, err = d.ReplaceActivityRules(ctx, bureau, domain.ActivityRules{})
	requireInvalid(t, err, "born_within")
}
