package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (l *library) need() domain.Need {
	return domain.Need{OrganisationID: l.enterprise.ID, Title: "示例：高温涂层寿命提升", Problem: "现有涂层在 900 ℃ 下剥落", Field: "materials",
		Confidentiality: "public", ContactName: "示例王工", ContactPhone: "0731-00000001"}
}

func (l *library) fullNeed() domain.Need {
	n := l.need()
	n.Background, n.Industry = "背景", "C35"
	n.Targets = []domain.Quantity{
		{Name: "寿命", Comparator: ">=", Value: number(1000.1), Unit: "h"},
		{Name: "厚度", Comparator: "range", Value: number(0.1), Upper: number(0.3), Unit: "mm"},
		{Name: "在线检测", Comparator: "present"},
	}
	n.Modes, n.Keywords = []string{"joint_development", "licence"}, []string{"涂层", `引号"与,逗号`, "反\\斜杠"}
	n.BudgetMin, n.BudgetMax = fen(0), fen(int64(domain.MaxFen))
	n.Deadline, n.ValidUntil = domain.Date{Year: 2027, Month: 2, Day: 28}, domain.Date{Year: 2027, Month: 12, Day: 31}
	n.IPOwnership = "shared"
	n.Conditions = domain.NeedConditions{TRLMin: 5, Territory: "province", Secret: true, Text: "须有高温试验条件"}
	n.Confidentiality = "members"
	return n
}

// publishedNeed creates n and takes it to the library.
func (l *library) publishedNeed(t *testing.T, n domain.Need) domain.Need {
	t.Helper()
	n, err := l.CreateNeed(t.Context(), bureau, n)
	require.NoError(t, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = l.StepNeed(t.Context(), bureau, n.ID, n.Version, step, "")
		require.NoError(t, err)
	}
	return n
}

func TestNeedRoundTrip(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	for name, n := range map[string]domain.Need{
		"full":  l.fullNeed(),
		"empty": {OrganisationID: l.enterprise.ID, Title: "示例", Confidentiality: "public"},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := l.CreateNeed(ctx, bureau, n)
			require.NoError(t, err)
			read, err := l.Need(ctx, l.owner(), made.ID)
			require.NoError(t, err)
			same(t, n, read)

			emptied, err := l.ChangeNeed(ctx, bureau, made.ID, 1, func(n *domain.Need) error {
				*n = domain.Need{OrganisationID: n.OrganisationID, Title: "改后", Confidentiality: "blind"}
				return nil
			})
			require.NoError(t, err)
			require.Equal(t, made.ID, emptied.ID)
			read, err = l.Need(ctx, bureau, made.ID)
			require.NoError(t, err)
			same(t, domain.Need{OrganisationID: l.enterprise.ID, Title: "改后", Confidentiality: "blind"}, read)
		})
	}
}

func TestNeedInvalid(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	for field, spoil := range map[string]func(*domain.Need){
		"title":              func(n *domain.Need) { n.Title = "" },
		"field":              func(n *domain.Need) { n.Field = "magic" },
		"industry":           func(n *domain.Need) { n.Industry = "T99" }, // well formed, not in the directory
		"modes[1]":           func(n *domain.Need) { n.Modes = []string{"licence", "licence"} },
		"budget_max":         func(n *domain.Need) { n.BudgetMin, n.BudgetMax = fen(2), fen(1) },
		"conditions.trl_min": func(n *domain.Need) { n.Conditions.TRLMin = 10 },
		"targets[0].comparator": func(n *domain.Need) {
			n.Targets = []domain.Quantity{{Name: "寿命", Comparator: "~", Value: number(1)}}
		},
		"organisation_id": func(n *domain.Need) { n.OrganisationID = domain.NewID() },
	} {
		n := l.need()
		spoil(&n)
		_, err := l.CreateNeed(ctx, bureau, n)
		requireInvalid(t, err, field)
	}
}

