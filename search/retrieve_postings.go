package search

import (
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// postings are the documents of one segment that have a term in a searched
// field, deleted documents included. They never change.
type postings struct {
	documents []uint32 // ascending
	counts    []count  // how often the term stands in each
	many      map[int]perField
	tally     tally // over all of them
}

// count is how often a term stands in the fields of one document, in the space
// that this takes nearly always; manyTimes in the first field says that it is
// more, and that postings.many has it.
type count [len(searched)]uint8

const manyTimes = math.MaxUint8

// tally counts a term over documents.
type tally struct {
	documents uint64
	stands    uint64                // how often the term stands in them
	having    [len(searched)]uint64 // how many of them have it in each field
}

func (t *tally) add(c perField) {
	t.documents++
	for f, n := range c {
		if n > 0 {
			t.having[f]++
			t.stands += uint64(n)
		}
	}
}

func (t *tally) remove(c perField) {
	t.documents--
	for f, n := range c {
		if n > 0 {
			t.having[f]--
			t.stands -= uint64(n)
		}
	}
}

func (t *tally) plus(other tally) {
	t.documents += other.documents
	t.stands += other.stands
	for f := range t.having {
		t.having[f] += other.having[f]
	}
}

// at is how often the term stands in the fields of the i-th document.
func (p *postings) at(i int) (c perField) {
	if p.counts[i][0] == manyTimes {
		return p.many[i]
	}
	for f, n := range p.counts[i] {
		c[f] = uint32(n)
	}
	return c
}

func (p *postings) append(d uint32, c perField) {
	var small count
	for f, n := range c {
		if n >= manyTimes {
			if p.many == nil {
				p.many = make(map[int]perField)
			}
			p.many[len(p.counts)] = c
			small[0] = manyTimes
			break
		}
		small[f] = uint8(n)
	}
	p.documents = append(p.documents, d)
	p.counts = append(p.counts, small)
	p.tally.add(c)
}

// without returns the tally without the given documents, which are ascending
// in runs.
func (p *postings) without(t tally, documents []uint32) tally {
	i, last := 0, uint32(0)
	for _, d := range documents {
		if d < last {
			i = 0
		}
		last = d
		if i = seek(p.documents, i, d); i < len(p.documents) && p.documents[i] == d {
			t.remove(p.at(i))
		}
	}
	return t
}

// dictionaries are the term dictionaries of a segment's searched fields. One
// query at a time can use them.
type dictionaries struct {
	fields [len(searched)]segment.TermDictionary
	raw    [len(searched)]*rawField // nil: where fields have to be asked
	list   segment.PostingsList     // what was read last, to be used again
	it     segment.PostingsIterator
	read   [len(searched)][]posting
}

func openDictionaries(s *scorch.SegmentSnapshot) (*dictionaries, error) {
	d := new(dictionaries)
	for f := range searched {
		var err error
		if d.fields[f], err = s.Segment().Dictionary(searched[f].name); err != nil {
			return nil, err
		}
		if d.raw[f], err = openRaw(s.Segment(), searched[f].name); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// postings returns the postings of term, which no document has in the fields in
// which having is 0.
func (d *dictionaries) postings(term string, having [len(searched)]uint64) (*postings, error) {
	for f := range d.fields {
		d.read[f] = d.read[f][:0]
		if having[f] == 0 {
			continue
		}
		if err := d.field(f, term); err != nil {
			return nil, err
		}
	}
	return merge(d.read), nil
}

type posting struct{ document, count uint32 }

func (d *dictionaries) field(f int, term string) (err error) {
	if d.raw[f] != nil {
		d.read[f], err = d.raw[f].postings(term, d.read[f])
		return err
	}
	if d.list, err = d.fields[f].PostingsList([]byte(term), nil, d.list); err != nil {
		return err
	}
	n := d.list.Count()
	if n == 0 {
		return nil
	}
	all := slices.Grow(d.read[f], int(n))
	d.it = d.list.Iterator(true, false, false, d.it)
	for {
		p, err := d.it.Next()
		if err != nil || p == nil {
			d.read[f] = all
			return err
		}
		all = append(all, posting{uint32(p.Number()), uint32(p.Frequency())})
	}
}

// merge joins what the fields have, document by document.
func merge(fields [len(searched)][]posting) *postings {
	size := 0
	for _, list := range fields {
		size += len(list) // more than there are, by those that have it in two fields
	}
	p := &postings{documents: make([]uint32, 0, size), counts: make([]count, 0, size)}
	for {
		d := min(first(fields[inTitle]), first(fields[inKeywords]))
		fields[inBody] = p.onlyBody(fields[inBody], d)
		if d == math.MaxUint32 {
			return p
		}
		var c perField
		for f := range fields {
			if first(fields[f]) == d {
				c[f], fields[f] = fields[f][0].count, fields[f][1:]
			}
		}
		p.append(d, c)
	}
}

// onlyBody appends the postings before document end, which are in no other field,
// as most are, and returns the others.
func (p *postings) onlyBody(body []posting, end uint32) []posting {
	for i, one := range body {
		if one.document >= end {
			return body[i:]
		}
		if one.count >= manyTimes {
			p.append(one.document, perField{inBody: one.count})
			continue
		}
		p.documents = append(p.documents, one.document)
		p.counts = append(p.counts, count{inBody: uint8(one.count)})
		p.tally.documents++
		p.tally.having[inBody]++
		p.tally.stands += uint64(one.count)
	}
	return nil
}

// first is the first document of list.
func first(list []posting) uint32 {
	if len(list) == 0 {
		return math.MaxUint32
	}
	return list[0].document
}

// eachPosting calls f for every posting. f must not keep what it is given.
func eachPosting(list segment.PostingsList, f func(segment.Posting)) error {
	it := list.Iterator(true, true, false, nil)
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		f(p)
	}
}
