package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Dossier is everything that one need is answered with.
type Dossier struct {
	Need         Need       `json:"need" zh:"需求"`
	Computed     bool       `json:"computed" zh:"已匹配"`
	Current      bool       `json:"current" zh:"与需求现状一致" doc:"False: the need has changed since, and is being matched anew."`
	ComputedAt   *time.Time `json:"computed_at,omitempty" zh:"计算时间"`
	Algorithm    string     `json:"algorithm,omitempty" zh:"算法与模型版本" doc:"The rules' version, then that of the weights or the model."`
	NeedVersion  int64      `json:"need_version,omitempty" zh:"计算所依据的需求版本"`
	Totals       []Total    `json:"totals" zh:"匹配数" doc:"Without near misses."`
	Technologies []Match    `json:"technologies" zh:"成果" doc:"The best."`
	Team         []Match    `json:"team" zh:"三家团队" doc:"The technical expert, the entrepreneur and the steward, as far as they can work together."`
	TeamGaps     []TeamGap  `json:"team_gaps" zh:"团队空缺"`
	Policies     []Match    `json:"policies" zh:"政策" doc:"The best."`
	NearMisses   []Match    `json:"near_misses" zh:"差一点符合" doc:"Their gates say what would have to change."`
}

// TeamGap is a place on the team that nobody takes.
type TeamGap struct {
	Kind   string `json:"kind" set:"expert_kinds" zh:"专家类别"`
	Reason string `json:"reason" zh:"原因"`
}

// Total is how many matches of one kind there are.
type Total struct {
	Kind  string `json:"kind" set:"match_kinds" zh:"类别"`
	Count int    `json:"count" zh:"数量"`
}

type dossierAnswer struct{ Body Dossier }

func (a *API) registerDossier() {
	register(a, route{id: "read-dossier", method: http.MethodGet, path: "/needs/{id}/dossier", resource: domain.Matches, action: domain.Read, tag: "needs",
		summary: domain.Text{ZH: "查询需求的解决方案卷宗", EN: "Read the dossier of a need"}}, a.readDossier)
}

func (a *API) readDossier(ctx context.Context, in *Record) (*dossierAnswer, error) {
	d, err := a.db.Dossier(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	owners, err := a.owners(ctx, []domain.ID{d.Need.OrganisationID})
	out := Dossier{Need: a.needOf(ctx, d.Need, owners[d.Need.OrganisationID]), Computed: d.Run != nil, Current: d.Current(), TeamGaps: []TeamGap{}}
	if d.Run != nil {
		out.ComputedAt, out.Algorithm, out.NeedVersion = &d.Run.ComputedAt, d.Run.Algorithm, d.Run.NeedVersion
	}
	for _, kind := range domain.MatchKinds.Codes() {
		out.Totals = append(out.Totals, Total{kind, d.Total[kind]})
	}
	for _, g := range d.Gaps {
		out.TeamGaps = append(out.TeamGaps, TeamGap{g.Kind, g.Reason.In(requestOf(ctx).lang)})
	}
	list := func(found []postgres.Matched) []Match { return append([]Match{}, each(found, a.matchIn(ctx))...) }
	out.Technologies, out.Team, out.Policies, out.NearMisses = list(d.Technologies), list(d.Team), list(d.Policies), list(d.NearMisses)
	return &dossierAnswer{out}, err
}
