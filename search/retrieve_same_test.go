package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// corpus makes up documents whose words are as unequally common as those of a
// language.
type corpus struct {
	random *rand.Rand
	zipf   *rand.Zipf
}

func newCorpus(seed uint64, words uint64) *corpus {
	r := rand.New(rand.NewPCG(seed, 1))
	return &corpus{r, rand.NewZipf(r, 1.05, 3, words-1)}
}

// text is n words of two syllables each, apart by spaces.
func (c *corpus) text(n int) string {
	var b strings.Builder
	for range n {
		w := c.zipf.Uint64()
		b.WriteString(string([]rune{rune(0x4e00 + w%4096), rune(0x5e00 + w*7%8192)}))
		b.WriteByte(' ')
	}
	return b.String()
}

func (c *corpus) document(id string) Document {
	d := Document{ID: id, Title: c.text(1 + c.random.IntN(6)), Body: c.text(c.random.IntN(60))}
	if c.random.IntN(3) == 0 {
		d.Keywords = c.text(1 + c.random.IntN(4))
	}
	switch c.random.IntN(8) { // some are works or articles of them, and some name them
	case 0:
		d.Title = fmt.Sprintf("规定%d第%d条", c.random.IntN(3), c.random.IntN(9))
	case 1:
		d.Body += fmt.Sprintf("按照《中华人民共和国规定%d》", c.random.IntN(3))
	}
	d.Filter = map[string]string{"rare": fmt.Sprint(c.random.IntN(100)), "even": fmt.Sprint(c.random.IntN(2))}
	return d
}

func (c *corpus) query(words int) Query {
	return Query{Parts: NeedParts(c.text(max(words/8, 1)), c.text(words))}
}

// exhaustive answers q by the reference.
func (x *testIndex) exhaustive(q Query) []Hit {
	r, err := x.Reader()
	require.NoError(x.t, err)
	defer r.Close()
	hits, err := retrieveExhaustively(context.Background(), r, q)
	require.NoError(x.t, err)
	return hits
}

// Whatever was written in whatever batches, replaced, deleted and merged,
// retrieval returns the very hits of the exhaustive scorer, score by score to the
// last bit; also when it remembers what it read before.
func TestRetrieveSameAsExhaustive(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newCorpus(rapid.Uint64().Draw(rt, "seed"), rapid.Uint64Range(2, 400).Draw(rt, "words"))
		x := newTestIndex(t)
		x.memory = newMemory(newPostingsCache(rapid.SampledFrom([]int64{0, 1, 30_000}).Draw(rt, "cache")), drawProcessors(rt))
		written := 0
		for range rapid.IntRange(1, 5).Draw(rt, "batches") {
			var docs []Document
			for range rapid.IntRange(0, 60).Draw(rt, "new") {
				docs = append(docs, c.document(fmt.Sprint("d", written)))
				written++
			}
			gone := make(map[string]bool)
			for range min(written-len(docs), rapid.IntRange(0, 20).Draw(rt, "old")) {
				if id := fmt.Sprint("d", c.random.IntN(written-len(docs))); c.random.IntN(2) == 0 {
					docs = append(docs, c.document(id))
				} else {
					gone[id] = true
				}
			}
			var deleted []string
			for id := range gone {
				deleted = append(deleted, id)
			}
			x.write(docs, deleted)
			for range 2 {
				q := x.draw(rt, c, written)
				require.Empty(rt, cmp.Diff(x.exhaustive(q), x.retrieve(q)))
			}
		}
	})
}

// drawProcessors returns some, of which even the smallest library makes use.
func drawProcessors(rt *rapid.T) *processors {
	return &processors{all: rapid.Int64Range(1, 5).Draw(rt, "processors"), stretch: rapid.Uint32Range(1, 40).Draw(rt, "stretch")}
}

// draw makes up a query with limits and filters of all sorts.
func (x *testIndex) draw(rt *rapid.T, c *corpus, written int) Query {
	q := c.query(rapid.SampledFrom([]int{1, 3, 20, 300}).Draw(rt, "asked"))
	q.Limit = rapid.SampledFrom([]int{1, 3, 20, 1000}).Draw(rt, "limit")
	some := func(n int) (ids []string) {
		for range n {
			ids = append(ids, fmt.Sprint("d", c.random.IntN(written+1)))
		}
		return ids
	}
	switch rapid.IntRange(0, 5).Draw(rt, "filter") {
	case 0:
		q.Only = some(5)
	case 1:
		q.Exclude = some(5)
	case 2:
		q.Fields = map[string]string{"even": "1"}
	case 3:
		q.Fields = map[string]string{"even": "1", "rare": "7"}
		q.Exclude = some(20)
	}
	return q
}

// A library of many windows, in which most terms are passed over.
func TestRetrieveSameAsExhaustiveAmongMany(t *testing.T) {
	c := newCorpus(7, 5000)
	x := newTestIndex(t)
	x.memory.processors = &processors{all: 4, stretch: 3 * firstWindow}
	for batch := range 6 {
		var docs []Document
		for i := range 3000 {
			docs = append(docs, c.document(fmt.Sprint("d", batch*2800+i))) // replaces 200
		}
		x.write(docs, nil)
		for _, words := range []int{1, 3, 60, 200} {
			q := c.query(words)
			q.Limit = 10
			require.Empty(t, cmp.Diff(x.exhaustive(q), x.retrieve(q)))
			q.Fields = map[string]string{"rare": "7"}
			require.Empty(t, cmp.Diff(x.exhaustive(q), x.retrieve(q)))
		}
	}
}

// Documents that are alike tie; whichever window they are in and whoever scans it,
// the least ids win.
func TestRetrieveTiesAcrossWindows(t *testing.T) {
	x := newTestIndex(t)
	x.memory.processors = &processors{all: 3, stretch: firstWindow / 2}
	var docs []Document
	for i := range 3 * firstWindow {
		docs = append(docs, Document{ID: fmt.Sprintf("d%05d", 3*firstWindow-i), Title: "污泥脱水"})
	}
	x.write(docs, nil)
	for range 4 {
		require.Equal(t, []string{"d00001", "d00002", "d00003"}, ids(x.retrieve(Query{Parts: NeedParts("污泥脱水"), Limit: 3})))
	}
}
