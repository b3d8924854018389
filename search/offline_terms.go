package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// writeField writes the next field of the runs, its postings and then the
// dictionary of its terms, and returns where it is.
func (r *runs) writeField(s *segmentFile, f int, all []*cursor) (uint64, error) {
	file, err := os.OpenFile(filepath.Join(r.dir, "dictionary"), os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, fmt.Errorf("search: build: %w", err)
	}
	defer file.Close()
	buffered := bufio.NewWriterSize(file, 1<<18)
	dictionary, err := vellum.New(buffered, nil)
	if err != nil {
		return 0, fmt.Errorf("search: build: %w", err)
	}
	w := &postingsWriter{segmentFile: s, documents: uint64(r.documents()), lengths: r.lengths[f]}
	err = mergeField(all, func(term string, postings []posting) error {
		at, err := w.write(postings)
		if err != nil {
			return err
		}
		return dictionary.Insert([]byte(term), at)
	})
	if err := errors.Join(err, dictionary.Close(), buffered.Flush()); err != nil {
		return 0, fmt.Errorf("search: build: %w", err)
	}
	return s.writeDictionary(file)
}

// noValues stands where a field has no values by document.
const noValues = math.MaxUint64

// writeDictionary copies a dictionary, and writes where it is, and that the field
// has no values by document.
func (s *segmentFile) writeDictionary(file *os.File) (uint64, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	dictionary := s.at
	if _, err := s.Write(binary.AppendUvarint(nil, uint64(size))); err != nil {
		return 0, err
	}
	if _, err := io.Copy(s, io.NewSectionReader(file, 0, size)); err != nil {
		return 0, err
	}
	at := s.at
	field := binary.AppendUvarint(nil, noValues)
	field = binary.AppendUvarint(field, noValues)
	_, err = s.Write(binary.AppendUvarint(field, dictionary))
	return at, err
}

// postingsWriter writes postings of one field.
type postingsWriter struct {
	*segmentFile
	documents uint64   // of the segment
	lengths   []uint32 // of the field in each
	bitmap    roaring.Bitmap
	numbers   []uint32
	chunks    []byte   // of frequencies and lengths
	ends      []uint64 // of each chunk
	buffer    []byte
}

// write returns what the dictionary has to say of the postings: where they are
// or, of a single occurrence, the posting itself.
func (w *postingsWriter) write(postings []posting) (uint64, error) {
	if p := postings[0]; len(postings) == 1 && p.count == 1 {
		return zap.FSTValEncode1Hit(uint64(p.document), uint64(w.lengths[p.document])), nil
	}
	w.encode(postings)
	frequencies := w.at
	w.buffer = binary.AppendUvarint(w.buffer[:0], uint64(len(w.ends)))
	for _, end := range w.ends {
		w.buffer = binary.AppendUvarint(w.buffer, end)
	}
	w.buffer = append(w.buffer, w.chunks...)
	at := w.at + uint64(len(w.buffer))
	w.bitmap.Clear()
	w.bitmap.AddMany(w.numbers)
	documents, err := w.bitmap.ToBytes()
	if err != nil {
		return 0, err
	}
	w.buffer = binary.AppendUvarint(w.buffer, frequencies)
	w.buffer = binary.AppendUvarint(w.buffer, 0) // nothing is known of places in the text
	w.buffer = binary.AppendUvarint(w.buffer, uint64(len(documents)))
	w.buffer = append(w.buffer, documents...)
	_, err = w.Write(w.buffer)
	return at, err
}

// chunkMode is how bleve cuts frequencies into chunks by default: so that those of
// about a thousand documents are in each.
const (
	chunkMode  = 1026
	chunkUsual = 1024
)

// encode encodes frequencies and lengths in chunks, each of a range of documents.
func (w *postingsWriter) encode(postings []posting) {
	size := w.documents / (uint64(len(postings))/chunkUsual + 1)
	w.chunks, w.ends, w.numbers = w.chunks[:0], w.ends[:0], w.numbers[:0]
	for _, p := range postings {
		for uint64(p.document) >= size*uint64(len(w.ends)+1) {
			w.ends = append(w.ends, uint64(len(w.chunks)))
		}
		w.chunks = binary.AppendUvarint(w.chunks, uint64(p.count)<<1) // no places
		w.chunks = binary.AppendUvarint(w.chunks, uint64(w.lengths[p.document]))
		w.numbers = append(w.numbers, p.document)
	}
	for uint64(len(w.ends)) < (w.documents-1)/size+1 {
		w.ends = append(w.ends, uint64(len(w.chunks)))
	}
}
