package domain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStatedIn(t *testing.T) {
	for text, want := range map[string][]string{
		"线材直径小于50μm，抗张强度大于1Gpa，长度11Km以上。":   {"线材直径 ≤ 50 μm", "抗张强度 ≥ 1 GPa", "长度 ≥ 11 km"},
		"面内导热系数达到 1,500 W/(m·K)，良率不低于95%":   {"面内导热系数 ≥ 1500 W/(m·K)", "良率 ≥ 95 %"},
		"窑炉内径3.2-4.6米；工作温度 -30～50℃":         {"窑炉内径 3.2～4.6 米", "工作温度 -30～50 °C"},
		"平衡吸附量为 218.63 mg/g":                {"平衡吸附量 = 218.63 mg/g"},
		"使用寿命10年以上，能耗降低30%以内":               {"使用寿命 ≥ 10 年", "能耗降低 ≤ 30 %"},
		"316L-50Mn 合金 V5130Ni15，型号C35，共3种":  nil,
		"2019年5月成立，注册资金1000万元":              nil,
		"95%以上是理论研究，其中5%":                   nil,
		"误差 ≤ 0.5 mm 的零件":                   {"误差 ≤ 0.5 mm"},
		"作业时平均约有超过20%的时间用于定位":               nil,
		"现在氧化烧损率为1.5%，希望把烧损率降低到1.0%以下":      {"氧化烧损率 = 1.5 %", "烧损率 ≤ 1 %"},
		"典型阀体铸件废品率由9%降到3%以内，寿命从 5 年提高到8年":   {"典型阀体铸件废品率 ≤ 3 %", "寿命 ≥ 8 年"},
		"能耗由 20 kWh 降至2019年的水平":             {"能耗 = 20 kWh"},
		"提高钢板探伤合格率钢轧厂在98.8%以上、一炼在99.5%以上":   {"钢板探伤合格率 ≥ 98.8 %"},
		"温度需高于70摄氏度，运行噪音需小于70分贝，加工精度达到3μ以内": {"温度 ≥ 70 摄氏度", "运行噪音 ≤ 70 分贝", "加工精度 ≤ 3 μ"},
		"热循环寿命不低于 1500 次，冷热循环不少于2万次":        {"热循环寿命 ≥ 1500 次", "冷热循环 ≥ 2 万次"},
		"每年不少于2次现场交流":                       nil,
		"":                                  nil,
	} {
		var got []string
		for _, s := range StatedIn(text) {
			got = append(got, s.Quantity.String())
			require.Contains(t, s.Sentence, s.Quantity.Name)
			r := []rune(s.Sentence)
			require.Contains(t, string(r[s.At.Start:s.At.End]), s.Quantity.Name, "the mark covers the name")
		}
		require.Equal(t, want, got, text)
	}
}

func FuzzStatedIn(f *testing.F) {
	f.Add("线材直径小于50μm，抗张强度大于1Gpa")
	f.Add("-1～2 W/(m·K) ≥")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range StatedIn(text) {
			n := len([]rune(s.Sentence))
			if s.At.Start < 0 || s.At.Start >= s.At.End || s.At.End > n {
				t.Fatalf("mark %v of %d runes", s.At, n)
			}
			if s.Quantity.Value == nil || s.Quantity.Name == "" || !Comparators.Has(s.Quantity.Comparator) {
				t.Fatalf("%+v", s.Quantity)
			}
		}
	})
}

func TestSentences(t *testing.T) {
	require.Equal(t, []string{"研究了调度问题．", "一台 3.5 kW 的电机。", "Fig. 2 shows e.g. this.", "The end;"},
		Sentences(" 研究了调度问题．一台 3.5 kW 的电机。\n\nFig. 2 shows e.g. this. The end; "))
	require.Empty(t, Sentences(" \n "))
}
