package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// Disagreement is a record whose document is missing, superfluous or of
// another version.
type Disagreement struct {
	ID              string
	Record, Indexed int64 // versions; 0: there is none
}

// Report is the outcome of comparing a library's index with its records.
type Report struct {
	Kind          Kind
	Records       int
	Documents     int
	Disagreements []Disagreement // in order of id
}

// Agrees says that every record has its document, of its version, and no
// document lacks a record.
func (r Report) Agrees() bool { return len(r.Disagreements) == 0 }

func (r Report) err() error {
	if r.Agrees() {
		return nil
	}
	return fmt.Errorf("search: %d of %d records disagree with their documents, %+v first",
		len(r.Disagreements), r.Records, r.Disagreements[0])
}

// Verify compares every library with its records by id and version, in the
// order of Kinds. It first applies what has changed, and asks twice before it
// calls something a disagreement, so it may run while records are written. Only
// a change held back by somebody's long transaction looks like a disagreement.
// An index that has to be rebuilt first is ErrRebuilding.
func (ls *Libraries) Verify(ctx context.Context) ([]Report, error) {
	reports := make([]Report, len(Kinds()))
	err := ls.each(func(l *Library) (err error) {
		reports[slices.Index(Kinds(), l.kind)], err = l.verify(ctx)
		return err
	})
	return reports, err
}

func (l *Library) verify(ctx context.Context) (Report, error) {
	err := l.sync(ctx)
	if l.frozen() {
		return Report{Kind: l.kind}, fmt.Errorf("%w: %s", ErrRebuilding, l.rebuildWanted())
	}
	if err != nil {
		return Report{Kind: l.kind}, err
	}
	report, err := l.compare(ctx)
	if err != nil || report.Agrees() {
		return report, err
	}
	if err := l.sync(ctx); err != nil {
		return report, err
	}
	again, err := l.compare(ctx)
	again.Disagreements = lasting(report.Disagreements, again.Disagreements)
	return again, err
}

// lasting returns those of the later disagreements that are real. A record
// written between the readings of the index and of the records looks wrong,
// but the sync before the second comparison moves its document.
func lasting(earlier, later []Disagreement) []Disagreement {
	stuck := make(map[string]int64, len(earlier))
	for _, d := range earlier {
		stuck[d.ID] = d.Indexed
	}
	return slices.DeleteFunc(later, func(d Disagreement) bool {
		indexed, before := stuck[d.ID]
		return !before || indexed != d.Indexed
	})
}

// compare reads the index whole, then the records page by page.
func (l *Library) compare(ctx context.Context) (Report, error) {
	r := Report{Kind: l.kind}
	indexed := make(map[string]int64)
	err := l.search(ctx, func(reader index.IndexReader) error { return eachVersion(reader, indexed) })
	if err != nil {
		return r, err
	}
	r.Documents = len(indexed)
	err = l.eachRecord(ctx, func(v RecordVersion) {
		r.Records++
		if have := indexed[v.ID]; have != v.Version {
			r.Disagreements = append(r.Disagreements, Disagreement{v.ID, v.Version, have})
		}
		delete(indexed, v.ID)
	})
	for id, have := range indexed {
		r.Disagreements = append(r.Disagreements, Disagreement{id, 0, have})
	}
	slices.SortFunc(r.Disagreements, func(a, b Disagreement) int { return strings.Compare(a.ID, b.ID) })
	return r, err
}

func (l *Library) eachRecord(ctx context.Context, f func(RecordVersion)) error {
	for after := ""; ; {
		page, err := l.feed.Versions(ctx, l.kind, after, 10*pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, v := range page {
			f(v)
		}
		last := page[len(page)-1].ID
		if last <= after {
			return fmt.Errorf("search: the feed returned %q after %q", last, after)
		}
		after = last
	}
}

// eachVersion puts the version of every document behind reader into versions.
// It walks the segments, since asking for documents one by one searches for
// each.
func eachVersion(reader index.IndexReader, versions map[string]int64) error {
	for _, s := range reader.(*scorch.IndexSnapshot).Segments() {
		live := s.DocNumbersLive().Iterator()
		for live.HasNext() {
			id, version, err := storedVersion(s, uint64(live.Next()))
			if err != nil {
				return err
			}
			if _, twice := versions[id]; twice {
				return fmt.Errorf("%w: document %s is there twice", errDamaged, id)
			}
			versions[id] = version
		}
	}
	return nil
}

func storedVersion(s *scorch.SegmentSnapshot, number uint64) (id string, version int64, err error) {
	err = errors.New("no stored version")
	visitErr := s.VisitDocument(number, func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case "_id":
			id = string(value)
		case fieldVersion:
			version, err = strconv.ParseInt(string(value), 10, 64)
		}
		return true
	})
	if err = errors.Join(visitErr, err); err != nil {
		return id, 0, fmt.Errorf("%w: document %q: %w", errDamaged, id, err)
	}
	return id, version, nil
}
