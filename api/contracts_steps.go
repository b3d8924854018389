package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ContractEvent is one step of a contract as it was taken.
type ContractEvent struct {
	Step   string      `json:"step" zh:"步骤"`
	From   string      `json:"from" zh:"原状态"`
	To     string      `json:"to" zh:"新状态"`
	By     domain.ID   `json:"by,omitzero" zh:"办理人"`
	Reason string      `json:"reason,omitempty" zh:"理由"`
	On     domain.Date `json:"on" zh:"生效日期"`
	At     time.Time   `json:"at" zh:"办理时间"`

	Grounds []Ground `json:"grounds,omitempty" zh:"当时的预审意见" doc:"What the check found then; what only the bureau knows is left out for others."`
}

func contractEventIn(ctx context.Context) func(domain.ContractEvent) ContractEvent {
	knows := !domain.ScopeOf(actorOf(ctx), domain.Read, domain.Suspicions).Empty()
	return func(e domain.ContractEvent) ContractEvent {
		out := contractEventOf(e)
		for _, g := range e.Grounds {
			if knows || g.Code != "suspicion" {
				out.Grounds = append(out.Grounds, groundIn(requestOf(ctx).lang)(g))
			}
		}
		return out
	}
}

func contractEventOf(e domain.ContractEvent) ContractEvent {
	return ContractEvent{Step: e.Step, From: string(e.From), To: string(e.To), By: e.Actor, Reason: e.Reason, On: e.On, At: e.At}
}

type stepContract struct {
	Record
	IfMatch
	Body *struct {
		Reason         string          `json:"reason,omitempty" maxLength:"1000" zh:"理由"`
		RegistryNumber string          `json:"registry_number,omitempty" maxLength:"60" zh:"登记编号" doc:"Required to register."`
		On             domain.Date     `json:"on,omitzero" zh:"生效日期" doc:"Today when absent."`
		Grounds        []RefusalGround `json:"grounds,omitempty" zh:"不予登记的依据" doc:"To refuse."`
	}
}

func (a *API) stepContract(ctx context.Context, step string, in *stepContract) (*one[Contract], error) {
	s := postgres.ContractStep{Name: step}
	if in.Body != nil {
		s.Reason, s.RegistryNumber, s.On = in.Body.Reason, in.Body.RegistryNumber, in.Body.On
		s.Grounds = each(in.Body.Grounds, func(g RefusalGround) domain.RefusalGround { return domain.RefusalGround(g) })
	}
	c, err := a.db.StepContract(ctx, actorOf(ctx), in.ID, in.version(), s)
	return a.oneContract(ctx, c, err)
}

func (a *API) contractEvents(ctx context.Context, in *Record) (*page[ContractEvent], error) {
	found, err := a.db.ContractEvents(ctx, actorOf(ctx), in.ID)
	return every(found, contractEventIn(ctx)), err
}
