package matching_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func amount(v float64) *float64       { return &v }
func tenThousand(n int64) *domain.Fen { f := domain.Yuan(n * 10_000); return &f }

// film asks for a graphene film that spreads heat.
func film(owner domain.ID) domain.Need {
	return domain.Need{OrganisationID: owner, Title: "高导热石墨烯散热膜的规模化制备", Field: "materials", Modes: []string{"transfer", "licence"},
		Problem:  "手机和服务器散热需要大面积石墨烯散热膜，现有人工石墨膜厚度做不上去，导热系数不够，希望获得成卷制备技术。",
		Keywords: []string{"石墨烯", "散热膜", "导热系数"}, BudgetMax: tenThousand(200),
		Targets:    []domain.Quantity{{Name: "导热系数", Comparator: ">=", Value: amount(1200), Unit: "W/(m·K)"}},
		Conditions: domain.NeedConditions{TRLMin: 6}}
}

func grapheneFilm(owner domain.ID) domain.Technology {
	return domain.Technology{OrganisationID: owner, Title: "大尺寸石墨烯导热膜卷对卷制备技术", Field: "materials", TRL: 7, Modes: []string{"transfer"},
		Abstract: "以氧化石墨烯浆料为原料，经涂布、还原与压延得到成卷的石墨烯导热膜，面内导热系数高，适合手机和服务器散热。",
		Keywords: []string{"石墨烯", "导热膜", "散热"}, PriceMin: tenThousand(80), PriceMax: tenThousand(150), EndMonth: "2025-06",
		Metrics: []domain.Quantity{{Name: "面内导热系数", Comparator: ">=", Value: amount(1500), Unit: "W/(m·K)"}},
		IP:      []domain.IPRight{{Kind: "invention_patent", Title: "一种石墨烯导热膜", Status: "granted"}}}
}

