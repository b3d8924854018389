package domain

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
)

// Decimal is a number with four decimals, exact under addition: targets and
// figures of the plan.
type Decimal int64

// ParseDecimal reads a plain decimal number with at most four decimals.
func ParseDecimal(s string) (Decimal, error) {
	bad := Invalid("value", "应为数字，最多四位小数", "must be a number with at most four decimals")
	body, negative := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, frac, _ := strings.Cut(body, ".")
	if whole == "" || strings.TrimLeft(frac, "0123456789") != "" || strings.TrimLeft(whole, "0123456789") != "" {
		return 0, bad
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > 4 {
		return 0, bad
	}
	n, err := strconv.ParseInt(whole+(frac + "0000")[:4], 10, 64)
	if err != nil {
		return 0, bad
	}
	if negative {
		n = -n
	}
	return Decimal(n), nil
}

// Ratio returns 100·numerator/denominator in percent, rounded half up to four
// decimals, and false when the denominator is zero: 0/0 is not 0 %.
func Ratio(numerator, denominator Decimal) (Decimal, bool) {
	if denominator == 0 {
		return 0, false
	}
	n := float64(numerator) / float64(denominator) * 100 * 10000
	return Decimal(n + 0.5), true
}

// Whole makes a Decimal of a whole number.
func Whole(n int64) Decimal { return Decimal(n * 10000) }

// Float returns the nearest float64.
func (d Decimal) Float() float64 { return float64(d) / 10000 }

// String returns the number without trailing zeros.
func (d Decimal) String() string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	s := fmt.Sprintf("%s%d.%04d", sign, d/10000, d%10000)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// MarshalJSON writes the number as a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number with at most four decimals.
func (d *Decimal) UnmarshalJSON(b []byte) (err error) {
	*d, err = ParseDecimal(string(b))
	return err
}

// Value implements driver.Valuer.
func (d Decimal) Value() (driver.Value, error) { return d.String(), nil }

// Scan implements sql.Scanner.
func (d *Decimal) Scan(src any) (err error) {
	switch v := src.(type) {
	case string:
		*d, err = ParseDecimal(v)
	case []byte:
		*d, err = ParseDecimal(string(v))
	case int64:
		*d = Whole(v)
	case float64:
		*d, err = ParseDecimal(strconv.FormatFloat(v, 'f', 4, 64))
	default:
		err = fmt.Errorf("scan %T into a Decimal", src)
	}
	return err
}

// Round returns d with the given number of decimals, up to four, halves away from zero.
func (d Decimal) Round(decimals int) Decimal {
	unit := Decimal(1)
	for range 4 - decimals {
		unit *= 10
	}
	half := unit / 2
	if d < 0 {
		half = -half
	}
	return (d + half) / unit * unit
}
