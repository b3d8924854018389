package domain

import "strings"

const (
	capitalDigits = "零壹贰叁肆伍陆柒捌玖"
	tenThousand   = 10_000
)

var (
	capitalUnits  = []string{"", "拾", "佰", "仟"}
	capitalGroups = []string{"", "万", "亿", "万亿"}
)

// Capital writes the amount in the capital numerals of Chinese vouchers:
// "壹佰贰拾叁万零伍佰元整", "负伍元零叁分".
func (f Fen) Capital() string {
	sign := ""
	if f < 0 {
		sign, f = "负", -f
	}
	yuan, jiao, fen := int64(f/100), int(f/10%10), int(f%10)
	if f == 0 {
		return "零元整"
	}
	text := capitalWhole(yuan)
	if yuan > 0 {
		text += "元"
	}
	switch {
	case jiao == 0 && fen == 0:
		return sign + text + "整"
	case jiao > 0:
		text += capitalDigit(jiao) + "角"
	case yuan > 0:
		text += "零"
	}
	if fen > 0 {
		return sign + text + capitalDigit(fen) + "分"
	}
	return sign + text + "整"
}

// capitalWhole writes a whole number in groups of ten thousand; "" for zero. A group
// that lacks its thousands, or follows an empty one, is set off by one 零.
func capitalWhole(n int64) string {
	var groups []int64
	for ; n > 0; n /= tenThousand {
		groups = append(groups, n%tenThousand)
	}
	var b strings.Builder
	gap := false
	for i := len(groups) - 1; i >= 0; i-- {
		g := groups[i]
		if g == 0 {
			gap = b.Len() > 0
			continue
		}
		if b.Len() > 0 && (gap || g < 1000) {
			b.WriteString("零")
		}
		b.WriteString(capitalGroup(int(g)))
		b.WriteString(groupUnit(i, groups))
		gap = false
	}
	return b.String()
}

// groupUnit is the unit after group i. The 亿 of 万亿 is said once, after the last group
// above the 亿 that is not nothing.
func groupUnit(i int, groups []int64) string {
	if i == 3 && groups[2] > 0 {
		return "万"
	}
	return capitalGroups[i]
}

// capitalGroup writes 1 to 9999.
func capitalGroup(n int) string {
	var b strings.Builder
	gap, place := false, 1000
	for i := 3; i >= 0; i, place = i-1, place/10 {
		switch d := n / place % 10; {
		case d == 0:
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteString("零")
			}
			b.WriteString(capitalDigit(d) + capitalUnits[i])
			gap = false
		}
	}
	return b.String()
}

func capitalDigit(d int) string { return string([]rune(capitalDigits)[d]) }
