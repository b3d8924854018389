package matching_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search/meaning/meaningtest"
)

// topics are what random needs and technologies speak of.
var topics = []string{"石墨烯散热膜导热系数", "锂电池正极材料磷酸铁锂", "数控机床热误差补偿", "钢铁连铸坯裂纹检测", "湘莲剥壳加工装备", "超声相控阵无损检测",
	"污水脱氮微生物载体", "永磁电机无位置传感器控制", "北斗高精度定位终端", "心电信号智能诊断"}

// Lists of technologies that are kept up change by change are what ranking every pair
// there is gives, each pair judged when one of the two last changed or the need was last
// matched whole. Once the needs are due at the end of the day, and matched, everything is
// what computing it from nothing gives.
func TestUpkeepIsRecomputing(t *testing.T) { upkeepIsRecomputing(t, nil) }

// The same holds where texts are judged by what they mean, too, once all is encoded.
func TestUpkeepIsRecomputingByMeaning(t *testing.T) { upkeepIsRecomputing(t, meaningtest.Serve(t)) }

func upkeepIsRecomputing(t *testing.T, encoder *meaningtest.Server) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(inWorld{t, rt})
		if encoder != nil {
			w.useMeanings(encoder.Encoder(t))
			w.measure()
		}
		w.matcher.Narrow(rapid.IntRange(2, 12).Draw(rt, "candidates"), 200, rapid.SampledFrom([]float64{0.1, 0.5, 1e9}).Draw(rt, "drift"))
		k := keeping{world: w, random: rt, university: w.university("湘潭示例理工大学", "430302"), enterprise: w.enterprise(),
			pairs: map[domain.ID]map[domain.ID]domain.Match{}, runs: map[domain.ID]postgres.Position{}}
		k.follow()
		for range rapid.IntRange(4, 12).Draw(rt, "rounds") {
			for range rapid.IntRange(1, 5).Draw(rt, "changes") {
				k.change()
			}
			k.follow()
			k.compare()
		}
		w.now = w.now.AddDate(0, 0, 1)
		k.fromNothing()
	})
}

// inWorld is a test whose world is made anew for each try of a property.
type inWorld struct {
	*testing.T
	try *rapid.T
}

func (w inWorld) Errorf(format string, args ...any) { w.try.Errorf(format, args...) }
func (w inWorld) FailNow()                          { w.try.FailNow() }
func (w inWorld) Cleanup(f func())                  { w.try.Cleanup(f) }

// keeping is a world in which technologies and needs change, with what every pair of
// them was judged to be.
type keeping struct {
	*world
	random                 *rapid.T
	university, enterprise domain.Organisation
	needs, technologies    []domain.ID
	at                     postgres.Position
	pairs                  map[domain.ID]map[domain.ID]domain.Match // need, technology
	runs                   map[domain.ID]postgres.Position          // what the last whole run of a need saw
}

func (k *keeping) text() string {
	chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 1, 3, rapid.ID[string]).Draw(k.random, "topics")
	return strings.Join(chosen, "与")
}

func (k *keeping) change() {
	text, trl := k.text(), rapid.IntRange(1, 9).Draw(k.random, "trl")
	switch n := len(k.technologies); rapid.IntRange(0, 6).Draw(k.random, "change") {
	case 0:
		k.needs = append(k.needs, k.need(domain.Need{OrganisationID: k.enterprise.ID, Title: text, Problem: "需要" + text, Field: "materials",
			Conditions: domain.NeedConditions{TRLMin: rapid.SampledFrom([]int{0, 5}).Draw(k.random, "floor")}}).ID)
	case 1, 2, 3:
		k.technologies = append(k.technologies, k.technology(domain.Technology{OrganisationID: k.university.ID, Title: text, Abstract: "研究" + text, Field: "materials", TRL: trl}).ID)
	case 4, 5:
		if n > 0 {
			_, err := k.db.ChangeTechnology(k.ctx, actor, rapid.SampledFrom(k.technologies).Draw(k.random, "technology"), 0, func(t *domain.Technology) error {
				t.Title, t.Abstract, t.TRL = text, "改进"+text, trl
				return nil
			})
			require.True(k.t, err == nil || strings.Contains(err.Error(), "closed"), "%v", err)
		}
	case 6:
		if n > 0 {
			_, err := k.db.StepTechnology(k.ctx, actor, rapid.SampledFrom(k.technologies).Draw(k.random, "technology"), 0, "close", "已转让")
			require.True(k.t, err == nil || strings.Contains(err.Error(), "conflict"), "%v", err)
		}
	}
}

// follow does what the jobs of the changes do, in any order, and then notes what the
// pairs that were judged are, until nothing changes any more.
func (k *keeping) follow() {
	for {
		changes, err := k.db.Changes(k.ctx, nil, k.at, 1000)
		require.NoError(k.t, err)
		if len(changes) == 0 {
			return
		}
		refs := map[domain.Resource][]domain.ID{}
		for _, c := range changes {
			k.at = c.Position
			of := domain.Resource(c.Kind)
			if meant := c.MeaningOf(); meant != "" {
				of = meant
			}
			if !slices.Contains(refs[of], c.Ref) {
				refs[of] = append(refs[of], c.Ref)
			}
		}
		k.work(refs)
	}
}

