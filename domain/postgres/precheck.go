package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Grounds lists every ground that stands against registering a contract that actor may
// read, in any state; ErrNotFound. Open suspicions are the bureau's to know: others are
// not told of them.
func (db *DB) Grounds(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.Ground, error) {
	c, err := db.Contract(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	knows := !domain.ScopeOf(actor, domain.Read, domain.Suspicions).Empty()
	grounds, err := groundsOf(db.read(ctx), c, domain.DateOf(db.Now()), knows)
	return grounds, translate(err)
}

func groundsOf(g *gorm.DB, c domain.Contract, today domain.Date, suspicions bool) ([]domain.Ground, error) {
	check := domain.Precheck{Contract: c, Today: today}
	var err error
	if check.Rules, err = contractRules(g); err != nil {
		return nil, err
	}
	var rows []organisationRow
	if err := g.Where("id IN ?", []domain.ID{c.SellerID, c.BuyerID}).Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		switch r.ID {
		case c.SellerID:
			check.Seller = r.domain()
		case c.BuyerID:
			check.Buyer = r.domain()
		}
	}
	if suspicions {
		if check.Suspicions, err = suspicionsOf(g, c.ID, domain.SuspicionOpen); err != nil {
			return nil, err
		}
	}
	return check.Grounds(), nil
}

// checkedSteps are those that look at the grounds; the value says whether they stand in
// its way.
var checkedSteps = map[string]bool{"precheck": true, "register": true, "return": false, "refuse": false}

// checkStep returns the grounds at the time of a step. Errors: InvalidErrors with every
// ground that stands in its way.
func (t *tx) checkStep(c domain.Contract, s ContractStep) ([]domain.Ground, error) {
	blocked, checked := checkedSteps[s.Name]
	if !checked {
		return nil, nil
	}
	if _, err := domain.ContractSteps.Take(c.State, s.Name, s.Reason); err != nil {
		return nil, err
	}
	grounds, err := groundsOf(t.DB, c, domain.DateOf(t.now), true)
	if err != nil || !blocked {
		return grounds, err
	}
	return grounds, domain.GroundsError(domain.Blocking(grounds, s.Reason != ""))
}

// keepGrounds keeps what was found with the event of the step just taken.
func (t *tx) keepGrounds(contract domain.ID, grounds []domain.Ground) error {
	if len(grounds) == 0 {
		return nil
	}
	kept := jsonb[[]groundJSON]{domains(grounds, groundJSONOf)}
	return t.Exec(`UPDATE contract_events SET findings = ? WHERE seq = (SELECT max(seq) FROM contract_events WHERE contract_id = ?)`, kept, contract).Error
}

type groundJSON struct {
	Code    string         `json:"code"`
	Field   string         `json:"field"`
	Says    domain.Text    `json:"says"`
	Effect  string         `json:"effect"`
	Clause  domain.Text    `json:"clause"`
	Passage domain.Passage `json:"passage"`
}

func groundJSONOf(g domain.Ground) groundJSON {
	return groundJSON{g.Code, g.Field, g.Says, string(g.Effect), g.Clause, g.Passage}
}

func (g groundJSON) domain() domain.Ground {
	return domain.Ground{Code: g.Code, Field: g.Field, Says: g.Says, Effect: domain.Effect(g.Effect), Clause: g.Clause, Passage: g.Passage}
}
