package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// DockingEvent is one step of a docking as it was taken.
type DockingEvent struct {
	Step string    `json:"step" zh:"步骤"`
	From string    `json:"from" zh:"原阶段"`
	To   string    `json:"to" zh:"新阶段"`
	By   domain.ID `json:"by,omitzero" zh:"办理人"`
	Side string    `json:"side,omitempty" set:"docking_sides" zh:"办理方"`

	Reason string `json:"reason,omitempty" zh:"原因"`

	Note string    `json:"note,omitempty" zh:"说明"`
	At   time.Time `json:"at" zh:"时间"`
}

func dockingEventOf(e domain.DockingEvent) DockingEvent {
	return DockingEvent{Side: string(e.Side), Reason: e.Reason, Step: e.Step, From: string(e.From), To: string(e.To), By: e.Actor, Note: e.Note, At: e.At}
}

// every answers with all of a list that is never long.
func every[D, T any](found []D, toJSON func(D) T) *page[T] {
	return pageOf(postgres.List[D]{Items: found}, toJSON)
}

func (a *API) dockingEvents(ctx context.Context, in *Record) (*page[DockingEvent], error) {
	found, err := a.db.DockingEvents(ctx, actorOf(ctx), in.ID)
	return every(found, dockingEventOf), err
}
