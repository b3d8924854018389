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
