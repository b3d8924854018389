package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"sanku/search/analysis"
)

// How much it counts that other documents name the work that a document is, or
// is an article of. A law that many others refer to answers more questions than
// one that nobody does; on judged questions about articles of law this brings
// what no weighing of words did.
const (
	// authorityWeight is what each factor e of documents that name the work adds
	// to a document's score, as a share of it.
	authorityWeight = 0.08
	// authorityDepth is how many of the best documents by their words are looked at.
	authorityDepth = 200
)

// longestWork bounds the runes of a work's name.
const longestWork = 60

// articleDigits end the name of a work where the number of its article starts.
const articleDigits = "零〇一二三四五六七八九十百千0123456789"

// workOf is the key of the work that a document with this title is, or is an
// article of: "科学技术进步法第十条" is an article of 科学技术进步法.
func workOf(title string) string {
	name := strings.TrimSpace(title)
	if i := strings.LastIndex(name, "第"); i > 0 {
		number := strings.TrimLeft(name[i+len("第"):], articleDigits)
		if strings.HasPrefix(number, "条") {
			name = name[:i]
		}
	}
	return workKey(name)
}

// workKey is a work's name as others may write it: without the brackets around
// it and the state that every law is of. "" is no name.
func workKey(name string) string {
	name = analysis.Fold(strings.Trim(name, "《》〈〉 \n"))
	name = strings.TrimPrefix(name, "中华人民共和国")
	if n := utf8.RuneCountInString(name); n < 2 || n > longestWork {
		return ""
	}
	return name
}

// worksNamed are the keys of the works that text names in book-title marks, each
// once, but for own.
func worksNamed(text, own string) []string {
	var keys []string
	seen := map[string]bool{"": true, own: true}
	for {
		_, after, found := strings.Cut(text, "《")
		if !found {
			return keys
		}
		name, rest, closed := strings.Cut(after, "》")
		if !closed {
			return keys
		}
		if i := strings.LastIndex(name, "《"); i >= 0 { // marks within marks: the inner name
			name = name[i+len("《"):]
		}
		if key := workKey(name); !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
		text = rest
	}
}

// authority raises the scores of documents that are works, or articles of works,
// which others name.
type authority struct {
	segments []*scorch.SegmentSnapshot
	names    []segment.TermDictionary // of each segment
	factors  map[string]float64       // by work
	at       int                      // the segment that state is of
	state    segment.DocVisitState    // keeps the values that lie together
}

// authorityOf returns nil when no document of the segments names a work.
func authorityOf(segments []*scorch.SegmentSnapshot) (*authority, error) {
	a := &authority{segments: segments, names: make([]segment.TermDictionary, len(segments)), factors: make(map[string]float64)}
	named := 0
	for i, s := range segments {
		var err error
		if a.names[i], err = s.Segment().Dictionary(fieldNames); err != nil {
			return nil, err
		}
		named += a.names[i].Cardinality()
	}
	if named == 0 {
		return nil, nil
	}
	return a, nil
}

// depth is how many of the best documents by their words are to be found when
// the best limit are wanted.
func (a *authority) depth(limit int) int {
	if a == nil {
		return limit
	}
	return max(limit, authorityDepth)
}

// raise raises the scores of the documents that are among the best by their
// words, when limit are wanted, and leaves out the others.
func (a *authority) raise(all []scored, limit int) ([]scored, error) {
	all = best(all, a.depth(limit))
	if a == nil {
		return all, nil
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.document, b.document))
	})
	for i := range all {
		factor, err := a.factor(all[i].candidate)
		if err != nil {
			return nil, err
		}
		all[i].score *= factor
		for j := range all[i].terms {
			all[i].terms[j].score *= factor
		}
	}
	return all, nil
}

// factor is what the score of a document is multiplied by.
func (a *authority) factor(c candidate) (float64, error) {
	work, err := a.work(c)
	if err != nil || work == "" {
		return 1, err
	}
	if f, ok := a.factors[work]; ok {
		return f, nil
	}
	naming, err := a.naming([]byte(work))
	a.factors[work] = 1 + authorityWeight*math.Log1p(float64(naming))
	return a.factors[work], err
}

// naming counts the documents that name a work.
func (a *authority) naming(work []byte) (n uint64, err error) {
	for i, names := range a.names {
		known, err := names.Contains(work)
		if err != nil {
			return 0, err
		}
		if !known { // as most works
			continue
		}
		list, err := names.PostingsList(work, a.segments[i].Deleted(), nil)
		if err != nil {
			return 0, err
		}
		n += list.Count()
	}
	return n, nil
}

// work is the work that a document is of. It is quickest asked in order of segment
// and document.
func (a *authority) work(c candidate) (work string, err error) {
	values, ok := a.segments[c.segment].Segment().(segment.DocValueVisitable)
	if !ok {
		return "", fmt.Errorf("segment %d has no values of documents", c.segment)
	}
	if a.at != int(c.segment) {
		a.at, a.state = int(c.segment), nil
	}
	a.state, err = values.VisitDocValues(uint64(c.document), workOnly, func(_ string, term []byte) { work = string(term) }, a.state)
	return work, err
}

// workOnly are the values that are asked of a document.
var workOnly = []string{fieldWork}
