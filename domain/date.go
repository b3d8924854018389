package domain

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Shanghai is the time of day for people and for "which year is this". China has
// kept UTC+8 without daylight saving since 1991.
var Shanghai = time.FixedZone("CST", 8*60*60)

// Date is a day in the calendar. The zero Date means "not set" and is NULL in
// the database.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in Shanghai.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return Date{y, m, d}
}

// ParseDate reads "2006-01-02"; empty text is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return Date{}, Invalid("date", "日期应写作 2006-01-02", "must be a date like 2006-01-02")
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// IsZero reports whether the date is not set.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns the start of the day in Shanghai.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai) }

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Time().Before(o.Time()) }

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// Later returns the later of two days.
func Later(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}

// String returns "2006-01-02", or "" when not set.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// Value implements driver.Valuer.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan implements sql.Scanner.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = Date{v.Year(), v.Month(), v.Day()}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	}
	return fmt.Errorf("scan %T into a Date", src)
}

// Period is a span of days, both ends included.
type Period struct {
	From, To Date
}

// YearPeriod is the calendar year.
func YearPeriod(year int) Period {
	return Period{Date{year, time.January, 1}, Date{year, time.December, 31}}
}

// Has reports whether d lies in the period.
func (p Period) Has(d Date) bool { return !d.Before(p.From) && !p.To.Before(d) }
