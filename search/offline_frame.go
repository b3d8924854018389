package search

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// plugin reads and writes segments as the indexes of this package have them.
var plugin zap.ZapPlugin

// frame is a segment of documents whose texts have no terms yet, made of smaller
// ones that are numbered in order of their documents.
type frame struct {
	dir   string
	count int
}

// bare returns d without the terms of its texts.
func bare(d *document.Document) index.Document {
	b := document.NewDocument(d.ID())
	for _, f := range d.Fields {
		if p, ok := f.(*partField); ok {
			f = &partField{name: p.name, analysed: true}
		}
		b.AddField(f)
	}
	b.AddIDField()
	b.Fields[len(b.Fields)-1].Analyze()
	return b
}

func (f *frame) path(n int) string { return filepath.Join(f.dir, fmt.Sprintf("frame-%d", n)) }

// next takes the next number.
func (f *frame) next() int {
	f.count++
	return f.count - 1
}

// write writes docs as segment n.
func (f *frame) write(n int, docs []index.Document) error {
	s, _, err := plugin.New(docs)
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	if err := s.(segment.UnpersistedSegment).Persist(f.path(n)); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	return s.Close()
}

// merge merges the segments and returns the path of the result.
func (f *frame) merge() (whole string, err error) {
	var parts []segment.Segment
	defer func() {
		for _, s := range parts {
			err = errors.Join(err, s.Close())
		}
	}()
	for n := range f.count {
		s, err := plugin.Open(f.path(n))
		if err != nil {
			return "", fmt.Errorf("search: build: %w", err)
		}
		parts = append(parts, s)
	}
	whole = filepath.Join(f.dir, "frame")
	if _, _, err := plugin.Merge(parts, make([]*roaring.Bitmap, len(parts)), whole, nil, nil); err != nil {
		return "", fmt.Errorf("search: build: %w", err)
	}
	return whole, nil
}

// store makes an index in dir of the segment at path, with values of its own. It
// has bleve's builder make one of another segment, and puts this in its place:
// the index names its segment's file and says nothing else of it.
func store(dir, at, path string, values map[string][]byte) error {
	b, err := scorch.NewBuilder(map[string]any{"path": dir, "buildPathPrefix": at, "internal": values})
	if err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	if err := errors.Join(b.Index(document.NewDocument("")), b.Close()); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil || len(made) != 1 {
		return fmt.Errorf("search: build: %d segments in place of one: %w", len(made), err)
	}
	if err := os.Rename(path, made[0]); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	return syncDir(dir)
}
