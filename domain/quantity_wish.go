package domain

import (
	"slices"
	"strings"
)

// WishedIn finds the quantities that a text states as what is wanted, the first 200, rather
// than as how things are or what its author is. Under a heading such as 预期目标 any figure is wanted,
// under one such as 工作基础 none.
func WishedIn(text string) []Stated {
	var all []Stated
	under := ""
	for _, sentence := range Sentences(text) {
		under = headed(sentence, under)
		if under == ofBase {
			continue
		}
		for _, s := range StatedIn(sentence) {
			if s.wished(under == ofGoal) {
				all = append(all, s)
			}
		}
		if len(all) >= maxStated {
			return all[:maxStated]
		}
	}
	return all
}

// What the part of a text is about that a sentence stands in.
const (
	ofGoal = "goal"
	ofBase = "base"
)

// longestHeading is in runes.
const longestHeading = 22

// headed is what the part is about that a sentence stands in: what its own heading says,
// or else the one before.
func headed(sentence, before string) string {
	heading, _, marked := strings.Cut(strings.ReplaceAll(sentence, ":", "："), "：")
	if first := []rune(heading); !marked && len(first) > 0 && !isHan(first[0]) { // 2. 预期指标。
		heading = strings.TrimRight(heading, "。")
	}
	if len([]rune(heading)) > longestHeading || strings.ContainsAny(heading, "，,。；;") {
		return before
	}
	goal, base := lastWordOf("goal heading", heading), lastWordOf("base heading", heading)
	switch {
	case !marked && max(goal, base) < len(heading): // a line of its own ends with its subject
		return before
	case base > goal:
		return ofBase
	case goal >= 0:
		return ofGoal
	}
	return before
}

// wished reports whether s is something wanted, in a part on what is, or in any other; and
// says in s.Quantity that what is to change is to do so by at least that much.
func (s *Stated) wished(goal bool) bool {
	if !s.Quantity.wanted() || s.ofThePresent() || s.given() {
		return false
	}
	hopes := goal || hasAny("wish", s.said())
	if !goal && hasAny("effect", s.Quantity.Name) || s.attributed() && !hasAny("wish", s.clause()) {
		return false
	}
	if !s.bounded {
		if !hopes || !s.complete() || s.kept() {
			return false
		}
		if ofChange(s.Quantity.Name) || hasAny("lasting", s.Quantity.Name) {
			s.Quantity.Comparator = ">="
		}
	}
	return hopes || !hasAny("boast", s.words()) && s.Quantity.Unit != ""
}

// words are what the sentence says in s.
func (s Stated) words() string { return string(s.runes[s.At.Start:s.At.End]) }

// hearsay is how many runes around a figure are read for whether it is wished: a table
// without a full stop is one sentence.
const hearsay = 300

// said is what the sentence says up to the end of s.
func (s Stated) said() string { return string(s.runes[max(0, s.At.Start-hearsay):s.At.End]) }

// rest is what the sentence says after s.
func (s Stated) rest() string {
	return string(s.runes[s.At.End:min(s.At.End+hearsay, len(s.runes))])
}

// attributed reports whether s only tells of which kind something is: 含量低于 6 ppm 的产品.
func (s Stated) attributed() bool { return strings.HasPrefix(s.rest(), "的") }

// complete reports whether nothing follows s that it may be a figure of: not 90% 节点.
func (s Stated) complete() bool {
	next := []rune(strings.TrimLeft(s.rest(), " "))
	return len(next) == 0 || !isNamePart(next[0]) && (!isHan(next[0]) || strings.ContainsRune("并且和及与", next[0]) || hasAny("lasting", s.Quantity.Name)) &&
		(next[0] != '、' || len(next) < 2 || !isDigit(next[1]))
}

// wanted reports whether the name of q, as it was read from a text, is that of a target:
// not that of a time by which something is to be done.
func (q Quantity) wanted() bool {
	if strings.HasSuffix(q.Name, "分") || hasAny("no target", q.Name) {
		return false
	}
	long := q.Unit == "年" || q.Unit == "月" || q.Unit == "个月"
	return !long || slices.ContainsFunc([]string{"寿命", "周期", "期限", "保质期"}, func(w string) bool { return strings.HasSuffix(q.Name, w) })
}

// clause is what the sentence says up to the end of s from the last comma before it.
func (s Stated) clause() string {
	said := s.said()
	if at := strings.LastIndexAny(said[:len(said)-len(s.words())], "，,；"); at >= 0 {
		return said[at:]
	}
	return said
}

// given reports whether s tells under which conditions something is to work: 对于直径大于
// 5 m 的轴承.
func (s Stated) given() bool { return hasAny("given", s.clause()) }

// ofThePresent reports whether s says how things are. What a sentence says after a comma
// may be a wish: 现在为 1.5%，希望降低到 1% 以下; but not here: 目前生产钢筋，屈服强度达到 550 MPa.
// What it is compared with is how things are, and so is what it was before.
func (s Stated) ofThePresent() bool {
	if hasAny("self", s.said()+s.rest()) || hasAny("business", s.clause()) {
		return true
	}
	clause, said := without("compared", s.clause()), without("compared", s.said())
	if s.changed {
		return hasAny("done", clause)
	}
	return hasAny("present", clause) || hasAny("now", clause) || lastWordOf("now", said) > lastWordOf("wish", said)
}

// without takes the words of a section out of a text.
func without(section, text string) string {
	for _, w := range clinicWords()[section] {
		text = strings.ReplaceAll(text, w, "")
	}
	return text
}

// kept reports whether s says how long something is kept: of a test, unless by a sign.
func (s Stated) kept() bool {
	name := []rune(s.Quantity.Name)
	return suffixOf("kept", name, len(name)) > 0
}
