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
// dictionaries lack or split.
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

// longestWord bounds a word in runes, so that the words which start at one rune
// fit into the bits of a lengths.
const longestWord = 31

// lengths is a set of word lengths: bit n says that a word of n runes starts
// here, bit 0 that the rune by itself is a function word.
type lengths uint32

const functionCharacter lengths = 1

// dictionary is a trie over runes: a table of edges, apart from those of the
// root to the usual Chinese characters, which are asked for most.
type dictionary struct {
	first []int32        // the node of hanFirst, hanFirst+1, …; 0: none
	edges map[edge]int32 // the others
	nodes []node
}

// The usual Chinese characters, the block CJK Unified Ideographs.
const (
	hanFirst = 0x4E00
	hanLast  = 0x9FFF
)

type edge struct {
	node int32
	char rune
}

// node says whether a word ends here, at what cost, and whether it is a
// function word.
type node struct {
	cost float32 // infinite: no word ends here
	stop bool
}

var infinite = float32(math.Inf(1))

func newDictionary(size int) *dictionary {
	return &dictionary{
		first: make([]int32, hanLast-hanFirst+1),
		edges: make(map[edge]int32, size),
		nodes: []node{{cost: infinite}},
	}
}

func (d *dictionary) add(word string, cost float32) {
	n := d.path(word)
	d.nodes[n].cost = min(d.nodes[n].cost, cost)
}

// path returns the node at the end of word, which it makes if need be.
func (d *dictionary) path(word string) int32 {
	at := int32(0)
	for _, r := range word {
		next, ok := d.step(at, r)
		if !ok {
			next = int32(len(d.nodes))
			d.nodes = append(d.nodes, node{cost: infinite})
			if at == 0 && r >= hanFirst && r <= hanLast {
				d.first[r-hanFirst] = next
			} else {
				d.edges[edge{at, r}] = next
			}
		}
		at = next
	}
	return at
}

func (d *dictionary) step(at int32, r rune) (next int32, ok bool) {
	if at == 0 && r >= hanFirst && r <= hanLast {
		next = d.first[r-hanFirst]
		return next, next != 0
	}
	next, ok = d.edges[edge{at, r}]
	return next, ok
}

// eachPrefix calls found for every word that run starts with, shortest first.
func (d *dictionary) eachPrefix(run []rune, found func(length int, n node)) {
	at := int32(0)
	for i, r := range run {
		next, ok := d.step(at, r)
		if !ok || i == longestWord {
			return
		}
		at = next
		if n := d.nodes[at]; n.cost < infinite {
			found(i+1, n)
		}
	}
}

// words is the dictionary that every analysis shares. Its general part is the
// word list with inverse document frequencies that gse embeds; loading takes a
// fifth of a second, once, when first needed.
var words = sync.OnceValue(func() *dictionary {
	d := newDictionary(400_000)
	for line := range strings.Lines(gse.ZhIdf) {
		word, idf, _ := strings.Cut(strings.TrimSpace(line), " ")
		if f, err := strconv.ParseFloat(idf, 32); err == nil {
			d.add(word, float32(f)+wordCost)
		}
	}
	for _, word := range entries(lexiconText) {
		d.add(word, lexiconCost)
	}
	for _, word := range entries(stopwordText) {
		d.add(word, unknownCost)
		d.nodes[d.path(word)].stop = true
	}
	return d
})

// entries returns the words of an embedded list, leaving out comments.
func entries(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			list = append(list, strings.Fields(line)...)
		}
	}
	return list
}
