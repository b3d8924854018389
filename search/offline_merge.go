package search

import (
	"bufio"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// cursor reads a run, field by field and in each term by term.
type cursor struct {
	n      int // the run's number
	file   *os.File
	reader *bufio.Reader
	term   string
	buffer []byte
}

// next reads the next term, and says whether the field has one.
func (c *cursor) next() (bool, error) {
	size, err := binary.ReadUvarint(c.reader)
	if err != nil || size == 0 {
		return false, err
	}
	if uint64(cap(c.buffer)) < size {
		c.buffer = make([]byte, size)
	}
	if _, err := io.ReadFull(c.reader, c.buffer[:size]); err != nil {
		return false, err
	}
	c.term = string(c.buffer[:size])
	return true, nil
}

// postings appends the term's postings to to.
func (c *cursor) postings(to []posting) ([]posting, error) {
	n, err := binary.ReadUvarint(c.reader)
	document := uint32(0)
	for ; n > 0 && err == nil; n-- {
		var distance uint64
		if distance, err = binary.ReadUvarint(c.reader); err != nil {
			break
		}
		count := uint64(1)
		if distance&1 == 1 {
			count, err = binary.ReadUvarint(c.reader)
		}
		document += uint32(distance >> 1)
		to = append(to, posting{document, uint32(count)})
	}
	return to, err
}

// cursors is a heap of runs, that with the least term on top, of equal ones the
// earliest run.
type cursors []*cursor

func (c cursors) Len() int { return len(c) }
func (c cursors) Less(i, j int) bool {
	if order := strings.Compare(c[i].term, c[j].term); order != 0 {
		return order < 0
	}
	return c[i].n < c[j].n
}
func (c cursors) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *cursors) Push(x any)   { *c = append(*c, x.(*cursor)) }
func (c *cursors) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// open opens the runs that were written.
func (r *runs) open() (all []*cursor, err error) {
	for n := range r.written {
		file, err := os.Open(r.path(n))
		if err != nil {
			return all, fmt.Errorf("search: build: %w", err)
		}
		all = append(all, &cursor{n: n, file: file, reader: bufio.NewReaderSize(file, 1<<16)})
	}
	return all, nil
}

func closeRuns(all []*cursor) (err error) {
	for _, c := range all {
		err = errors.Join(err, c.file.Close())
	}
	return err
}

// mergeField calls use with each term of the next field of all runs, in order,
// and its postings, which are good until use returns.
func mergeField(all []*cursor, use func(term string, postings []posting) error) error {
	var left cursors
	for _, c := range all {
		if err := left.advance(c); err != nil {
			return err
		}
	}
	var postings []posting
	for len(left) > 0 {
		postings = postings[:0]
		term := left[0].term
		for len(left) > 0 && left[0].term == term {
			c := left[0]
			var err error
			if postings, err = c.postings(postings); err != nil {
				return fmt.Errorf("search: build: %w", err)
			}
			more, err := c.next()
			if err != nil {
				return fmt.Errorf("search: build: %w", err)
			}
			if more {
				heap.Fix(&left, 0)
			} else {
				heap.Pop(&left)
			}
		}
		if err := use(term, postings); err != nil {
			return err
		}
	}
	return nil
}

// advance reads c's next term and takes it in, if there is one.
func (c *cursors) advance(one *cursor) error {
	more, err := one.next()
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	if more {
		heap.Push(c, one)
	}
	return nil
}
