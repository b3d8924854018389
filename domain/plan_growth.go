package domain

import "math"

// GrowthDiscrepancy is where a plan prints another yearly growth than its targets have.
type GrowthDiscrepancy struct {
	Dimension Dimension // WholeCity or BySector
	Key       string    // of the sector
	Printed   Decimal   // percent a year, as the plan prints it
	Targets   Decimal   // percent a year, the geometric mean between the two targets, rounded to four decimals
	From, To  Target    // the first and the last year's
}

// GrowthDiscrepancies holds the yearly growth that a plan prints beside the targets of an
// indicator by sector against these targets, of the whole city first. They differ when
// they do as rounded to the decimals that are printed. What is not set differs from
// nothing, and an indicator without targets by sector has none.
func (p Plan) GrowthDiscrepancies(indicator string, targets []Target) []GrowthDiscrepancy {
	if first, _ := endsOf(targets, indicator, BySector, ""); first == nil {
		return nil
	}
	var found []GrowthDiscrepancy
	hold := func(by Dimension, key string, printed *Decimal) {
		first, last := endsOf(targets, indicator, by, key)
		if printed == nil || first == nil || last.Year <= first.Year || *first.Value <= 0 || *last.Value <= 0 {
			return
		}
		mean := 100 * (math.Pow(last.Value.Float()/first.Value.Float(), 1/float64(last.Year-first.Year)) - 1)
		if d := (GrowthDiscrepancy{by, key, *printed, decimalOf(mean), *first, *last}); d.Printed != d.Targets.roundedAs(d.Printed) {
			found = append(found, d)
		}
	}
	hold(WholeCity, "", p.AnnualGrowth)
	for _, s := range p.Sectors {
		hold(BySector, s.Code, s.AnnualGrowth)
	}
	return found
}

// endsOf are the targets of the first and the last year for which one is set; of any part
// where key is empty. Nil without any.
func endsOf(targets []Target, indicator string, by Dimension, key string) (first, last *Target) {
	for _, t := range targets {
		if t.Indicator != indicator || t.Dimension != by || key != "" && t.Key != key || t.Year == 0 || t.Value == nil {
			continue
		}
		if first == nil || t.Year < first.Year {
			first = &t
		}
		if last == nil || t.Year > last.Year {
			last = &t
		}
	}
	return first, last
}

// roundedAs is d with as many decimals as o has.
func (d Decimal) roundedAs(o Decimal) Decimal {
	unit := Decimal(10_000)
	for unit > 1 && o%unit != 0 {
		unit /= 10
	}
	return Decimal(math.Round(float64(d)/float64(unit))) * unit
}
