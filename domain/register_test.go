package domain

import (
	"errors"
	"testing"
	"time"
)

func testDay(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func qualifications() Register {
	return Register{Code: QualificationRegister, Name: Text{"资质", "Qualifications"}, Holder: Must, Department: May, Area: Must, Expiry: May, Once: true, HolderKinds: []string{Enterprise},
		Categories: []Category{
			{Code: "tech_sme", Name: Text{"科技型中小企业", "Technology SME"}, Life: Life{CalendarYear: true}, Rung: 1},
			{Code: "high_tech", Name: Text{"高新技术企业", "High-tech enterprise"}, Life: Life{Months: 36}, Rung: 2},
			{Code: "specialised", Name: Text{"专精特新", "Specialised SME"}, Life: Life{Months: 36}, Rung: 3},
			{Code: "little_giant", Name: Text{"小巨人", "Little giant"}, Life: Life{Months: 36}, Rung: 3},
			{Code: "leading", Name: Text{"领军企业", "Leading enterprise"}, Rung: 4},
			{Code: "listed", Name: Text{"上市企业", "Listed company"}}}}
}

func TestRegisterDefinition(t *testing.T) {
	if err := qualifications().Validate(); err != nil {
		t.Error(err)
	}
	for field, spoil := range map[string]func(*Register){
		"code":               func(r *Register) { r.Code = "Bad Code" },
		"name_zh":            func(r *Register) { r.Name.ZH = "" },
		"area":               func(r *Register) { r.Area = "always" },
		"holder_kinds[0]":    func(r *Register) { r.HolderKinds = []string{"club"} },
		"holder":             func(r *Register) { r.Holder = "" },
		"levels[0]":          func(r *Register) { r.Levels = []string{"moon"} },
		"categories[5].code": func(r *Register) { r.Categories[5].Code = "leading" },
		"categories[0].life": func(r *Register) { r.Expiry, r.Categories[1].Life = "", Life{} },
	} {
		r := qualifications()
		spoil(&r)
		if field == "categories[0].life" {
			r.Categories = r.Categories[:2]
		}
		requireField(t, r.Validate(), field)
	}
}

func requireField(t *testing.T, err error, field string) {
	t.Helper()
	var invalid InvalidErrors
	if !errors.As(err, &invalid) {
		t.Fatalf("%s: %v", field, err)
	}
	for _, e := range invalid {
		if e.Field == field {
			return
		}
	}
	t.Errorf("no error of %s in %v", field, err)
}

func TestLife(t *testing.T) {
	for _, test := range []struct {
		life       Life
		start, end string
	}{
		{Life{Months: 36}, "2023-10-16", "2026-10-15"},
		{Life{Months: 36}, "2024-02-29", "2027-02-27"}, // the term ends on the 28th, the last of the month
		{Life{Months: 36}, "2024-01-01", "2026-12-31"},
		{Life{CalendarYear: true}, "2024-12-31", "2024-12-31"},
		{Life{}, "2024-01-01", ""},
		{Life{Months: 36}, "", ""},
	} {
		if got := test.life.End(testDay(test.start)); got.String() != test.end {
			t.Errorf("%+v from %s: %s, want %s", test.life, test.start, got, test.end)
		}
	}
}

func TestRegisterCheck(t *testing.T) {
	r, holder := qualifications(), Organisation{ID: NewID(), Kind: Enterprise, Area: "yuhu"}
	entry := func() RegisterEntry {
		return RegisterEntry{Register: r.Code, Category: "high_tech", OrganisationID: holder.ID, StartsOn: testDay("2023-10-16")}
	}
	whole := entry()
	r.Complete(&whole, holder)
	if whole.Area != "yuhu" || whole.Title != "高新技术企业" || whole.EndsOn != testDay("2026-10-15") {
		t.Errorf("%+v", whole)
	}
	if err := r.Check(whole, holder); err != nil {
		t.Error(err)
	}
	amount := Yuan(1)
	for field, spoil := range map[string]func(*RegisterEntry){
		"category":        func(e *RegisterEntry) { e.Category = "unicorn" },
		"level":           func(e *RegisterEntry) { e.Level = "province" },
		"organisation_id": func(e *RegisterEntry) { e.OrganisationID = ID{} },
		"area":            func(e *RegisterEntry) { e.Area = "" },
		"amount":          func(e *RegisterEntry) { e.Amount = &amount },
		"starts_on":       func(e *RegisterEntry) { e.StartsOn = Date{} },
		"ends_on":         func(e *RegisterEntry) { e.EndsOn = testDay("2023-10-15") },
		"withdrawn_on":    func(e *RegisterEntry) { e.WithdrawnOn, e.Reason = testDay("2023-10-15"), "x" },
		"reason":          func(e *RegisterEntry) { e.WithdrawnOn = testDay("2024-10-15") },
		"source_url":      func(e *RegisterEntry) { e.SourceURL = "javascript:alert(1)" },
	} {
		e := whole
		spoil(&e)
		requireField(t, r.Check(e, holder), field)
	}
	requireField(t, r.Check(whole, Organisation{ID: holder.ID, Kind: University}), "organisation_id")
}

// TestValidOn holds the rule against the days one by one.
func TestValidOn(t *testing.T) {
	e := RegisterEntry{StartsOn: testDay("2024-01-10"), EndsOn: testDay("2024-01-20")}
	for d := testDay("2024-01-01"); d.Before(testDay("2024-02-01")); d = d.AddDays(1) {
		if want := d.Day >= 10 && d.Day <= 20; e.ValidOn(d) != want {
			t.Errorf("%s: %v", d, !want)
		}
		cut := e
		cut.WithdrawnOn = testDay("2024-01-15")
		if want := d.Day >= 10 && d.Day < 15; cut.ValidOn(d) != want {
			t.Errorf("withdrawn, %s: %v", d, !want)
		}
		if cut.LastDay() != testDay("2024-01-14") || e.LastDay() != e.EndsOn {
			t.Errorf("last days %s, %s", cut.LastDay(), e.LastDay())
		}
	}
}

func TestEffect(t *testing.T) {
	today, first := testDay("2024-06-01"), testDay("2024-01-10")
	before := RegisterEntry{StartsOn: first}
	moved := func(s string) RegisterEntry { return RegisterEntry{StartsOn: testDay(s)} }
	for _, test := range []struct {
		effect EntryChange
		after  RegisterEntry
		want   string
	}{
		{EntryChange{}, before, "2024-06-01"},
		{EntryChange{On: testDay("2024-03-01")}, before, "2024-03-01"},
		{EntryChange{On: testDay("2023-03-01")}, before, "2024-01-10"},
		{EntryChange{FromStart: true}, before, "2024-01-10"},
		{EntryChange{}, moved("2024-02-01"), "2024-01-10"},
		{EntryChange{}, moved("2023-12-01"), "2023-12-01"},
	} {
		got, err := test.effect.From(before, test.after, first, today)
		if err != nil || got != testDay(test.want) {
			t.Errorf("%+v: %s, %v, want %s", test.effect, got, err, test.want)
		}
	}
	_, err := EntryChange{On: today.AddDays(1)}.From(before, before, first, today)
	requireField(t, err, "effective_on")
	if got, _ := (EntryChange{}).From(moved("2025-01-01"), moved("2025-01-01"), testDay("2025-01-01"), today); got != testDay("2025-01-01") {
		t.Errorf("an entry that is yet to start: %s", got)
	}
}

func TestEntrySteps(t *testing.T) {
	today := testDay("2024-06-01")
	e := RegisterEntry{StartsOn: testDay("2024-01-10")}
	_, err := e.Take("withdraw", "", Date{}, today)
	requireField(t, err, "reason")
	_, err = e.Take("withdraw", "x", testDay("2024-01-09"), today)
	requireField(t, err, "on")
	_, err = e.Take("withdraw", "x", testDay("2024-06-02"), today)
	requireField(t, err, "on")
	if from, err := e.Take("withdraw", "x", Date{}, today); err != nil || from != today || e.State() != EntryWithdrawn || e.ValidOn(today) {
		t.Errorf("%s, %v, %+v", from, err, e)
	}
	if _, err := e.Take("withdraw", "x", Date{}, today); !errors.Is(err, ErrConflict) {
		t.Errorf("twice: %v", err)
	}
	if from, err := e.Take("reinstate", "x", Date{}, today.AddDays(9)); err != nil || from != today || !e.ValidOn(today) || e.Reason != "" {
		t.Errorf("%s, %v, %+v", from, err, e)
	}
}

func TestRecognise(t *testing.T) {
	on := Date{2024, time.June, 1}
	entries := []RegisterEntry{
		{Register: QualificationRegister, Category: "high_tech", StartsOn: testDay("2020-12-01"), EndsOn: testDay("2023-11-30")},
		{Register: QualificationRegister, Category: "high_tech", StartsOn: testDay("2023-12-01"), EndsOn: testDay("2026-11-30")},
		{Register: QualificationRegister, Category: "little_giant", StartsOn: testDay("2020-01-01"), EndsOn: testDay("2022-12-31")},
		{Register: QualificationRegister, Category: "ten_billion", StartsOn: testDay("2024-01-01")},
		{Register: PlatformRegister, Level: "province", StartsOn: testDay("2024-02-02")},
		{Register: PlatformRegister, Level: "national", StartsOn: testDay("2024-06-02")},
	}
	got := Recognise(entries, on)
	if len(got.Qualified) != 1 || got.Qualified["high_tech"] != Holds {
		t.Errorf("%v", got.Qualified)
	}
	want := []Occurrence{{Occasion: "first_recognition", What: "high_tech", On: entries[0].StartsOn}, {Occasion: "renewed_recognition", What: "high_tech", On: entries[1].StartsOn},
		{Occasion: "first_recognition", What: "little_giant", On: entries[2].StartsOn}, {Occasion: "first_recognition", What: "ten_billion", On: entries[3].StartsOn}, {Occasion: "platform", What: "province", On: entries[4].StartsOn}}
	if len(got.Happened) != len(want) {
		t.Fatalf("%v", got.Happened)
	}
	for i, o := range want {
		if got.Happened[i] != o {
			t.Errorf("%v, want %v", got.Happened[i], o)
		}
	}
}
