package domain

import (
	"slices"
	"time"
)

// RegisterEntry is one line of a register: what is recognised, granted or entered, for
// whom, where, and from when to when it is valid.
type RegisterEntry struct {
	ID             ID
	Version        int64
	Register       string
	Category       string
	Level          string // PolicyLevels
	Title          string
	Number         string // of the certificate or document
	OrganisationID ID     // the holder
	Unit           string // the department that answers for it
	Area           string
	Amount         *Fen
	StartsOn       Date
	EndsOn         Date   // the last day; zero: until withdrawn
	WithdrawnOn    Date   // no longer valid from this day on; zero while it stands
	Reason         string // of withdrawal
	Source         string // the document that recognises it
	SourceURL      string
	Note           string
	ContractID     ID     // of financing or an incentive
	NeedID         ID     // of a top-ten project
	Incentive      string // code, of an incentive paid
	SourceKey      string
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Validate reports everything that is wrong with e, whatever its register.
func (e RegisterEntry) Validate() error {
	var c checks
	c.entry(e)
	return c.err()
}

func (c *checks) entry(e RegisterEntry) {
	c.text("register", e.Register, 1, 40)
	c.text("category", e.Category, 0, 60)
	c.oneOf("level", e.Level, PolicyLevels, true)
	c.text("title", e.Title, 1, 300)
	c.text("number", e.Number, 0, 100)
	c.sum("amount", e.Amount)
	c.that(!e.StartsOn.IsZero(), "starts_on", "必填", "is required")
	c.that(e.EndsOn.IsZero() || !e.EndsOn.Before(e.StartsOn), "ends_on", "早于起始日期", "is before the start")
	c.that(e.WithdrawnOn.IsZero() || !e.WithdrawnOn.Before(e.StartsOn), "withdrawn_on", "早于起始日期", "is before the start")
	c.text("reason", e.Reason, 0, 1000)
	c.that(e.WithdrawnOn.IsZero() || e.Reason != "", "reason", "请说明取消理由", "is required with a withdrawal")
	c.text("source", e.Source, 0, 300)
	c.text("source_url", e.SourceURL, 0, 500)
	c.that(e.SourceURL == "" || webAddress.MatchString(e.SourceURL), "source_url", "应以 http:// 或 https:// 开头", "must begin with http:// or https://")
	c.text("note", e.Note, 0, 4000)
	c.text("incentive", e.Incentive, 0, 60)
}

// Check reports everything that is wrong with e as an entry of r. Holder is its holder,
// the zero Organisation for none.
func (r Register) Check(e RegisterEntry, holder Organisation) error {
	var c checks
	c.entry(e)
	c.presence("organisation_id", r.Holder, !e.OrganisationID.IsZero())
	c.presence("unit", r.Department, e.Unit != "")
	c.presence("area", r.Area, e.Area != "")
	c.presence("amount", r.Amount, e.Amount != nil)
	c.presence("ends_on", r.Expiry, !e.EndsOn.IsZero())
	c.among("category", e.Category, r.Terms())
	c.among("level", e.Level, only(PolicyLevels, r.Levels))
	if !holder.ID.IsZero() && len(r.HolderKinds) > 0 && !slices.Contains(r.HolderKinds, holder.Kind) {
		n := eitherOf(OrganisationKinds, r.HolderKinds)
		c.fail("organisation_id", "持有单位应为"+n.ZH, "must be "+n.EN)
	}
	return c.err()
}

func (c *checks) presence(field string, is Presence, there bool) {
	c.that(there || is != Must, field, "必填", "is required")
	c.that(!there || is != "", field, "本登记册没有这一项", "is not a part of this register")
}

// among requires value to be in set, or to be empty where the set is.
func (c *checks) among(field, value string, set Terms) {
	if len(set) == 0 {
		c.that(value == "", field, "本登记册没有这一项", "is not a part of this register")
		return
	}
	c.oneOf(field, value, set, false)
}

// only are the members of set with the given codes.
func only(set Terms, codes []string) Terms {
	var some Terms
	for _, t := range set {
		if slices.Contains(codes, t.Code) {
			some = append(some, t)
		}
	}
	return some
}

// Complete fills in what follows from the rest: the area from the holder's, the last day
// from the life of the category, the title from its name.
func (r Register) Complete(e *RegisterEntry, holder Organisation) {
	category := r.Category(e.Category)
	if e.Area == "" && r.Area != "" {
		e.Area = holder.Area
	}
	if e.EndsOn.IsZero() && r.Expiry != "" {
		e.EndsOn = category.Life.End(e.StartsOn)
	}
	if e.Title == "" {
		e.Title = category.Name.ZH
	}
}

// Facts returns what access needs to know of an entry of r.
func (r Register) Facts(e RegisterEntry) Facts {
	var f Facts
	if r.Public() {
		f.Visibility = ToPublic
	}
	if !e.OrganisationID.IsZero() {
		f.Organisations = []ID{e.OrganisationID}
	}
	if e.Unit != "" {
		f.Units, f.UnitArea = []string{e.Unit}, e.Area
	}
	return f
}

// ValidOn reports whether e is valid on day d.
func (e RegisterEntry) ValidOn(d Date) bool {
	return !d.Before(e.StartsOn) && (e.EndsOn.IsZero() || !e.EndsOn.Before(d)) && (e.WithdrawnOn.IsZero() || d.Before(e.WithdrawnOn))
}

// LastDay is the last day on which e is valid, as far as is known; zero while there is
// none. It is before StartsOn for an entry that was withdrawn on its first day.
func (e RegisterEntry) LastDay() Date {
	if e.WithdrawnOn.IsZero() || !e.EndsOn.IsZero() && e.EndsOn.Before(e.WithdrawnOn) {
		return e.EndsOn
	}
	return e.WithdrawnOn.AddDays(-1)
}
