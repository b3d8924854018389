package domain

import (
	"strconv"
	"strings"
)

// reportRule is how an indicator is reported.
type reportRule struct {
	ratio   bool   // numerator and denominator, not a value
	every   string // "quarter" or "year"
	dueDays int    // calendar days after the period
	by      []Dimension
}

// reported returns how i is reported; false when it is computed from records.
func (i Indicator) reported() (reportRule, bool) {
	f := strings.Fields(i.Source)
	if len(f) < 4 || f[0] != "reported" {
		return reportRule{}, false
	}
	r := reportRule{ratio: f[1] == "ratio", every: f[2]}
	r.dueDays, _ = strconv.Atoi(f[3])
	for _, d := range f[4:] {
		r.by = append(r.by, Dimension(d))
	}
	return r, true
}
