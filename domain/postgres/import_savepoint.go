package postgres

import (
	"maps"

	"gorm.io/gorm"

	"sanku/domain"
)

func (i *importer) batch(t *tx, savepoints bool) *importBatch {
	run := i.run
	run.Ignored = maps.Clone(run.Ignored)
	if run.Ignored == nil {
		run.Ignored = map[string]int{}
	}
	return &importBatch{tx: t, run: run, savepoints: savepoints, known: i.organisations, organisations: map[string]domain.ID{}}
}

// part takes rows of a larger transaction as a chunk of their own is taken: when one of
// them breaks it, again each behind a savepoint.
func (b *importBatch) part(rows []domain.ImportRow) error {
	b.savepoints = false
	err := b.behind(func() error { return b.take(rows) })
	if !isRowError(err) {
		return err
	}
	b.savepoints = true
	return b.take(rows)
}

// row takes one row, behind a savepoint where asked for.
func (b *importBatch) row(row domain.ImportRow, last *importDigestRow) error {
	if !b.savepoints {
		return b.store(row, last)
	}
	err := b.behind(func() error { return b.store(row, last) })
	if isRowError(err) {
		b.reject(faultsOf(row.Number, err))
		return nil
	}
	return err
}

// behind does fn behind a savepoint, and leaves nothing of it on an error.
func (b *importBatch) behind(fn func() error) error {
	before, organisations := *b, maps.Clone(b.organisations)
	before.run.Ignored = maps.Clone(b.run.Ignored)
	audits, changes := len(b.audits), len(b.changes)
	outer := b.DB
	err := translate(outer.Transaction(func(g *gorm.DB) error {
		b.DB = g
		return fn()
	}))
	if err != nil {
		*b = before
		b.organisations, b.audits, b.changes = organisations, b.audits[:audits], b.changes[:changes]
	}
	b.DB = outer
	return err
}
