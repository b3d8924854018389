package postgres

import (
	"slices"

	"sanku/domain"
)

// update makes the record's next version what the row says. A published record stays
// complete, a closed one is not changed any more, and no record goes back a state.
func (b *importBatch) update(s settled, id domain.ID) (written, error) {
	switch r := s.record.(type) {
	case domain.Organisation:
		return written{id: id}, b.updateImportedOrganisation(r, id)
	case domain.Need:
		return b.updateImportedNeed(r, id)
	case domain.Technology:
		return b.updateImportedTechnology(r, id)
	case domain.Policy:
		return b.updateImportedPolicy(r, id)
	case domain.Expert:
		return b.updateImportedExpert(r, id)
	case domain.RegisterEntry:
		return written{id: id}, b.updateImportedEntry(r, id)
	}
	return written{}, domain.ErrNotFound
}

func (b *importBatch) updateImportedOrganisation(r domain.Organisation, id domain.ID) error {
	o, err := b.lockOrganisation(id)
	if err != nil {
		return err
	}
	r.ID, r.Version, r.SourceKey, r.CreatedAt = o.ID, o.Version, o.SourceKey, o.CreatedAt
	return b.updateOrganisation(&r)
}

func (b *importBatch) updateImportedNeed(r domain.Need, id domain.ID) (written, error) {
	n, err := b.lockNeed(id)
	if err == nil {
		err = b.mayKeep(n.OrganisationID)
	}
	if err != nil {
		return written{}, err
	}
	before, until := n.State, n.ValidUntil
	err = n.Edit(!b.own(), func(x *domain.Need) error {
		if r.ValidUntil.IsZero() {
			r.ValidUntil = x.ValidUntil
		}
		*x = r
		return nil
	})
	if err != nil {
		return written{}, err
	}
	to := later(domain.ListingStates, n.State, r.State)
	if n.State, n.Reason = to, reasonIn(before, to, n.Reason); to != before {
		if err := n.Enter(b.now); err != nil {
			return written{}, err
		}
	}
	if err := b.updateNeed(&n, domain.Import, stateDetail(before, to, "")); err != nil {
		return written{}, err
	}
	h := handled{need: n.ID, version: n.Version, before: before, after: to, renewed: n.ValidUntil != until, step: stepInto[to]}
	return written{n.ID, n.Version, string(to)}, b.followed(h)
}

func (b *importBatch) updateImportedTechnology(r domain.Technology, id domain.ID) (written, error) {
	t, err := b.lockTechnology(id)
	if err == nil {
		err = b.mayKeep(t.OrganisationID)
	}
	if err != nil {
		return written{}, err
	}
	before, until := t.State, t.ValidUntil
	err = t.Edit(!b.own(), func(x *domain.Technology) error {
		if r.ValidUntil.IsZero() {
			r.ValidUntil = x.ValidUntil
		}
		*x = r
		return nil
	})
	if err != nil {
		return written{}, err
	}
	to := later(domain.ListingStates, t.State, r.State)
	if t.State, t.Reason = to, reasonIn(before, to, t.Reason); to != before {
		if err := t.Enter(b.now); err != nil {
			return written{}, err
		}
	}
	if err := b.updateTechnology(&t, domain.Import, stateDetail(before, to, "")); err != nil {
		return written{}, err
	}
	h := handled{technology: t.ID, version: t.Version, before: before, after: to, renewed: t.ValidUntil != until, step: stepInto[to]}
	return written{t.ID, t.Version, string(to)}, b.followed(h)
}

// stepInto are the steps by which a round of review ends when an import takes the listing
// out of it.
var stepInto = map[domain.ListingState]string{domain.ListingPublished: "publish", domain.ListingClosed: "close"}

// reasonIn is the reason that a listing has after moving between states: what it was
// returned for is answered once it is handed in again.
func reasonIn(before, after domain.ListingState, reason string) string {
	if before != after {
		return ""
	}
	return reason
}

func (b *importBatch) updateImportedPolicy(r domain.Policy, id domain.ID) (written, error) {
	p, err := b.lockPolicy("id", id)
	if err != nil {
		return written{}, err
	}
	before := p.State
	if err := p.Edit(func(x *domain.Policy) error { *x = r; return nil }); err != nil {
		return written{}, err
	}
	p.State = later(domain.PolicyStates, p.State, r.State)
	return written{id: id, state: string(p.State)}, b.updatePolicy(&p, domain.Import, stateDetail(before, p.State, ""))
}

func (b *importBatch) updateImportedExpert(r domain.Expert, id domain.ID) (written, error) {
	e, err := b.lockExpert(id)
	if err != nil {
		return written{}, err
	}
	before := e.State
	if err := e.Edit(true, func(x *domain.Expert) error { *x = r; return nil }); err != nil {
		return written{}, err
	}
	e.State = later(domain.ExpertStates, e.State, r.State)
	return written{id: id, state: string(e.State)}, b.updateExpert(&e, domain.Import, stateDetail(before, e.State, ""))
}

// later returns the one of two states that comes later in the order of their terms.
func later[S ~string](order domain.Terms, a, b S) S {
	codes := order.Codes()
	if slices.Index(codes, string(b)) > slices.Index(codes, string(a)) {
		return b
	}
	return a
}
