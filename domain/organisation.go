package domain

import (
	"regexp"
	"strings"
	"time"
)

// Kinds of organisation.
const (
	Enterprise = "enterprise"
	University = "university"
	Institute  = "institute"
	Government = "government"
	ServiceOrg = "service"
)

// Organisation is a party: an enterprise, a university or institute, a department
// or a service body.
type Organisation struct {
	ID                ID
	Version           int64
	Name              string
	USCC              string // 统一社会信用代码; empty when not recorded
	Kind              string // OrganisationKinds
	Area              string // code of the plan's area; empty outside them
	Division          string // GB/T 2260, six digits
	Industry          string // GB/T 4754-2017 division such as "C35"; empty when not recorded
	Fields            []string
	Founded           string // "2011-05" or "2011"; empty when not recorded
	Staff             *int
	RegisteredCapital *Fen
	Summary           string
	SourceKey         string // the record's key in the source it was imported from
	CreatedAt         time.Time
	UpdatedAt         time.Time
}

var (
	divisionPattern = regexp.MustCompile(`^\d{6}$`)
	industryPattern = regexp.MustCompile(`^[A-T](\d{2})?$`)
	monthPattern    = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2]))?$`)
)

// Validate reports everything that is wrong with o.
func (o Organisation) Validate() error {
	var c checks
	c.text("name", o.Name, 2, 120)
	c.oneOf("kind", o.Kind, OrganisationKinds, false)
	c.that(divisionPattern.MatchString(o.Division), "division", "应为 6 位行政区划代码", "must be a six-digit division code")
	c.that(o.Industry == "" || industryPattern.MatchString(o.Industry), "industry", "应为 GB/T 4754 门类或大类代码，如 C35", "must be a GB/T 4754 code such as C35")
	c.that(o.Founded == "" || monthPattern.MatchString(o.Founded), "founded", "应写作 2011-05", "must be a month like 2011-05")
	c.that(o.Area == "" || strings.HasPrefix(o.Division, CityDivision), "area", "所属区域与行政区划不符", "does not lie in the division")
	c.that(o.Staff == nil || *o.Staff >= 0, "staff", "不能为负", "must not be negative")
	c.that(o.RegisteredCapital == nil || *o.RegisteredCapital >= 0 && *o.RegisteredCapital <= MaxFen, "registered_capital", "金额超出范围", "is out of range")
	c.allOf("fields", o.Fields, Fields)
	c.text("summary", o.Summary, 0, 4000)
	if o.USCC != "" && CheckUSCC(o.USCC) != nil {
		c.fail("uscc", "统一社会信用代码无效：应为 18 位且校验码正确", "is not a valid unified social credit code (GB 32100-2015)")
	}
	return c.err()
}

// InCity reports whether the organisation lies in 湘潭市.
func (o Organisation) InCity() bool { return strings.HasPrefix(o.Division, CityDivision) }

// InProvince reports whether the organisation lies in 湖南省.
func (o Organisation) InProvince() bool { return strings.HasPrefix(o.Division, ProvinceDivision) }

// IsResearch reports whether the organisation is a university or an institute.
func (o Organisation) IsResearch() bool { return o.Kind == University || o.Kind == Institute }
