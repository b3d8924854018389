package search

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// prepared is a text field whose terms are known. Bleve would find them in
// goroutines of its own, where a panic ends the process, and ends it again
// after every restart, since the document is still to be indexed.
type prepared struct{ *document.TextField }

func (prepared) Analyze() {}

// prepare returns docs as they are to be written, analysed on every processor.
func (l *Library) prepare(docs []Document) []*document.Document {
	ready := make([]*document.Document, len(docs))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(len(docs), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(docs)); i = next.Add(1) - 1 {
				ready[i] = l.prepareFields(docs[i].indexable())
			}
		})
	}
	wg.Wait()
	return ready
}

// prepareFields analyses the fields of doc. A field that cannot be analysed is
// left out and logged: the record stays in its library, by its other fields.
func (l *Library) prepareFields(doc *document.Document) *document.Document {
	fields := make([]document.Field, 0, len(doc.Fields))
	for _, f := range doc.Fields {
		text, ok := f.(*document.TextField)
		if !ok || !f.Options().IsIndexed() {
			fields = append(fields, f)
			continue
		}
		if err := guarded(func() error { text.Analyze(); return nil }); err != nil {
			l.log.Error("field not indexed", "id", doc.ID(), "field", f.Name(), "error", err)
			continue
		}
		fields = append(fields, prepared{text})
	}
	doc.Fields = fields
	return doc
}

var _ index.Field = prepared{}
