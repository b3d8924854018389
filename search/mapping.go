package search

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"sanku/search/analysis"
)

// schemaVersion rises with every change of what this file writes; together
// with the analysis it decides whether an index is current.
const schemaVersion = 3

// The fields of an indexed document. The record's id is bleve's document id.
const (
	fieldTitle    = "title"
	fieldKeywords = "keywords"
	fieldBody     = "body"
	fieldVersion  = "v"
	fieldWork     = "work"  // the work that the document is, or is an article of
	fieldNames    = "names" // the works that it names
	filterPrefix  = "f."
)

// lengthTerm stands once in every text field that has terms. Its postings name
// each document that has the field, with the field's length: true average
// lengths can be read from the index at any time, and no counter can drift.
const lengthTerm = "\x00"

// mappingHash names the mapping and the analysis. An index that was written
// under another name has to be rebuilt.
func mappingHash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "schema %d, analysis %s", schemaVersion, analysis.Fingerprint()))
	return hex.EncodeToString(sum[:8])
}

// indexable returns d as bleve indexes it: terms with frequency and length of
// each part, exact filter values, and the version as the only stored value.
func (d Document) indexable() *document.Document {
	doc := document.NewDocument(d.ID)
	for _, p := range []partField{
		{name: fieldTitle, text: d.Title}, {name: fieldKeywords, text: d.Keywords}, {name: fieldBody, text: d.Body},
	} {
		if p.text != "" {
			doc.AddField(&p)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Filter)) {
		doc.AddField(document.NewTextFieldCustom(filterPrefix+name, nil, []byte(d.Filter[name]),
			index.IndexField|index.SkipFreqNorm, nil))
	}
	d.addWorks(doc)
	version := strconv.AppendInt(nil, d.Version, 10)
	return doc.AddField(document.NewTextFieldCustom(fieldVersion, nil, version, index.StoreField, nil))
}

// addWorks adds to doc what authority asks of it.
func (d Document) addWorks(doc *document.Document) {
	work := workOf(d.Title)
	if work != "" {
		doc.AddField(document.NewTextFieldCustom(fieldWork, nil, []byte(work),
			index.IndexField|index.SkipFreqNorm|index.DocValues, nil))
	}
	for i, name := range worksNamed(d.Title+"\n"+d.Keywords+"\n"+d.Body, work) {
		doc.AddField(document.NewTextFieldCustom(fieldNames, []uint64{uint64(i)}, []byte(name),
			index.IndexField|index.SkipFreqNorm, nil))
	}
}

// partField is one part of a document. It gives bleve the terms with their
// frequencies straight from our analysis, and is indexed, never stored.
type partField struct {
	name, text string
	analysed   bool
	length     int
	terms      index.TokenFrequencies
}

// Analyze finds the terms, unless they are known. bleve calls it too, on one of
// its workers.
func (f *partField) Analyze() {
	if f.analysed {
		return
	}
	f.analysed = true
	if tokens := analysis.Analyze(f.text); len(tokens) > 0 {
		f.count(tokens)
	}
}

// count counts tokens. It takes memory for all of them at once: the terms of a
// document are many, small, and given up together.
func (f *partField) count(tokens []analysis.Token) {
	size := len(lengthTerm)
	for _, t := range tokens {
		size += len(t.Term)
	}
	c := counter{make([]index.TokenFreq, 0, len(tokens)+1), make([]byte, 0, size), make(index.TokenFrequencies, len(tokens)+1)}
	c.add(lengthTerm)
	for _, t := range tokens {
		c.add(t.Term)
	}
	f.length, f.terms = len(tokens)+1, c.terms
}

type counter struct {
	counts []index.TokenFreq
	bytes  []byte
	terms  index.TokenFrequencies
}

func (c *counter) add(term string) {
	t, ok := c.terms[term]
	if !ok {
		start := len(c.bytes)
		c.bytes = append(c.bytes, term...)
		c.counts = append(c.counts, index.TokenFreq{Term: c.bytes[start:len(c.bytes):len(c.bytes)]})
		t = &c.counts[len(c.counts)-1]
		c.terms[term] = t
	}
	t.SetFrequency(t.Frequency() + 1)
}

func (f *partField) Name() string                                     { return f.name }
func (f *partField) Value() []byte                                    { return []byte(f.text) }
func (f *partField) ArrayPositions() []uint64                         { return nil }
func (f *partField) EncodedFieldType() byte                           { return 't' }
func (f *partField) Options() index.FieldIndexingOptions              { return index.IndexField }
func (f *partField) AnalyzedLength() int                              { return f.length }
func (f *partField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *partField) NumPlainTextBytes() uint64                        { return uint64(len(f.text)) }
func (f *partField) Size() int                                        { return len(f.name) + len(f.text) + f.terms.Size() }
