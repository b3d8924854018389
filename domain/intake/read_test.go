package intake

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
)

func TestQuantities(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	for written, want := range map[string]domain.Quantity{
		"导热系数>=1200W/(m·K)": {Name: "导热系数", Comparator: ">=", Value: n(1200), Unit: "W/(m·K)"},
		"厚度 ≤ 0.1 mm":       {Name: "厚度", Comparator: "<=", Value: n(0.1), Unit: "mm"},
		"合格率不低于99.5%":       {Name: "合格率", Comparator: ">=", Value: n(99.5), Unit: "%"},
		"噪声不超过 1,200 Pa":    {Name: "噪声", Comparator: "<=", Value: n(1200), Unit: "Pa"},
		"通道数=8":             {Name: "通道数", Comparator: "=", Value: n(8)},
		"工作温度-40~85℃":       {Name: "工作温度", Comparator: "range", Value: n(-40), Upper: n(85), Unit: "℃"},
		"压力：1.5至3 MPa":      {Name: "压力", Comparator: "range", Value: n(1.5), Upper: n(3), Unit: "MPa"},
		"浓度>1e-3 mol/L":     {Name: "浓度", Comparator: ">=", Value: n(1e-3), Unit: "mol/L"},
		"具备在线监测":            {Name: "具备在线监测", Comparator: "present"},
	} {
		got, err := parseQuantity(written)
		require.NoError(t, err, written)
		require.Equal(t, want, got, written)
	}
	for _, written := range []string{"温度>=", "温度<=很低", "速度=快", "数>=1e999"} {
		_, err := parseQuantity(written)
		require.Error(t, err, written)
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		written string
		unit    int64
		want    domain.Fen
	}{{"12.3", wan, 12_300_000}, {"12.300000000000001", wan, 12_300_000}, {"50万元", yuan, 50_000_000}, {"1.2亿", wan, 12_000_000_000}, {"1,200.05", yuan, 120_005},
		{"￥800000", yuan, 80_000_000}, {"8E+05", yuan, 80_000_000}, {"0", yuan, 0}, {"300元", wan, 30_000}} {
		got, err := fen(c.written, c.unit)
		require.NoError(t, err, c.written)
		require.Equal(t, c.want, got, c.written)
	}
	for _, written := range []string{"", "八十", "-5", "0.001", "1e99", "99999999999999999", "12.3.4", "万元", "0x10", "1/3"} {
		_, err := fen(written, yuan)
		require.Error(t, err, written)
	}
}

func TestMoneyRanges(t *testing.T) {
	for written, want := range map[string][2]int64{"50-80": {50, 80}, "50～80万元": {50, 80}, "50万-0.01亿": {50, 100}, "500000元至800000元": {50, 80}, "80": {-1, 80}} {
		rows := opened(t, "needs", "x.csv", "需求名称,预算\n甲需求,"+written+"\n", Options{})
		require.Empty(t, rows[0].Faults, written)
		n := rows[0].Record.(domain.Need)
		if want[0] < 0 {
			require.Nil(t, n.BudgetMin, written)
		} else {
			require.Equal(t, domain.Yuan(want[0]*10_000), *n.BudgetMin, written)
		}
		require.Equal(t, domain.Yuan(want[1]*10_000), *n.BudgetMax, written)
	}
	rows := opened(t, "needs", "x.csv", "需求名称,预算\n甲需求,80-50\n", Options{})
	require.Equal(t, "budget_max", rows[0].Faults[0].Field[:10])
}

func TestDates(t *testing.T) {
	for written, want := range map[string]string{"2024-05-06": "2024-05-06", "2024/5/6": "2024-05-06", "2024.5.6": "2024-05-06", "2024年5月6日": "2024-05-06", "20240506": "2024-05-06",
		"45418": "2024-05-06", "45418.5": "2024-05-06", "2024-05-06 00:00:00": "2024-05-06", "2024-05-06T08:00:00Z": "2024-05-06", "2024年2月": "2024-02-29", "2024年": "2024-12-31", "2024": "2024-12-31"} {
		d, err := parseDay(written, true)
		require.NoError(t, err, written)
		require.Equal(t, want, d.String(), written)
	}
	first, err := parseDay("2024年2月", false)
	require.NoError(t, err)
	require.Equal(t, "2024-02-01", first.String())
	for _, written := range []string{"", "下个月", "2024-02-30", "2024-13-01", "24-5-6", "1500-01-01", "2024-05-06-07"} {
		_, err := parseDay(written, true)
		require.Error(t, err, written)
	}
}

func TestMonths(t *testing.T) {
	for written, want := range map[string]string{"2019-03": "2019-03", "2019年3月": "2019-03", "2019/3/15": "2019-03", "2019": "2019", "43525": "2019-03"} {
		var e entry[tech]
		require.NoError(t, month(func(t *tech) *string { return &t.StartMonth }).read(&e, value{text: written}), written)
		require.Equal(t, want, e.record.StartMonth, written)
	}
}
