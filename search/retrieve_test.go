package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// testIndex is an index on disk that tests write to directly.
type testIndex struct {
	t testing.TB
	index.Index
	memory *memory
}

func newTestIndex(t testing.TB, batches ...[]Document) *testIndex {
	queue := index.NewAnalysisQueue(1)
	t.Cleanup(queue.Close)
	idx, err := openStore(t.TempDir(), queue, false)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, idx.Close()) })
	x := &testIndex{t: t, Index: idx, memory: newMemory(newPostingsCache(0), newProcessors())}
	for _, docs := range batches {
		x.write(docs, nil)
	}
	return x
}

func (x *testIndex) write(docs []Document, deleted []string) {
	b := index.NewBatch()
	for _, d := range docs {
		b.Update(d.indexable())
	}
	for _, id := range deleted {
		b.Delete(id)
	}
	require.NoError(x.t, x.Batch(b))
}

func (x *testIndex) retrieve(q Query) []Hit {
	hits, err := x.retrieveContext(context.Background(), q)
	require.NoError(x.t, err)
	return hits
}

func (x *testIndex) retrieveContext(ctx context.Context, q Query) ([]Hit, error) {
	r, err := x.Reader()
	require.NoError(x.t, err)
	defer r.Close()
	return x.memory.retrieve(ctx, r, q)
}

func ids(hits []Hit) []string {
	var all []string
	for _, h := range hits {
		all = append(all, h.ID)
	}
	return all
}

var technologies = []Document{
	{ID: "t1", Title: "废旧锂离子电池正极材料回收方法", Body: "采用湿法冶金从废旧电池中浸出锂、钴、镍，回收率98%。", Filter: map[string]string{"field": "材料", "area": "岳塘区"}},
	{ID: "t2", Title: "石墨烯导热膜制备技术", Body: "以氧化石墨烯为原料制备高导热薄膜，用于5G基站散热。", Filter: map[string]string{"field": "材料", "area": "雨湖区"}},
	{ID: "t3", Title: "起重机吊钩锻件无氧化加热工艺", Body: "感应加热结合保护气氛，减少锻件表面氧化皮。", Filter: map[string]string{"field": "制造"}},
	{ID: "t4", Title: "水稻镉低积累品种选育", Body: "选育镉低积累水稻品种，适用于重金属污染农田。", Filter: map[string]string{"field": "农业"}},
	{ID: "t5", Title: "冶炼炉渣资源化利用", Body: "将铅锌冶炼废渣制成建筑材料。", Filter: map[string]string{"field": "材料"}},
	{ID: "t6", Title: "Boundary layer control for wind turbine blades", Body: "Flow separation on blades is delayed by vortex generators."},
	{ID: "t7", Title: "LiFePO4动力电池管理系统", Body: "面向电动汽车的BMS，支持GJB150A环境试验。", Filter: map[string]string{"field": "材料"}},
}

func TestRetrieve(t *testing.T) {
	tests := []struct {
		name  string
		query Query
		want  []string // the first hits, in order
		not   []string // hits there must not be
	}{
		{name: "the title's words lead", query: Query{Parts: NeedParts("废旧锂电池回收")}, want: []string{"t1"}, not: []string{"t6", "t4"}},
		{name: "a word that general dictionaries lack", query: Query{Parts: NeedParts("石墨烯散热材料")}, want: []string{"t2"}},
		{name: "traditional characters", query: Query{Parts: NeedParts("鍛件無氧化加熱")}, want: []string{"t3"}},
		{name: "full width and case", query: Query{Parts: NeedParts("ｌｉｆｅｐｏ４")}, want: []string{"t7"}},
		{name: "a model number in the body", query: Query{Parts: NeedParts("", "产品须通过GJB150A试验")}, want: []string{"t7"}},
		{name: "English is stemmed", query: Query{Parts: NeedParts("controlling boundary layers")}, want: []string{"t6"}, not: []string{"t1"}},
		{name: "a shared character finds kindred words", query: Query{Parts: NeedParts("铅尾渣")}, want: []string{"t5"}},
		{name: "only", query: Query{Parts: NeedParts("锂离子电池"), Only: []string{"t7", "t4", "absent"}}, want: []string{"t7"}, not: []string{"t1"}},
		{name: "only none", query: Query{Parts: NeedParts("锂离子电池"), Only: []string{}}, not: []string{"t1", "t7"}},
		{name: "exclude", query: Query{Parts: NeedParts("锂离子电池"), Exclude: []string{"t1"}}, want: []string{"t7"}, not: []string{"t1"}},
		{name: "filter", query: Query{Parts: NeedParts("废旧电池 水稻"), Fields: map[string]string{"field": "农业"}}, want: []string{"t4"}, not: []string{"t1", "t7"}},
		{name: "filters together", query: Query{Parts: NeedParts("材料 电池 石墨烯"), Fields: map[string]string{"field": "材料", "area": "雨湖区"}}, want: []string{"t2"}, not: []string{"t1", "t5", "t7"}},
		{name: "limit", query: Query{Parts: NeedParts("锂离子电池"), Limit: 1}, want: []string{"t1"}, not: []string{"t7"}},
		{name: "nothing asked", query: Query{}, not: []string{"t1"}},
		{name: "function words alone", query: Query{Parts: NeedParts("以及其他的")}, not: []string{"t1", "t2", "t3"}},
	}
	x := newTestIndex(t, technologies[:3], technologies[3:])
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(x.retrieve(tt.query))
			require.GreaterOrEqual(t, len(got), len(tt.want), "hits %v", got)
			require.Equal(t, tt.want, append([]string(nil), got[:len(tt.want)]...), "hits %v", got)
			for _, id := range tt.not {
				require.NotContains(t, got, id)
			}
		})
	}
}

