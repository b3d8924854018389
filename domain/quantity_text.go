package domain

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Stated is a quantity that a text states.
type Stated struct {
	Quantity Quantity
	Sentence string // that states it
	At       Span   // where in Sentence
	bounded  bool   // it says at least, at most or a range, rather than just a figure
}

// StatedIn finds the quantities that a text states: a name, a number and a known unit,
// with or without a word such as 不低于 between them. Figures without name or unit are
// not among them, nor sums of money.
func StatedIn(text string) []Stated {
	var all []Stated
	for _, s := range Sentences(text) {
		if strings.ContainsAny(s, "0123456789") {
			all = append(all, statedIn(s)...)
		}
	}
	return all
}

func statedIn(sentence string) []Stated {
	var found []Stated
	r := []rune(sentence)
	for i := 0; i < len(r); {
		m, ok := measureAt(r, i)
		if !ok {
			i++
			continue
		}
		i = m.end
		sign, before := signBefore(r, m.start)
		if after, end := signAfter(r, m.end); after != "" {
			sign, m.end = after, end
		}
		if m.unit == "" || m.isYear() {
			continue
		}
		name, start := nameBefore(r, before)
		if former := len(found) - 1; name == "" && former >= 0 && found[former].becomes(r, before) {
			name, start, found = found[former].Quantity.Name, found[former].At.Start, found[:former]
		}
		if name == "" {
			continue
		}
		q := Quantity{Name: name, Comparator: sign, Value: &m.low, Unit: m.unit}
		bounded := sign != ""
		if m.ranged {
			q.Comparator, q.Upper, bounded = "range", &m.high, true
		} else if !bounded {
			q.Comparator = "="
		}
		found = append(found, Stated{q, sentence, Span{start, m.end}, bounded})
	}
	return found
}

// measure is a number or a range with its unit.
type measure struct {
	start, end int
	low, high  float64
	ranged     bool
	unit       string
}

// isYear tells 2019 年 from a time of that length.
func (m measure) isYear() bool { return m.unit == "年" && m.low >= 1900 && m.low <= 2100 }

func measureAt(r []rune, i int) (measure, bool) {
	low, end, ok := numberAt(r, i)
	if !ok {
		return measure{}, false
	}
	m := measure{start: i, low: low, high: low}
	m.unit, m.end = unitAt(r, end)
	if to := connected(r, m.end); to > 0 {
		if high, end, ok := numberAt(r, to); ok && high >= low {
			unit, end := unitAt(r, end)
			m.ranged, m.high, m.end = true, high, end
			if unit != "" {
				m.unit = unit
			}
		}
	}
	return m, true
}

// connected returns where the second number of a range may begin, or 0.
func connected(r []rune, i int) int {
	i = skipSpaces(r, i)
	if i < len(r) && strings.ContainsRune("~～—–-至到", r[i]) {
		return skipSpaces(r, i+1)
	}
	return 0
}

// numberAt reads the number that begins at i. A digit that follows a letter belongs to
// a name: 316L, C35, V5.
func numberAt(r []rune, i int) (value float64, end int, ok bool) {
	negative := i < len(r) && (r[i] == '-' || r[i] == '−')
	start := i
	if negative {
		start++
	}
	if start >= len(r) || !isDigit(r[start]) || i > 0 && (isNamePart(r[i-1]) || r[i-1] == '.') {
		return 0, 0, false
	}
	end = start
	for end < len(r) && (isDigit(r[end]) || (r[end] == '.' || r[end] == ',') && end+1 < len(r) && isDigit(r[end+1])) {
		end++
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(string(r[start:end]), ",", ""), 64)
	if negative {
		value = -value
	}
	return value, end, err == nil
}

func isDigit(c rune) bool    { return c >= '0' && c <= '9' }
func isLatin(c rune) bool    { return c < unicode.MaxLatin1 && unicode.IsLetter(c) }
func isNamePart(c rune) bool { return isDigit(c) || isLatin(c) }

func skipSpaces(r []rune, i int) int {
	for i < len(r) && unicode.IsSpace(r[i]) {
		i++
	}
	return i
}