func TestNeedSteps(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	n := l.need()
	n.Problem = ""
	n, err := l.CreateNeed(ctx, l.owner(), n)
	require.NoError(t, err)
	_, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, 1, "submit", "")
	requireInvalid(t, err, "problem")

	n, err = l.ChangeNeed(ctx, l.owner(), n.ID, 1, func(n *domain.Need) error { n.Problem = "剥落"; return nil })
	require.NoError(t, err)
	n, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, 2, "submit", "")
	require.NoError(t, err)
	_, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, 3, "publish", "")
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.StepNeed(ctx, steward("gaoxin"), n.ID, 3, "publish", "")
	require.ErrorIs(t, err, domain.ErrNotFound, "another area's steward")
	_, err = l.StepNeed(ctx, steward("yuhu"), n.ID, 2, "publish", "")
	require.ErrorIs(t, err, domain.ErrStale)
	_, err = l.StepNeed(ctx, steward("yuhu"), n.ID, 3, "return", "")
	requireInvalid(t, err, "reason")
	n, err = l.StepNeed(ctx, l.known(t, steward("yuhu")), n.ID, 3, "publish", "")
	require.NoError(t, err)
	require.Equal(t, "2027-06-01", n.ValidUntil.String())
	_, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, 4, "submit", "")
	require.ErrorIs(t, err, domain.ErrConflict)

	trail, err := l.AuditTrail(ctx, postgres.AuditFilter{Ref: n.ID.String()}, postgres.Page{})
	require.NoError(t, err)
	require.Len(t, trail.Items, 4, "denied and failed attempts leave no row of a write")
	require.Equal(t, "publish", trail.Items[0].Action)
	require.Equal(t, map[string]any{"from": "submitted", "to": "published"}, trail.Items[0].Detail)
}

