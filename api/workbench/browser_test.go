package workbench_test

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"sanku/api"
	"sanku/api/workbench/chromium"
	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/domain/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const password = "correct horse battery"

var actor = domain.System("test")

// site is the pages over a store of their own, and an enterprise's user who can sign in.
type site struct {
	testing.TB
	db   *postgres.DB
	url  string
	need domain.Need
	hash string // of password
}

var firstPage = postgres.Page{Limit: 50}

// owner is the need's enterprise.
func (s *site) owner() domain.Actor {
	return domain.Actor{UserID: domain.NewID(), Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: s.need.OrganisationID}
}

// user makes a user of no organisation who can sign in.
func (s *site) user(login string, role domain.Role) {
	_, err := s.db.CreateUser(s.Context(), actor, domain.User{Login: login, Name: "示例用户", Roles: []domain.Role{role}}, s.hash)
	require.NoError(s, err)
}

// storeNothing stores that needs were matched with nothing.
func (s *site) storeNothing(needs ...domain.Need) {
	for _, n := range needs {
		run := postgres.MatchRun{NeedID: n.ID, NeedVersion: n.Version, Algorithm: "2/test", ComputedAt: time.Now()}
		require.NoError(s, s.db.StoreMatches(s.Context(), run, nil))
	}
}

func newSite(t testing.TB) *site {
	t.Helper()
	db, err := postgres.New(pgtest.Pool(t), time.Now)
	require.NoError(t, err)
	a, err := api.New(api.Options{DB: db, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test"})
	require.NoError(t, err)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	s := &site{TB: t, db: db, url: server.URL}
	s.fill()
	return s
}

// fill makes an enterprise with a user, a need, and stored matches of every kind.
func (s *site) fill() {
	ctx := s.Context()
	_, err := s.db.ReplaceAreas(ctx, actor, []domain.Area{{Code: "yuhu", Name: domain.Text{ZH: "雨湖区", EN: "Yuhu"}, Kind: "district", Division: "430302", Order: 1}})
	require.NoError(s, err)
	enterprise := s.organisation(domain.Organisation{Name: "湘潭示例散热科技有限公司", Kind: domain.Enterprise, Area: "yuhu", Division: "430302"})
	university := s.organisation(domain.Organisation{Name: "湘潭示例理工大学", Kind: domain.University, Division: "430302"})
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	require.NoError(s, err)
	s.hash = hash
	_, err = s.db.CreateUser(ctx, actor, domain.User{Login: "enterprise", Name: "示例用户", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: enterprise.ID}, hash)
	require.NoError(s, err)
	s.need = s.published(enterprise.ID)
	s.store(s.technology(university.ID, "大尺寸石墨烯导热膜卷对卷制备技术"), s.technology(university.ID, "石墨烯纤维复合散热膜探索"), s.expert(), s.policy())
}

func (s *site) organisation(o domain.Organisation) domain.Organisation {
	o, err := s.db.CreateOrganisation(s.Context(), actor, o)
	require.NoError(s, err)
	return o
}

func number(v float64) *float64 { return &v }

func conductivity(comparator string, v float64) domain.Quantity {
	return domain.Quantity{Name: "导热系数", Comparator: comparator, Value: number(v), Unit: "W/(m·K)"}
}

func (s *site) published(owner domain.ID) domain.Need {
	budget := domain.Yuan(2_000_000)
	n, err := s.db.CreateNeed(s.Context(), actor, domain.Need{OrganisationID: owner, Title: "高导热石墨烯散热膜的规模化制备", Field: "materials", Confidentiality: "public",
		Problem: "手机和服务器散热需要大面积石墨烯散热膜，现有人工石墨膜厚度做不上去，导热系数不够，希望获得成卷制备技术。", BudgetMax: &budget,
		Targets: []domain.Quantity{conductivity(">=", 1200)}, Conditions: domain.NeedConditions{TRLMin: 6}})
	require.NoError(s, err)
	for _, step := range []string{"submit", "publish"} {
		n, err = s.db.StepNeed(s.Context(), actor, n.ID, n.Version, step, "")
		require.NoError(s, err)
	}
	return n
}

func (s *site) technology(owner domain.ID, title string) domain.ID {
	t, err := s.db.CreateTechnology(s.Context(), actor, domain.Technology{OrganisationID: owner, Title: title, Abstract: "简介", Field: "materials", Confidentiality: "public"})
	require.NoError(s, err)
	for _, step := range []string{"submit", "publish"} {
		t, err = s.db.StepTechnology(s.Context(), actor, t.ID, t.Version, step, "")
		require.NoError(s, err)
	}
	return t.ID
}

func (s *site) expert() domain.ID {
	e, err := s.db.CreateExpert(s.Context(), actor, domain.Expert{Name: "示例专家", Kind: domain.TechnicalExpert, Capacity: 3, Fields: []string{"materials"}})
	require.NoError(s, err)
	e, err = s.db.StepExpert(s.Context(), actor, e.ID, e.Version, "publish", "")
	require.NoError(s, err)
	return e.ID
}

func (s *site) policy() domain.ID {
	p, err := s.db.CreatePolicy(s.Context(), actor, domain.Policy{Title: "示例市支持科技成果转化若干政策", Issuer: "示例市", Level: "city", Clauses: []domain.Clause{{Ref: "第三条", Text: "支持受让"}}})
	require.NoError(s, err)
	p, err = s.db.StepPolicy(s.Context(), actor, p.ID, p.Version, "publish", "")
	require.NoError(s, err)
	return p.ID
}

func (s *site) store(best, young, expert, policy domain.ID) {
	text := func(zh, en string) domain.Text { return domain.Text{ZH: zh, EN: en} }
	features := []domain.Feature{
		{Name: "text", Known: true, Value: 0.62, Weight: 10, Contribution: 0.48, Reason: text("共有术语：石墨烯、散热膜、导热系数", "Shared terms: 石墨烯, 散热膜, 导热系数"), Brief: text("技术内容高度相关（石墨烯、散热膜）", "closely related in content (石墨烯, 散热膜)")},
		{Name: "quantities", Known: true, Value: 1, Weight: 2, Contribution: 0.15, Reason: text("指标“导热系数 ≥ 1200 W/(m·K)”：成果为 ≥ 1500 W/(m·K)，满足", "target “导热系数 ≥ 1200 W/(m·K)”: the technology has ≥ 1500 W/(m·K), met"), Brief: text("指标（导热系数）满足", "targets (导热系数) are met")},
		{Name: "trl", Known: true, Value: 1, Weight: 1, Contribution: 0.08, Reason: text("成熟度 7 级，满足不低于 6 级的要求", "TRL 7 meets the required 6"), Brief: text("成熟度满足要求", "the TRL is high enough")},
		{Name: "budget", Weight: 1, Reason: text("对方未说明报价", "No price is stated"), Brief: text("未说明报价", "no price is stated"), Gap: true},
	}
	technology := domain.Match{Kind: domain.MatchTechnology, CandidateID: best, Rank: 1, Score: 0.71, Features: features, CandidateVersion: 3,
		Passages: []domain.Passage{{Part: "title", Text: "大尺寸石墨烯导热膜卷对卷制备技术", Marks: []domain.Span{{Start: 3, End: 6}}},
			{Part: "body", Text: "以氧化石墨烯浆料为原料，经涂布、还原与压延得到成卷的石墨烯导热膜，面内导热系数高，适合手机和服务器散热。", Marks: []domain.Span{{Start: 3, End: 6}, {Start: 26, End: 29}}}},
		NeedPassages: []domain.Passage{{Part: "problem", Text: s.need.Problem, Marks: []domain.Span{{Start: 13, End: 19}}}},
		Targets:      []domain.TargetAnswer{{Target: conductivity(">=", 1200), Stated: conductivity(">=", 1500), Verdict: domain.TargetCovered}}}
	near := technology
	near.CandidateID, near.Rank, near.NearMiss, near.Score = young, 2, true, 0.4
	near.Gates = []domain.Gate{{Code: "trl", Severity: domain.Misses, Reason: text("成熟度 4 级，低于要求的 6 级", "TRL 4, below the required 6"), Change: text("成熟度提高到 6 级即符合", "Would match if its TRL were 6")}}
	person, clause := technology, technology
	person.Kind, person.CandidateID, person.Targets = domain.MatchExpert, expert, nil
	clause.Kind, clause.CandidateID, clause.Targets = domain.MatchPolicy, policy, nil
	run := postgres.MatchRun{NeedID: s.need.ID, NeedVersion: s.need.Version, Algorithm: "2/test", ComputedAt: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)}
	require.NoError(s, s.db.StoreMatches(s.Context(), run, []domain.Match{technology, near, person, clause}))
}

// browser opens Chromium, without scripts.
func browser(t testing.TB, width int64) context.Context {
	t.Helper()
	ctx := chromium.Open(t, width)
	require.NoError(t, chromium.WithoutScripts(ctx))
	return ctx
}

// picture keeps what the browser shows in the directory of $SANKU_PICTURES, if set.
func picture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	if dir := os.Getenv("SANKU_PICTURES"); dir != "" {
		require.NoError(t, chromium.Picture(ctx, dir, name))
	}
}
