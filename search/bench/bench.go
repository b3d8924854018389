// Package bench measures Sanku's retrieval against other engines, over libraries
// of made-up Chinese texts of any size: the same documents, the same terms, the
// same questions, in one run.
package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sanku/search"
)

// Options say what is measured. Docs and Dir are required.
type Options struct {
	Docs      int
	Seed      uint64
	Engines   []string      // nil: Sanku and Bleve
	Questions int           // that one run asks at most; 0: 1000
	Limit     time.Duration // after which a run, and warming up, asks no more; 0: 20 s
	Writing   bool          // measure also while documents are written
	Cache     int64         // bytes of postings that Sanku keeps in memory; 0: as by default

	Dir  string // where the index is kept or, if it is to be removed again, built
	Keep bool   // leave the index, and PostgreSQL's schema, for another run

	// Database returns the address of the database that the engine Postgres uses.
	Database func(context.Context) (url string, err error)
	// Progress hears how work goes on; done and of count documents or questions.
	Progress func(what string, done, of int)
}

// maxClients is how many ask at once where it is not one.
const maxClients = 8

func (o Options) withDefaults() Options {
	if o.Engines == nil {
		o.Engines = []string{Sanku, Bleve}
	}
	if o.Questions == 0 {
		o.Questions = 1000
	}
	if o.Limit == 0 {
		o.Limit = 20 * time.Second
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return o
}

// Measure builds one library, asks it, and leaves nothing behind but what it was
// told to keep.
func Measure(ctx context.Context, o Options) (r Result, err error) {
	o = o.withDefaults()
	b := &bench{Options: o, corpus: NewLibrary(o.Seed), asked: map[string]int{}}
	b.result = Result{Docs: o.Docs, Seed: o.Seed}
	defer func() { err = errors.Join(err, b.close(context.WithoutCancel(ctx))) }()
	if err := b.open(ctx); err != nil {
		return Result{}, err
	}
	if err := b.run(ctx); err != nil {
		return Result{}, err
	}
	b.result.Ratios = ratios(b.result.Runs)
	return b.result, nil
}

// bench is one library being measured.
type bench struct {
	Options
	corpus     *Library
	collection *search.Collection
	text       *fullText // nil unless PostgreSQL is among the engines
	engines    []engine
	asked      map[string]int // how many questions of each kind have been put
	result     Result
}

func (b *bench) dir() string {
	return filepath.Join(b.Dir, fmt.Sprintf("library-%d-%d", b.Docs, b.Seed))
}

// open opens the index and the engines that are wanted.
func (b *bench) open(ctx context.Context) (err error) {
	b.collection, b.result.Index, err = openIndex(ctx, b.dir(), b.corpus, b.Docs, b.during("indexing"))
	if err != nil {
		return err
	}
	b.collection.Remember(b.Cache)
	for _, name := range Engines() {
		if !slices.Contains(b.Engines, name) {
			continue
		}
		e, err := b.engine(ctx, name)
		if err != nil {
			return err
		}
		b.engines = append(b.engines, e)
	}
	return nil
}

func (b *bench) engine(ctx context.Context, name string) (engine, error) {
	switch name {
	case Sanku:
		return sanku{b.collection}, nil
	case Bleve:
		return disjunction{b.collection}, nil
	}
	url, err := b.Database(ctx)
	if err != nil {
		return nil, err
	}
	if b.text, err = openFullText(ctx, url, b.corpus, b.Docs, b.during("loading PostgreSQL")); err != nil {
		return nil, err
	}
	b.result.Others = append(b.result.Others, b.text.built)
	return b.text, nil
}

func (b *bench) during(what string) func(done, of int) {
	return func(done, of int) { b.Progress(what, done, of) }
}

func (b *bench) close(ctx context.Context) (err error) {
	if b.text != nil {
		err = b.text.close(ctx, b.Keep)
	}
	if b.collection != nil {
		err = errors.Join(err, b.collection.Close())
	}
	if !b.Keep {
		err = errors.Join(err, os.RemoveAll(b.dir()))
	}
	return err
}