const (
	longestName = 12
	// copulas stand between a name and its figure, joints before a name.
	copulas = "为是约在可能应需要求将均已仅至到等：:=＝，, 　"
	joints  = "的其使得将且与及以让令在于从把则而并该各"
)

// nameBefore returns the name that ends before rune end, and where it begins.
func nameBefore(r []rune, end int) (name string, start int) {
	for end > 0 && strings.ContainsRune(copulas, r[end-1]) {
		end--
	}
	start = end
	for start > 0 && end-start < longestName && (unicode.Is(unicode.Han, r[start-1]) || isLatin(r[start-1])) {
		start--
	}
	if end = measured(r, start, end); end == start {
		return "", 0
	}
	for i := end - 1; i >= start; i-- {
		if strings.ContainsRune(joints, r[i]) && string(r[i:min(i+2, end)]) != "使用" {
			start = i + 1
			break
		}
	}
	start += len([]rune(verbBefore(string(r[start:end]))))
	name = string(r[start:end])
	if end-start < 2 || !strings.ContainsFunc(name, func(c rune) bool { return unicode.Is(unicode.Han, c) }) || slices.Contains(noNames, name) {
		return "", 0
	}
	return name, start
}

// measures end the names of what can be measured: 合格率, 厚度, 含水量, 摆幅, 使用寿命.
const measures = "率度量力压温数值比级径宽长厚重深距差性能耗期命时间流阻频角速积容载荷效损失偏产幅隙寸本音声波电分例占额功粒孔降低高减增升缩节酸碱价龄效环"

// measured is where the part of the runes from start to end ends that names something
// which can be measured, when hardly anything follows it; start when none does.
func measured(r []rune, start, end int) int {
	const place = 3 // runes that say where it is measured: 合格率钢轧厂
	for at := end; at > start && end-at <= place; at-- {
		if strings.ContainsRune(measures, r[at-1]) || isLatin(r[at-1]) {
			return at
		}
	}
	return start
}

// verbBefore is the verb that a name begins with: 提高 of 提高合格率.
func verbBefore(name string) string {
	for _, verb := range []string{"提高", "降低", "提升", "减少", "增加", "保证", "确保", "保持", "实现", "达到", "控制", "缩短", "改善", "要求"} {
		if rest, ok := strings.CutPrefix(name, verb); ok && len([]rune(rest)) > 1 {
			return verb
		}
	}
	return ""
}

// noNames stand before figures without naming what they measure.
var noNames = []string{"其中", "大约", "大概", "目前", "需要", "要求", "可以", "能够", "公司", "我们", "最高", "最低", "最大", "最小", "分别", "平均", "达到",
	"提高", "降低", "减少", "增加", "超过", "不到", "接近", "将近", "共计", "总计", "左右", "进行", "实现", "保证", "左右的"}

// unitAt reads the known unit that follows a number; "" when there is none.
func unitAt(r []rune, end int) (unit string, after int) {
	i := skipSpaces(r, end)
	stop := i
	for stop < len(r) && stop-i < 14 && (strings.ContainsRune("μµΩ°℃%％‰/·⋅*²³^()（）", r[stop]) || isLatin(r[stop]) || stop > i && isDigit(r[stop])) {
		stop++
	}
	for ; stop > i; stop-- {
		if stop < len(r) && isLatin(r[stop-1]) && isLatin(r[stop]) {
			continue
		}
		if u, ok := canonicalUnit(string(r[i:stop])); ok {
			return u, stop
		}
	}
	return hanUnitAt(r, i, end)
}

func hanUnitAt(r []rune, i, end int) (string, int) {
	rest, unit := string(r[i:min(i+3, len(r))]), ""
	for u, base := range baseUnits {
		if base.dimension != "元" && len(u) > len(unit) && strings.HasPrefix(rest, u) && !isLatin([]rune(u)[0]) && u != "万" {
			unit = u
		}
	}
	if unit == "" {
		return "", end
	}
	return unit, i + len([]rune(unit))
}
