package search

import (
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// prepared is a text field whose terms are known, as a part's are once it was
// analysed. Bleve would find them in goroutines of its own, where a panic ends
// the process, and ends it again after every restart, since the document is
// still to be indexed.
type prepared struct{ *document.TextField }

func (prepared) Analyze() {}

// fewPrepared is how many documents each processor prepares at least: it takes as
// long as a search, which a few changes must not drive from every processor.
const fewPrepared = 20

// prepare returns docs as they are to be written, analysed on every processor if
// they are many.
func prepare(docs []Document, log *slog.Logger) []*document.Document {
	ready := make([]*document.Document, len(docs))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min((len(docs)+fewPrepared-1)/fewPrepared, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(docs)); i = next.Add(1) - 1 {
				ready[i] = prepareFields(docs[i].indexable(), log)
			}
		})
	}
	wg.Wait()
	return ready
}

// prepareFields analyses the fields of doc. A field that cannot be analysed is
// left out and logged: the record stays in its library, by its other fields.
func prepareFields(doc *document.Document, log *slog.Logger) *document.Document {
	fields := make([]document.Field, 0, len(doc.Fields))
	for _, f := range doc.Fields {
		if !f.Options().IsIndexed() {
			fields = append(fields, f)
			continue
		}
		if err := guarded(func() error { f.Analyze(); return nil }); err != nil {
			log.Error("field not indexed", "id", doc.ID(), "field", f.Name(), "error", err)
			continue
		}
		if text, ok := f.(*document.TextField); ok {
			f = prepared{text}
		}
		fields = append(fields, f)
	}
	doc.Fields = fields
	return doc
}

var _ index.Field = prepared{}
