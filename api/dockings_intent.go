package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
)

// EarlierIntent is what the interest form of a docking said before it was changed.
type EarlierIntent struct {
	Intent map[string]Reply `json:"intent" zh:"对接意向表"`
	Until  time.Time        `json:"until" zh:"改动时间"`
}

func (a *API) registerDockingIntent(dockings collection) {
	reword := dockings.route(http.MethodPost, "/{id}/reword", "reword", domain.Reword, "修改意向表：", "Change the interest form of one of the")
	reword.versioned, reword.status = true, http.StatusOK
	register(a, reword, a.rewordDocking)
	register(a, dockings.route(http.MethodGet, "/{id}/intents", "list-earlier-intents-of", domain.Read, "意向表的以前各版：", "What the interest form said before, of one of the"), a.earlierIntents)
}

type rewordDocking struct {
	Record
	IfMatch
	Body struct {
		Intent map[string]Reply `json:"intent" zh:"对接意向表" doc:"The whole form anew. It can be changed until the other side has answered."`
	}
}

func (a *API) rewordDocking(ctx context.Context, in *rewordDocking) (*one[Docking], error) {
	d, err := a.db.RewordDocking(ctx, actorOf(ctx), in.ID, in.version(), repliesIn(in.Body.Intent))
	return a.oneDocking(ctx, d, err)
}

func (a *API) earlierIntents(ctx context.Context, in *Record) (*page[EarlierIntent], error) {
	found, err := a.db.EarlierIntents(ctx, actorOf(ctx), in.ID)
	return every(found, func(e domain.EarlierIntent) EarlierIntent { return EarlierIntent{repliesOf(e.Intent), e.Until} }), err
}
