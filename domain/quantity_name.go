package domain

import (
	"slices"
	"strings"
)

const (
	longestName = 16
	// copulas stand between a name and its figure, joints before a name.
	copulas = "为是约在可能应需要求将均已仅至到等达了由从自：:=＝，, 　"
	joints  = "的其使得将且与及以让令在于从把则而并该各由为对需须"
)

// jointed are words that begin or end with what else is a joint.
var jointed = []string{"使用", "在线", "及时", "自由", "对比", "对称", "对准", "各向", "以太", "对流", "对接", "行为"}

// isJoint reports whether a name may begin after a place.
func isJoint(r []rune, i int) bool {
	around := string(r[max(0, i-1):min(i+2, len(r))])
	return strings.ContainsRune(joints, r[i]) && !slices.ContainsFunc(jointed, func(w string) bool { return strings.Contains(around, w) })
}

// nameBefore returns the name that ends before rune end, not before from, and where it
// begins. Changed names keep the verb that says so: 降低能耗.
func nameBefore(r []rune, from, end int, changed bool) (name string, start int) {
	end = skipBack(r, from, end)
	start = end
	for start > from && end-start < longestName && (isHan(r[start-1]) || isLatin(r[start-1]) || isDigit(r[start-1]) && start > 1 && isLatin(r[start-2])) {
		start--
	}
	if latinBefore(r, end) <= start && end-start > 1 {
		return symbol(string(r[start:end])), start
	}
	whole := start == from || end-start < longestName || !isHan(r[start-1])
	if end = measured(r, start, end); end == start {
		return "", 0
	}
	for i := end - 1; i >= start; i-- {
		if isJoint(r, i) {
			start, whole = i+1, true
			break
		}
	}
	lead := verbBefore(r[start:end], changed)
	if !whole && lead == 0 {
		lead = comparedBefore(r[start:end])
	}
	if start += lead; !whole && lead == 0 {
		return "", 0
	}
	if changed {
		start = changeBefore(r, start, end)
	}
	for start > from && (isLatin(r[start]) || isNamePart(r[start]) || unitRunes()[r[start]] && slices.Contains([]rune("天周年月次"), r[start])) && (isDigit(r[start-1]) || r[start-1] == '.') {
		start-- // 1h内强度
	}
	name = string(r[start:end])
	if end-start < 2 || end-start > longestName+2 || !strings.ContainsFunc(name, isHan) || slices.Contains(noNames, name) {
		return "", 0
	}
	return name, start
}

// skipBack goes back over what stands between a name and its figure: 合格率（一次）由目前的.
func skipBack(r []rune, start, end int) int {
	for {
		from := end
		for end > start && strings.ContainsRune(copulas, r[end-1]) && !(r[end-1] == '能' && end > 1 && strings.ContainsRune("产性功节", r[end-2])) {
			end--
		}
		if word := suffixOf("former", r, end); end-word >= start {
			end -= word
		}
		if end > start && strings.ContainsRune(")）", r[end-1]) {
			for at := end - 1; at >= max(start, end-longestName); at-- {
				if strings.ContainsRune("(（", r[at]) {
					end = at
					break
				}
			}
		}
		if end == from {
			return end
		}
	}
}

// suffixOf is how many runes before end are a word of a section.
func suffixOf(section string, r []rune, end int) int {
	before := string(r[max(0, end-longestName):end])
	for _, w := range clinicWords()[section] {
		if strings.HasSuffix(before, w) {
			return len([]rune(w))
		}
	}
	return 0
}

// symbol is a name in Latin letters: COD, Ra; "" when it names no quantity.
func symbol(letters string) string {
	if _, unit := canonicalUnit(letters); unit || slices.Contains(clinicWords()["no symbol"], letters) {
		return ""
	}
	if first := rune(letters[0]); first >= 'A' && first <= 'Z' || slices.Contains(unitless, letters) {
		return letters
	}
	return ""
}

// measures end the names of what can be measured: 合格率, 厚度, 含水量, 摆幅, 使用寿命.
const measures = "率度量力压温数值比级径宽长厚重深距差性能耗期命时间流阻频角速积容载荷效损失偏产幅隙寸本音声波电分例占额功粒孔降低高减增升缩节酸碱价龄效环少短离噪点围矩"

const (
	// endings are those of measures that say so only at the very end: 单产, not 产品.
	endings = "产电音声波本粒孔分例额功"
	// plainly are those that say so whatever stands around them.
	plainly = "率度量力压值径宽长厚重深距差耗命速积"
)

// measured is where the part of the runes from start to end ends that names something
// which can be measured, when hardly anything follows it; start when none does.
func measured(r []rune, start, end int) int {
	const place = 3 // runes that say where it is measured: 合格率钢轧厂
	if suffixOf("lasting", r, end)+suffixOf("kept", r, end) > 0 || slices.Contains(r[max(start, end-place):end], '耐') {
		return end
	}
	for at := end; at > start && end-at <= place; at-- {
		if strings.ContainsRune(measures, r[at-1]) && (at == end || !strings.ContainsRune(endings, r[at-1])) || isLatin(r[at-1]) {
			return at
		}
	}
	return start
}

// nameAfter returns the name that follows a figure: -40～40℃的温度范围.
func nameAfter(r []rune, end int) (name string, after int) {
	if end >= len(r) || r[end] != '的' {
		return "", end
	}
	start := end + 1
	for after = start; after < len(r) && after-start < longestName && isHan(r[after]); after++ {
		if strings.ContainsRune(joints, r[after]) {
			return "", end
		}
	}
	if _, at := firstOf("span", string(r[start:after])); at >= 0 {
		after = start + len([]rune(string(r[start:after])[:at]))
	} else if next := skipSpaces(r, after); next < len(r) && (isHan(r[next]) || isNamePart(r[next]) || strings.ContainsRune("≥≤><＞＜=", r[next])) {
		return "", end
	}
	name = string(r[start:after])
	if after-start < 2 || !strings.ContainsRune(plainly, r[after-1]) || slices.Contains(noNames, name) {
		return "", end
	}
	return name, after
}

// noNames stand before figures without naming what they measure.
var noNames = []string{"其中", "大约", "大概", "目前", "需要", "要求", "可以", "能够", "公司", "我们", "日本", "最高", "最低", "最大", "最小", "分别", "平均", "达到",
	"提高", "降低", "减少", "增加", "超过", "不到", "接近", "将近", "共计", "总计", "左右", "进行", "实现", "保证", "左右的", "缩短", "提升", "下降", "增长", "减低"}
