package postgres

import (
	"context"
	"slices"

	"sanku/domain"
)

// OccasionEstimate is what policies grant to one organisation for other occasions than a
// deal: a recognition, a platform, a year of R&D.
type OccasionEstimate struct {
	Organisation domain.Organisation
	Deal         domain.Deal // the organisation on both sides, and what happened
	Grants       []domain.Grant
}

// Occasions judges the incentives that published policies grant an organisation for
// occasions other than a deal, by what the registers know of it and by what is supposed to
// happen besides. Those whom the organisation's matches are for may ask, and who may see
// all; others get ErrNotFound.
func (db *DB) Occasions(ctx context.Context, actor domain.Actor, organisation domain.ID, supposed ...domain.Occurrence) (e OccasionEstimate, err error) {
	area, err := areaOf(db.read(ctx), organisation)
	if err != nil {
		return e, err
	}
	if !domain.Can(actor, domain.Read, domain.Matches, domain.Facts{Organisations: []domain.ID{organisation}, Area: area}) {
		return e, domain.ErrNotFound
	}
	if e.Organisation, err = only(db.OrganisationsByIDs(ctx, []domain.ID{organisation})); err != nil {
		return e, err
	}
	known, err := db.Recognised(ctx, []domain.ID{organisation}, db.today())
	if err != nil {
		return e, err
	}
	party := domain.DealParty{Organisation: e.Organisation, Known: true, Qualified: known[organisation].Qualified}
	e.Deal = domain.Deal{Today: db.today(), Buyer: party, Seller: party, Happened: slices.Concat(known[organisation].Happened, supposed)}
	if e.Deal.Areas, err = db.AreaNames(ctx); err != nil {
		return e, err
	}
	offers, err := db.Offers(ctx)
	offers = slices.DeleteFunc(offers, func(o domain.Offer) bool { return o.For() == domain.OfDeal })
	e.Grants = e.Deal.Estimate(offers).Grants
	return e, err
}
