package postgres

import (
	"context"

	"sanku/domain"
)

// Offers returns the incentives of all published policies, those of the past too: a
// contract of their time may still be judged by them.
func (db *DB) Offers(ctx context.Context) ([]domain.Offer, error) {
	var rows []policyRow
	q := db.read(ctx).Where("state = 'published' AND EXISTS (SELECT FROM clauses c JOIN incentives i ON i.clause_id = c.id WHERE c.policy_id = policies.id)")
	if err := q.Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	policies := domains(rows, policyRow.domain)
	if err := withClauses(db.read(ctx), policies); err != nil {
		return nil, err
	}
	var offers []domain.Offer
	for _, p := range policies {
		offers = append(offers, p.Offers()...)
	}
	return offers, nil
}

// DealOfNeed is the deal that would answer a need, with a technology that actor may
// read or, when technology is zero, with a solver still to be found. Those who may see
// all matches of the need, and its enterprise, may ask; others get ErrNotFound.
func (db *DB) DealOfNeed(ctx context.Context, actor domain.Actor, need, technology domain.ID) (domain.Deal, error) {
	n, err := only(db.NeedsByIDs(ctx, []domain.ID{need}))
	if err != nil {
		return domain.Deal{}, err
	}
	if err := db.mayBeMatched(ctx, domain.ScopeOf(actor, domain.Read, domain.Matches), "needs", need); err != nil {
		return domain.Deal{}, translate(err)
	}
	if err := db.seen(ctx, actor, domain.Needs, "matches", need); err != nil {
		return domain.Deal{}, err
	}
	if technology.IsZero() {
		return db.deal(ctx, n, nil)
	}
	t, err := db.ReadableTechnologies(ctx, actor, []domain.ID{technology})
	if err != nil {
		return domain.Deal{}, err
	}
	if len(t) == 0 || !t[0].Shown.Shows(domain.RevealIdentity) {
		return domain.Deal{}, domain.Invalid("technology_id", "没有这项技术，或未向您公开", "is no technology that is shown to you")
	}
	return db.deal(ctx, n, &t[0])
}

// DealOfDocking is the deal that a docking would lead to. While one side is veiled to
// actor it is a ConflictError: the estimate would tell of it.
func (db *DB) DealOfDocking(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Deal, error) {
	d, err := db.Docking(ctx, actor, id)
	if err != nil {
		return domain.Deal{}, err
	}
	if d.EnterpriseVeiled && d.EnterpriseID.IsZero() || d.ProviderVeiled && d.ProviderID.IsZero() {
		return domain.Deal{}, domain.Conflict("引荐之前对方信息未公开，不能估算", "the other side is not disclosed before the introduction")
	}
	n, err := only(db.NeedsByIDs(ctx, []domain.ID{d.NeedID}))
	if err != nil {
		return domain.Deal{}, err
	}
	if d.TechnologyID.IsZero() {
		return db.dealWith(ctx, n, domain.Technology{OrganisationID: d.ProviderID})
	}
	t, err := only(db.TechnologiesByIDs(ctx, []domain.ID{d.TechnologyID}))
	if err != nil {
		return domain.Deal{}, err
	}
	return db.deal(ctx, n, &t)
}

// dealWith is a deal with the organisation of an expert, who may belong to none.
func (db *DB) dealWith(ctx context.Context, n domain.Need, t domain.Technology) (domain.Deal, error) {
	if t.OrganisationID.IsZero() {
		return db.deal(ctx, n, nil)
	}
	d, err := db.deal(ctx, n, &t)
	d.Subject = false
	return d, err
}

// DealOfContract is the deal that a contract is, its parties as they were at signing.
func (db *DB) DealOfContract(ctx context.Context, actor domain.Actor, id domain.ID) (domain.Deal, error) {
	c, err := db.Contract(ctx, actor, id)
	if err != nil {
		return domain.Deal{}, err
	}
	buyer, err := only(db.OrganisationsByIDs(ctx, []domain.ID{c.BuyerID}))
	if err != nil {
		return domain.Deal{}, err
	}
	seller, err := only(db.OrganisationsByIDs(ctx, []domain.ID{c.SellerID}))
	if err != nil {
		return domain.Deal{}, err
	}
	d := c.Deal(db.today(), c.Buyer.Of(buyer), c.Seller.Of(seller))
	known, err := db.Recognised(ctx, []domain.ID{buyer.ID, seller.ID}, d.Day())
	if err != nil {
		return domain.Deal{}, err
	}
	d.Buyer.Qualified, d.Seller.Qualified, d.Happened = known[buyer.ID].Qualified, known[seller.ID].Qualified, known[buyer.ID].Happened
	d.Areas, err = db.AreaNames(ctx)
	return d, err
}

func (db *DB) deal(ctx context.Context, n domain.Need, t *domain.Technology) (d domain.Deal, err error) {
	asked := domain.Asked{Need: n, Today: db.today()}
	if asked.Owner, err = only(db.OrganisationsByIDs(ctx, []domain.ID{n.OrganisationID})); err != nil {
		return d, err
	}
	known, err := db.Recognised(ctx, []domain.ID{asked.Owner.ID}, asked.Today)
	if err != nil {
		return d, err
	}
	asked.Recognised = known[asked.Owner.ID]
	if t == nil {
		d = asked.Deal()
	} else {
		owner, err := only(db.OrganisationsByIDs(ctx, []domain.ID{t.OrganisationID}))
		if err != nil {
			return d, err
		}
		d = asked.DealFor(*t, owner)
	}
	d.Areas, err = db.AreaNames(ctx)
	return d, err
}

// only is the one record that was asked for, else ErrNotFound.
func only[T any](found []T, err error) (one T, _ error) {
	if err == nil && len(found) == 0 {
		err = domain.ErrNotFound
	}
	if err != nil {
		return one, err
	}
	return found[0], nil
}

func (db *DB) AreaNames(ctx context.Context) (map[string]domain.Text, error) {
	var rows []areaRow
	err := db.read(ctx).Find(&rows).Error
	names := make(map[string]domain.Text, len(rows))
	for _, r := range rows {
		names[r.Code] = domain.Text{ZH: r.NameZH, EN: r.NameEN}
	}
	return names, translate(err)
}
