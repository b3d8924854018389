// Package search keeps one on-disk index per library, derived from the record
// store and always rebuildable from it, and answers queries over them.
//
// An index follows the change feed. Its position is written in the same batch
// as the documents, so whatever stops the process, the two agree. What does
// not fit, be it the feed's history, the analysis or a checksum, is rebuilt
// beside the live index, which serves until the new one takes its place.
//
// The index never authorises: callers read hits again under their own scope.
package search

// Kind names a library. Each library has an index of its own, since the term
// statistics of one must not bend the ranking of another.
type Kind string

// The libraries.
const (
	Needs        Kind = "need"
	Technologies Kind = "technology"
	Policies     Kind = "policy"
	Experts      Kind = "expert"
)

// Kinds lists every library in the order in which reports show them.
func Kinds() []Kind {
	return []Kind{Needs, Technologies, Policies, Experts}
}

// Document is what a library indexes of one record. Its parts are analysed
// apart, so that a term in the title may weigh more than one in the body.
type Document struct {
	ID      string // the record's UUID in text form; any unique id in an evaluation
	Version int64  // the record's version when it was read

	Title, Keywords, Body string

	Filter map[string]string // small values matched exactly, such as field, area and kind; optional
}