func TestRetrieveTiesInOrderOfID(t *testing.T) {
	same := func(id string) Document { return Document{ID: id, Title: "污泥脱水"} }
	x := newTestIndex(t, []Document{same("d"), same("b")}, []Document{same("a")}, []Document{same("c"), {ID: "e", Title: "水稻"}})
	require.Equal(t, []string{"a", "b"}, ids(x.retrieve(Query{Parts: NeedParts("污泥"), Limit: 2})))
}

func TestRetrieveSeesTheLatestVersion(t *testing.T) {
	x := newTestIndex(t, technologies)
	x.write([]Document{{ID: "t2", Title: "陶瓷膜过滤"}}, []string{"t1"})
	require.Empty(t, x.retrieve(Query{Parts: NeedParts("石墨烯导热膜"), Only: []string{"t1"}}))
	require.Equal(t, []string{"t2"}, ids(x.retrieve(Query{Parts: NeedParts("陶瓷")})))
	for _, h := range x.retrieve(Query{Parts: NeedParts("石墨烯导热")}) {
		require.NotEqual(t, "t1", h.ID)
		for _, term := range h.Terms {
			require.NotEqual(t, "石墨烯", term.Term)
		}
	}
}

// Scores must not depend on how documents came to be spread over segments.
func TestRetrieveIsIndependentOfSegments(t *testing.T) {
	one, many := newTestIndex(t, technologies), newTestIndex(t)
	for i := range technologies {
		many.write(technologies[len(technologies)-1-i:][:1], nil)
	}
	many.write([]Document{{ID: "gone", Title: "石墨烯电池电池电池"}}, nil)
	many.write(nil, []string{"gone"})
	q := Query{Parts: NeedParts("石墨烯电池材料", "用于5G基站的锂离子电池")}
	require.Empty(t, cmp.Diff(one.retrieve(q), many.retrieve(q)))
}

func TestRetrieveExplainsScores(t *testing.T) {
	x := newTestIndex(t, technologies)
	for _, h := range x.retrieve(Query{Parts: NeedParts("石墨烯导热膜")}) {
		sum := 0.0
		for i, term := range h.Terms {
			sum += term.Score
			require.NotContains(t, term.Term, "\x01")
			if i > 0 {
				require.LessOrEqual(t, term.Score, h.Terms[i-1].Score)
			}
		}
		require.InDelta(t, h.Score, sum, 1e-9)
	}
}

func TestRetrieveBounds(t *testing.T) {
	var body strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&body, "term%dx ", i)
	}
	x := newTestIndex(t, []Document{{ID: "long", Body: body.String()}})
	hits := x.retrieve(Query{Parts: []QueryPart{{Text: body.String(), Weight: 1}}})
	require.Len(t, hits, 1)
	require.Len(t, hits[0].Terms, maxTermScores)
}

func TestRetrieveStopsWithItsContext(t *testing.T) {
	x := newTestIndex(t, technologies)
	ctx, cancel := context.WithCancelCause(context.Background())
	reason := errors.New("client went away")
	cancel(reason)
	_, err := x.retrieveContext(ctx, Query{Parts: NeedParts("电池")})
	require.ErrorIs(t, err, reason)
}

func TestRetrieveFromAnEmptyIndex(t *testing.T) {
	require.Empty(t, newTestIndex(t).retrieve(Query{Parts: NeedParts("电池")}))
}

// A view does not change while documents are written beside it: every query
// finds each document exactly once, in its old form or its new one.
func TestRetrieveWhileWriting(t *testing.T) {
	x := newTestIndex(t, technologies)
	written := make(chan struct{})
	go func() {
		defer close(written)
		for i := range 40 {
			b := index.NewBatch()
			for _, d := range technologies {
				d.Keywords = strings.Repeat("技术 ", i)
				b.Update(d.indexable())
			}
			if err := x.Batch(b); err != nil {
				t.Error(err)
			}
		}
	}()
	for done := false; !done; {
		select {
		case <-written:
			done = true
		default:
		}
		got := ids(x.retrieve(Query{Parts: NeedParts("电池 石墨烯 吊钩 水稻 炉渣 blades")}))
		require.ElementsMatch(t, []string{"t1", "t2", "t3", "t4", "t5", "t6", "t7"}, got)
	}
}

func TestClip(t *testing.T) {
	text := strings.Repeat("电", maxText) // three bytes each
	require.Len(t, clip(text), maxText/3*3)
	require.Equal(t, "short", clip("short"))
}
