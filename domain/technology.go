package domain

import (
	"fmt"
	"regexp"
	"time"
)

// Technology is a transferable result of a university or institute (高校技术 / 科技成果).
type Technology struct {
	ID              ID
	Version         int64
	OrganisationID  ID
	Title           string
	Abstract        string
	Description     string
	Keywords        []string
	Field           string // Fields
	Industries      []string
	TRL             int    // GB/T 22900-2022 level, 1 to 9; 0 when not stated
	Registration    string // 科技成果登记号; empty when not registered
	Attribute       string // ResultAttributes
	Form            string // 成果体现形式, free text
	Level           string // 成果水平, free text; empty is 未评价
	Stage           string // ResultStages
	IP              []IPRight
	Modes           []string
	PriceMin        *Fen
	PriceMax        *Fen
	Metrics         []Quantity
	Inventors       []string
	Territory       string // where it may be used; empty for anywhere
	Confidentiality string // Confidentialities
	StartMonth      string // "2019-03"
	EndMonth        string
	ValidUntil      Date
	State           ListingState
	Reason          string
	SourceKey       string
	PublishedAt     *time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time
	Shown           RevealLevel // how far its reader is shown it; 0 for all of it
}

// IPRight is one right that protects a technology.
type IPRight struct {
	Kind   string // IPKinds
	Title  string
	Number string
	Status string // IPStatuses
}

// IPStatuses are the standings of a right.
var IPStatuses = Terms{
	{"pending", Text{"申请中", "Pending"}},
	{"granted", Text{"已授权", "Granted"}},
	{"valid", Text{"有效", "Valid"}},
	{"lapsed", Text{"已失效", "Lapsed"}},
}

// registrationPattern is 3 characters of authority, 4 of year, Y, 4 of serial.
var registrationPattern = regexp.MustCompile(`^[0-9A-Z]{3}(19|20)\d{2}Y\d{4}$`)

// Validate reports everything that is wrong with t as it stands, draft or not.
func (t Technology) Validate() error {
	var c checks
	c.text("title", t.Title, 2, 300)
	c.text("abstract", t.Abstract, 0, 20000)
	c.text("description", t.Description, 0, 50000)
	c.keywords(t.Keywords)
	c.oneOf("field", t.Field, Fields, true)
	for i, ind := range t.Industries {
		c.that(industryPattern.MatchString(ind), fmt.Sprintf("industries[%d]", i), "应为 GB/T 4754 门类或大类代码，如 C35", "must be a GB/T 4754 code such as C35")
	}
	c.that(t.TRL >= 0 && t.TRL <= 9, "trl", "应为 1 至 9 级", "must be a level from 1 to 9")
	c.that(t.Registration == "" || registrationPattern.MatchString(t.Registration), "registration", "成果登记号格式不符", "is not a result registration number")
	c.oneOf("attribute", t.Attribute, ResultAttributes, true)
	c.oneOf("stage", t.Stage, ResultStages, true)
	c.text("form", t.Form, 0, 40)
	c.text("level", t.Level, 0, 40)
	c.rights(t.IP)
	c.allOf("modes", t.Modes, Modes)
	c.money("price", t.PriceMin, t.PriceMax)
	c.quantities("metrics", t.Metrics)
	c.texts("inventors", t.Inventors, 100, 100)
	c.oneOf("territory", t.Territory, Territories, true)
	c.oneOf("confidentiality", t.Confidentiality, Confidentialities, false)
	c.that(t.StartMonth == "" || monthPattern.MatchString(t.StartMonth), "start_month", "应写作 2011-05", "must be a month like 2011-05")
	c.that(t.EndMonth == "" || monthPattern.MatchString(t.EndMonth), "end_month", "应写作 2011-05", "must be a month like 2011-05")
	c.that(t.StartMonth == "" || t.EndMonth == "" || t.StartMonth <= t.EndMonth, "end_month", "早于起始月份", "is before the start")
	return c.err()
}

func (c *checks) rights(rights []IPRight) {
	c.that(len(rights) <= 50, "ip", "不超过 50 项", "has more than 50 items")
	for i, r := range rights {
		at := fmt.Sprintf("ip[%d].", i)
		c.oneOf(at+"kind", r.Kind, IPKinds, false)
		c.oneOf(at+"status", r.Status, IPStatuses, true)
		c.text(at+"title", r.Title, 0, 300)
		c.text(at+"number", r.Number, 0, 40)
	}
}

// Missing lists what t lacks before it can be published.
func (t Technology) Missing() []Missing {
	var m []Missing
	add := func(lacks bool, field, zh, en string) {
		if lacks {
			m = append(m, Missing{field, Text{zh, en}})
		}
	}
	add(t.OrganisationID.IsZero(), "organisation_id", "这是哪个单位的成果？", "Whose result is it?")
	add(t.Abstract == "", "abstract", "请概述这项成果。", "What is the result?")
	add(t.Field == "", "field", "属于哪个技术领域？", "Which field does it belong to?")
	return m
}

// Facts returns what access needs to know of t; area is its organisation's.
func (t Technology) Facts(area string, now time.Time) Facts {
	return Facts{Organisations: []ID{t.OrganisationID}, Area: area, Visibility: visibility(t.State, t.Confidentiality, t.ValidUntil, now)}
}

// Expired reports whether t is published no more because its validity is over.
func (t Technology) Expired(now time.Time) bool { return expired(t.State, t.ValidUntil, now) }

// Redacted returns what a blind technology shows to those who are only members.
func (t Technology) Redacted() Technology { return t.RevealedTo(RevealTitle) }

// RevealedTo returns what of t is shown at a level.
func (t Technology) RevealedTo(level RevealLevel) Technology {
	shown := shownAt(t, level, revealedTechnology)
	shown.Shown = level
	return shown
}

// Take moves t by the step named name, as Need.Take does.
func (t *Technology) Take(name, reason string, now time.Time) error {
	step, err := ListingSteps.Take(t.State, name, reason)
	if err != nil {
		return err
	}
	if step.To == ListingSubmitted || step.To == ListingPublished {
		if err := missingError(t.Missing()); err != nil {
			return err
		}
	}
	t.State, t.Reason = step.To, reason
	publishing(name, now, &t.ValidUntil, &t.PublishedAt)
	return nil
}
