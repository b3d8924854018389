package api

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ContractCut is one line of the statistics of registered contracts.
type ContractCut struct {
	Key             string     `json:"key" zh:"代码" doc:"Empty for contracts of no area."`
	Name            string     `json:"name" zh:"分类"`
	OtherKey        string     `json:"other_key,omitempty" zh:"第二分类代码"`
	OtherName       string     `json:"other_name,omitempty" zh:"第二分类" doc:"Of the second cut, when one was asked for."`
	Count           int64      `json:"count" zh:"项数"`
	Amount          domain.Fen `json:"amount_fen" zh:"成交额（分）"`
	TechnicalAmount domain.Fen `json:"technical_amount_fen" zh:"技术交易额（分）"`
}

type statisticsQuery struct {
	ContractsFilter
	By  string `query:"by" default:"kind" zh:"分类依据" doc:"What to cut by; month and year are those of registration."`
	And string `query:"and" zh:"第二分类依据" doc:"A second cut: a line for every pair."`
}

func (a *API) contractStatistics(ctx context.Context, in *statisticsQuery) (*page[ContractCut], error) {
	filter, err := in.filter()
	if err != nil {
		return nil, err
	}
	cuts, err := a.db.ContractStatistics(ctx, actorOf(ctx), in.By, in.And, filter)
	if err != nil {
		return nil, err
	}
	names, err := a.cutNames(ctx, in.By)
	if err != nil {
		return nil, err
	}
	others, err := a.cutNames(ctx, in.And)
	lang := requestOf(ctx).lang
	return every(cuts, func(c postgres.ContractCut) ContractCut {
		return ContractCut{c.Key, names.Name(c.Key).In(lang), c.Other, others.Name(c.Other).In(lang), c.Count, c.Amount, c.TechnicalAmount}
	}), err
}

// cutNames names the keys of a cut; a month or a year is its own name.
func (a *API) cutNames(ctx context.Context, by string) (domain.Terms, error) {
	areas, err := a.db.Areas(ctx)
	return domain.CutKeys(by, areas), err
}
