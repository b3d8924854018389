package analysis

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/go-ego/gse"
)

// lexiconText holds the words of technology and policy that general
// dictionaries lack or split, one a line.
//
//go:embed lexicon.txt
var lexiconText string

// Costs of Viterbi's paths, as negative logarithms. A general word costs its
// inverse document frequency and wordCost, which makes few long words cheaper
// than many short ones.
const (
	wordCost    = 5.0
	lexiconCost = 4.0
	unknownCost = 20.0
)

// dictionary is a trie over runes, kept as one table of edges.
type dictionary struct {
	edges map[edge]int32 // to node numbers; the root is 0
	costs []float32      // by node; infinite where no word ends
}

type edge struct {
	node int32
	char rune
}

var infinite = float32(math.Inf(1))

func newDictionary(size int) *dictionary {
	return &dictionary{edges: make(map[edge]int32, size), costs: []float32{infinite}}
}

func (d *dictionary) add(word string, cost float32) {
	node := int32(0)
	for _, r := range word {
		next, ok := d.edges[edge{node, r}]
		if !ok {
			next = int32(len(d.costs))
			d.edges[edge{node, r}] = next
			d.costs = append(d.costs, infinite)
		}
		node = next
	}
	d.costs[node] = min(d.costs[node], cost)
}

// words is the dictionary that every analysis shares. Its general part is the
// word list with inverse document frequencies that gse embeds; loading takes a
// few hundred milliseconds, once, when first needed.
var words = sync.OnceValue(func() *dictionary {
	d := newDictionary(600_000)
	for line := range strings.Lines(gse.ZhIdf) {
		word, idf, _ := strings.Cut(strings.TrimSpace(line), " ")
		if f, err := strconv.ParseFloat(idf, 32); err == nil {
			d.add(word, float32(f)+wordCost)
		}
	}
	for _, word := range lines(lexiconText) {
		d.add(word, lexiconCost)
	}
	return d
})

// lines returns the entries of an embedded list, leaving out comments.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, strings.Fields(line)...)
		}
	}
	return list
}
