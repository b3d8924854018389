package domain

import (
	"reflect"
	"testing"
)

func TestParseQuantity(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	for line, want := range map[string]Quantity{
		"寿命 不低于 1,000.5 小时":   {Name: "寿命", Comparator: ">=", Value: value(1000.5), Unit: "小时"},
		"导热系数 ≥ 1200 W/(m·K)": {Name: "导热系数", Comparator: ">=", Value: value(1200), Unit: "W/(m·K)"},
		"厚度 0.1～0.3 mm":       {Name: "厚度", Comparator: "range", Value: value(0.1), Upper: value(0.3), Unit: "mm"},
		"孔隙率≤5%":              {Name: "孔隙率", Comparator: "<=", Value: value(5), Unit: "%"},
		"硬度：60":               {Name: "硬度", Comparator: "=", Value: value(60)},
		"SO2浓度 5～10 mg/L":     {Name: "SO2浓度", Comparator: "range", Value: value(5), Upper: value(10), Unit: "mg/L"},
		"1h内强度 = 35 MPa":      {Name: "1h内强度", Comparator: "=", Value: value(35), Unit: "MPa"},
		"在线检测":                {Name: "在线检测", Comparator: "present"},
	} {
		got, err := ParseQuantity(line)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s reads as %+v (%v)", line, got, err)
		}
		again, err := ParseQuantity(got.String())
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%s, written as %s, reads as %+v (%v)", line, got, again, err)
		}
	}
	for _, line := range []string{"", "≥ 5 mm", "寿命 ≥ 很久"} {
		if q, err := ParseQuantity(line); err == nil {
			t.Errorf("%q reads as %+v", line, q)
		}
	}
}
