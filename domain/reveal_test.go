package domain

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"
)

// Every part of a listing is shown from exactly one level on, or never to outsiders: a
// field that is added must be given its level.
func TestRevealedParts(t *testing.T) {
	inside := []string{"Reason", "SourceKey", "Shown"}
	t.Run("need", func(t *testing.T) { eachFieldOnce(t, revealedNeed, inside) })
	t.Run("technology", func(t *testing.T) { eachFieldOnce(t, revealedTechnology, inside) })
}

func eachFieldOnce[T any](t *testing.T, parts []revealedPart[T], inside []string) {
	for i := range reflect.TypeFor[T]().NumField() {
		var full T
		fill(reflect.ValueOf(&full).Elem().Field(i))
		name, times := reflect.TypeFor[T]().Field(i).Name, 0
		for _, p := range parts {
			var shown T
			if p.copy(&shown, full); !reflect.ValueOf(shown).Field(i).IsZero() {
				times++
			}
		}
		if want := map[bool]int{true: 0, false: 1}[slices.Contains(inside, name)]; times != want {
			t.Errorf("%s is shown from %d levels on, want %d", name, times, want)
		}
	}
}

// fill makes v something else than zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Array:
		v.Index(0).SetUint(1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1, 0)))
			return
		}
		fill(v.Field(0))
	}
}

func TestRevealSteps(t *testing.T) {
	now := time.Date(2026, 6, 1, 20, 0, 0, 0, time.UTC) // the second of June in Shanghai
	owner := Actor{UserID: ID{9}}
	asked := Reveal{NeedID: ID{1}, OrganisationID: ID{2}, Level: RevealIdentity, Purpose: "拟派团队对接", State: RevealAsked}
	for _, test := range []struct {
		name   string
		step   string
		answer RevealAnswer
		field  string
	}{
		{"more than asked", "grant", RevealAnswer{Level: RevealContact}, "level"},
		{"what all see", "grant", RevealAnswer{Level: RevealTitle}, "level"},
		{"until yesterday", "grant", RevealAnswer{Until: Date{2026, time.June, 1}}, "until"},
		{"refused without a reason", "refuse", RevealAnswer{}, "reason"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := asked
			var invalid InvalidError
			if err := r.Take(test.step, test.answer, owner, now); !errors.As(err, &invalid) || invalid.Field != test.field {
				t.Fatalf("got %v, want an error at %s", err, test.field)
			}
			if r != asked {
				t.Error("a refused step changed the request")
			}
		})
	}
	r := asked
	if err := r.Take("grant", RevealAnswer{Level: RevealProblem, Until: Date{2026, time.June, 2}}, owner, now); err != nil {
		t.Fatal(err)
	}
	if r.Granted != RevealProblem || !r.Holds(Date{2026, time.June, 2}) || r.Holds(Date{2026, time.June, 3}) {
		t.Errorf("granted %+v", r)
	}
	if err := r.Take("withdraw", RevealAnswer{}, owner, now); err != nil || r.Holds(Date{2026, time.June, 2}) {
		t.Errorf("withdrawn: %v, %+v", err, r)
	}
	if err := r.Take("grant", RevealAnswer{}, owner, now); !errors.Is(err, ErrConflict) {
		t.Errorf("what was withdrawn was granted: %v", err)
	}
}

func TestRevealValidate(t *testing.T) {
	for _, test := range []struct {
		r     Reveal
		field string
	}{
		{Reveal{OrganisationID: ID{2}, Level: 2, Purpose: "拟派团队对接"}, "need_id"},
		{Reveal{NeedID: ID{1}, Level: 2, Purpose: "拟派团队对接"}, "organisation_id"},
		{Reveal{NeedID: ID{1}, OrganisationID: ID{2}, Level: 1, Purpose: "拟派团队对接"}, "level"},
		{Reveal{TechnologyID: ID{1}, OrganisationID: ID{2}, Level: 5, Purpose: "拟派团队对接"}, "level"},
		{Reveal{NeedID: ID{1}, OrganisationID: ID{2}, Level: 2, Purpose: "看"}, "purpose"},
	} {
		var invalid InvalidError
		if err := test.r.Validate(); !errors.As(err, &invalid) || invalid.Field != test.field {
			t.Errorf("%+v: got %v, want an error at %s", test.r, err, test.field)
		}
	}
}
