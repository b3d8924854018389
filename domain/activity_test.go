package domain

import (
	"errors"
	"slices"
	"testing"
	"time"
)

var opening = time.Date(2026, 6, 10, 1, 0, 0, 0, time.UTC) // 9:00 in Shanghai

func activity() Activity {
	return Activity{Kind: "matchmaking", Title: "示例对接会", Fields: []string{"materials"}, Area: "yuhu", Place: "示例会场", StartsAt: opening, EndsAt: opening.Add(3 * time.Hour),
		HostID: NewID(), Capacity: 100, State: ActivityDraft}
}

func TestActivityValidate(t *testing.T) {
	need, technology := NewID(), NewID()
	for _, test := range []struct {
		field string
		spoil func(*Activity)
	}{
		{"", func(*Activity) {}},
		{"kind", func(a *Activity) { a.Kind = "party" }},
		{"title", func(a *Activity) { a.Title = " " }},
		{"fields[0]", func(a *Activity) { a.Fields = []string{"alchemy"} }},
		{"capacity", func(a *Activity) { a.Capacity = 0 }},
		{"capacity", func(a *Activity) { a.Capacity = MaxCapacity + 1 }},
		{"host_id", func(a *Activity) { a.HostID = ID{} }},
		{"ends_at", func(a *Activity) { a.EndsAt = a.StartsAt }},
		{"ends_at", func(a *Activity) { a.EndsAt = a.StartsAt.AddDate(0, 2, 0) }},
		{"agenda[0].at", func(a *Activity) { a.Agenda = []AgendaItem{{At: "9:30", Words: "致辞"}} }},
		{"agenda[0].words", func(a *Activity) { a.Agenda = []AgendaItem{{}} }},
		{"agenda[0].words", func(a *Activity) { a.Agenda = []AgendaItem{{NeedID: need, Words: "某公司的需求"}} }},
		{"agenda[0].technology_id", func(a *Activity) { a.Agenda = []AgendaItem{{NeedID: need, TechnologyID: technology}} }},
		{"agenda[1].need_id", func(a *Activity) { a.Agenda = []AgendaItem{{NeedID: need}, {NeedID: need}} }},
		{"", func(a *Activity) {
			a.Agenda = []AgendaItem{{At: "09:30", Words: "致辞"}, {NeedID: need}, {TechnologyID: technology}}
		}},
	} {
		a := activity()
		test.spoil(&a)
		var invalid InvalidErrors
		errors.As(a.Validate(), &invalid)
		var fields []string
		for _, e := range invalid {
			fields = append(fields, e.Field)
		}
		if test.field == "" && fields != nil || test.field != "" && !slices.Equal(fields, []string{test.field}) {
			t.Errorf("want %q, got %v", test.field, fields)
		}
	}
}

func TestActivityTake(t *testing.T) {
	before, after := opening.Add(-time.Hour), opening.Add(time.Hour)
	type taken struct {
		step, reason string
		at           time.Time
		want         error
	}
	for name, steps := range map[string][]taken{
		"to its end":              {{"announce", "", before, nil}, {"close-registration", "", before, nil}, {"reopen-registration", "", before, nil}, {"hold", "", after, nil}, {"cancel", "理由", after, ErrConflict}},
		"not held before":         {{"announce", "", before, nil}, {"hold", "", before, ErrConflict}},
		"not announced after":     {{"announce", "", after, ErrConflict}},
		"not held unannounced":    {{"hold", "", after, ErrConflict}},
		"cancelled with a reason": {{"announce", "", before, nil}, {"cancel", " ", before, InvalidError{}}, {"cancel", "场地停电", before, nil}, {"announce", "", before, ErrConflict}},
	} {
		a := activity()
		for _, s := range steps {
			err := a.Take(s.step, s.reason, s.at)
			var invalid InvalidError
			if wantsInvalid := s.want == error(InvalidError{}); wantsInvalid != errors.As(err, &invalid) || !wantsInvalid && !errors.Is(err, s.want) {
				t.Errorf("%s: %s: got %v", name, s.step, err)
			}
		}
	}
	a := activity()
	if a.Facts().Visibility != Hidden {
		t.Error("a draft is shown")
	}
	a.Place = ""
	if err := a.Take("announce", "", before); err == nil {
		t.Error("announced without a place")
	}
}

func TestActivityHostedBy(t *testing.T) {
	university := Actor{Roles: []Role{RoleUniversity}, OrganisationID: NewID()}
	guide := Actor{Roles: []Role{RoleSteward}, Area: "yuhu"}
	for _, test := range []struct {
		actor Actor
		kind  string
		area  string
		want  bool
	}{
		{university, ResultRelease, "yuhu", true},
		{university, "roadshow", "yuhu", false},
		{guide, "roadshow", "yuhu", true},
		{guide, "roadshow", "yuetang", false},
		{Actor{Roles: []Role{RoleBureau}}, "matchmaking", "", true},
	} {
		a := Activity{Kind: test.kind, Area: test.area}
		if got := a.HostedBy(test.actor) == nil; got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

func TestActivityBears(t *testing.T) {
	need, technology := NewID(), NewID()
	a := activity()
	a.Agenda = []AgendaItem{{NeedID: need}, {Words: "致辞"}}
	on := func(t time.Time) Docking { return Docking{NeedID: need, TechnologyID: technology, CreatedAt: t} }
	for name, test := range map[string]struct {
		docking Docking
		present bool
		want    bool
	}{
		"on the agenda":              {on(opening), false, true},
		"on the morning of the day":  {on(opening.Add(-time.Hour)), false, true},
		"the day before":             {on(opening.AddDate(0, 0, -1)), true, false},
		"90 days after":              {on(opening.AddDate(0, 0, 90)), true, true},
		"91 days after":              {on(opening.AddDate(0, 0, 91)), true, false},
		"neither there nor shown":    {Docking{NeedID: NewID(), CreatedAt: opening}, false, false},
		"there, though not shown":    {Docking{NeedID: NewID(), CreatedAt: opening}, true, true},
		"without a technology at it": {Docking{NeedID: NewID(), CreatedAt: opening}, false, false},
	} {
		if got := a.Bears(test.docking, test.present, ActivityRules{BornWithin: 90}) == nil; got != test.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestRegistration(t *testing.T) {
	r := Registration{OrganisationID: NewID(), Persons: 2, Contact: "示例联系人", Phone: "0731-5555 0000", State: Registered}
	if err := r.Validate(); err != nil {
		t.Error(err)
	}
	for field, spoil := range map[string]func(*Registration){
		"organisation_id": func(r *Registration) { r.ExpertID = NewID() },
		"persons":         func(r *Registration) { r.Persons = MaxPersons + 1 },
		"contact":         func(r *Registration) { r.Contact = "" },
		"phone":           func(r *Registration) { r.Phone = "<script>" },
	} {
		spoilt := r
		spoil(&spoilt)
		var invalid InvalidError
		if !errors.As(spoilt.Validate(), &invalid) || invalid.Field != field {
			t.Errorf("%s: got %v", field, spoilt.Validate())
		}
	}
	if err := r.Rate(5, ""); !errors.Is(err, ErrConflict) {
		t.Error("rated without having come")
	}
	if err := errors.Join(r.CheckIn(1, opening), r.Rate(5, "很好")); err != nil || r.Came != 1 {
		t.Error(err)
	}
	if err := r.Cancel(); !errors.Is(err, ErrConflict) {
		t.Error("cancelled after having come")
	}
}
