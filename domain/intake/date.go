package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"sanku/domain"
)

// serials are days as spreadsheets count them, from 1899-12-30; here 1954 to 2119.
var serials = regexp.MustCompile(`^([2-7]\d{4})(\.\d+)?$`)

var written = regexp.MustCompile(`^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?:[ T].*)?$`)

// day reads a date as it is written here: 2024-05-06, 2024/5/6, 2024.5.6, 20240506,
// 2024年5月6日, or a spreadsheet's own day number. With last set, a month or a year alone
// means its last day: what is asked for "by May" may come on the 31st.
func day[R any](last bool, at func(*R) *domain.Date) reader[R] {
	return field(at, func(e *entry[R], v value) (err error) {
		*at(&e.record), err = parseDay(v.text, last)
		return err
	})
}

var compact = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)

func parseDay(s string, last bool) (domain.Date, error) {
	y, m, d, ok := calendar(s)
	if !ok {
		return domain.Date{}, bad("日期应写作 2024-05-06", "must be a date like 2024-05-06")
	}
	switch {
	case m == 0 && last:
		m, d = 12, 31
	case m == 0:
		m, d = 1, 1
	case d == 0 && last:
		d = time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	case d == 0:
		d = 1
	}
	date, err := domain.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		return date, bad("没有这一天", "is not a day of the calendar")
	}
	return date, nil
}

// calendar returns the parts of a date that are written; those that are not are 0.
func calendar(s string) (year, month, day int, ok bool) {
	if m := serials.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		return t.Year(), int(t.Month()), t.Day(), true
	}
	m := compact.FindStringSubmatch(s)
	if m == nil {
		m = written.FindStringSubmatch(s)
	}
	if m == nil {
		return 0, 0, 0, false
	}
	year, _ = strconv.Atoi(m[1])
	month, _ = strconv.Atoi(m[2])
	day, _ = strconv.Atoi(m[3])
	return year, month, day, m[2] == "" || month >= 1 && month <= 12
}

// month reads a month ("2019-03", "2019年3月", a date within it) or a year alone.
func month[R any](at func(*R) *string) reader[R] {
	return field(at, func(e *entry[R], v value) error {
		y, m, _, ok := calendar(v.text)
		switch {
		case !ok || y < 1000:
			return bad("应写作 2019-03", "must be a month like 2019-03")
		case m == 0:
			*at(&e.record) = fmt.Sprintf("%04d", y)
		default:
			*at(&e.record) = fmt.Sprintf("%04d-%02d", y, m)
		}
		return nil
	})
}
