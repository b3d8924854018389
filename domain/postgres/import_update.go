package postgres

import (
	"bytes"
	"slices"

	"sanku/domain"
)

// update is what a row says of a record that is there.
type update struct {
	row     domain.ImportRow
	said    any
	lacking *domain.Missing
}

// update makes the record's next version what the row says. A published record stays
// complete, a closed one is not changed any more, and no record goes back a state.
func (b *importBatch) update(u update, id domain.ID) (written, error) {
	switch r := u.said.(type) {
	case domain.Organisation:
		return written{id: id}, b.updateImportedOrganisation(u, r, id)
	case domain.Need:
		return b.updateImportedNeed(u, r, id)
	case domain.Technology:
		return b.updateImportedTechnology(u, r, id)
	case domain.Policy:
		return b.updateImportedPolicy(u, r, id)
	case domain.Expert:
		return b.updateImportedExpert(u, r, id)
	case domain.RegisterEntry:
		return written{id: id}, b.updateImportedEntry(u, r, id)
	}
	return written{}, domain.ErrNotFound
}

func (b *importBatch) updateImportedOrganisation(u update, r domain.Organisation, id domain.ID) error {
	o, err := b.lockOrganisation(id)
	if err != nil {
		return err
	}
	r = over(u.row, r, o)
	r.ID, r.Version, r.SourceKey, r.CreatedAt = o.ID, o.Version, o.SourceKey, o.CreatedAt
	return b.updateOrganisation(&r)
}

func (b *importBatch) updateImportedNeed(u update, said domain.Need, id domain.ID) (written, error) {
	n, err := b.lockNeed(id)
	if err == nil {
		err = b.mayKeep(n.OrganisationID)
	}
	if err != nil {
		return written{}, err
	}
	stored, before, until := n, n.State, n.ValidUntil
	r := over(u.row, said, n)
	r.OrganisationID, r.State = b.ownerOver(u.row, said.OrganisationID, n.OrganisationID), said.State
	s := settle(u.row.Number, r, u.lacking)
	r = s.record.(domain.Need)
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
	if bytes.Equal(digestOf(n), digestOf(stored)) {
		return written{id: id, version: n.Version, same: true}, nil
	}
	if err := b.updateNeed(&n, domain.Import, stateDetail(before, to, "")); err != nil {
		return written{}, err
	}
	h := handled{need: n.ID, version: n.Version, before: before, after: to, renewed: n.ValidUntil != until, step: stepInto[to]}
	return written{id: id, version: n.Version, state: string(to), lacks: s.lacks}, b.followed(h)
}

func (b *importBatch) updateImportedTechnology(u update, said domain.Technology, id domain.ID) (written, error) {
	t, err := b.lockTechnology(id)
	if err == nil {
		err = b.mayKeep(t.OrganisationID)
	}
	if err != nil {
		return written{}, err
	}
	stored, before, until := t, t.State, t.ValidUntil
	r := over(u.row, said, t)
	r.OrganisationID, r.State = b.ownerOver(u.row, said.OrganisationID, t.OrganisationID), said.State
	s := settle(u.row.Number, r, u.lacking)
	r = s.record.(domain.Technology)
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
	if bytes.Equal(digestOf(t), digestOf(stored)) {
		return written{id: id, version: t.Version, same: true}, nil
	}
	if err := b.updateTechnology(&t, domain.Import, stateDetail(before, to, "")); err != nil {
		return written{}, err
	}
	h := handled{technology: t.ID, version: t.Version, before: before, after: to, renewed: t.ValidUntil != until, step: stepInto[to]}
	return written{id: id, version: t.Version, state: string(to), lacks: s.lacks}, b.followed(h)
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

func (b *importBatch) updateImportedPolicy(u update, said domain.Policy, id domain.ID) (written, error) {
	p, err := b.lockPolicy("id", id)
	if err != nil {
		return written{}, err
	}
	r, before := over(u.row, said, p), p.State
	r.State = said.State
	s := settle(u.row.Number, r, nil)
	r = s.record.(domain.Policy)
	if err := p.Edit(func(x *domain.Policy) error { *x = r; return nil }); err != nil {
		return written{}, err
	}
	p.State = later(domain.PolicyStates, p.State, r.State)
	return written{id: id, state: string(p.State), lacks: s.lacks}, b.updatePolicy(&p, domain.Import, stateDetail(before, p.State, ""))
}

func (b *importBatch) updateImportedExpert(u update, said domain.Expert, id domain.ID) (written, error) {
	e, err := b.lockExpert(id)
	if err != nil {
		return written{}, err
	}
	r, before := over(u.row, said, e), e.State
	r.OrganisationID, r.State = b.ownerOver(u.row, said.OrganisationID, e.OrganisationID), said.State
	s := settle(u.row.Number, r, u.lacking)
	r = s.record.(domain.Expert)
	if err := e.Edit(true, func(x *domain.Expert) error { *x = r; return nil }); err != nil {
		return written{}, err
	}
	e.State = later(domain.ExpertStates, e.State, r.State)
	return written{id: id, state: string(e.State), lacks: s.lacks}, b.updateExpert(&e, domain.Import, stateDetail(before, e.State, ""))
}

// later returns the one of two states that comes later in the order of their terms.
func later[S ~string](order domain.Terms, a, b S) S {
	codes := order.Codes()
	if slices.Index(codes, string(b)) > slices.Index(codes, string(a)) {
		return b
	}
	return a
}
