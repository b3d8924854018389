package search

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// rawField reads a field's postings from the bytes of a segment's file. Bleve's
// iterator finds out for each posting which chunk of frequencies it is in; all of
// a term's chunks, one after the other, are what is read here.
type rawField struct {
	data   []byte // of the segment
	terms  *vellum.Reader
	bitmap roaring.Bitmap
	some   [512]uint32
}

// openRaw returns nil for a segment that is still in memory, and for a field that
// none of its documents has.
func openRaw(s segment.Segment, field string) (*rawField, error) {
	file, ok := s.(*zap.Segment)
	if !ok || file.Version() != zap.Version {
		return nil, nil
	}
	at, err := file.DictAddr(field)
	if err != nil {
		return nil, nil // there is no such field
	}
	r := &rawField{data: file.Data()}
	size, n := binary.Uvarint(r.data[at:])
	dictionary, err := vellum.Load(r.data[at+uint64(n):][:size])
	if err != nil {
		return nil, fmt.Errorf("dictionary of %s: %w", field, err)
	}
	r.terms, err = dictionary.Reader()
	return r, err
}

// postings appends the postings of term to to.
func (r *rawField) postings(term string, to []posting) ([]posting, error) {
	value, known, err := r.terms.Get([]byte(term))
	if err != nil || !known {
		return to, err
	}
	if value&zap.FSTValEncodingMask == zap.FSTValEncoding1Hit {
		document, _ := zap.FSTValDecode1Hit(value)
		return append(to, posting{uint32(document), 1}), nil
	}
	at := r.data[value:]
	frequencies, n := binary.Uvarint(at)
	_, places := binary.Uvarint(at[n:])
	n += places
	size, sized := binary.Uvarint(at[n:])
	if _, err := r.bitmap.FromBuffer(at[n+sized:][:size]); err != nil {
		return to, fmt.Errorf("documents of a term: %w", err)
	}
	to = slices.Grow(to, int(r.bitmap.GetCardinality()))
	return r.counted(r.chunks(frequencies), to), nil
}

// chunks returns what starts with the first chunk of those at place at: their
// number and ends stand before.
func (r *rawField) chunks(at uint64) []byte {
	b := r.data[at:]
	count, n := binary.Uvarint(b)
	for b = b[n:]; count > 0; count-- {
		_, n := binary.Uvarint(b)
		b = b[n:]
	}
	return b
}

// counted appends the documents of the bitmap, with the frequencies that pairs
// has of them, each followed by the length of the field.
func (r *rawField) counted(pairs []byte, to []posting) []posting {
	documents := r.bitmap.ManyIterator()
	for {
		n := documents.NextMany(r.some[:])
		if n == 0 {
			return to
		}
		for _, d := range r.some[:n] {
			frequency := uint64(pairs[0])
			if frequency < 0x80 {
				pairs = pairs[1:]
			} else {
				var n int
				frequency, n = binary.Uvarint(pairs)
				pairs = pairs[n:]
			}
			to = append(to, posting{d, uint32(frequency >> 1)}) // the last bit is about places
			for pairs[0] >= 0x80 {
				pairs = pairs[1:]
			}
			pairs = pairs[1:]
		}
	}
}
