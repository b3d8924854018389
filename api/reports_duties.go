package api

import (
	"context"
	"slices"

	"sanku/domain"
)

// Duty is a report that a unit owes.
type Duty struct {
	Plan        string      `json:"plan" zh:"计划代码"`
	Indicator   string      `json:"indicator" zh:"指标代码"`
	Dimension   string      `json:"dimension,omitempty" set:"dimensions" zh:"分解方式"`
	Key         string      `json:"key,omitempty" zh:"分项代码"`
	Period      string      `json:"period" zh:"报告期"`
	Name        string      `json:"name" zh:"指标"`
	Unit        string      `json:"unit" zh:"责任单位"`
	DueOn       domain.Date `json:"due_on" zh:"截止日期" doc:"Calendar days after the period, as the indicator says."`
	State       string      `json:"state" set:"duty_states" zh:"状态"`
	ReportID    domain.ID   `json:"report_id,omitzero" zh:"填报编号" doc:"Of the report that is there."`
	ReportState string      `json:"report_state,omitempty" set:"report_states" zh:"填报状态"`
}

type dutiesQuery struct {
	Plan   string `query:"plan" maxLength:"60" default:"current" zh:"计划代码" doc:"A plan's code, or current."`
	Unit   string `query:"unit" maxLength:"40" zh:"责任单位"`
	State  string `query:"state" set:"duty_states" zh:"状态"`
	Period string `query:"period" maxLength:"7" zh:"报告期"`
}

func (a *API) reportDuties(ctx context.Context, in *dutiesQuery) (*page[Duty], error) {
	plan, _, err := a.plan(ctx, PlanQuery{Code: in.Plan})
	if err != nil {
		return nil, err
	}
	duties, err := a.db.ReportDuties(ctx, actorOf(ctx), plan.Code)
	duties = slices.DeleteFunc(duties, func(d domain.Duty) bool {
		return in.Unit != "" && d.Unit != in.Unit || in.State != "" && string(d.State) != in.State || in.Period != "" && d.Period.Code() != in.Period
	})
	lang := requestOf(ctx).lang
	return every(duties, func(d domain.Duty) Duty {
		return Duty{d.Plan, d.Indicator, string(d.Dimension), d.Key, d.Period.Code(), d.Name.In(lang), d.Unit, d.DueOn, string(d.State), d.ReportID, string(d.ReportState)}
	}), err
}
