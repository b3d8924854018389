package bench

import (
	"context"
	"fmt"
	"slices"
)

// run warms the engines up, fills the table, and then writes and asks at once.
func (b *bench) run(ctx context.Context) error {
	for _, kind := range []string{Need, Terms3} {
		if err := b.warm(ctx, kind); err != nil {
			return err
		}
		for _, clients := range []int{1, maxClients} {
			if err := b.row(ctx, kind, clients); err != nil {
				return err
			}
		}
	}
	if !b.Writing || !slices.Contains(b.Engines, Sanku) {
		return nil
	}
	return b.write(ctx)
}

// warm asks every engine as many questions as are measured, which do not count: a server
// has long read what is often asked for.
func (b *bench) warm(ctx context.Context, kind string) error {
	questions, err := b.questions(ctx, kind, b.Questions)
	if err != nil {
		return err
	}
	for _, e := range b.engines {
		b.Progress(fmt.Sprintf("%s: warming up %s", kind, e.name()), 0, 0)
		if _, _, err := (cell{kind, 1, questions, b.Limit}).measure(ctx, e); err != nil {
			return fmt.Errorf("%s: %w", e.name(), err)
		}
	}
	return nil
}

// row puts the same questions to every engine.
func (b *bench) row(ctx context.Context, kind string, clients int) error {
	questions, err := b.questions(ctx, kind, b.Questions)
	if err != nil {
		return err
	}
	truth := &exact{Collection: b.collection, questions: questions, known: map[int][]string{}}
	for _, e := range b.engines {
		b.Progress(fmt.Sprintf("%s, clients %d: %s", kind, clients, e.name()), 0, 0)
		run, answers, err := cell{kind, clients, questions, b.Limit}.measure(ctx, e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name(), err)
		}
		if err := truth.compare(ctx, &run, answers); err != nil {
			return err
		}
		b.result.Runs = append(b.result.Runs, run)
	}
	return nil
}

// questions returns the next count questions of a kind, which have not been
// asked before.
func (b *bench) questions(ctx context.Context, kind string, count int) ([]question, error) {
	questions := make([]question, count)
	for i, q := range b.corpus.Questions(kind, b.asked[kind], count) {
		terms, err := b.collection.FieldTerms(ctx, q)
		if err != nil {
			return nil, err
		}
		questions[i] = question{q, terms}
	}
	b.asked[kind] += count
	return questions, nil
}
