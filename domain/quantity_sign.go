package domain

import (
	"strings"
	"unicode"
)

// signs say on which side of a figure a quantity lies. Longer ones stand before those
// that they contain.
var signs = []struct{ word, comparator string }{
	{"不低于", ">="}, {"不小于", ">="}, {"不少于", ">="}, {"大于等于", ">="}, {"大于或等于", ">="},
	{"不超过", "<="}, {"不高于", "<="}, {"不大于", "<="}, {"不多于", "<="}, {"小于等于", "<="}, {"小于或等于", "<="},
	{"下降到", "<="}, {"下降至", "<="}, {"降低到", "<="}, {"降低至", "<="}, {"降到", "<="}, {"降至", "<="}, {"减少到", "<="}, {"减少至", "<="}, {"缩短到", "<="}, {"缩短至", "<="}, {"减至", "<="},
	{"提高到", ">="}, {"提高至", ">="}, {"提升到", ">="}, {"提升至", ">="}, {"增加到", ">="}, {"增加至", ">="}, {"增至", ">="}, {"升至", ">="},
	{"至少", ">="}, {"大于", ">="}, {"高于", ">="}, {"超过", ">="}, {"多于", ">="}, {"达到", ">="}, {"高达", ">="}, {"可达", ">="}, {"达", ">="},
	{"至多", "<="}, {"小于", "<="}, {"低于", "<="}, {"少于", "<="}, {"控制在", "<="},
	{">=", ">="}, {"<=", "<="}, {"≥", ">="}, {"≧", ">="}, {">", ">="}, {"＞", ">="}, {"≤", "<="}, {"≦", "<="}, {"<", "<="}, {"＜", "<="},
}

var signsAfter = []struct{ word, comparator string }{
	{"及以上", ">="}, {"以上", ">="}, {"及以下", "<="}, {"以下", "<="}, {"以内", "<="}, {"之内", "<="},
}

// signBefore returns the comparator that the words before a number give, and where they
// begin.
func signBefore(r []rune, number int) (comparator string, start int) {
	before := strings.TrimRightFunc(string(r[:number]), unicode.IsSpace)
	for _, s := range signs {
		if rest, ok := strings.CutSuffix(before, s.word); ok {
			return s.comparator, len([]rune(rest))
		}
	}
	return "", number
}

func signAfter(r []rune, end int) (comparator string, after int) {
	rest := string(r[end:min(end+4, len(r))])
	for _, s := range signsAfter {
		if strings.HasPrefix(rest, s.word) {
			return s.comparator, end + len([]rune(s.word))
		}
	}
	return "", end
}

// becomes reports whether the words at a place say what s has become: what it was before
// is no figure of what is offered or wanted. 废品率由 9% 降到 3%
func (s Stated) becomes(r []rune, at int) bool {
	return s.At.End == at && strings.ContainsRune("降下减缩提升增", r[at])
}
