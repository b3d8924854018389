package domain

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// proposals are what the words of n say of what it leaves open.
func (n Need) proposals(today Date) []ClinicProposal {
	var all []ClinicProposal
	passages := n.passages("title", "problem", "background", "conditions")
	for _, find := range []func(Need, []ClinicPassage, Date) []ClinicProposal{proposeField, proposeTargets, proposeBudget, proposeDeadline, proposeModes, proposeOwnership, proposeTRL, proposeConditions, proposeContact} {
		all = append(all, find(n, passages, today)...)
	}
	return all
}

var moneyIn = regexp.MustCompile(`(\d[\d,]*(?:\.\d+)?)\s*(?:(亿元|百万元|万元|亿|万|元)?\s*(?:-|~|～|—|至|到)\s*(\d[\d,]*(?:\.\d+)?)\s*)?余?(亿元|百万元|万元|亿|万|元)`)

// budgetReach is how far in bytes before an amount the word stands that says what it is for.
const budgetReach = 45

// proposeBudget finds an amount that is to be spent, first where it is not told what there
// is already, and rather all of it than a part.
func proposeBudget(n Need, passages []ClinicPassage, _ Date) []ClinicProposal {
	if n.BudgetMin != nil || n.BudgetMax != nil {
		return nil
	}
	told := func(p ClinicPassage) bool { return p.part == ofBase }
	for _, p := range slices.Concat(slices.DeleteFunc(slices.Clone(passages), told), slices.DeleteFunc(slices.Clone(passages), func(p ClinicPassage) bool { return !told(p) })) {
		for _, m := range moneyIn.FindAllStringSubmatchIndex(p.Text, -1) {
			before := strings.ToValidUTF8(p.Text[max(0, m[0]-budgetReach):m[0]], "")
			meant := lastWordOf("budget", before)
			if meant < 0 || lastWordOf("spent", before) > meant || hasAny("spent", clauseBefore(before)) || hasAny("part of budget", clauseBefore(before)) || strings.ContainsAny(before[meant:], "。；;") {
				continue
			}
			low, high, ok := amounts(p.Text, m)
			if !ok {
				continue
			}
			p.At = runeSpan(p.Text, m[0], m[1])
			value := Text{"不超过 " + high.Display().ZH, "at most " + high.Display().EN}
			if low != nil {
				value = Text{low.Display().ZH + " 至 " + high.Display().ZH, low.Display().EN + " to " + high.Display().EN}
			}
			return []ClinicProposal{{Key: fmt.Sprintf("budget=%s", high), Field: "budget", Value: value, Passage: p, apply: func(n *Need) { n.BudgetMin, n.BudgetMax = low, high }}}
		}
	}
	return nil
}

// clauseBefore is what of text stands after its last comma.
func clauseBefore(text string) string {
	if i := strings.LastIndexAny(text, "，,、。；;"); i >= 0 {
		return text[i:]
	}
	return text
}

// amounts reads what moneyIn has found: the end of a range, and its beginning when it is one.
func amounts(text string, m []int) (low, high *Fen, ok bool) {
	part := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return text[m[2*i]:m[2*i+1]]
	}
	unit := part(4)
	first, err := fenOf(part(1), unit)
	if part(3) == "" {
		return nil, &first, err == nil
	}
	if own := part(2); own != "" {
		first, err = fenOf(part(1), own)
	}
	second, other := fenOf(part(3), unit)
	return &first, &second, err == nil && other == nil && first <= second
}

var moneySizes = map[string]int64{"元": 1, "万元": 1e4, "万": 1e4, "百万元": 1e6, "亿元": 1e8, "亿": 1e8}

func fenOf(number, unit string) (Fen, error) {
	v, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", ""), 64)
	if f := v * float64(moneySizes[unit]) * 100; err == nil && f > 0 && f <= float64(MaxFen) {
		return Fen(f + 0.5), nil
	}
	return 0, Invalid("amount", "金额超出范围", "is out of range")
}

var (
	dayIn  = regexp.MustCompile(`(20\d{2})\s*年\s*(?:(1[0-2]|0?[1-9])\s*月\s*(?:([12]\d|3[01]|0?[1-9])\s*日|底)?|年?底|末)?\s*(之前|以前|前|底前|内)?`)
	termIn = regexp.MustCompile(`(\d{1,2}|一|二|两|三|半|十二|十八|六|九)\s*(个月|年)\s*(以内|之内|内|左右)?`)
)

// dueWords stand in a sentence that says by when.
var dueWords = []string{"完成", "解决", "期限", "截止", "周期", "工期", "之前", "以前", "时限", "交付", "投产", "实施期", "研发期", "计划于"}

// proposeDeadline finds a day or a time by which the work is to be done.
func proposeDeadline(n Need, passages []ClinicPassage, today Date) []ClinicProposal {
	if !n.Deadline.IsZero() {
		return nil
	}
	propose := func(p ClinicPassage, at []int, d Date) []ClinicProposal {
		p.At = runeSpan(p.Text, at[0], at[1])
		return []ClinicProposal{{Key: "deadline=" + d.String(), Field: "deadline", Value: Text{d.String(), d.String()}, Passage: p, apply: func(n *Need) { n.Deadline = d }}}
	}
	for _, p := range passages {
		if !slices.ContainsFunc(dueWords, func(w string) bool { return strings.Contains(p.Text, w) }) {
			continue
		}
		for _, m := range dayIn.FindAllStringSubmatchIndex(p.Text, -1) {
			if d := dayOf(p.Text, m); !d.Before(today) {
				return propose(p, m, d)
			}
		}
		for _, m := range termIn.FindAllStringSubmatchIndex(p.Text, -1) {
			if d, ok := termOf(p.Text, m, today); ok {
				return propose(p, m, d)
			}
		}
	}
	return nil
}

// dayOf is the last day of what dayIn has found.
func dayOf(text string, m []int) Date {
	number := func(i int) int {
		if m[2*i] < 0 {
			return 0
		}
		v, _ := strconv.Atoi(text[m[2*i]:m[2*i+1]])
		return v
	}
	year, month, day := number(1), number(2), number(3)
	switch {
	case month == 0:
		return Date{year, time.December, 31}
	case day == 0:
		return DateOf(time.Date(year, time.Month(month)+1, 0, 12, 0, 0, 0, Shanghai))
	}
	return DateOf(time.Date(year, time.Month(month), day, 12, 0, 0, 0, Shanghai))
}

var numerals = map[string]int{"一": 1, "二": 2, "两": 2, "三": 3, "六": 6, "九": 9, "十二": 12, "十八": 18}

// termOf is the end of a time that termIn has found, up to MaxSolveYears from today.
func termOf(text string, m []int, today Date) (Date, bool) {
	number, unit := text[m[2]:m[3]], text[m[4]:m[5]]
	months, ok := numerals[number]
	if !ok {
		months, _ = strconv.Atoi(number)
	}
	if unit == "年" {
		if months *= 12; number == "半" {
			months = 6
		}
	}
	named := strings.HasSuffix(strings.TrimRight(text[:m[0]], "为约：: 是"), "周期") || strings.HasSuffix(strings.TrimRight(text[:m[0]], "为约：: 是"), "期限") || strings.HasSuffix(strings.TrimRight(text[:m[0]], "为约：: 是"), "工期")
	within := m[6] >= 0 && strings.HasSuffix(text[m[6]:m[7]], "内")
	end := today.Time().AddDate(0, months, 0)
	return DateOf(end), (within || named) && months > 0 && months <= 12*MaxSolveYears
}
