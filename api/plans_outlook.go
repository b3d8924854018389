package api

import (
	"context"

	"sanku/domain"
)

// Outlook is where a figure leads.
type Outlook struct {
	Due   domain.Date `json:"due,omitzero" zh:"目标期末" doc:"The last day of the time that the target is for."`
	Known domain.Date `json:"known,omitzero" zh:"数据所及" doc:"The last day that the figure tells of."`
	Light string      `json:"light,omitempty" zh:"状态" doc:"reached, on_track, at_risk, off_track or missed; absent when it cannot be told."`
	Pace  *Expected   `json:"pace" zh:"按目前进度的预计"`
	Open  *Expected   `json:"open_dockings,omitempty" zh:"只计在谈对接的预计" doc:"For those who may read all dockings."`
}

// Expected is what a figure will come to on its due day; nine times in ten from low to
// high, which are null when too little is known.
type Expected struct {
	Value domain.Decimal  `json:"value" zh:"预计值"`
	Low   *domain.Decimal `json:"low" zh:"下限"`
	High  *domain.Decimal `json:"high" zh:"上限"`
}

func outlookOf(due, known domain.Date, light domain.Light, pace, open *domain.Outlook) Outlook {
	return Outlook{due, known, string(light), expectedOf(pace), expectedOf(open)}
}

func expectedOf(o *domain.Outlook) *Expected {
	if o == nil {
		return nil
	}
	return &Expected{o.Value, o.Low, o.High}
}

// Prospect is an open docking that may move a figure.
type Prospect struct {
	Docking domain.ID `json:"docking" zh:"对接编号"`
	Title   string    `json:"title" zh:"需求"`
	Area    string    `json:"area,omitempty" zh:"区域代码"`
	Stage   string    `json:"stage" zh:"阶段"`
	Chance  float64   `json:"chance" zh:"目标期内签约的可能性" doc:"From 0 to 1."`
	Effect  float64   `json:"effect" zh:"签约后的变化" doc:"In the figure's unit."`
}

// maxProspects bounds the open dockings of one indicator: those likely to move it most.
const maxProspects = 20

func prospectsOf(all []domain.Prospect) []Prospect {
	return each(all[:min(len(all), maxProspects)], func(p domain.Prospect) Prospect {
		return Prospect{p.Docking, p.Title, p.Area, string(p.Stage), p.Chance, p.Effect}
	})
}

// seen is c without what the caller may not read.
func seen(ctx context.Context, c domain.Course) domain.Course {
	if !domain.ScopeOf(actorOf(ctx), domain.Read, domain.Dockings).All {
		c.Open, c.Prospects = nil, nil
	}
	return c
}
