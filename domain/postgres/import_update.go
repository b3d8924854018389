package postgres

import (
	"slices"

	"sanku/domain"
)

// update makes the record's next version what the row says. A published record stays
// complete, a closed one is not changed any more, and no record goes back a state.
func (b *importBatch) update(s settled, id domain.ID) error {
	switch r := s.record.(type) {
	case domain.Organisation:
		return b.updateImportedOrganisation(r, id)
	case domain.Need:
		return b.updateImportedNeed(r, id)
	case domain.Technology:
		return b.updateImportedTechnology(r, id)
	case domain.Policy:
		return b.updateImportedPolicy(r, id)
	case domain.Expert:
		return b.updateImportedExpert(r, id)
	case domain.RegisterEntry:
		return b.updateImportedEntry(r, id)
	}
	return domain.ErrNotFound
}

func (b *importBatch) updateImportedOrganisation(r domain.Organisation, id domain.ID) error {
	o, err := b.lockOrganisation(id)
	if err != nil {
		return err
	}
	r.ID, r.Version, r.SourceKey, r.CreatedAt = o.ID, o.Version, o.SourceKey, o.CreatedAt
	return b.updateOrganisation(&r)
}

func (b *importBatch) updateImportedNeed(r domain.Need, id domain.ID) error {
	n, err := b.lockNeed(id)
	if err != nil {
		return err
	}
	before := n.State
	err = n.Edit(true, func(x *domain.Need) error {
		if r.ValidUntil.IsZero() {
			r.ValidUntil = x.ValidUntil
		}
		*x = r
		return nil
	})
	if err != nil {
		return err
	}
	if n.State = later(domain.ListingStates, n.State, r.State); n.State != before {
		if err := n.Enter(b.now); err != nil {
			return err
		}
	}
	return b.updateNeed(&n, domain.Import, stateDetail(before, n.State, ""))
}

func (b *importBatch) updateImportedTechnology(r domain.Technology, id domain.ID) error {
	t, err := b.lockTechnology(id)
	if err != nil {
		return err
	}
	before := t.State
	err = t.Edit(true, func(x *domain.Technology) error {
		if r.ValidUntil.IsZero() {
			r.ValidUntil = x.ValidUntil
		}
		*x = r
		return nil
	})
	if err != nil {
		return err
	}
	if t.State = later(domain.ListingStates, t.State, r.State); t.State != before {
		if err := t.Enter(b.now); err != nil {
			return err
		}
	}
	return b.updateTechnology(&t, domain.Import, stateDetail(before, t.State, ""))
}

func (b *importBatch) updateImportedPolicy(r domain.Policy, id domain.ID) error {
	p, err := b.lockPolicy("id", id)
	if err != nil {
		return err
	}
	before := p.State
	if err := p.Edit(func(x *domain.Policy) error { *x = r; return nil }); err != nil {
		return err
	}
	p.State = later(domain.PolicyStates, p.State, r.State)
	return b.updatePolicy(&p, domain.Import, stateDetail(before, p.State, ""))
}

func (b *importBatch) updateImportedExpert(r domain.Expert, id domain.ID) error {
	e, err := b.lockExpert(id)
	if err != nil {
		return err
	}
	before := e.State
	if err := e.Edit(true, func(x *domain.Expert) error { *x = r; return nil }); err != nil {
		return err
	}
	e.State = later(domain.ExpertStates, e.State, r.State)
	return b.updateExpert(&e, domain.Import, stateDetail(before, e.State, ""))
}

// later returns the one of two states that comes later in the order of their terms.
func later[S ~string](order domain.Terms, a, b S) S {
	codes := order.Codes()
	if slices.Index(codes, string(b)) > slices.Index(codes, string(a)) {
		return b
	}
	return a
}
