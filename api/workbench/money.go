package workbench

import (
	"fmt"
	"strconv"
	"strings"

	"sanku/domain"
)

// grouped writes an amount in yuan to the fen: "1,680,000.00".
func grouped(f domain.Fen) string {
	whole, fen, _ := strings.Cut(f.String(), ".")
	return thousands(whole) + "." + fen
}

// wan writes an amount in ten thousand yuan without rounding, with two decimals or as
// many more as it takes: "168.00", "0.000001". Columns of it add up as they stand.
func wan(f domain.Fen) string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	const unit = 1_000_000 // fen
	rest := strings.TrimRight(fmt.Sprintf("%06d", f%unit), "0")
	return sign + thousands(fmt.Sprint(int64(f/unit))) + "." + rest + strings.Repeat("0", max(0, 2-len(rest)))
}

// wanTyped writes an amount in ten thousand yuan as one would type it: "168", "0.5".
func wanTyped(f domain.Fen) string {
	return strings.TrimSuffix(strings.TrimRight(strings.ReplaceAll(wan(f), ",", ""), "0"), ".")
}

// thousands sets the digits of a whole number off in threes.
func thousands(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}

// date writes a day: 2024年5月6日, or 2024-05-06 in English.
func (v *visit) date(d domain.Date) string {
	if d.IsZero() {
		return "—"
	}
	return v.say(fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day), d.String())
}

// fileSize is a size as people say it.
func (v *visit) fileSize(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt(max(bytes>>10, 1), 10) + " KB"
	}
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}
