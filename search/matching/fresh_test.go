package matching_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/matching"
)

// start runs the background work until the test ends.
func (w *world) start() {
	w.t.Helper()
	work, err := matching.Start(w.ctx, w.matcher, matching.Options{Poll: 20 * time.Millisecond})
	require.NoError(w.t, err)
	w.t.Cleanup(func() { require.NoError(w.t, work.Stop(context.Background())) })
}

// eventually waits for what the background work brings about.
func (w *world) eventually(what string, is func() bool) {
	w.t.Helper()
	require.Eventually(w.t, is, 30*time.Second, 20*time.Millisecond, what)
}

// A technology that is published, changed or withdrawn shows in the stored matches of
// the needs it answers, without anybody asking.
func TestMatchesFollowTheFeed(t *testing.T) {
	w := newWorld(t)
	university := w.university("湘潭示例理工大学", "430302")
	need := w.need(film(w.enterprise().ID))
	w.start()
	w.eventually("the need is matched", func() bool {
		fresh, err := w.db.NeedsToMatch(w.ctx, "1/2026-11")
		return err == nil && len(fresh) == 0
	})
	require.Empty(t, w.stored(need.ID, domain.MatchTechnology))

	made := w.technology(grapheneFilm(university.ID))
	w.eventually("a new technology is listed", func() bool { return len(w.stored(need.ID, domain.MatchTechnology)) == 1 })

	made, err := w.db.ChangeTechnology(w.ctx, actor, made.ID, made.Version, func(t *domain.Technology) error { t.TRL = 3; return nil })
	require.NoError(t, err)
	w.eventually("a changed one becomes a near miss", func() bool {
		found := w.stored(need.ID, domain.MatchTechnology)
		return len(found) == 1 && found[0].NearMiss
	})

	_, err = w.db.StepTechnology(w.ctx, actor, made.ID, made.Version, "close", "已转让")
	require.NoError(t, err)
	w.eventually("a withdrawn one leaves", func() bool {
		var n int
		err := w.db.Pool().QueryRow(w.ctx, `SELECT count(*) FROM matches WHERE technology_id IS NOT NULL`).Scan(&n)
		return err == nil && n == 0
	})
}

// Nothing is computed again when nothing has changed.
func TestUnchangedIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.technology(grapheneFilm(w.university("湘潭示例理工大学", "430302").ID))
	need := w.need(film(w.enterprise().ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	before := w.stored(need.ID, domain.MatchTechnology)[0].ComputedAt
	w.now = w.now.Add(time.Hour)
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Equal(t, before, w.stored(need.ID, domain.MatchTechnology)[0].ComputedAt)

	w.technology(grapheneFilm(w.university("湘潭样例工业大学", "430304").ID))
	require.NoError(t, w.matcher.MatchNeed(w.ctx, need.ID))
	require.Len(t, w.stored(need.ID, domain.MatchTechnology), 2)
}

// An older run does not overwrite a later one, and a run of another version of the
// need is not stored.
func TestRunsTakeTurns(t *testing.T) {
	w := newWorld(t)
	need := w.need(film(w.enterprise().ID))
	run := postgres.MatchRun{NeedID: need.ID, NeedVersion: need.Version, Algorithm: "x", ComputedAt: w.now}
	run.Seen = postgres.Position{XID: 20}
	require.NoError(t, w.db.StoreMatches(w.ctx, run, nil))
	expert := w.expert(domain.Expert{Kind: domain.TechnicalExpert, Name: "示例", Fields: []string{"materials"}})
	older := run
	older.Seen.XID = 10
	match := domain.Match{Kind: domain.MatchExpert, CandidateID: expert.ID, Rank: 1}
	require.NoError(t, w.db.StoreMatches(w.ctx, older, []domain.Match{match}))
	require.Empty(t, w.stored(need.ID, domain.MatchExpert))
	run.NeedVersion++
	require.ErrorIs(t, w.db.StoreMatches(w.ctx, run, nil), domain.ErrStale)
}

// topics are what random needs and technologies speak of.
var topics = []string{"石墨烯散热膜导热系数", "锂电池正极材料磷酸铁锂", "数控机床热误差补偿", "钢铁连铸坯裂纹检测", "湘莲剥壳加工装备", "超声相控阵无损检测",
	"污水脱氮微生物载体", "永磁电机无位置传感器控制", "北斗高精度定位终端", "心电信号智能诊断"}

// What the change feed keeps fresh is what computing everything anew would give. The
// weight of a term depends on how many records have it, so a record changes the
// scores of needs it has nothing to do with by a little: those wait for the next run.
func TestFollowingEqualsRecomputing(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t)
			s := scenario{world: w, random: rand.New(rand.NewPCG(seed, 0)), university: w.university("湘潭示例理工大学", "430302"), enterprise: w.enterprise()}
			for range 14 {
				s.step()
				s.follow()
			}
			for _, need := range s.needs {
				s.compare(need)
			}
		})
	}
}

