package search

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"sanku/search/analysis"
)

// schemaVersion rises with every change of what the functions of this file
// write; together with the analysis it decides whether an index is current.
const schemaVersion = 1

// The fields of an indexed document. The record's id is bleve's document id.
const (
	fieldTitle    = "title"
	fieldKeywords = "keywords"
	fieldBody     = "body"
	fieldVersion  = "v"
	filterPrefix  = "f."
)

// lengthTerm stands once in every text field that has terms. Its postings name
// each document that has the field, with the field's length: true average
// lengths can be read from the index at any time, and no counter can drift.
const lengthTerm = "\x00"

// newMapping returns the mapping an index is created with. It maps nothing by
// itself: documents come ready-made from indexable, through IndexAdvanced.
func newMapping() (mapping.IndexMapping, error) {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("search mapping: %w", err)
	}
	return m, nil
}

// mappingHash names the mapping and the analysis. An index that was written
// under another name has to be rebuilt.
func mappingHash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "schema %d, analysis %s", schemaVersion, analysis.Fingerprint()))
	return hex.EncodeToString(sum[:8])
}

// indexable returns d as bleve indexes it: terms with frequency and length of
// each part, exact filter values, and the version as the only stored value.
// Pass it to Batch.IndexAdvanced.
func (d Document) indexable() *document.Document {
	doc := document.NewDocument(d.ID)
	for _, part := range []struct{ field, text string }{
		{fieldTitle, d.Title}, {fieldKeywords, d.Keywords}, {fieldBody, d.Body},
	} {
		if part.text != "" {
			doc.AddField(document.NewTextFieldCustom(part.field, nil, []byte(part.text), index.IndexField, partAnalyzer{}))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Filter)) {
		doc.AddField(document.NewTextFieldCustom(filterPrefix+name, nil, []byte(d.Filter[name]),
			index.IndexField|index.SkipFreqNorm, nil))
	}
	version := strconv.AppendInt(nil, d.Version, 10)
	return doc.AddField(document.NewTextFieldCustom(fieldVersion, nil, version, index.StoreField, nil))
}

// documentVersion reads back the version under which doc was indexed.
func documentVersion(doc index.Document) (int64, error) {
	var version int64
	err := fmt.Errorf("document %s: no stored version", doc.ID())
	doc.VisitFields(func(f index.Field) {
		if f.Name() == fieldVersion {
			version, err = strconv.ParseInt(string(f.Value()), 10, 64)
		}
	})
	return version, err
}

// partAnalyzer gives bleve our tokens and, last, the length term.
type partAnalyzer struct{}

func (partAnalyzer) Analyze(text []byte) bleveanalysis.TokenStream {
	tokens := analysis.Analyze(string(text))
	if len(tokens) == 0 {
		return nil
	}
	backing := make([]bleveanalysis.Token, len(tokens)+1)
	stream := make(bleveanalysis.TokenStream, len(backing))
	for i, t := range tokens {
		backing[i] = bleveanalysis.Token{Term: []byte(t.Term), Start: t.Start, End: t.End, Position: i + 1}
		stream[i] = &backing[i]
	}
	backing[len(tokens)] = bleveanalysis.Token{Term: []byte(lengthTerm), Position: len(backing)}
	stream[len(tokens)] = &backing[len(tokens)]
	return stream
}
