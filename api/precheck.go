package api

import (
	"context"

	"sanku/domain"
)

// Ground is a ground on which registration would be refused or returned, or that is to be
// looked at.
type Ground struct {
	Code    string        `json:"code" set:"ground_codes" zh:"类别"`
	Field   string        `json:"field" zh:"字段"`
	Reason  string        `json:"reason" zh:"理由"`
	Effect  string        `json:"effect" set:"effects" zh:"后果" doc:"What it does to the registration; all but warnings stand in its way, those to be explained until the step gives a reason."`
	Clause  string        `json:"clause,omitempty" zh:"依据"`
	Passage *MatchPassage `json:"passage,omitempty" zh:"原文" doc:"What the contract says, with what was found marked."`
}

func (a *API) registerPrecheck(contracts collection) {
	register(a, contracts.route("GET", "/{id}/precheck", "grounds-of", domain.Read, "预审意见：", "Every ground against registering one of the"), a.groundsOfContract)
}

func (a *API) groundsOfContract(ctx context.Context, in *Record) (*directory[Ground], error) {
	found, err := a.db.Grounds(ctx, actorOf(ctx), in.ID)
	return directoryOf(found, groundIn(requestOf(ctx).lang)), err
}

func groundIn(lang string) func(domain.Ground) Ground {
	return func(g domain.Ground) Ground {
		return Ground{Code: g.Code, Field: asSubmitted(g.Field), Reason: g.Says.In(lang), Effect: string(g.Effect), Clause: g.Clause.In(lang), Passage: sentenceOf(g.Passage)}
	}
}

// useFirstGround is a condition of using first and paying later that is not met.
func useFirstGround(lang string) func(domain.Missing) Ground {
	return func(m domain.Missing) Ground {
		return Ground{Code: "use_first", Field: asSubmitted(m.Field), Reason: m.Ask.In(lang), Effect: string(domain.Returns)}
	}
}
