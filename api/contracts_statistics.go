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
	Count           int64      `json:"count" zh:"项数"`
	Amount          domain.Fen `json:"amount_fen" zh:"成交额（分）"`
	TechnicalAmount domain.Fen `json:"technical_amount_fen" zh:"技术交易额（分）"`
}

type statisticsQuery struct {
	ContractsFilter
	By string `query:"by" default:"kind" zh:"分类依据" doc:"What to cut by; year is that of registration."`
}

func (a *API) contractStatistics(ctx context.Context, in *statisticsQuery) (*page[ContractCut], error) {
	filter, err := in.filter()
	if err != nil {
		return nil, err
	}
	cuts, err := a.db.ContractStatistics(ctx, actorOf(ctx), in.By, filter)
	if err != nil {
		return nil, err
	}
	names, err := a.cutNames(ctx, in.By)
	return every(cuts, func(c postgres.ContractCut) ContractCut {
		return ContractCut{c.Key, names.Name(c.Key).In(requestOf(ctx).lang), c.Count, c.Amount, c.TechnicalAmount}
	}), err
}

// cutNames names the keys of a cut; a year is its own name.
func (a *API) cutNames(ctx context.Context, by string) (domain.Terms, error) {
	switch by {
	case "kind":
		return domain.ContractKinds, nil
	case "field":
		return domain.Fields, nil
	case "ip_kind":
		return domain.IPKinds, nil
	case "plan_source":
		return domain.PlanSources, nil
	case "seller_kind", "buyer_kind":
		return domain.OrganisationKinds, nil
	case "area":
		areas, err := a.db.Areas(ctx)
		return each(areas, func(area domain.Area) domain.Term { return domain.Term{Code: area.Code, Name: area.Name} }), err
	}
	return nil, nil
}
