package domain

import (
	"testing"
	"time"
)

func TestIDSortsByTimeAndReadsBack(t *testing.T) {
	a := NewID()
	time.Sleep(2 * time.Millisecond) // IDs carry milliseconds
	b := NewID()
	if a.String() >= b.String() {
		t.Errorf("%s was made before %s but sorts after it", a, b)
	}
	if a[6]>>4 != 7 || a[8]>>6 != 2 {
		t.Errorf("%s is not of version 7, variant 10", a)
	}
	back, err := ParseID(a.String())
	if err != nil || back != a {
		t.Errorf("%s reads back as %s, %v", a, back, err)
	}
}

func TestParseIDRefuses(t *testing.T) {
	for _, s := range []string{"", "x", "018f0000-0000-7000-8000-00000000000", "018f0000x0000-7000-8000-000000000000", "018f0000-0000-7000-8000-00000000000g"} {
		if _, err := ParseID(s); err == nil {
			t.Errorf("ParseID(%q) passes", s)
		}
	}
}

func TestDate(t *testing.T) {
	late := time.Date(2024, 12, 31, 16, 30, 0, 0, time.UTC) // half past midnight in Shanghai
	if d := DateOf(late); d != (Date{2025, time.January, 1}) {
		t.Errorf("the year turns in Shanghai: got %s", d)
	}
	if d, err := ParseDate("2024-02-30"); err == nil {
		t.Errorf("30 February reads as %s", d)
	}
	if d := (Date{2024, time.February, 28}).AddDays(2); d.String() != "2024-03-01" {
		t.Errorf("got %s", d)
	}
	p := YearPeriod(2024)
	if !p.Has(Date{2024, time.December, 31}) || p.Has(Date{2025, time.January, 1}) {
		t.Error("a year ends with its last day")
	}
}
