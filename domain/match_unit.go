package domain

import (
	"slices"
	"strings"
	"sync"
)

// baseUnits gives units their dimension and their size in it (SI, GB 3100). A unit
// that is not here is a dimension of its own: 件, HRC.
var baseUnits = map[string]struct {
	dimension string
	size      float64
}{
	"nm": {"m", 1e-9}, "μm": {"m", 1e-6}, "um": {"m", 1e-6}, "mm": {"m", 1e-3}, "cm": {"m", 1e-2}, "m": {"m", 1}, "km": {"m", 1e3},
	"纳米": {"m", 1e-9}, "微米": {"m", 1e-6}, "毫米": {"m", 1e-3}, "厘米": {"m", 1e-2}, "米": {"m", 1}, "公里": {"m", 1e3},
	"ng": {"g", 1e-9}, "μg": {"g", 1e-6}, "mg": {"g", 1e-3}, "g": {"g", 1}, "kg": {"g", 1e3}, "t": {"g", 1e6}, "吨": {"g", 1e6}, "公斤": {"g", 1e3},
	"μL": {"L", 1e-6}, "mL": {"L", 1e-3}, "ml": {"L", 1e-3}, "L": {"L", 1}, "m3": {"L", 1e3}, "cm3": {"L", 1e-3},
	"mm2": {"m2", 1e-6}, "cm2": {"m2", 1e-4}, "m2": {"m2", 1}, "km2": {"m2", 1e6}, "亩": {"m2", 2000.0 / 3},
	"ns": {"s", 1e-9}, "μs": {"s", 1e-6}, "ms": {"s", 1e-3}, "s": {"s", 1}, "min": {"s", 60}, "h": {"s", 3600}, "d": {"s", 86400},
	"秒": {"s", 1}, "分钟": {"s", 60}, "小时": {"s", 3600}, "天": {"s", 86400}, "月": {"a", 1.0 / 12}, "个月": {"a", 1.0 / 12}, "年": {"a", 1}, "a": {"a", 1},
	"%": {"1", 1e-2}, "‰": {"1", 1e-3}, "ppm": {"1", 1e-6}, "ppb": {"1", 1e-9},
	"Pa": {"Pa", 1}, "kPa": {"Pa", 1e3}, "MPa": {"Pa", 1e6}, "GPa": {"Pa", 1e9}, "bar": {"Pa", 1e5},
	"N": {"N", 1}, "kN": {"N", 1e3}, "J": {"J", 1}, "kJ": {"J", 1e3}, "MJ": {"J", 1e6}, "Wh": {"J", 3600}, "kWh": {"J", 3.6e6},
	"mW": {"W", 1e-3}, "W": {"W", 1}, "kW": {"W", 1e3}, "MW": {"W", 1e6}, "Hz": {"Hz", 1}, "kHz": {"Hz", 1e3}, "MHz": {"Hz", 1e6}, "GHz": {"Hz", 1e9},
	"mV": {"V", 1e-3}, "V": {"V", 1}, "kV": {"V", 1e3}, "mA": {"A", 1e-3}, "A": {"A", 1}, "mAh": {"Ah", 1e-3}, "Ah": {"Ah", 1},
	"μΩ": {"Ω", 1e-6}, "mΩ": {"Ω", 1e-3}, "Ω": {"Ω", 1}, "μSv": {"Sv", 1e-6}, "mSv": {"Sv", 1e-3},
	"μ": {"m", 1e-6}, "摄氏度": {"°C", 1}, "分贝": {"dB", 1}, "次": {"次", 1}, "万次": {"次", 1e4},
	"千米": {"m", 1e3}, "千克": {"g", 1e3}, "克": {"g", 1}, "毫克": {"g", 1e-3}, "升": {"L", 1}, "毫升": {"L", 1e-3}, "平方米": {"m2", 1}, "立方米": {"L", 1e3}, "Nm3": {"L", 1e3}, "dm3": {"L", 1}, "cc": {"L", 1e-3}, "pm": {"m", 1e-12},
	"毫秒": {"s", 1e-3}, "微秒": {"s", 1e-6}, "周": {"s", 604800}, "立方厘米": {"L", 1e-3}, "平方厘米": {"m2", 1e-4}, "平方毫米": {"m2", 1e-6}, "平方公里": {"m2", 1e6}, "公顷": {"m2", 1e4}, "千帕": {"Pa", 1e3}, "千牛": {"N", 1e3}, "牛": {"N", 1}, "千伏": {"V", 1e3}, "兆瓦": {"W", 1e6}, "瓦时": {"J", 3600}, "毫安": {"A", 1e-3}, "hr": {"s", 3600}, "帕": {"Pa", 1}, "兆帕": {"Pa", 1e6}, "千瓦": {"W", 1e3}, "瓦": {"W", 1}, "千瓦时": {"J", 3.6e6}, "赫兹": {"Hz", 1}, "伏": {"V", 1}, "安": {"A", 1},
	"Nm": {"N·m", 1}, "mN": {"N", 1e-3}, "μV": {"V", 1e-6}, "μA": {"A", 1e-6}, "kA": {"A", 1e3}, "μW": {"W", 1e-6}, "kΩ": {"Ω", 1e3}, "MΩ": {"Ω", 1e6}, "GWh": {"J", 3.6e12}, "MWh": {"J", 3.6e9}, "GW": {"W", 1e9},
	"kcal": {"J", 4186.8}, "大卡": {"J", 4186.8}, "cal": {"J", 4.1868}, "mmol": {"mol", 1e-3}, "mol": {"mol", 1},
	"元": {"元", 1}, "万元": {"元", 1e4}, "亿元": {"元", 1e8}, "万": {"", 1e4},
}

