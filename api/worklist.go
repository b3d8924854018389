package api

import (
	"context"
	"time"

	"sanku/domain"
)

// Worklist is what a steward, or the bureau, has before them.
type Worklist struct {
	Dockings []Docking      `json:"dockings" zh:"办理中的对接" doc:"What is due first first."`
	Visits   []Visit        `json:"visits" zh:"计划走访"`
	Stale    []StaleListing `json:"stale" zh:"将到期的需求和成果"`
	Fresh    []FreshNeed    `json:"fresh" zh:"尚未对接的需求"`
}

// StaleListing is a need or technology to renew or to retire.
type StaleListing struct {
	Kind       string      `json:"kind" zh:"类别" doc:"need or technology"`
	ID         domain.ID   `json:"id" zh:"编号"`
	Title      string      `json:"title" zh:"题目"`
	Owner      string      `json:"owner" zh:"单位"`
	ValidUntil domain.Date `json:"valid_until" zh:"有效期至"`
}

// FreshNeed is a need that nobody has taken up, with the technology that fits it best.
type FreshNeed struct {
	ID           domain.ID `json:"id" zh:"编号"`
	Title        string    `json:"title" zh:"题目"`
	Owner        string    `json:"owner" zh:"单位"`
	ChangedAt    time.Time `json:"changed_at" zh:"更新时间"`
	TechnologyID domain.ID `json:"technology_id,omitzero" zh:"最佳成果"`
	Technology   string    `json:"technology,omitempty" zh:"最佳成果名称"`
	Score        float64   `json:"score,omitempty" zh:"匹配度"`
}

func (a *API) registerWorklist() {
	register(a, route{id: "read-worklist", method: "GET", path: "/worklist", resource: domain.Visits, action: domain.Read, tag: "visits",
		summary: domain.Text{ZH: "管家工作清单", EN: "What a steward, or the bureau, has before them"}}, a.readWorklist)
}

type worklistOutput struct{ Body Worklist }

func (a *API) readWorklist(ctx context.Context, _ *none) (*worklistOutput, error) {
	w, err := a.db.Worklist(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	out := Worklist{Dockings: []Docking{}, Visits: append([]Visit{}, each(w.Visits, visitOf)...), Stale: []StaleListing{}, Fresh: []FreshNeed{}}
	dockings, err := a.dockingsOf(ctx, w.Dockings)
	out.Dockings = append(out.Dockings, dockings...)
	for _, l := range w.Stale {
		out.Stale = append(out.Stale, StaleListing{string(l.Resource), l.ID, l.Title, l.Owner, l.ValidUntil})
	}
	for _, n := range w.Fresh {
		out.Fresh = append(out.Fresh, FreshNeed(n))
	}
	return &worklistOutput{out}, err
}
