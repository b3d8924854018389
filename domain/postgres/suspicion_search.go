package postgres

import (
	"gorm.io/gorm"

	"sanku/domain"
)

// Bounds on what one contract is compared with: the nearest in time count.
const (
	maxBetween = 200 // contracts of the same two parties
	maxAlike   = 50  // found by technology, or by one party and the amount
	maxTrips   = 20
)

// handedIn are the contracts that can inflate figures, as the partial indexes say it.
const handedIn = "state NOT IN ('draft', 'refused', 'voided')"

// findSuspicions looks for everything suspicious about c among contracts near it: found
// by indexes, never by comparing all with all.
func findSuspicions(g *gorm.DB, c domain.Contract, rules domain.Rulebook, today domain.Date) ([]domain.Suspicion, error) {
	if !c.Suspicious() {
		return nil, nil
	}
	var found []domain.Suspicion
	for _, search := range []struct {
		kind domain.SuspicionKind
		find func(*gorm.DB, domain.Contract, domain.ContractRule) ([]domain.Suspicion, error)
	}{{domain.Duplicate, findDuplicates}, {domain.Split, findSplits}, {domain.Related, findRelated}, {domain.RoundTrip, findRoundTrips}} {
		r, ok := rules.Rule(string(search.kind), today)
		if !ok {
			continue
		}
		some, err := search.find(g, c, r)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// betweenParties finds contracts of the same two parties, either way, signed within days
// of c.
func betweenParties(g *gorm.DB, c domain.Contract, days int) ([]domain.Contract, error) {
	return contractsFound(g.Where(handedIn).
		Where("least(seller_id, buyer_id) = least(?::uuid, ?::uuid) AND greatest(seller_id, buyer_id) = greatest(?::uuid, ?::uuid)", c.SellerID, c.BuyerID, c.SellerID, c.BuyerID).
		Where("signed_on BETWEEN ? AND ?", c.SignedOn.AddDays(-days), c.SignedOn.AddDays(days)).
		Order(gorm.Expr("abs(signed_on - ?::date), id", c.SignedOn)), c, maxBetween)
}

func contractsFound(q *gorm.DB, c domain.Contract, limit int) ([]domain.Contract, error) {
	var rows []contractRow
	err := q.Omit("terms").Where("id <> ?", c.ID).Limit(limit).Find(&rows).Error
	return domains(rows, contractRow.domain), err
}

func findDuplicates(g *gorm.DB, c domain.Contract, r domain.ContractRule) ([]domain.Suspicion, error) {
	near := func(q *gorm.DB) *gorm.DB {
		return q.Where(handedIn).Where("signed_on BETWEEN ? AND ?", c.SignedOn.AddDays(-r.Params.Days), c.SignedOn.AddDays(r.Params.Days)).Order("signed_on, id")
	}
	seen, all := map[domain.ID]bool{}, []domain.Contract{}
	add := func(some []domain.Contract, err error) error {
		for _, o := range some {
			if !seen[o.ID] {
				seen[o.ID] = true
				all = append(all, o)
			}
		}
		return err
	}
	if err := add(betweenParties(g, c, r.Params.Days)); err != nil {
		return nil, err
	}
	if err := add(contractsFound(near(g.Where("seller_id = ? AND amount = ?", c.SellerID, c.Amount)), c, maxAlike)); err != nil {
		return nil, err
	}
	if err := add(contractsFound(near(g.Where("buyer_id = ? AND amount = ?", c.BuyerID, c.Amount)), c, maxAlike)); err != nil {
		return nil, err
	}
	if !c.TechnologyID.IsZero() {
		same := g.Where("technology_id = ?", c.TechnologyID).Where(handedIn).Order(gorm.Expr("abs(signed_on - ?::date), id", c.SignedOn))
		if err := add(contractsFound(same, c, maxAlike)); err != nil {
			return nil, err
		}
	}
	return domain.FindDuplicates(c, all, r), nil
}

// splitReach is how many times the days between two parts are looked at before and after
// a contract, so that all parts see the same whole.
const splitReach = 4

func findSplits(g *gorm.DB, c domain.Contract, r domain.ContractRule) ([]domain.Suspicion, error) {
	others, err := betweenParties(g, c, splitReach*r.Params.Days)
	return domain.FindSplits(c, others, r), err
}

// findRelated reads the relations between the parties, and who owns shares of either.
func findRelated(g *gorm.DB, c domain.Contract, r domain.ContractRule) ([]domain.Suspicion, error) {
	parties := []domain.ID{c.SellerID, c.BuyerID}
	var rows []relationRow
	err := relations(g).Where("r.state = 'declared' AND (r.from_id IN ? AND r.to_id IN ? OR r.kind = 'owns' AND r.to_id IN ?)", parties, parties, parties).
		Order("r.kind, r.id").Limit(maxBetween).Find(&rows).Error
	return domain.FindRelated(c, domains(rows, relationRow.domain), r), err
}

// tripHops follows the sales from buyer to seller until they come back to where c's began.
// Every leg is of an amount like c's and signed near it.
const tripHops = `
WITH RECURSIVE trip AS (
    SELECT ARRAY[c.id] AS legs, ARRAY[c.seller_id] AS sellers, c.buyer_id AS holder FROM contracts c WHERE c.id = @contract
    UNION ALL
    SELECT t.legs || n.id, t.sellers || n.seller_id, n.buyer_id
    FROM trip t JOIN contracts n ON n.seller_id = t.holder
    WHERE t.holder <> @seller AND cardinality(t.legs) < @most AND NOT n.seller_id = ANY (t.sellers)
      AND n.state NOT IN ('draft', 'refused', 'voided')
      AND n.amount BETWEEN @low AND @high AND n.signed_on BETWEEN @from AND @to)
SELECT row_number() OVER (ORDER BY cardinality(legs), legs) AS trip, legs FROM trip WHERE holder = @seller AND cardinality(legs) > 1
ORDER BY cardinality(legs), legs LIMIT @limit`

// tripMost is the longest round trip looked for, in contracts.
const tripMost = 4

func findRoundTrips(g *gorm.DB, c domain.Contract, r domain.ContractRule) ([]domain.Suspicion, error) {
	margin := min(max(r.Params.Margin, 0), 0.99)
	var legs []struct {
		Trip int
		ID   domain.ID
	}
	err := g.Raw(`SELECT f.trip, l.id FROM (`+tripHops+`) f, unnest(f.legs) WITH ORDINALITY AS l (id, n) ORDER BY f.trip, l.n`, map[string]any{
		"contract": c.ID, "seller": c.SellerID, "most": tripMost, "limit": maxTrips,
		"low": domain.Fen(float64(c.Amount) * (1 - margin)), "high": domain.Fen(float64(c.Amount) / (1 - margin)),
		"from": c.SignedOn.AddDays(-r.Params.Days), "to": c.SignedOn.AddDays(r.Params.Days),
	}).Scan(&legs).Error
	if err != nil || len(legs) == 0 {
		return nil, err
	}
	ids := make([]domain.ID, len(legs))
	for i, l := range legs {
		ids[i] = l.ID
	}
	var rows []contractRow
	if err := g.Omit("terms").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	byID := map[domain.ID]domain.Contract{}
	for _, row := range rows {
		byID[row.ID] = row.domain()
	}
	trips := make([][]domain.Contract, legs[len(legs)-1].Trip)
	for _, l := range legs {
		trips[l.Trip-1] = append(trips[l.Trip-1], byID[l.ID])
	}
	return domain.FindRoundTrips(c, trips, r), nil
}
