package domain

import "strings"

// changes say in which way a quantity is to change, and on which side it is then to lie.
var changes = []struct{ verb, comparator string }{
	{"提高", ">="}, {"提升", ">="}, {"增加", ">="}, {"增长", ">="}, {"延长", ">="},
	{"降低", "<="}, {"减少", "<="}, {"缩短", "<="}, {"减低", "<="}, {"下降", "<="}, {"节约", "<="}, {"节省", "<="}, {"节能", "<="}, {"缩小", "<="},
}

// verbs stand before a name without being part of it.
var verbs = []string{"保证", "确保", "保持", "实现", "达到", "控制", "改善", "要求", "具有", "满足", "预计", "预期", "希望", "力争", "争取", "降至", "降到", "提高到", "提高至"}

// verbBefore is how many runes of a name are words that only lead to it: 要求 of
// 要求合格率. So is 提高 of 提高合格率, unless it is by how much that is said.
func verbBefore(name []rune, changed bool) int {
	lead := 0
	cut := func(verb string, keep bool) {
		n := len([]rune(verb))
		for i := len(name) - n - 2; i >= lead; i-- {
			if string(name[i:i+n]) == verb {
				if lead = i; !keep {
					lead += n
				}
				return
			}
		}
	}
	for _, v := range verbs {
		cut(v, false)
	}
	for _, c := range changes {
		cut(c.verb, changed)
	}
	return lead
}

// ofChange reports whether a name says that something changes: 能耗降低, 提高产量.
func ofChange(name string) bool {
	for _, c := range changes {
		if strings.HasSuffix(name, c.verb) || strings.HasPrefix(name, c.verb) {
			return true
		}
	}
	return false
}

// toward is the comparator of the verb of change that ends before a name: 降低能耗至.
func toward(r []rune, name int) string {
	for _, c := range changes {
		if strings.HasSuffix(string(r[max(0, name-2):name]), c.verb) {
			return c.comparator
		}
	}
	return ""
}

// comparedBefore is how many runes of a long name say what is compared with the rest of
// it: 新电池的效率比 of 新电池的效率比旧电池的效率提高.
func comparedBefore(name []rune) int {
	for i := len(name) - 4; i > 0; i-- {
		if name[i] == '比' || name[i] == '较' {
			return i + 1
		}
	}
	return 0
}

// changeBefore is where a name begins that says what is to change, when the verb stands
// farther before it: 减少冲击造成的变形量.
func changeBefore(r []rune, start, end int) int {
	if ofChange(string(r[start:end])) {
		return start
	}
	clause := start
	for clause > 0 && start-clause < longestName && (isHan(r[clause-1]) || isLatin(r[clause-1])) {
		clause--
	}
	for i := start - 1; i >= clause; i-- {
		for _, c := range changes {
			if strings.HasPrefix(string(r[i:start]), c.verb) {
				return i
			}
		}
	}
	return start
}
