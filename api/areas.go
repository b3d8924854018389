package api

import (
	"context"
	"net/http"

	"sanku/domain"
)

// Area is a reporting unit of the plan.
type Area struct {
	Code     string `json:"code" zh:"代码"`
	ZH       string `json:"zh" zh:"中文名称"`
	EN       string `json:"en" zh:"英文名称"`
	Kind     string `json:"kind" zh:"类型"`
	Division string `json:"division" zh:"所在行政区划代码"`
}

// Unit is a department that leads or answers for an indicator.
type Unit struct {
	Code string `json:"code" zh:"代码"`
	ZH   string `json:"zh" zh:"中文名称"`
	EN   string `json:"en" zh:"英文名称"`
}

// Industry is a section or a division of GB/T 4754-2017.
type Industry struct {
	Code   string `json:"code" zh:"代码"`
	Parent string `json:"parent,omitempty" zh:"门类"`
	ZH     string `json:"zh" zh:"中文名称"`
	EN     string `json:"en" zh:"英文名称"`
}

func areaJSON(a domain.Area) Area { return Area{a.Code, a.Name.ZH, a.Name.EN, a.Kind, a.Division} }

func unitJSON(u domain.Unit) Unit { return Unit{u.Code, u.Name.ZH, u.Name.EN} }

func industryJSON(i domain.Industry) Industry {
	return Industry{i.Code, i.Parent, i.Name.ZH, i.Name.EN}
}

// directory is the output of a list that is small enough to be given whole.
type directory[T any] struct{ Body Items[T] }

func (a *API) registerAreas() {
	whole := func(path string, resource domain.Resource, zh, en string) route {
		return route{id: "list-" + path, method: http.MethodGet, path: "/" + path, resource: resource, action: domain.Read, tag: "directories",
			summary: domain.Text{ZH: "查询" + zh, EN: "List the " + en}}
	}
	register(a, whole("areas", domain.Areas, "区域", "areas"), a.listAreas)
	register(a, whole("units", domain.Units, "责任单位", "units"), a.listUnits)
	register(a, whole("industries", domain.Areas, "行业", "industries"), a.listIndustries)
}

func (a *API) listAreas(ctx context.Context, _ *none) (*directory[Area], error) {
	found, err := a.db.Areas(ctx)
	return directoryOf(found, areaJSON), err
}

func (a *API) listUnits(ctx context.Context, _ *none) (*directory[Unit], error) {
	found, err := a.db.Units(ctx)
	return directoryOf(found, unitJSON), err
}

func (a *API) listIndustries(ctx context.Context, _ *none) (*directory[Industry], error) {
	found, err := a.db.Industries(ctx)
	return directoryOf(found, industryJSON), err
}

func directoryOf[D, T any](found []D, toJSON func(D) T) *directory[T] {
	return &directory[T]{Body: Items[T]{Items: append([]T{}, each(found, toJSON)...)}}
}
