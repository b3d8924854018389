package domain

import (
	"fmt"
	"regexp"
	"slices"
)

// Registers that the program itself asks.
const (
	QualificationRegister = "qualification" // standings of enterprises
	PlatformRegister      = "platform"      // 科创平台
)

// Presence says whether an entry of a register has a part. The zero Presence is never.
type Presence string

// The presences.
const (
	May  Presence = "may"
	Must Presence = "must"
)

// Register is a kind of list that the plan's figures draw on: qualifications, platforms,
// financing. What registers there are is data.
type Register struct {
	Code        string
	Order       int
	Name        Text
	Holder      Presence // an organisation
	Department  Presence // a unit
	Area        Presence
	Amount      Presence // an amount makes the register one that is not public
	Expiry      Presence
	HolderKinds []string   // OrganisationKinds; none: any
	Levels      []string   // PolicyLevels; none: an entry has no level
	Categories  []Category // none: an entry has no category
	Once        bool       // a holder has one valid entry of a category at a time
}

// Category is one of the things that a register lists.
type Category struct {
	Code string
	Name Text
	Life Life
	Rung int // on the ladder of enterprises, from 1; 0 for none
}

// Life is how long an entry of a category is valid when nothing else is said. The zero
// Life is until it is withdrawn.
type Life struct {
	Months       int    // from the day it starts
	CalendarYear bool   // to the end of the year that it starts in
	Source       string // the rule that says so
}

// End is the last day of an entry that starts on a day; zero when there is none.
func (l Life) End(start Date) Date {
	switch {
	case start.IsZero():
	case l.CalendarYear:
		return YearPeriod(start.Year).To
	case l.Months > 0:
		return Within{Number: l.Months, Unit: "months"}.from(start).AddDays(-1)
	}
	return Date{}
}

// Category returns the category with the given code, or the zero Category.
func (r Register) Category(code string) Category {
	for _, c := range r.Categories {
		if c.Code == code {
			return c
		}
	}
	return Category{}
}

// Terms are the categories as a closed set.
func (r Register) Terms() Terms {
	terms := make(Terms, len(r.Categories))
	for i, c := range r.Categories {
		terms[i] = Term{c.Code, c.Name}
	}
	return terms
}

// Public reports whether everyone may read the register's entries.
func (r Register) Public() bool { return r.Amount == "" }

var registerCode = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)

// Presences are the values of Presence in the data of registers.
var presences = Terms{{string(May), Text{"可有", "May"}}, {string(Must), Text{"必有", "Must"}}}

// Validate reports everything that is wrong with the definition of r.
func (r Register) Validate() error {
	var c checks
	c.that(registerCode.MatchString(r.Code), "code", "应为小写字母、数字和下划线", "must be lower-case letters, digits and underscores")
	c.text("name_zh", r.Name.ZH, 1, 60)
	c.text("name_en", r.Name.EN, 1, 100)
	for _, p := range []struct {
		field string
		is    Presence
	}{{"holder", r.Holder}, {"department", r.Department}, {"area", r.Area}, {"amount", r.Amount}, {"expiry", r.Expiry}} {
		c.oneOf(p.field, string(p.is), presences, true)
	}
	c.allOf("holder_kinds", r.HolderKinds, OrganisationKinds)
	c.that(r.Holder != "" || len(r.HolderKinds) == 0 && !r.Once, "holder", "限定了持有单位，却没有持有单位", "is asked something of and is never there")
	c.allOf("levels", r.Levels, PolicyLevels)
	for i, cat := range r.Categories {
		at := fmt.Sprintf("categories[%d].", i)
		c.that(registerCode.MatchString(cat.Code), at+"code", "应为小写字母、数字和下划线", "must be lower-case letters, digits and underscores")
		c.that(slices.IndexFunc(r.Categories, func(o Category) bool { return o.Code == cat.Code }) == i, at+"code", "重复", "is repeated")
		c.text(at+"zh", cat.Name.ZH, 1, 60)
		c.text(at+"en", cat.Name.EN, 1, 100)
		c.that(cat.Life.Months >= 0 && cat.Life.Months <= 1200, at+"months", "应为 0 至 1200", "must be from 0 to 1200")
		c.that(cat.Life.Months == 0 || !cat.Life.CalendarYear, at+"months", "与按年度有效不能并存", "stands beside validity for the calendar year")
		c.that(cat.Rung >= 0 && cat.Rung <= 20, at+"rung", "应为 0 至 20", "must be from 0 to 20")
		c.that(r.Expiry != "" || cat.Life == (Life{}), at+"life", "本登记册的条目没有有效期", "is given though entries do not expire")
	}
	return c.err()
}
