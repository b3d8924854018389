package postgres

import "sanku/domain"

// quantity is how a quantified target or metric is kept in a jsonb column. JSON
// numbers keep a float64 exactly.
type quantity struct {
	Name       string   `json:"name"`
	Comparator string   `json:"comparator"`
	Value      *float64 `json:"value,omitempty"`
	Upper      *float64 `json:"upper,omitempty"`
	Unit       string   `json:"unit,omitempty"`
}

func quantitiesOf(qs []domain.Quantity) jsonb[[]quantity] {
	out := make([]quantity, len(qs))
	for i, q := range qs {
		out[i] = quantity(q)
	}
	return jsonb[[]quantity]{out}
}

func quantities(j jsonb[[]quantity]) []domain.Quantity {
	var out []domain.Quantity
	for _, q := range j.V {
		out = append(out, domain.Quantity(q))
	}
	return out
}