// TestGolden holds, on a small library, which technologies answer a need, in which
// order and why, which nearly do, and which do not.
func TestGolden(t *testing.T) {
	w := newWorld(t)
	enterprise := w.enterprise()
	local := w.university("湘潭示例理工大学", "430302")
	far := w.university("武汉样例大学", "420100")

	best := w.technology(grapheneFilm(local.ID))
	second := grapheneFilm(far.ID)
	second.Title, second.Metrics, second.PriceMin, second.PriceMax = "石墨烯改性散热涂层", nil, nil, nil
	second.Abstract = "在铝基材上涂覆石墨烯散热涂层，提高服务器散热效率。"
	runnerUp := w.technology(second)
	immature := grapheneFilm(local.ID)
	immature.TRL, immature.Title = 4, "石墨烯纤维复合散热膜探索"
	young := w.technology(immature)
	dear := grapheneFilm(local.ID)
	dear.PriceMin, dear.PriceMax = tenThousand(500), tenThousand(800)
	costly := w.technology(dear)
	w.technology(grapheneFilm(enterprise.ID)) // its own: a conflict
	w.technology(domain.Technology{OrganisationID: local.ID, Title: "湘莲剥壳去芯一体机", Abstract: "面向鲜莲加工的自适应剥壳装备。", Field: "agriculture", TRL: 8})

	need := w.need(film(enterprise.ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	found := w.stored(need.ID, domain.MatchTechnology)

	var order []domain.ID
	for _, m := range found {
		order = append(order, m.CandidateID)
	}
	require.Equal(t, []domain.ID{best.ID, runnerUp.ID}, order[:2])
	require.ElementsMatch(t, []domain.ID{young.ID, costly.ID}, order[2:], "near misses last, the enterprise's own and the lotus machine not at all")
	require.Equal(t, []bool{false, false, true, true}, []bool{found[0].NearMiss, found[1].NearMiss, found[2].NearMiss, found[3].NearMiss})

	top := reasons(found[0].Match)
	require.Contains(t, top["text"], "石墨烯")
	require.Equal(t, "指标“导热系数 ≥ 1200 W/(m·K)”：成果为 ≥ 1500 W/(m·K)，满足", top["quantities"])
	require.Equal(t, "成熟度 7 级，满足不低于 6 级的要求", top["trl"])
	require.Equal(t, "报价不超过 150 万元，在预算 200 万元以内", top["budget"])
	require.Equal(t, "湘潭示例理工大学在本市", top["locality"])
	require.NotEmpty(t, found[0].Passages)
	require.NotEmpty(t, found[0].Passages[0].Marks)
	require.Equal(t, "对方未说明报价", reasons(found[1].Match)["budget"])
	for _, m := range found[2:] {
		want := map[domain.ID]string{young.ID: "成熟度再提高 2 级，达到 6 级即符合；也可放宽需求的成熟度要求", costly.ID: "预算提高到 500 万元，或对方降价 300 万元，即符合"}[m.CandidateID]
		require.Equal(t, want, m.Gates[0].Change.ZH)
	}
}

func reasons(m domain.Match) map[string]string {
	all := map[string]string{}
	for _, f := range m.Features {
		all[f.Name] = f.Reason.ZH
	}
	return all
}

// The stored score is the sum of the stored contributions.
func TestStoredContributions(t *testing.T) {
	w := newWorld(t)
	w.technology(grapheneFilm(w.university("湘潭示例理工大学", "430302").ID))
	need := w.need(film(w.enterprise().ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	for _, m := range w.stored(need.ID, domain.MatchTechnology) {
		sum := 0.0
		for _, f := range m.Features {
			sum += f.Contribution
		}
		require.InDelta(t, m.Score, sum, 1e-9)
		require.Equal(t, w.now, m.ComputedAt.UTC())
		require.Equal(t, need.Version, m.NeedVersion)
	}
}

// A need that is closed, or runs out, keeps no matches; nor does a listing that ran
// out stay in the index or in any need's matches.
func TestWithdrawnAndExpired(t *testing.T) {
	w := newWorld(t)
	university := w.university("湘潭示例理工大学", "430302")
	lasting := grapheneFilm(university.ID)
	lasting.ValidUntil = domain.Date{Year: 2030, Month: 1, Day: 1}
	stays := w.technology(lasting)
	ending := grapheneFilm(university.ID)
	ending.ValidUntil = domain.DateOf(w.now).AddDays(3)
	w.technology(ending)
	asked := film(w.enterprise().ID)
	asked.ValidUntil = domain.Date{Year: 2030, Month: 1, Day: 1}
	need := w.need(asked)
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Len(t, w.stored(need.ID, domain.MatchTechnology), 2)

	announced, err := w.db.AnnounceCalendar(w.ctx)
	require.NoError(t, err)
	require.Zero(t, announced)
	w.now = w.now.Add(4 * 24 * time.Hour)
	announced, err = w.db.AnnounceCalendar(w.ctx)
	require.NoError(t, err)
	require.EqualValues(t, 1, announced)
	again, err := w.db.AnnounceCalendar(w.ctx)
	require.NoError(t, err)
	require.Zero(t, again, "once")

	w.agree()
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	left := w.stored(need.ID, domain.MatchTechnology)
	require.Len(t, left, 1)
	require.Equal(t, stays.ID, left[0].CandidateID)

	_, err = w.db.StepNeed(w.ctx, actor, need.ID, need.Version, "close", "已解决")
	require.NoError(t, err)
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	var stored int
	require.NoError(t, w.db.Pool().QueryRow(w.ctx, `SELECT count(*) FROM matches`).Scan(&stored))
	require.Zero(t, stored)
}

// agree holds that the indexes are exactly what the records say.
func (w *world) agree() {
	w.t.Helper()
	reports, err := w.libraries.Verify(w.ctx)
	require.NoError(w.t, err)
	for _, r := range reports {
		require.True(w.t, r.Agrees(), "%+v", r)
	}
}
