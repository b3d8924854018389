package intake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"sanku/domain"
)

// quantities reads quantified targets or metrics: a list of objects, or text in which
// they are divided by ； or line breaks and each is written as
//
//	name comparator value unit      导热系数>=1200W/(m·K)
//	name low~high unit              厚度 0.05~0.1 mm
//	name                            具备在线监测  (it is there, or not)
//
// with >=, ≥, 不低于 and their like, <=, ≤, 不高于 and their like, or =. A strict > or <
// is read as >= or <=: the record knows no other, and matching has a tolerance anyway.
func quantities[R any](at func(*R) *[]domain.Quantity) reader[R] {
	return field(at, func(e *entry[R], v value) (err error) {
		if v.raw != nil {
			*at(&e.record), err = quantityObjects(v.raw)
			return err
		}
		var out []domain.Quantity
		for i, item := range v.items(betweenSentences) {
			q, err := parseQuantity(item)
			if err != nil {
				return within(fmt.Sprintf("[%d]", i), err)
			}
			out = append(out, q)
		}
		*at(&e.record) = out
		return nil
	})
}

func quantityObjects(raw json.RawMessage) ([]domain.Quantity, error) {
	var objects []struct {
		Name       string   `json:"name"`
		Comparator string   `json:"comparator"`
		Value      *float64 `json:"value"`
		Upper      *float64 `json:"upper"`
		Unit       string   `json:"unit"`
	}
	if err := json.Unmarshal(raw, &objects); err != nil {
		return nil, bad("应为 {name, comparator, value, upper, unit} 的列表", "must be a list of {name, comparator, value, upper, unit}")
	}
	out := make([]domain.Quantity, len(objects))
	for i, o := range objects {
		out[i] = domain.Quantity{Name: plain(o.Name), Comparator: o.Comparator, Value: o.Value, Upper: o.Upper, Unit: plain(o.Unit)}
	}
	return out, nil
}

var (
	relation = regexp.MustCompile(`>=|≥|≧|>|＞=?|不低于|不少于|不小于|至少|大于等于|大于|高于|<=|≤|≦|<|＜=?|不高于|不大于|不超过|小于等于|小于|低于|=|＝`)
	span     = regexp.MustCompile(`^(.*?)[=＝:：\s]*` + number + `\s*(?:~|～|—+|–|至|到)\s*` + number + `(.*)$`)
	measured = regexp.MustCompile(`^\s*` + number + `(.*)$`)
)

const number = `([+-]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)`

func parseQuantity(s string) (domain.Quantity, error) {
	if m := span.FindStringSubmatch(s); m != nil && strings.TrimSpace(m[1]) != "" && relation.FindString(m[1]) == "" {
		low, lowErr := float(m[2])
		high, highErr := float(m[3])
		if lowErr == nil && highErr == nil {
			return domain.Quantity{Name: strings.TrimSpace(m[1]), Comparator: "range", Value: &low, Upper: &high, Unit: strings.TrimSpace(m[4])}, nil
		}
	}
	at := relation.FindStringIndex(s)
	if at == nil {
		return domain.Quantity{Name: s, Comparator: "present"}, nil
	}
	name, rest := strings.TrimRight(strings.TrimSpace(s[:at[0]]), ":："), s[at[1]:]
	m := measured.FindStringSubmatch(rest)
	if m == nil {
		return domain.Quantity{}, bad("应写作“名称>=数值单位”", "must be written as name>=value unit")
	}
	n, err := float(m[1])
	if err != nil {
		return domain.Quantity{}, err
	}
	return domain.Quantity{Name: name, Comparator: comparator(s[at[0]:at[1]]), Value: &n, Unit: strings.TrimSpace(m[2])}, nil
}

func float(s string) (float64, error) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return 0, bad("不是有效数值", "is not a number")
	}
	return n, nil
}

func comparator(sign string) string {
	switch sign {
	case "=", "＝":
		return "="
	case "<=", "≤", "≦", "<", "＜", "＜=", "不高于", "不大于", "不超过", "小于等于", "小于", "低于":
		return "<="
	}
	return ">="
}

// within puts at before the field of an error: the place inside the cell.
func within(at string, err error) error {
	invalid, ok := err.(domain.InvalidErrors)
	if !ok {
		return err
	}
	out := make(domain.InvalidErrors, len(invalid))
	for i, e := range invalid {
		out[i] = domain.InvalidError{Field: at + e.Field, Reason: e.Reason}
	}
	return out
}