func TestNeedChangeWhenPublished(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	n := l.publishedNeed(t, l.need())
	n, err := l.ChangeNeed(ctx, l.known(t, l.owner()), n.ID, n.Version, func(n *domain.Need) error { n.ContactName = "示例李工"; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.ListingPublished, n.State, "a new contact needs no review")
	n, err = l.ChangeNeed(ctx, steward("yuhu"), n.ID, n.Version, func(n *domain.Need) error { n.Title = "示例：涂层"; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.ListingPublished, n.State, "who could publish it need not review it")
	_, err = l.ChangeNeed(ctx, l.known(t, l.owner()), n.ID, n.Version, func(n *domain.Need) error { n.Problem = ""; return nil })
	requireInvalid(t, err, "problem")
	n, err = l.ChangeNeed(ctx, l.known(t, l.owner()), n.ID, n.Version, func(n *domain.Need) error { n.Problem = "另一难题"; return nil })
	require.NoError(t, err)
	require.Equal(t, domain.ListingSubmitted, n.State)
	_, err = l.Need(ctx, domain.Actor{}, n.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)

	n, err = l.StepNeed(ctx, l.known(t, l.owner()), n.ID, n.Version, "close", "已解决")
	require.NoError(t, err)
	_, err = l.ChangeNeed(ctx, bureau, n.ID, n.Version, func(n *domain.Need) error { n.Title = "示例：再改"; return nil })
	require.ErrorIs(t, err, domain.ErrConflict)
}

func TestNeedForeign(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	n, err := l.CreateNeed(ctx, l.owner(), l.need())
	require.NoError(t, err)
	stranger := l.owner()
	stranger.OrganisationID = l.organisation(t, "湘潭示例机电有限公司", domain.Enterprise, "yuhu").ID

	_, err = l.CreateNeed(ctx, stranger, l.need())
	require.ErrorIs(t, err, domain.ErrForbidden)
	_, err = l.ChangeNeed(ctx, l.owner(), n.ID, 1, func(n *domain.Need) error { n.OrganisationID = stranger.OrganisationID; return nil })
	require.ErrorIs(t, err, domain.ErrForbidden, "giving it to another enterprise")
	for _, id := range []domain.ID{n.ID, domain.NewID()} { // foreign and absent look the same
		_, err = l.Need(ctx, stranger, id)
		require.Equal(t, domain.ErrNotFound, err)
		_, err = l.ChangeNeed(ctx, stranger, id, 1, func(*domain.Need) error { return nil })
		require.Equal(t, domain.ErrNotFound, err)
		_, err = l.StepNeed(ctx, stranger, id, 1, "submit", "")
		require.Equal(t, domain.ErrNotFound, err)
	}
}

func TestNeedChangedAtOnce(t *testing.T) {
	l := openLibrary(t)
	n, err := l.CreateNeed(t.Context(), l.owner(), l.need())
	require.NoError(t, err)
	oneWins(t, func(ctx context.Context) error {
		_, err := l.ChangeNeed(ctx, l.owner(), n.ID, 1, func(n *domain.Need) error { n.Background += "补充"; return nil })
		return err
	})
	n, err = l.Need(t.Context(), l.owner(), n.ID)
	require.NoError(t, err)
	require.Equal(t, "补充", n.Background)
}

func TestNeedShown(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	open := l.publishedNeed(t, l.need())
	hidden := l.fullNeed()
	hidden.Confidentiality = "blind"
	hidden = l.publishedNeed(t, hidden)

	seen, err := l.Need(ctx, domain.Actor{}, open.ID)
	require.NoError(t, err)
	require.Empty(t, seen.ContactName+seen.ContactPhone, "the public sees no contact")
	seen, err = l.Need(ctx, l.owner(), open.ID)
	require.NoError(t, err)
	require.NotEmpty(t, seen.ContactPhone)

	_, err = l.Need(ctx, domain.Actor{}, hidden.ID)
	require.ErrorIs(t, err, domain.ErrNotFound)
	seen, err = l.Need(ctx, l.lister(), hidden.ID)
	require.NoError(t, err)
	same(t, hidden.Redacted(), seen)
	for _, insider := range []domain.Actor{l.owner(), bureau, l.known(t, steward("yuhu"))} {
		seen, err = l.Need(ctx, insider, hidden.ID)
		require.NoError(t, err)
		same(t, hidden, seen)
	}
	seen, err = l.Need(ctx, steward("gaoxin"), hidden.ID)
	require.NoError(t, err)
	same(t, hidden.Redacted(), seen)
}

func TestNeedFilters(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	open := l.fullNeed()
	open.Confidentiality = "public"
	open = l.publishedNeed(t, open)
	blind := l.fullNeed()
	blind.Confidentiality, blind.Title = "blind", "示例：100%_隐名"
	blind = l.publishedNeed(t, blind)
	draft, err := l.CreateNeed(ctx, bureau, domain.Need{OrganisationID: l.university.ID, Title: "示例草稿", Confidentiality: "public"})
	require.NoError(t, err)

	all := []domain.ID{open.ID, blind.ID, draft.ID}
	for _, test := range []struct {
		name   string
		actor  domain.Actor
		filter postgres.NeedFilter
		want   []domain.ID
	}{
		{"none", bureau, postgres.NeedFilter{}, all},
		{"state", bureau, postgres.NeedFilter{State: "draft"}, all[2:]},
		{"field", bureau, postgres.NeedFilter{Field: "materials"}, all[:2]},
		{"area", bureau, postgres.NeedFilter{Area: "gaoxin"}, all[2:]},
		{"organisation", bureau, postgres.NeedFilter{OrganisationID: l.enterprise.ID}, all[:2]},
		{"mode", bureau, postgres.NeedFilter{Mode: "licence"}, all[:2]},
		{"other mode", bureau, postgres.NeedFilter{Mode: "equity"}, nil},
		{"level", bureau, postgres.NeedFilter{TRLMin: 5}, all[:2]},
		{"higher level", bureau, postgres.NeedFilter{TRLMin: 6}, nil},
		{"title, as it is written", bureau, postgres.NeedFilter{Title: "0%_"}, all[1:2]},
		{"public", domain.Actor{}, postgres.NeedFilter{}, all[:1]},
		{"member", l.lister(), postgres.NeedFilter{}, all[:2]},
		{"member by field", l.lister(), postgres.NeedFilter{Field: "materials"}, all[:2]},
		{"a blind need's organisation cannot be asked", l.lister(), postgres.NeedFilter{OrganisationID: l.enterprise.ID}, all[:1]},
		{"nor its area", l.lister(), postgres.NeedFilter{Area: "yuhu"}, all[:1]},
		{"nor its conditions", l.lister(), postgres.NeedFilter{TRLMin: 5}, all[:1]},
		{"its owner may", l.owner(), postgres.NeedFilter{OrganisationID: l.enterprise.ID}, all[:2]},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := l.Needs(ctx, test.actor, test.filter, postgres.Page{})
			require.NoError(t, err)
			var got []domain.ID
			for _, n := range page.Items {
				got = append(got, n.ID)
			}
			require.ElementsMatch(t, test.want, got)
		})
	}
}

func TestNeedPages(t *testing.T) {
	l, ctx := openLibrary(t), t.Context()
	for _, title := range []string{"示例丙", "示例甲", "示例乙", "示例甲"} {
		n := l.need()
		n.Title = title
		_, err := l.CreateNeed(ctx, bureau, n)
		require.NoError(t, err)
	}
	for _, sort := range []string{"", "title", "-title", "created_at", "-created_at", "updated_at"} {
		seen := map[domain.ID]bool{}
		page := postgres.Page{Limit: 1, Sort: sort}
		for more := true; more; more = page.After != "" {
			got, err := l.Needs(ctx, bureau, postgres.NeedFilter{}, page)
			require.NoError(t, err)
			for _, n := range got.Items {
				require.False(t, seen[n.ID], "twice by %q", sort)
				seen[n.ID] = true
			}
			page.After = got.Next
		}
		require.Len(t, seen, 4, sort)
	}
	_, err := l.Needs(ctx, bureau, postgres.NeedFilter{}, postgres.Page{Sort: "budget_min"})
	requireInvalid(t, err, "sort")
}
