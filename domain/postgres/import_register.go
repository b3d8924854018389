package postgres

import "sanku/domain"

func (b *importBatch) insertImportedEntry(e *domain.RegisterEntry) error {
	register, err := b.register(e.Register)
	if err != nil {
		return err
	}
	return b.insertRegisterEntry(register, e)
}

// updateImportedEntry makes the entry what the row says, from its start on: the source has
// corrected what it said. A row that does not say so does not undo a withdrawal.
func (b *importBatch) updateImportedEntry(u update, said domain.RegisterEntry, id domain.ID) error {
	row, err := locked[registerEntryRow](b.tx, "id", id)
	if err != nil {
		return err
	}
	e := row.domain()
	before, r := e, over(u.row, said, e)
	r.OrganisationID = b.ownerOver(u.row, said.OrganisationID, e.OrganisationID)
	register, err := b.register(e.Register)
	if err != nil {
		return err
	}
	if err := e.Edit(func(x *domain.RegisterEntry) error { *x = r; return nil }); err != nil {
		return err
	}
	if !r.WithdrawnOn.IsZero() {
		e.WithdrawnOn, e.Reason = r.WithdrawnOn, r.Reason
	}
	from, err := b.effective(before, e, domain.EntryChange{FromStart: true})
	if err != nil {
		return err
	}
	return b.updateRegisterEntry(register, &e, from, domain.Import, "")
}
