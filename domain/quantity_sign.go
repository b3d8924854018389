package domain

import (
	"slices"
	"strings"
	"unicode"
)

// signs say on which side of a figure a quantity lies. Longer ones stand before those
// that they contain. Those that not turns round are in turned.
var signs = []struct{ word, comparator string }{
	{"大于等于", ">="}, {"大于或等于", ">="}, {"小于等于", "<="}, {"小于或等于", "<="}, {"低于或等于", "<="}, {"高于或等于", ">="},
	{"下降到", "<="}, {"下降至", "<="}, {"降低到", "<="}, {"降低至", "<="}, {"减低到", "<="}, {"减低至", "<="}, {"降到", "<="}, {"降至", "<="}, {"减少到", "<="}, {"减少至", "<="}, {"缩短到", "<="}, {"缩短至", "<="}, {"缩小到", "<="}, {"缩小至", "<="}, {"减至", "<="},
	{"提高到", better}, {"提高至", better}, {"提升到", better}, {"提升至", better}, {"增加到", ">="}, {"增加至", ">="}, {"延长到", ">="}, {"延长至", ">="}, {"增至", ">="}, {"升至", ">="},
	{"至少", ">="}, {"大于", ">="}, {"高于", ">="}, {"超过", ">="}, {"多于", ">="}, {"达到", better}, {"高达", better}, {"可达", better}, {"达", better},
	{"至多", "<="}, {"不足", "<="}, {"小于", "<="}, {"低于", "<="}, {"少于", "<="}, {"短于", "<="}, {"控制在", "<="}, {"优于", better},
	{">=", ">="}, {"<=", "<="}, {"≥", ">="}, {"≧", ">="}, {"⩾", ">="}, {">", ">="}, {"＞", ">="}, {"≤", "<="}, {"≦", "<="}, {"⩽", "<="}, {"<", "<="}, {"＜", "<="},
}

// better is at least or at most: which, the name of the quantity tells.
const better = "better"

var (
	turned = []string{"大于", "高于", "超过", "多于", "小于", "低于", "少于", "短于"}
	nots   = []string{"不得", "不应", "不能", "不可", "不宜", "不会", "不允许", "严禁", "禁止", "不", "未"}
)

var signsAfter = []struct{ word, comparator string }{
	{"及以上", ">="}, {"或以上", ">="}, {"以上", ">="}, {"及以下", "<="}, {"或以下", "<="}, {"以下", "<="}, {"以内", "<="}, {"之内", "<="}, {"左右", ""}, {"上下", ""}, {"之间", ""}, {"内", "<="},
}

// signBefore returns the comparator that the words before a number give, and where they
// begin. 不得低于 is the opposite of 低于.
func signBefore(r []rune, number int) (comparator string, start int) {
	before := strings.TrimRightFunc(string(r[max(0, number-longestName):number]), unicode.IsSpace)
	for _, s := range signs {
		rest, ok := strings.CutSuffix(before, s.word)
		if !ok {
			continue
		}
		comparator = s.comparator
		if slices.Contains(turned, s.word) {
			for _, not := range nots {
				if said, ok := strings.CutSuffix(rest, not); ok {
					rest, comparator = said, map[string]string{">=": "<=", "<=": ">="}[comparator]
					break
				}
			}
		}
		return comparator, max(0, number-longestName) + len([]rune(rest))
	}
	return "", number
}

// signAfter returns the comparator that the words behind a figure give, and where they
// end; "" when they say only that it is about that much.
func signAfter(r []rune, end int) (comparator string, after int) {
	rest := strings.TrimLeft(string(r[end:min(end+4, len(r))]), " ")
	for _, s := range signsAfter {
		if !strings.HasPrefix(rest, s.word) {
			continue
		}
		after := skipSpaces(r, end) + len([]rune(s.word))
		if s.word == "内" && after < len(r) && isHan(r[after]) { // 5 mm 内径
			continue
		}
		return s.comparator, after
	}
	return "", end
}

// level reports whether the words from sign to number, or the one before them, say what a
// quantity is to be rather than by how much it is to change: 提高合格率至 98%.
func level(r []rune, sign, number int) bool {
	return strings.ContainsAny(string(r[max(0, sign-1):number]), "到至达在为")
}

// turn gives better its sense: an error is better when smaller.
func (q *Quantity) turn() {
	if q.Comparator == better {
		q.Comparator = ">="
		if name := []rune(q.Name); suffixOf("smaller", name, len(name)) > 0 && (q.Unit != "%" || !strings.HasSuffix(q.Name, "精度")) {
			q.Comparator = "<="
		}
	}
}

// becomes reports whether then says what s has become: what it was before is no figure of
// what is offered or wanted. 废品率由 9% 降到 3%
func (s Stated) becomes(r []rune, then Stated) bool {
	if then.At.Start-s.At.End > hearsay {
		return false
	}
	between := strings.Trim(string(r[s.At.End:max(s.At.End, then.At.Start)]), " ，,")
	if then.Quantity.Name != "" {
		return slices.Contains(arrivals, between) && strings.HasSuffix(s.Quantity.Name, then.Quantity.Name)
	}
	at := then.At.Start
	return between == "" && at < len(r) && strings.ContainsRune("降下减缩提升增延", r[at])
}

// arrivals lead from what was to what is to be, when it is named once more.
var arrivals = []string{"降至", "降到", "降低到", "降低至", "提高到", "提高至", "提升到", "提升至"}
