package search

import (
	"fmt"
	"math"
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
	factors  map[string]float64 // by work
}

// authorityOf returns nil when no document of the segments names a work.
func authorityOf(segments []*scorch.SegmentSnapshot) (*authority, error) {
	for _, s := range segments {
		dict, err := s.Segment().Dictionary(fieldNames)
		if err != nil {
			return nil, err
		}
		if dict.Cardinality() > 0 {
			return &authority{segments, make(map[string]float64)}, nil
		}
	}
	return nil, nil
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
	naming := uint64(0)
	for _, s := range a.segments {
		having, err := documentsWith(s, fieldNames, work)
		if err != nil {
			return 0, err
		}
		if s.Deleted() != nil {
			having.AndNot(s.Deleted())
		}
		naming += having.GetCardinality()
	}
	a.factors[work] = 1 + authorityWeight*math.Log1p(float64(naming))
	return a.factors[work], nil
}

// work is the work that a document is of.
func (a *authority) work(c candidate) (work string, err error) {
	values, ok := a.segments[c.segment].Segment().(segment.DocValueVisitable)
	if !ok {
		return "", fmt.Errorf("segment %d has no values of documents", c.segment)
	}
	_, err = values.VisitDocValues(uint64(c.document), []string{fieldWork}, func(_ string, term []byte) { work = string(term) }, nil)
	return work, err
}
