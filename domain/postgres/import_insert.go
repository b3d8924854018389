package postgres

import "sanku/domain"

// importWaiting are new rows of a chunk that are created together: one statement for
// each takes several times as long.
type importWaiting struct {
	organisations []organisationRow
	needs         []needRow
	technologies  []technologyRow
}

// insert adds the record under key.
func (b *importBatch) insert(s settled, key string) (domain.ID, error) {
	switch r := s.record.(type) {
	case domain.Organisation:
		r.SourceKey = key
		row, err := b.newOrganisation(&r)
		return r.ID, createOrWait(b, &b.waiting.organisations, row, err)
	case domain.Need:
		r.SourceKey = key
		row, err := b.newNeed(&r)
		return r.ID, createOrWait(b, &b.waiting.needs, row, err)
	case domain.Technology:
		r.SourceKey = key
		row, err := b.newTechnology(&r)
		return r.ID, createOrWait(b, &b.waiting.technologies, row, err)
	case domain.Policy:
		r.SourceKey = key
		err := b.insertPolicy(&r)
		return r.ID, err
	case domain.Expert:
		if err := b.createWaiting(); err != nil {
			return r.ID, err
		}
		r.SourceKey = key
		err := b.insertExpert(&r)
		return r.ID, err
	case domain.RegisterEntry:
		if err := b.createWaiting(); err != nil {
			return r.ID, err
		}
		r.SourceKey = key
		err := b.insertImportedEntry(&r)
		return r.ID, err
	}
	return domain.ID{}, domain.ErrNotFound
}

// createOrWait creates a new row at once where rows are taken one by one, so that the
// row that breaks a constraint is known; else it waits for the others of its chunk.
func createOrWait[R any](b *importBatch, waiting *[]R, row R, err error) error {
	if err != nil {
		return err
	}
	if b.savepoints {
		return b.Create(&row).Error
	}
	*waiting = append(*waiting, row)
	return nil
}

// createWaiting creates the rows that wait. Organisations come first: others refer to
// them.
func (b *importBatch) createWaiting() error {
	w := b.waiting
	b.waiting = importWaiting{}
	if len(w.organisations) > 0 {
		if err := b.Create(w.organisations).Error; err != nil {
			return err
		}
	}
	if len(w.needs) > 0 {
		if err := b.Create(w.needs).Error; err != nil {
			return err
		}
	}
	if len(w.technologies) > 0 {
		return b.Create(w.technologies).Error
	}
	return nil
}
