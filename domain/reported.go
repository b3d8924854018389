package domain

// reportRule is how an indicator is reported.
type reportRule struct {
	ratio   bool   // numerator and denominator, not a value
	every   string // "quarter" or "year"
	dueDays int    // calendar days after the period
	by      []Dimension
}

// reported returns how i is reported; false when it is computed from records.
func (i Indicator) reported() (reportRule, bool) {
	if len(i.Source) < 8 || i.Source[:8] != "reported" {
		return reportRule{}, false
	}
	r := reportRule{every: "quarter", dueDays: 15}
	if i.Code == "rd_spend" {
		r.by = []Dimension{ByArea, BySector}
	}
	return r, true
}
