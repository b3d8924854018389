package postgres

import (
	"context"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type suspicionRow struct {
	ID          domain.ID         `gorm:"column:id;primaryKey"`
	Version     int64             `gorm:"column:version"`
	Kind        string            `gorm:"column:kind"`
	Subject     string            `gorm:"column:subject"`
	Fingerprint string            `gorm:"column:fingerprint"`
	Score       float64           `gorm:"column:score"`
	Clues       jsonb[[]clueJSON] `gorm:"column:clues"`
	State       string            `gorm:"column:state"`
	Reason      string            `gorm:"column:reason"`
	KeptID      domain.ID         `gorm:"column:kept_id"`
	DecidedBy   domain.ID         `gorm:"column:decided_by"`
	DecidedAt   *time.Time        `gorm:"column:decided_at"`
	CreatedAt   time.Time         `gorm:"column:created_at"`
	UpdatedAt   time.Time         `gorm:"column:updated_at"`
}

type clueJSON struct {
	Code   string  `json:"code"`
	Weight float64 `json:"weight"`
	ZH     string  `json:"zh"`
	EN     string  `json:"en"`
}

type suspicionContractRow struct {
	SuspicionID domain.ID `gorm:"column:suspicion_id;primaryKey"`
	ContractID  domain.ID `gorm:"column:contract_id;primaryKey"`
	Version     int64     `gorm:"column:version"`
}

func (suspicionRow) TableName() string         { return "suspicions" }
func (suspicionContractRow) TableName() string { return "suspicion_contracts" }

func (r suspicionRow) rowID() domain.ID { return r.ID }

func suspicionRowOf(s domain.Suspicion) suspicionRow {
	r := suspicionRow{ID: s.ID, Version: s.Version, Kind: string(s.Kind), Subject: s.Subject(), Fingerprint: s.Fingerprint(), Score: s.Score,
		State: string(s.State), Reason: s.Reason, KeptID: s.Kept, DecidedBy: s.DecidedBy, CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt}
	r.Clues.V = domains(s.Clues, func(c domain.Clue) clueJSON { return clueJSON{c.Code, c.Weight, c.Says.ZH, c.Says.EN} })
	if !s.DecidedAt.IsZero() {
		r.DecidedAt = &s.DecidedAt
	}
	return r
}

// domain is the suspicion but for its contracts.
func (r suspicionRow) domain() domain.Suspicion {
	s := domain.Suspicion{ID: r.ID, Version: r.Version, Kind: domain.SuspicionKind(r.Kind), Score: r.Score, State: domain.SuspicionState(r.State),
		Reason: r.Reason, Kept: r.KeptID, DecidedBy: r.DecidedBy, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC()}
	s.Clues = domains(r.Clues.V, func(c clueJSON) domain.Clue {
		return domain.Clue{Code: c.Code, Weight: c.Weight, Says: domain.Text{ZH: c.ZH, EN: c.EN}}
	})
	if r.DecidedAt != nil {
		s.DecidedAt = r.DecidedAt.UTC()
	}
	return s
}

// SuspicionFilter selects suspicions; zero fields select all.
type SuspicionFilter struct {
	State, Kind string
	Contract    domain.ID
}

// SuspicionSorts are the sort keys of Suspicions, which lists by the last update unless
// asked.
var SuspicionSorts = []string{"updated_at", "created_at"}

const concernsContract = "EXISTS (SELECT 1 FROM suspicion_contracts x WHERE x.suspicion_id = suspicions.id AND x.contract_id = ?)"

// Suspicions lists the suspicions that actor may read.
func (db *DB) Suspicions(ctx context.Context, actor domain.Actor, f SuspicionFilter, p Page) (List[domain.Suspicion], error) {
	order, err := sortOf(newestFirst(p.Sort), SuspicionSorts, func(r suspicionRow, column string) string {
		if column == "created_at" {
			return stamp(r.CreatedAt)
		}
		return stamp(r.UpdatedAt)
	})
	if err != nil {
		return List[domain.Suspicion]{}, err
	}
	q := scopeColumns{}.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Suspicions))
	q = equal(equal(q, "state", f.State), "kind", f.Kind)
	if !f.Contract.IsZero() {
		q = q.Where(concernsContract, f.Contract)
	}
	found, err := list(q, order, p, suspicionRow.domain)
	if err != nil {
		return found, err
	}
	return found, translate(withSuspects(db.read(ctx), found.Items))
}

// SuspicionsOfContract lists all suspicions that concern a contract, the gravest first;
// ErrNotFound when there is no such contract for the actor.
func (db *DB) SuspicionsOfContract(ctx context.Context, actor domain.Actor, id domain.ID) ([]domain.Suspicion, error) {
	if domain.ScopeOf(actor, domain.Read, domain.Suspicions).Empty() {
		return nil, domain.ErrForbidden
	}
	if _, err := db.Contract(ctx, actor, id); err != nil {
		return nil, err
	}
	found, err := suspicionsOf(db.read(ctx), id, "")
	return found, translate(err)
}

func suspicionsOf(g *gorm.DB, contract domain.ID, state domain.SuspicionState) ([]domain.Suspicion, error) {
	var rows []suspicionRow
	q := equal(g.Where(concernsContract, contract), "state", string(state))
	if err := q.Order("score DESC, id").Find(&rows).Error; err != nil {
		return nil, err
	}
	found := domains(rows, suspicionRow.domain)
	return found, withSuspects(g, found)
}

// withSuspects fills in the contracts of suspicions.
func withSuspects(g *gorm.DB, found []domain.Suspicion) error {
	at, ids := map[domain.ID]int{}, make([]domain.ID, len(found))
	for i, s := range found {
		at[s.ID], ids[i] = i, s.ID
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []suspicionContractRow
	if err := g.Where("suspicion_id IN ?", ids).Order("suspicion_id, contract_id").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		s := &found[at[r.SuspicionID]]
		s.Contracts = append(s.Contracts, domain.Suspect{ID: r.ContractID, Version: r.Version})
	}
	return nil
}
