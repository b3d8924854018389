package domain

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// QuarterPeriod is a quarter of a year; quarter is from 1 to 4.
func QuarterPeriod(year, quarter int) Period {
	first := Date{year, time.Month(3*quarter - 2), 1}
	return Period{first, DateOf(first.Time().AddDate(0, 3, -1))}
}

// MonthPeriod is a month of a year.
func MonthPeriod(year int, month time.Month) Period {
	first := Date{year, month, 1}
	return Period{first, DateOf(first.Time().AddDate(0, 1, -1))}
}

// quarter is the quarter that d lies in, from 1 to 4.
func (d Date) quarter() int { return (int(d.Month) + 2) / 3 }

// Code returns "2025" for a year, "2025-Q4" for a quarter, "2025-03" for a month, and else
// the two days.
func (p Period) Code() string {
	switch p {
	case YearPeriod(p.From.Year):
		return strconv.Itoa(p.From.Year)
	case QuarterPeriod(p.From.Year, p.From.quarter()):
		return fmt.Sprintf("%d-Q%d", p.From.Year, p.From.quarter())
	case MonthPeriod(p.From.Year, p.From.Month):
		return fmt.Sprintf("%d-%02d", p.From.Year, p.From.Month)
	}
	return p.From.String() + "–" + p.To.String()
}

var periodPattern = regexp.MustCompile(`^((?:19|20|21)\d\d)(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$`)

// ParsePeriod reads a year, quarter or month as Code writes them.
func ParsePeriod(code string) (Period, error) {
	parts := periodPattern.FindStringSubmatch(code)
	if parts == nil {
		return Period{}, Invalid("period", "应写作 2025、2025-Q4 或 2025-03", "must be a year, quarter or month like 2025, 2025-Q4 or 2025-03")
	}
	number := func(at int) int { n, _ := strconv.Atoi(parts[at]); return n } // 0 for what is not given
	switch {
	case parts[2] != "":
		return QuarterPeriod(number(1), number(2)), nil
	case parts[3] != "":
		return MonthPeriod(number(1), time.Month(number(3))), nil
	}
	return YearPeriod(number(1)), nil
}

// Name is how people call a year, quarter or month.
func (p Period) Name() Text {
	switch p {
	case YearPeriod(p.From.Year):
		return Text{fmt.Sprintf("%d年", p.From.Year), strconv.Itoa(p.From.Year)}
	case MonthPeriod(p.From.Year, p.From.Month):
		return Text{fmt.Sprintf("%d年%d月", p.From.Year, p.From.Month), fmt.Sprintf("%s %d", p.From.Month, p.From.Year)}
	}
	return Text{fmt.Sprintf("%d年第%s季度", p.From.Year, []string{"一", "二", "三", "四"}[p.From.quarter()-1]), fmt.Sprintf("Q%d %d", p.From.quarter(), p.From.Year)}
}

// each returns the years or quarters that lie in p, in order.
func (p Period) each(every string) []Period {
	var periods []Period
	for year := p.From.Year; year <= p.To.Year; year++ {
		if every == "year" {
			periods = append(periods, YearPeriod(year))
			continue
		}
		for quarter := 1; quarter <= 4; quarter++ {
			periods = append(periods, QuarterPeriod(year, quarter))
		}
	}
	return slices.DeleteFunc(periods, func(q Period) bool { return !p.Has(q.From) || !p.Has(q.To) })
}