var unitSpellings = strings.NewReplacer("²", "2", "³", "3", "^", "", "µ", "μ", "℃", "°C", "（", "(", "）", ")", " ", "", "*", "·", "⋅", "·", "％", "%", "/分钟", "/min", "/分", "/min", "w/", "W/", "m·k", "m·K", "m.k", "m·K", "m.K", "m·K", "dB(A)", "dBA", "dB（A）", "dBA", "N.m", "N·m", "Pa.s", "Pa·s")

// conversion returns by what a figure in unit from is multiplied to be one in unit
// to, and false when the two are of different dimensions.
func conversion(from, to string) (float64, bool) {
	fromDimension, fromSize := dimension(from)
	toDimension, toSize := dimension(to)
	return fromSize / toSize, fromDimension == toDimension
}

// dimension reads a unit such as W/(m·K) as factors above and below the line.
func dimension(unit string) (string, float64) {
	above, below, _ := strings.Cut(unitSpellings.Replace(unit), "/")
	up, size := factors(above)
	down, divisor := factors(strings.ReplaceAll(below, "/", "·"))
	return up + "/" + down, size / divisor
}

func factors(product string) (string, float64) {
	var dimensions []string
	size := 1.0
	for _, f := range strings.Split(strings.Trim(product, "()"), "·") {
		u, ok := baseUnits[f]
		if times, of := multiple(f); !ok && times > 1 {
			size, f = size*times, of
			u, ok = baseUnits[f]
		}
		if ok {
			size *= u.size
			f = u.dimension
		}
		dimensions = append(dimensions, f)
	}
	slices.Sort(dimensions)
	return strings.Join(dimensions, "·"), size
}

// plainUnits are units that are a dimension of their own.
var plainUnits = []string{"°C", "K", "HRC", "HV", "HB", "dB", "dBA", "rpm", "r", "HRB", "HRA", "HBW", "rad", "mrad", "lx", "lm", "cd", "nit", "dBm",
	"mPa", "CFU", "IU", "U", "VA", "kVA", "MVA", "F", "μF", "Bq", "Gy", "Mbps", "Gbps", "fps", "dpi", "KB", "MB", "GB", "TB", "eV", "keV", "度", "倍", "转", "目", "mmHg", "psi", "lux"}

// counters are what is counters: units only with how many make one, or in what time: 万瓶,
// 只/h.
var counters = []string{"只", "瓶", "件", "台", "个", "套", "根", "片", "支", "张", "块", "辆", "头", "株", "粒", "袋", "箱", "条", "枚", "卷", "桶", "盒", "人", "帧", "字", "包", "双", "幅", "车", "板", "羽", "尾", "孔", "项", "级", "路", "通道", "层", "组", "批", "位", "点"}

// multiples stand before units.
var multiples = map[string]float64{"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8}

// multiple takes the multiple from a unit: 万 from 万吨.
func multiple(unit string) (size float64, rest string) {
	size = 1
	for m, times := range multiples {
		if of, ok := strings.CutPrefix(unit, m); ok && of != "" && times > size {
			size, rest = times, of
		}
	}
	if size == 1 {
		return 1, unit
	}
	return size, rest
}

// unitRunes are the characters of units that have no letters.
var unitRunes = sync.OnceValue(func() map[rune]bool {
	all := map[rune]bool{}
	add := func(unit string) {
		for _, c := range unit {
			all[c] = all[c] || isHan(c)
		}
	}
	for u := range baseUnits {
		add(u)
	}
	for m := range multiples {
		add(m)
	}
	for _, u := range slices.Concat(plainUnits, counters) {
		add(u)
	}
	return all
})

// canonicalUnit spells a unit as baseUnits does, in whatever case it is written, and
// reports whether every part of it is known.
func canonicalUnit(unit string) (string, bool) {
	above, below, divided := strings.Cut(unitSpellings.Replace(unit), "/")
	if _, of := multiple(above); slices.Contains(counters, of) && (divided || of != above) {
		if !divided {
			return above, true
		}
		below, ok := canonicalFactors(below)
		return above + "/" + below, ok
	}
	above, ok := canonicalFactors(above)
	if !divided || !ok {
		return above, ok
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(below, "("), ")")
	bare, ok = canonicalFactors(bare)
	if strings.Contains(below, "(") {
		bare = "(" + bare + ")"
	}
	return above + "/" + bare, ok
}

func canonicalFactors(product string) (string, bool) {
	parts := strings.Split(product, "·")
	for i, p := range parts {
		spelled, ok := canonicalFactor(p)
		if !ok {
			return "", false
		}
		parts[i] = spelled
	}
	return strings.Join(parts, "·"), true
}

func canonicalFactor(f string) (string, bool) {
	if _, ok := baseUnits[f]; ok || slices.Contains(plainUnits, f) {
		return f, f != "a" && f != "万"
	}
	if times, of := multiple(f); times > 1 {
		spelled, ok := canonicalFactor(of)
		return strings.TrimSuffix(f, of) + spelled, ok
	}
	found := foldedUnits()[strings.ToLower(f)]
	return found, found != ""
}

// foldedUnits are the units that are known in whatever case they are written, by what they
// are in lower case: not mw, which may be two.
var foldedUnits = sync.OnceValue(func() map[string]string {
	folded := map[string]string{}
	for u := range baseUnits {
		if len(u) < 2 {
			continue
		}
		lower := strings.ToLower(u)
		if _, twice := folded[lower]; twice {
			u = ""
		}
		folded[lower] = u
	}
	return folded
})
