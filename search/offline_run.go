package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
)

// runPostings is how many postings are inverted at a time; each takes some 30
// bytes meanwhile.
const runPostings = 4_000_000

// runs inverts texts: the postings of some documents are sorted by term and
// written, run after run, and all runs are merged in the end.
type runs struct {
	dir     string
	now     *run
	written int
	lengths [len(searched)][]uint32 // of the fields of every document; 0: it has none
}

func newRuns(dir string) runs { return runs{dir: dir, now: newRun()} }

func (r *runs) documents() int { return len(r.lengths[0]) }

func (r *runs) path(n int) string { return filepath.Join(r.dir, fmt.Sprintf("run-%d", n)) }

// add adds the texts of the next document.
func (r *runs) add(d *document.Document) {
	for f := range searched {
		r.lengths[f] = append(r.lengths[f], 0)
	}
	number := r.documents() - 1
	for _, field := range d.Fields {
		p, ok := field.(*partField)
		if !ok {
			continue
		}
		for f := range searched {
			if searched[f].name == p.name {
				r.lengths[f][number] = uint32(p.length)
				r.now.add(f, uint32(number), p.terms)
			}
		}
	}
}

// take begins a new run, and returns what writes the last.
func (r *runs) take() func() error {
	last, path := r.now, r.path(r.written)
	r.now = newRun()
	r.written++
	return func() error { return last.write(path) }
}

// run is the postings of some documents, in their order.
type run struct {
	terms    [len(searched)]map[string]uint32 // the number of each term
	names    []string                         // of terms, by number
	postings []runPosting
}

type runPosting struct{ term, document, count uint32 }

func newRun() *run {
	r := new(run)
	for f := range r.terms {
		r.terms[f] = make(map[string]uint32)
	}
	return r
}

func (r *run) size() int { return len(r.postings) }

func (r *run) add(f int, document uint32, terms []termCount) {
	known := r.terms[f]
	for _, t := range terms {
		n, ok := known[t.term]
		if !ok {
			n = uint32(len(r.names))
			name := strings.Clone(t.term) // not to keep the whole text
			r.names = append(r.names, name)
			known[name] = n
		}
		r.postings = append(r.postings, runPosting{n, document, uint32(t.count)})
	}
}

// byTerm returns the postings by term, each term's in order of document; those of
// term n are from starts[n] up to starts[n+1].
func (r *run) byTerm() (sorted []runPosting, starts []uint32) {
	starts = make([]uint32, len(r.names)+2)
	for _, p := range r.postings {
		starts[p.term+2]++
	}
	for n := range r.names {
		starts[n+2] += starts[n+1]
	}
	sorted = make([]runPosting, len(r.postings))
	for _, p := range r.postings {
		sorted[starts[p.term+1]] = p
		starts[p.term+1]++
	}
	return sorted, starts
}

// write writes the terms of each field, in order, with their postings.
func (r *run) write(path string) (err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	w := bufio.NewWriterSize(file, 1<<18)
	sorted, starts := r.byTerm()
	for f := range r.terms {
		numbers := make([]uint32, 0, len(r.terms[f]))
		for _, n := range r.terms[f] {
			numbers = append(numbers, n)
		}
		slices.SortFunc(numbers, func(a, b uint32) int { return strings.Compare(r.names[a], r.names[b]) })
		for _, n := range numbers {
			writeTerm(w, r.names[n], sorted[starts[n]:starts[n+1]])
		}
		w.WriteByte(0) // no term has this length
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	return nil
}

// writeTerm writes a term with its postings: each as the distance from the last
// one's document, twice, and one more if a count other than 1 follows.
func writeTerm(w *bufio.Writer, term string, postings []runPosting) {
	buffer := w.AvailableBuffer()
	buffer = binary.AppendUvarint(buffer, uint64(len(term)))
	buffer = append(buffer, term...)
	buffer = binary.AppendUvarint(buffer, uint64(len(postings)))
	last := uint32(0)
	for _, p := range postings {
		distance := uint64(p.document-last) << 1
		if last = p.document; p.count == 1 {
			buffer = binary.AppendUvarint(buffer, distance)
		} else {
			buffer = binary.AppendUvarint(buffer, distance|1)
			buffer = binary.AppendUvarint(buffer, uint64(p.count))
		}
	}
	w.Write(buffer) // the error comes with Flush
}