func (k *keeping) work(refs map[domain.Resource][]domain.ID) {
	whole := refs[domain.Needs]
	early := rapid.Bool().Draw(k.random, "encoded early")
	k.encode(refs, early)
	for _, of := range rapid.Permutation([]domain.Resource{domain.Needs, domain.Technologies, domain.Organisations}).Draw(k.random, "order") {
		if of == domain.Needs {
			k.match(refs[of])
		} else if len(refs[of]) > 0 {
			due, err := k.matcher.Follow(k.ctx, of, refs[of])
			require.NoError(k.t, err)
			whole = append(whole, due...)
		}
	}
	k.match(whole)
	for _, id := range k.needs {
		k.judge(id, refs[domain.Technologies])
	}
	k.encode(refs, !early)
}

// encode has changed records encoded, if there is an encoder and now is the time.
func (k *keeping) encode(refs map[domain.Resource][]domain.ID, now bool) {
	if k.meanings == nil || !now {
		return
	}
	for _, of := range []domain.Resource{domain.Needs, domain.Technologies} {
		require.NoError(k.t, k.meanings.Encode(k.ctx, of, refs[of]))
	}
}

func (k *keeping) match(needs []domain.ID) {
	for _, id := range needs {
		require.NoError(k.t, k.matcher.MatchNeed(k.ctx, id))
	}
}

// judge notes what each of the changed technologies is to a need, or every one if the
// need has been matched whole since.
func (k *keeping) judge(id domain.ID, changed []domain.ID) {
	seen, floor := k.run(id)
	if seen != k.runs[id] {
		k.runs[id], k.pairs[id] = seen, map[domain.ID]domain.Match{}
		changed = k.technologies
	}
	needs, err := k.db.NeedsByIDs(k.ctx, []domain.ID{id})
	require.NoError(k.t, err)
	judged, err := k.matcher.Judge(k.ctx, needs[0], floor, changed)
	require.NoError(k.t, err)
	for _, c := range changed {
		delete(k.pairs[id], c)
	}
	for _, m := range judged {
		k.pairs[id][m.CandidateID] = m
	}
}

func (k *keeping) run(need domain.ID) (seen postgres.Position, floor postgres.Floor) {
	var xid int64
	var at [16]byte
	require.NoError(k.t, k.db.Pool().QueryRow(k.ctx, `
SELECT xid::text::bigint, change_id, floor, coalesce(floor_id, '00000000-0000-0000-0000-000000000000') FROM match_runs WHERE need_id = $1`, [16]byte(need)).
		Scan(&xid, &seen.ID, &floor.Score, &at))
	seen.XID, floor.ID = uint64(xid), domain.ID(at)
	return seen, floor
}

// line is a match in a list, for comparison.
func line(m domain.Match) string {
	return fmt.Sprintf("%d %s v%d %.12f %t", m.Rank, m.CandidateID, m.CandidateVersion, m.Score, m.NearMiss)
}

func (k *keeping) compare() {
	k.t.Helper()
	for _, id := range k.needs {
		var all []domain.Match
		for _, m := range k.pairs[id] {
			all = append(all, m)
		}
		require.Equal(k.t, lines(domain.RankMatches(all)), k.listed(id), "of need %s", id)
	}
}

func lines(matches []domain.Match) []string {
	out := []string{}
	for _, m := range matches {
		out = append(out, line(m))
	}
	return out
}

// listed reads the stored technologies of a need, shown or not.
func (k *keeping) listed(need domain.ID) []string {
	rows, err := k.db.Pool().Query(k.ctx, `SELECT rank, technology_id, candidate_version, score, near_miss FROM matches WHERE need_id = $1 AND kind = 'technology' ORDER BY rank`, [16]byte(need))
	require.NoError(k.t, err)
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var m domain.Match
		var id [16]byte
		err := row.Scan(&m.Rank, &id, &m.CandidateVersion, &m.Score, &m.NearMiss)
		m.CandidateID = domain.ID(id)
		return line(m), err
	})
	require.NoError(k.t, err)
	return append([]string{}, found...)
}

// fromNothing matches the needs that are due and compares all lists with matches that
// are computed from nothing.
func (k *keeping) fromNothing() {
	_, err := k.matcher.MatchAll(k.ctx, nil)
	require.NoError(k.t, err)
	for _, id := range k.needs {
		needs, err := k.db.NeedsByIDs(k.ctx, []domain.ID{id})
		require.NoError(k.t, err)
		anew, err := k.matcher.Matches(k.ctx, needs[0])
		require.NoError(k.t, err)
		require.Equal(k.t, lines(anew), k.listed(id))
	}
}
