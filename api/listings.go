package api

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Quantity is a quantified target of a need or metric of a technology.
type Quantity struct {
	Name       string   `json:"name" zh:"指标名称"`
	Comparator string   `json:"comparator" set:"comparators" zh:"比较方式"`
	Value      *float64 `json:"value,omitempty" zh:"值" doc:"Required but for present."`
	Upper      *float64 `json:"upper,omitempty" zh:"上限" doc:"The upper end of a range."`
	Unit       string   `json:"unit,omitempty" zh:"单位"`
}

// Ask is something a draft lacks.
type Ask struct {
	Field string `json:"field" zh:"字段"`
	Ask   string `json:"ask" zh:"要补充的内容" doc:"The question to whoever can supply it."`
}

func asksOf(ctx context.Context, missing []domain.Missing) []Ask {
	var out []Ask
	for _, m := range missing {
		out = append(out, Ask{m.Field, m.Ask.In(requestOf(ctx).lang)})
	}
	return out
}

// each converts a list, nil to nil.
func each[A, B any](list []A, to func(A) B) []B {
	var out []B
	for _, a := range list {
		out = append(out, to(a))
	}
	return out
}

func quantityOf(q domain.Quantity) Quantity { return Quantity(q) }

func (q Quantity) domain() domain.Quantity { return domain.Quantity(q) }

// Owner names the organisation whose record it is.
type Owner struct {
	ID   domain.ID `json:"id" zh:"编号"`
	Name string    `json:"name" zh:"名称"`
	Kind string    `json:"kind" set:"organisation_kinds" zh:"类型"`
	Area string    `json:"area,omitempty" zh:"所属区域"`
}

// owners reads the organisations of a page's records, in one query.
func (a *API) owners(ctx context.Context, ids []domain.ID) (map[domain.ID]Owner, error) {
	organisations, err := a.db.OrganisationsByIDs(ctx, ids) // everyone may read every organisation
	owners := make(map[domain.ID]Owner, len(organisations))
	for _, o := range organisations {
		owners[o.ID] = Owner{o.ID, o.Name, o.Kind, o.Area}
	}
	return owners, err
}

// openTo returns those of the steps open from state that actor may take.
func openTo(actor domain.Actor, resource domain.Resource, open []string, f domain.Facts) []string {
	steps := []string{}
	for _, name := range open {
		if domain.Can(actor, domain.Action(name), resource, f) {
			steps = append(steps, name)
		}
	}
	return steps
}

// ids returns the IDs that items refer to.
func ids[T any](items []T, id func(T) domain.ID) []domain.ID { return each(items, id) }

// pageOfAll answers with one page of a store's list whose records are converted together.
func pageOfAll[D, T any](ctx context.Context, found postgres.List[D], toJSON func(context.Context, []D) ([]T, error)) (*page[T], error) {
	items, err := toJSON(ctx, found.Items)
	if err != nil {
		return nil, err
	}
	if items == nil {
		items = []T{}
	}
	return &page[T]{Body: Items[T]{Items: items, Next: found.Next}}, nil
}
