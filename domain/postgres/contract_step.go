package postgres

import (
	"context"
	"time"

	"sanku/domain"
)

// ContractStep is what a step of a contract needs besides its name.
type ContractStep struct {
	Name           string
	Reason         string
	RegistryNumber string                 // to register
	Grounds        []domain.RefusalGround // to refuse
	On             domain.Date            // the day it takes effect; zero: today
}

// StepContract takes a step with the contract at version. Submitting a contract of a
// docking moves the docking to contracted. Errors: ErrNotFound, ErrForbidden,
// ErrStale, InvalidErrors with every ground, a ConflictError when the step is not
// open, the docking was declined, or the registry number is taken.
func (db *DB) StepContract(ctx context.Context, actor domain.Actor, id domain.ID, version int64, s ContractStep) (domain.Contract, error) {
	return db.changeContract(ctx, actor, id, version, domain.Action(s.Name), func(t *tx, c *domain.Contract) (domain.Date, error) {
		grounds, err := t.checkStep(*c, s)
		if err != nil {
			return domain.Date{}, err
		}
		on, err := t.stepContract(c, s)
		if err != nil {
			return on, err
		}
		return on, t.keepGrounds(c.ID, grounds)
	})
}

// stepContract takes a step with c and returns the day on which it takes effect.
func (t *tx) stepContract(c *domain.Contract, s ContractStep) (domain.Date, error) {
	on, err := t.stepDay(*c, s.On)
	if err != nil {
		return on, err
	}
	if s.Name == "register" {
		c.RegistryNumber = s.RegistryNumber
	}
	unmet, err := t.unmetUseFirst(*c, s.Name)
	if err != nil {
		return on, err
	}
	event, err := c.TakeWith(s.Name, s.Reason, s.Grounds, t.actor, on, t.now)
	if err := domain.WithGrounds(err, unmet); err != nil {
		return on, err
	}
	if err := t.insertContractEvent(event); err != nil {
		return on, err
	}
	if err := t.windClock(c); err != nil {
		return on, err
	}
	switch event.To {
	case domain.ContractSubmitted:
		if err := t.fillParties(c); err != nil {
			return on, err
		}
		return on, t.concludeDocking(c.DockingID)
	case domain.ContractTerminated, domain.ContractVoided:
		return on, t.dropAmendment(c.ID)
	}
	return on, nil
}

func (t *tx) insertContractEvent(e domain.ContractEvent) error {
	row := contractEventRow{ID: e.ID, ContractID: e.ContractID, FromState: string(e.From), ToState: string(e.To), Step: e.Step,
		ActorID: e.Actor, Reason: e.Reason, Effective: e.On, At: e.At}
	return t.Create(&row).Error
}

// stepDay is the day on which a step takes effect: today, or an earlier one that the
// bureau enters afterwards, but none before signing or the step before.
func (t *tx) stepDay(c domain.Contract, asked domain.Date) (domain.Date, error) {
	today := domain.DateOf(t.now)
	if asked.IsZero() {
		return today, nil
	}
	if asked != today && !domain.Can(t.actor, "register", domain.Contracts, c.Principals()) {
		return asked, domain.Invalid("on", "只有科技局可以补登日期", "may be given by the bureau only")
	}
	last, err := t.lastStep(c.ID)
	if err != nil {
		return asked, err
	}
	if today.Before(asked) || asked.Before(c.SignedOn) || asked.Before(last) {
		return asked, domain.Invalid("on", "应在签订（或上一步）与今天之间", "must lie between signing, or the step before, and today")
	}
	return asked, nil
}

// lastStep is the day of the last step of a contract; zero when it took none.
func (t *tx) lastStep(contract domain.ID) (last domain.Date, err error) {
	err = t.Raw(`SELECT max(effective) FROM contract_events WHERE contract_id = ?`, contract).Row().Scan(&last)
	return last, err
}

// concludeDocking moves an agreed docking to contracted, where a contract submitted
// again finds it already.
func (t *tx) concludeDocking(id domain.ID) error {
	if id.IsZero() {
		return nil
	}
	row, err := locked[dockingRow](t, "id", id)
	if err != nil {
		return err
	}
	d := row.domain()
	if err := mayBeContracted(d.Stage); err != nil || d.Stage == domain.StageContracted {
		return err
	}
	event, err := d.Take("contract", "", "", t.actor, t.now)
	if err != nil {
		return err
	}
	if err := t.insertDockingEvents(event); err != nil {
		return err
	}
	return t.updateDocking(&d, "contract")
}

type contractEventRow struct {
	ID         domain.ID   `gorm:"column:id;primaryKey"`
	ContractID domain.ID   `gorm:"column:contract_id"`
	FromState  string      `gorm:"column:from_state"`
	ToState    string      `gorm:"column:to_state"`
	Step       string      `gorm:"column:step"`
	ActorID    domain.ID   `gorm:"column:actor_id"`
	Reason     string      `gorm:"column:reason"`
	Effective  domain.Date `gorm:"column:effective"`
	At         time.Time   `gorm:"column:at"`

	Findings jsonb[[]groundJSON] `gorm:"column:findings;->"`
}

func (contractEventRow) TableName() string { return "contract_events" }

func (r contractEventRow) domain() domain.ContractEvent {
	return domain.ContractEvent{ID: r.ID, ContractID: r.ContractID, From: domain.ContractState(r.FromState), To: domain.ContractState(r.ToState),
		Step: r.Step, Actor: r.ActorID, Reason: r.Reason, On: r.Effective, At: r.At.UTC(), Grounds: domains(r.Findings.V, groundJSON.domain)}
}
