package domain

// ReportedRow is a row of a table of figures, as a unit fills it in.
type ReportedRow struct {
	Number      int    // of the row in the table
	Subject     string // as Subject.String writes it
	Value       *Decimal
	Numerator   *Decimal
	Denominator *Decimal
	Source      string
	Note        string
	Faults      []ImportFault // why cells could not be read
}

// Blank reports whether no figure is given: the row is left for another time.
func (r ReportedRow) Blank() bool {
	return r.Value == nil && r.Numerator == nil && r.Denominator == nil && len(r.Faults) == 0
}

// To writes what the row says onto a report, and reports whether that changes it.
func (r ReportedRow) To(p *Report) bool {
	same := sameDecimal(p.Value, r.Value) && sameDecimal(p.Numerator, r.Numerator) && sameDecimal(p.Denominator, r.Denominator) && p.Source == r.Source && p.Note == r.Note
	p.Value, p.Numerator, p.Denominator, p.Source, p.Note = r.Value, r.Numerator, r.Denominator, r.Source, r.Note
	return !same
}

func sameDecimal(a, b *Decimal) bool { return a == b || a != nil && b != nil && *a == *b }