type scenario struct {
	*world
	random                 *rand.Rand
	university, enterprise domain.Organisation
	needs                  []domain.ID
	technologies           []domain.ID
	at                     postgres.Position
}

func (s *scenario) text() string {
	var chosen []string
	for _, i := range s.random.Perm(len(topics))[:1+s.random.IntN(3)] {
		chosen = append(chosen, topics[i])
	}
	return strings.Join(chosen, "与")
}

func (s *scenario) step() {
	switch n := len(s.technologies); s.random.IntN(5) {
	case 0:
		text := s.text()
		s.needs = append(s.needs, s.need(domain.Need{OrganisationID: s.enterprise.ID, Title: text, Problem: "需要" + text, Field: "materials"}).ID)
	case 1, 2:
		text := s.text()
		s.technologies = append(s.technologies, s.technology(domain.Technology{OrganisationID: s.university.ID, Title: text, Abstract: "研究" + text, Field: "materials"}).ID)
	case 3:
		if n > 0 {
			s.rewrite(s.technologies[s.random.IntN(n)])
		}
	case 4:
		if n > 0 {
			i := s.random.IntN(n)
			_, err := s.db.StepTechnology(s.ctx, actor, s.technologies[i], 0, "close", "已转让")
			require.NoError(s.t, err)
			s.technologies = append(s.technologies[:i], s.technologies[i+1:]...)
		}
	}
}

func (s *scenario) rewrite(id domain.ID) {
	text := s.text()
	_, err := s.db.ChangeTechnology(s.ctx, actor, id, 0, func(t *domain.Technology) error {
		t.Title, t.Abstract = text, "改进"+text
		return nil
	})
	require.NoError(s.t, err)
}

// follow does what the jobs of the feed's changes do, in their order.
func (s *scenario) follow() {
	changes, err := s.db.Changes(s.ctx, nil, s.at, 1000)
	require.NoError(s.t, err)
	for _, c := range changes {
		s.at = c.Position
		needs := []domain.ID{c.Ref}
		if kind := domain.Resource(c.Kind); kind != domain.Needs {
			needs, err = s.matcher.NeedsOf(s.ctx, kind, c.Ref)
			require.NoError(s.t, err)
		}
		for _, id := range needs {
			require.NoError(s.t, s.matcher.MatchNeed(s.ctx, id))
		}
	}
}

// drift is how far a score may lie from the one computed anew.
const drift = 0.08

func (s *scenario) compare(id domain.ID) {
	needs, err := s.db.NeedsByIDs(s.ctx, []domain.ID{id})
	require.NoError(s.t, err)
	anew, err := s.matcher.Matches(s.ctx, needs[0])
	require.NoError(s.t, err)
	want := map[domain.ID]domain.Match{}
	for _, m := range anew {
		want[m.CandidateID] = m
	}
	stored := s.stored(id, domain.MatchTechnology)
	for _, m := range stored {
		fresh, ok := want[m.CandidateID]
		require.True(s.t, ok || m.Score < 0.5, "%v is listed and should not be: %v", m.Title, m.Score)
		if ok {
			require.InDelta(s.t, fresh.Score, m.Score, drift, m.Title)
			require.Equal(s.t, fresh.CandidateVersion, m.CandidateVersion, m.Title)
		}
		delete(want, m.CandidateID)
	}
	for _, m := range want {
		require.Less(s.t, m.Score, 0.5, fmt.Sprintf("a match is missing: %+v", m))
	}
}
