package domain

import "fmt"

// Plan is a programme of the city with indicators and targets for a period.
type Plan struct {
	Code     string
	Title    string
	Number   string // 文号
	IssuedOn Date
	Period   Period
	Sectors  []Sector

	// AnnualGrowth is that of all sectors together, as printed beside their targets, in
	// percent; nil when not set.
	AnnualGrowth *Decimal
}

// Indicator is one figure the plan sets targets for.
type Indicator struct {
	Plan        string
	Code        string
	Order       int
	Section     string // where in the plan's text it stands: "三(二)3"
	Name        Text
	Unit        string
	Measure     string // stock, flow, ratio, growth, cumulative, annual, coverage
	Comparator  string
	PeriodRule  string
	Source      string
	Breakdown   string
	Lead        []string // codes of the leading units; the first answers for the figure
	Responsible []string // codes of the responsible units
	Quote       string   // the sentence of the plan it comes from
	MeasuredBy  Measure
}

// Dimension says what a target is divided by.
type Dimension string

// The dimensions of the plan's annexes. The zero Dimension is the whole city.
const (
	WholeCity Dimension = ""
	ByArea    Dimension = "area"
	ByUnit    Dimension = "unit"
	BySector  Dimension = "sector"
	// ByUniversity divides what universities do; no annex sets targets by it.
	ByUniversity Dimension = "university"
)

// Sector is an activity that the plan divides R&D spend by.
type Sector struct {
	Code         string
	Name         Text
	AnnualGrowth *Decimal // as printed, in percent; nil when not set
	Units        []string // codes of the units that answer for it, the leading one first
}

// Target is what the plan asks of an indicator. A Value of nil is "not set", which
// is not zero.
type Target struct {
	Plan      string
	Indicator string
	Dimension Dimension
	Key       string // code of the area, unit or sector; empty for the whole city
	Year      int    // 0: the plan period as a whole
	Value     *Decimal
	Source    string // "annex1", "annex3", …, or "text"
}

// CheckTotal reports whether parts add up to the printed total. Parts that are not
// set add nothing.
func CheckTotal(what string, parts []*Decimal, printed Decimal) error {
	var sum Decimal
	for _, p := range parts {
		if p != nil {
			sum += *p
		}
	}
	if sum != printed {
		return fmt.Errorf("%s: the parts add up to %s, the printed total is %s", what, sum, printed)
	}
	return nil
}
