package domain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func wished(text string) []string {
	var all []string
	for _, s := range WishedIn(text) {
		all = append(all, s.Quantity.String())
	}
	return all
}

func TestWishedIn(t *testing.T) {
	for text, want := range map[string][]string{
		"要求表面粗糙度Ra≤0.4，出水pH 6.5~7.5，COD≤40mg/L。":    {"表面粗糙度Ra ≤ 0.4", "出水pH 6.5～7.5", "COD ≤ 40 mg/L"},
		"希望包装速度达到每分钟45件，产能 12万瓶/年。":                 {"包装速度 ≥ 45 件/分钟", "产能 = 12 万瓶/年"},
		"要求活菌数不低于 3×10^8 CFU/mL，疲劳寿命≥10⁷次。":         {"活菌数 ≥ 300000000 CFU/mL", "疲劳寿命 ≥ 10000000 次"},
		"要求菌液浓度20～40亿CFU/mL，扭矩≥60Nm。":               {"菌液浓度 20～40 亿CFU/mL", "扭矩 ≥ 60 Nm"},
		"定位精度±0.02mm，配合间隙0.1±0.02mm，要求一次合格。":        {"定位精度 ≤ 0.02 mm", "配合间隙 0.08～0.12 mm"},
		"希望单件能耗降低一半，检测速度提高两倍以上。":                    {"单件能耗降低 ≥ 50 %", "检测速度提高 ≥ 2 倍"},
		"力争降低综合能耗15%，减少现场用工造成的废品损失20%以上。":           {"降低综合能耗 ≥ 15 %", "减少现场用工造成的废品损失 ≥ 20 %"},
		"希望把换模时间由目前的40分钟缩短至10分钟，一次成品率从82%提高到95%。":   {"换模时间 ≤ 10 分钟", "一次成品率 ≥ 95 %"},
		"要求含水率不得低于8%。":                              {"含水率 ≥ 8 %"},
		"要求电机噪声dB(A)：≤65，屈服强度（MPa）≥420，硬度HRC58-62。": {"电机噪声 ≤ 65 dBA", "屈服强度 ≥ 420 MPa", "硬度 58～62 HRC"},
		"要求能在-30℃到50℃的环境温度范围内启动。":                   {"环境温度 -30～50 °C"},
		"要求测温误差优于0.5℃，识别率优于99%。":                    {"测温误差 ≤ 0.5 °C", "识别率 ≥ 99 %"},
		"要求连续运行2000小时，电阻在（1.2～1.8）Ω内。":              {"连续运行 ≥ 2000 小时", "电阻 1.2～1.8 Ω"},
		"要求炉温不高于850℃，尺寸3×5 m，浓度2×105 mg/L，配比1:3%。":  {"炉温 ≤ 850 °C"},

		"我厂现有窑炉温度达到1200℃。":                      nil,
		"目前废品率为6%，全球市场年均增长率超过20%。":              nil,
		"火场中心的温度可达900℃，人员难以靠近。":                 nil,
		"水分低于2%的产品只有三成。":                        nil,
		"对于直径大于3米的罐体，焊缝要求均匀。":                   nil,
		"希望在2027年前解决，团队不少于3人。":                  nil,
		"要求按 GB/T 1234-2008 检验，型号 C35-2，牌号304N": nil,
		"公司占地50亩，合格率达到98%。":                     nil,
		"希望保存样品，样品含量在3天内测定。":                    nil,
	} {
		assert.Equal(t, want, wished(text), text)
	}
}

// What a heading says counts for all that stands under it.
func TestHeadingsTellWhatIsWished(t *testing.T) {
	const text = "一、现有工作基础\n成品率达到90%。\n二、预期指标\n1、抛光效率80只/h；\n2、表面硬度500HV。\n三、公司简介：年处理量不低于30吨/天。\n"
	require.Equal(t, []string{"抛光效率 = 80 只/h", "表面硬度 = 500 HV"}, wished(text))
	require.Empty(t, wished("抛光效率80只/h；"), "a bare figure is not yet a wish")
}

// A target that is read from a text stands where it says, and reads the same when it is
// typed into the list of targets.
func FuzzWishedIn(f *testing.F) {
	for _, seed := range []string{
		"要求表面粗糙度Ra≤0.4，出水pH 6.5~7.5，废品率由9%降到3%以内。", "希望能耗降低一半，速度达到每分钟45件（±2%）。", "指标：\n-30℃到50℃的环境温度范围；1.5×10^-3 Ω·cm",
		"目标：降低综合能耗15%，菌数20～40亿CFU/mL", "电阻在（1.2～1.8）Ω内，噪声dB(A):≤65，硬度HRC58-62", "±±φ-1～2 W/(m·K) ≥的率×10^^⁹⁹",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range WishedIn(text) {
			r := []rune(s.Sentence)
			if s.At.Start < 0 || s.At.Start >= s.At.End || s.At.End > len(r) || !strings.Contains(text, s.Sentence) {
				t.Fatalf("mark %v of %q", s.At, s.Sentence)
			}
			if words := s.words(); !strings.Contains(words, s.Quantity.Name) {
				t.Fatalf("%q does not name %q", words, s.Quantity.Name)
			}
			again, err := ParseQuantity(s.Quantity.String())
			if err != nil || again.String() != s.Quantity.String() || again.Comparator != s.Quantity.Comparator {
				t.Fatalf("%q reads as %+v (%v)", s.Quantity, again, err)
			}
		}
	})
}
