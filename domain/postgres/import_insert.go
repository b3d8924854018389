package postgres

import "sanku/domain"

// importWaiting are new rows of a chunk that are created together: one statement for
// each takes several times as long.
type importWaiting struct {
	organisations []organisationRow
	needs         []needRow
	technologies  []technologyRow
	rounds        []reviewRow // of needs and technologies that are handed in
}

// insert adds the record under key.
func (b *importBatch) insert(s settled, key string) (written, error) {
	switch r := s.record.(type) {
	case domain.Organisation:
		r.SourceKey = key
		row, err := b.newOrganisation(&r)
		return written{id: r.ID, version: r.Version}, createOrWait(b, &b.waiting.organisations, row, err)
	case domain.Need:
		r.SourceKey = key
		row, err := b.newNeed(&r)
		if err := createOrWait(b, &b.waiting.needs, row, err); err != nil {
			return written{}, err
		}
		return written{id: r.ID, version: r.Version, state: string(r.State)}, b.handIn(handled{need: r.ID, version: r.Version, after: r.State})
	case domain.Technology:
		r.SourceKey = key
		row, err := b.newTechnology(&r)
		if err := createOrWait(b, &b.waiting.technologies, row, err); err != nil {
			return written{}, err
		}
		return written{id: r.ID, version: r.Version, state: string(r.State)}, b.handIn(handled{technology: r.ID, version: r.Version, after: r.State})
	case domain.Policy:
		r.SourceKey = key
		err := b.insertPolicy(&r)
		return written{id: r.ID, version: r.Version, state: string(r.State)}, err
	case domain.Expert:
		if err := b.createWaiting(); err != nil {
			return written{}, err
		}
		r.SourceKey = key
		err := b.insertExpert(&r)
		return written{id: r.ID, version: r.Version, state: string(r.State)}, err
	case domain.RegisterEntry:
		if err := b.createWaiting(); err != nil {
			return written{}, err
		}
		r.SourceKey = key
		err := b.insertImportedEntry(&r)
		return written{id: r.ID, version: r.Version}, err
	}
	return written{}, domain.ErrNotFound
}

// handIn opens the first round of review of a new listing that is handed in.
func (b *importBatch) handIn(h handled) error {
	if h.after != domain.ListingSubmitted {
		return nil
	}
	return createOrWait(b, &b.waiting.rounds, b.roundOf(h, 1), nil)
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

// createWaiting creates the rows that wait, those that others refer to first.
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
		if err := b.Create(w.technologies).Error; err != nil {
			return err
		}
	}
	if len(w.rounds) > 0 {
		return b.Create(w.rounds).Error
	}
	return nil
}
