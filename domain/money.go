package domain

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Fen is an amount of money in hundredths of a yuan. Sums of Fen are exact.
type Fen int64

// MaxFen bounds one amount: 10^15 fen, ten trillion yuan, so that sums of
// thousands of amounts cannot overflow.
const MaxFen Fen = 1e15

// Yuan makes an amount of whole yuan.
func Yuan(n int64) Fen { return Fen(n * 100) }

// ParseYuan reads an amount in yuan with at most two decimals: "1200", "0.05".
func ParseYuan(s string) (Fen, error) {
	bad := Invalid("amount", "不是有效的金额（元，最多两位小数）", "is not an amount in yuan with at most two decimals")
	whole, frac, _ := strings.Cut(strings.TrimSpace(s), ".")
	if len(frac) > 2 || strings.HasPrefix(frac, "+") || strings.HasPrefix(frac, "-") || whole == "" {
		return 0, bad
	}
	n, err := strconv.ParseInt(whole+(frac + "00")[:2], 10, 64)
	if err != nil || Fen(n) > MaxFen || Fen(n) < -MaxFen {
		return 0, bad
	}
	return Fen(n), nil
}

// ParseWan reads an amount in ten thousand yuan (万元) with at most six decimals, which
// is to the fen: "120.5", "1,200", "0.000001". Digits may be set off by commas or
// spaces. Errors: InvalidErrors.
func ParseWan(s string) (Fen, error) {
	bad := Invalid("amount", "应为金额（万元），如 120.5，最多六位小数", "must be an amount in ten thousand yuan with at most six decimals, like 120.5")
	s = strings.NewReplacer(",", "", "，", "", " ", "").Replace(s)
	whole, frac, _ := strings.Cut(s, ".")
	if len(frac) > 6 || strings.Trim(frac, "0123456789") != "" || whole == "" {
		return 0, bad
	}
	n, err := strconv.ParseInt(whole+(frac + "000000")[:6], 10, 64)
	if err != nil || Fen(n) > MaxFen || Fen(n) < -MaxFen {
		return 0, bad
	}
	return Fen(n), nil
}

// String returns the amount in yuan with two decimals.
func (f Fen) String() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	return fmt.Sprintf("%s%d.%02d", sign, f/100, f%100)
}

// Display returns the amount as people here write it: yuan below ten thousand,
// then 万元, then 亿元, with at most two decimals.
func (f Fen) Display() Text {
	yuan := math.Abs(float64(f)) / 100
	switch {
	case yuan >= 1e8:
		n := trimZeros(float64(f) / 1e10)
		return Text{ZH: n + " 亿元", EN: trimZeros(float64(f)/1e8) + " million yuan"}
	case yuan >= 1e4:
		n := Text{ZH: trimZeros(float64(f)/1e6) + " 万元", EN: trimZeros(float64(f)/1e5) + " thousand yuan"}
		if yuan >= 1e6 {
			n.EN = trimZeros(float64(f)/1e8) + " million yuan"
		}
		return n
	}
	n := trimZeros(float64(f) / 100)
	return Text{ZH: n + " 元", EN: n + " yuan"}
}

func trimZeros(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
