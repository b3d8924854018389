package domain

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// quantityLine takes digits for those of a name, not for the figure, when a sign or another
// number follows: SO2 浓度 ≤ 5 mg/L.
var quantityLine = regexp.MustCompile(`^(.+?)\s*(不低于|不小于|不少于|大于等于|大于|高于|超过|至少|≥|>=|>|＞|不高于|不大于|不超过|不多于|小于等于|小于|低于|至多|≤|<=|<|＜|等于|为|=|＝|:|：)?\s*(-?\d[\d,]*(?:\.\d+)?)\s*(?:(?:～|~|—|–|-|至|到)\s*(-?\d[\d,]*(?:\.\d+)?)\s*)?([^\s\d≥≤<>=＞＜＝][^\s≥≤<>=＞＜＝]*(?:\s+[^\s\d≥≤<>=＞＜＝][^\s≥≤<>=＞＜＝]*)*)?$`)

// ParseQuantity reads a target as people type it and Quantity.String writes it: 寿命 ≥ 1000
// h, 厚度 0.1～0.3 mm; without a figure it is something to be present: 在线检测.
func ParseQuantity(line string) (Quantity, error) {
	line = strings.TrimSpace(line)
	m := quantityLine.FindStringSubmatch(line)
	if m == nil {
		if strings.ContainsAny(line, "≥≤<>＜＞") || line == "" {
			return Quantity{}, Invalid("targets", "每行写一项，如“寿命 不低于 1000 小时”", "write one a line, such as 寿命 ≥ 1000 h")
		}
		return Quantity{Name: line, Comparator: "present"}, nil
	}
	q := Quantity{Name: strings.TrimSpace(m[1]), Comparator: comparatorOf(m[2]), Unit: strings.TrimSpace(m[5])}
	value, err := strconv.ParseFloat(strings.ReplaceAll(m[3], ",", ""), 64)
	if err != nil || !strings.ContainsFunc(q.Name, unicode.IsLetter) {
		return Quantity{}, Invalid("targets", "数值前请写明指标名称", "a name is required before the figure")
	}
	q.Value = &value
	if m[4] != "" {
		upper, err := strconv.ParseFloat(strings.ReplaceAll(m[4], ",", ""), 64)
		if err != nil {
			return Quantity{}, Invalid("targets", "上限不是数值", "the upper end is not a number")
		}
		q.Comparator, q.Upper = "range", &upper
	}
	return q, nil
}

func comparatorOf(sign string) string {
	if comparator, _ := signBefore([]rune(sign), len([]rune(sign))); comparator != "" {
		return comparator
	}
	return "="
}
