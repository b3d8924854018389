package search

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/search/analysis"
)

// naive scores documents by BM25F as the formula reads, from their tokens.
func naive(docs map[string]Document, q Query) map[string]float64 {
	type counts [len(searched)]map[string]int
	frequency := make(map[string]counts)
	length := make(map[string][len(searched)]float64)
	var mean, having [len(searched)]float64
	for id, d := range docs {
		var c counts
		var l [len(searched)]float64
		for f, text := range []string{d.Title, d.Keywords, d.Body} {
			c[f] = make(map[string]int)
			for _, t := range analysis.Analyze(text) {
				c[f][t.Term]++
				l[f]++
			}
			if l[f] > 0 {
				mean[f] += l[f]
				having[f]++
			}
		}
		frequency[id], length[id] = c, l
	}
	scores := make(map[string]float64)
	for _, t := range queryTerms(q.Parts) {
		tf, total := make(map[string]float64), 0
		most := [len(searched)]uint64{}
		for id := range docs {
			for f := range searched {
				n := frequency[id][f][t.term]
				if n == 0 {
					continue
				}
				total += n
				most[f]++
				b := searched[f].slope
				tf[id] += searched[f].weight * float64(n) / (1 - b + b*length[id][f]/(mean[f]/having[f]))
			}
		}
		if len(tf) == 0 || t.common(uint64(len(docs)), max(most[0], most[1], most[2])) {
			continue
		}
		n, df := float64(len(docs)), float64(len(tf))
		idf := math.Pow(math.Log(1+(n-df+0.5)/(df+0.5)), idfPower)
		for id, x := range tf {
			k := frequencySaturation
			scores[id] += t.weight * idf * math.Pow(float64(total)/df, burstPower) * (k + 1) * x / (x + k)
		}
	}
	return scores
}

func TestRetrieveIsExact(t *testing.T) {
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"石墨烯", "电池", "锂离子", "正极材料", "回收", "的", "，", "LiFePO4", " boundary layer", "10万元", "渣", "5G", "水稻",
	}), 0, 12), func(words []string) (s string) {
		for _, w := range words {
			s += w
		}
		return s
	})
	rapid.Check(t, func(rt *rapid.T) {
		x := newTestIndex(t)
		x.memory.processors = drawProcessors(rt)
		docs := make(map[string]Document)
		for range rapid.IntRange(1, 4).Draw(rt, "batches") {
			var written []Document
			var deleted []string
			for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-h]`), 0, 6, rapid.ID[string]).Draw(rt, "ids") {
				if rapid.IntRange(0, 4).Draw(rt, "fate") == 0 {
					deleted = append(deleted, id)
					delete(docs, id)
					continue
				}
				d := Document{ID: id, Title: text.Draw(rt, "title"), Keywords: text.Draw(rt, "keywords"), Body: text.Draw(rt, "body")}
				written = append(written, d)
				docs[id] = d
			}
			x.write(written, deleted)
		}
		q := Query{Parts: NeedParts(text.Draw(rt, "ask"), text.Draw(rt, "problem"))}
		want := naive(docs, q)
		got := make(map[string]float64)
		for _, h := range x.retrieve(q) {
			got[h.ID] = h.Score
		}
		require.InDeltaMapValues(rt, want, got, 1e-9)
	})
}
