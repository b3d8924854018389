package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func quantity(name, comparator string, v float64, unit string) Quantity {
	return Quantity{Name: name, Comparator: comparator, Value: &v, Unit: unit}
}

func between(name string, low, high float64, unit string) Quantity {
	return Quantity{Name: name, Comparator: "range", Value: &low, Upper: &high, Unit: unit}
}

func TestCompareQuantities(t *testing.T) {
	cases := map[string]struct {
		target, metric Quantity
		want           float64 // negative: not comparable
	}{
		"met":                         {quantity("导热系数", ">=", 1200, "W/(m·K)"), quantity("面内导热系数", "=", 1500, "W/m·K"), 1},
		"just met":                    {quantity("精度", "<=", 5, "μm"), quantity("精度", "<=", 5, "μm"), 1},
		"met in another unit":         {quantity("厚度", "<=", 0.1, "mm"), quantity("膜厚度", "<=", 80, "μm"), 1},
		"missed by half":              {quantity("使用寿命", ">=", 10, "年"), quantity("使用寿命", ">=", 60, "个月"), unmet * 0.5},
		"too large":                   {quantity("温升", "<=", 10, "℃"), quantity("温升", "<=", 20, "°C"), unmet * 0.5},
		"other dimension":             {quantity("厚度", "<=", 0.1, "mm"), quantity("厚度", "<=", 80, "kg"), -1},
		"wrong side":                  {quantity("强度", ">=", 500, "MPa"), quantity("强度", "<=", 600, "MPa"), -1},
		"other name":                  {quantity("导热系数", ">=", 1200, ""), quantity("抗拉强度", ">=", 1500, ""), -1},
		"range covered":               {between("适用板厚", 10, 50, "mm"), between("板厚", 8, 60, "mm"), 1},
		"range in part":               {between("适用温度", 0, 100, "℃"), between("适用温度", -20, 50, "℃"), unmet * 0.5},
		"range apart":                 {between("适用温度", 0, 100, "℃"), between("适用温度", 200, 300, "℃"), 0},
		"exactly":                     {quantity("通道数", "=", 8, "路"), quantity("通道数", "=", 8, "路"), 1},
		"present":                     {Quantity{Name: "远程诊断", Comparator: "present"}, Quantity{Name: "远程诊断功能", Comparator: "present"}, 1},
		"percent is not per mille":    {quantity("误差", "<=", 1, "%"), quantity("误差", "<=", 5, "‰"), 1},
		"rate in another time":        {quantity("处理量", ">=", 1, "t/h"), quantity("处理量", ">=", 48, "t/d"), 1},
		"below zero":                  {quantity("启动温度", "<=", -30, "℃"), quantity("启动温度", "<=", -40, "℃"), 1},
		"not cold enough":             {quantity("启动温度", "<=", -30, "℃"), quantity("启动温度", "<=", -15, "℃"), unmet * 0.5},
		"metric of a range, at least": {quantity("功率", ">=", 2, "kW"), between("功率", 3000, 5000, "W"), 1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			found := answered([]Quantity{tc.target}, quantity("其他", "=", 1, "件"), tc.metric)
			require.Len(t, found, 1)
			if tc.want < 0 {
				require.Equal(t, TargetNotStated, found[0].Verdict)
				require.Empty(t, found[0].Stated.Name)
				return
			}
			require.Equal(t, map[bool]string{true: TargetCovered, false: TargetMissed}[tc.want == 1], found[0].Verdict)
			require.InDelta(t, tc.want, found[0].share, 1e-9)
		})
	}
}

func TestQuantitiesFeature(t *testing.T) {
	targets := []Quantity{quantity("导热系数", ">=", 1200, "W/(m·K)"), quantity("厚度", "<=", 50, "μm"), quantity("良率", ">=", 95, "%")}
	f := quantitiesFeature(answered(targets, quantity("导热系数", ">=", 1500, "W/(m·K)"), quantity("厚度", "<=", 100, "μm")))
	require.True(t, f.Known)
	require.InDelta(t, (1+unmet*0.5)/2, f.Value, 1e-9)
	require.Equal(t, "指标“导热系数 ≥ 1200 W/(m·K)”：成果为 ≥ 1500 W/(m·K)，满足；指标“厚度 ≤ 50 μm”：成果为 ≤ 100 μm，未达到；另有 1 项指标成果未说明", f.Reason.ZH)
	require.Equal(t, "指标（厚度）未达到", f.Brief.ZH)
	require.True(t, f.Gap)
	require.False(t, quantitiesFeature(answered(nil, targets...)).Known)
	silent := quantitiesFeature(answered(targets, quantity("无关", "=", 1, "件")))
	require.False(t, silent.Known)
	require.Equal(t, "成果未说明需求的指标：导热系数、厚度、良率", silent.Reason.ZH)
}

// answered are the answers of a technology with these metrics and no text.
func answered(targets []Quantity, metrics ...Quantity) []TargetAnswer {
	return Asked{Need: Need{Targets: targets}}.answerTargets(Technology{Metrics: metrics})
}

// A metric that meets a target goes on meeting it when it gets better.
func TestBetterIsNoWorse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.Float64Range(-1e6, 1e6)
		want, have, better := v.Draw(rt, "want"), v.Draw(rt, "have"), rapid.Float64Range(0, 1e6).Draw(rt, "better")
		least := quantity("量", ">=", want, "")
		before, ok := least.metBy(quantity("量", ">=", have, ""))
		after, _ := least.metBy(quantity("量", ">=", have+better, ""))
		require.True(rt, ok)
		require.GreaterOrEqual(rt, after, before)
		require.True(rt, before >= 0 && before <= 1)
	})
}
