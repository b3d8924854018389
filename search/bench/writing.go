package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sanku/search"
)

// What is written beside the questions: far more than a city's libraries see.
const (
	writeEvery = 100 * time.Millisecond
	writeNew   = 5 // documents of a batch
	writeOld   = 5 // the same of documents that are written again
)

// write asks Sanku while documents are written, and takes the new ones away. The
// index has no stamp meanwhile: whatever ends the program, no later run mistakes
// it for what it was.
func (b *bench) write(ctx context.Context) error {
	s, err := takeStamp(b.dir())
	if err != nil {
		return err
	}
	w := &scribe{bench: b}
	err = b.askBeside(ctx, w)
	if broken := w.erase(context.WithoutCancel(ctx)); broken != nil {
		return errors.Join(err, broken)
	}
	return errors.Join(err, s.write(b.dir()))
}

func (b *bench) askBeside(ctx context.Context, w *scribe) error {
	cells, err := b.cells(ctx)
	if err != nil {
		return err
	}
	writing := &Writing{}
	stop := w.start(ctx)
	for _, c := range cells {
		b.Progress(fmt.Sprintf("%s, clients %d, while writing: %s", c.kind, c.clients, Sanku), 0, 0)
		run, _, err := c.measure(ctx, sanku{b.collection})
		if err != nil {
			return errors.Join(err, stop())
		}
		run.Writing = true
		writing.Runs = append(writing.Runs, run)
	}
	if err := stop(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	writing.DocsPerS, writing.Freshness = w.figures()
	b.result.Writing = writing
	return nil
}

// cells are what is asked beside the writing, prepared before it starts.
func (b *bench) cells(ctx context.Context) (all []cell, err error) {
	for _, kind := range []string{Need, Terms3} {
		for _, clients := range []int{1, maxClients} {
			questions, err := b.questions(ctx, kind, b.Questions)
			if err != nil {
				return nil, err
			}
			all = append(all, cell{kind, clients, questions, b.Limit})
		}
	}
	return all, nil
}

// scribe writes batch after batch and looks for each.
type scribe struct {
	*bench
	batches int
	lasted  time.Duration
	took    []time.Duration
}

// start writes in the background until the function it returns is called, which
// returns the first error.
func (w *scribe) start(ctx context.Context) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- w.keep(ctx) }()
	return func() error {
		cancel()
		return <-done
	}
}

// keep writes until ctx is done.
func (w *scribe) keep(ctx context.Context) error {
	begun := time.Now()
	defer func() { w.lasted = time.Since(begun) }()
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		if err := w.one(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// one writes a batch and waits until a question finds what is new in it.
func (w *scribe) one(ctx context.Context) error {
	mark := fmt.Sprintf("bench%dx", w.batches)
	docs := w.corpus.Documents(w.Docs+writeNew*w.batches, w.Docs+writeNew*(w.batches+1))
	docs[0].Title += mark
	first := writeOld * w.batches % max(w.Docs-writeOld, 1)
	docs = append(docs, w.corpus.Documents(first, min(first+writeOld, w.Docs))...)
	begun := time.Now()
	if err := w.collection.Add(ctx, docs); err != nil {
		return err
	}
	w.batches++
	for q := (search.Query{Parts: []search.QueryPart{{Text: mark, Weight: 1}}}); ; {
		hits, err := w.collection.Retrieve(ctx, q)
		if err != nil {
			return err
		}
		if slices.Contains(ids(hits), docs[0].ID) {
			w.took = append(w.took, time.Since(begun))
			return nil
		}
	}
}

// erase takes away what is new.
func (w *scribe) erase(ctx context.Context) error {
	var added []string
	for _, d := range w.corpus.Documents(w.Docs, w.Docs+writeNew*w.batches) {
		added = append(added, d.ID)
	}
	return w.collection.Delete(ctx, added)
}

func (w *scribe) figures() (docsPerS float64, f Freshness) {
	slices.Sort(w.took)
	docs := float64(w.batches * (writeNew + writeOld))
	return docs / w.lasted.Seconds(), Freshness{search.Percentile(w.took, 50), search.Percentile(w.took, 99), len(w.took)}
}
