package domain

import (
	"fmt"
	"regexp"
	"time"
)

// PolicyState is where a policy stands.
type PolicyState string

// The states.
const (
	PolicyDraft     PolicyState = "draft"
	PolicyPublished PolicyState = "published"
	PolicyRepealed  PolicyState = "repealed"
)

// PolicySteps are the steps of a policy.
var PolicySteps = Machine[PolicyState]{
	{Name: "publish", Label: Text{"发布", "Publish"}, From: []PolicyState{PolicyDraft}, To: PolicyPublished},
	{Name: "repeal", Label: Text{"废止", "Repeal"}, From: []PolicyState{PolicyPublished}, To: PolicyRepealed, NeedsReason: true},
}

// Policy is a government text with its clauses (政策).
type Policy struct {
	ID            ID
	Version       int64
	Title         string
	Number        string // 文号
	Issuer        string
	Level         string // PolicyLevels
	Region        string // GB/T 2260 division it holds for, six digits; empty for the country
	IssuedOn      Date
	EffectiveFrom Date
	ValidUntil    Date // zero: until repealed
	SourceURL     string
	Summary       string
	Clauses       []Clause
	State         PolicyState
	Reason        string
	SourceKey     string
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// Clause is one numbered part of a policy.
type Clause struct {
	ID         ID
	Ref        string // as the text numbers it: "第三条", "三(二)3"
	Heading    string
	Text       string
	Fields     []string // fields it favours; empty for all
	Modes      []string // kinds of cooperation it favours; empty for all
	Incentives []Incentive
}

// webAddress keeps other schemes, which a page would run, out of links.
var webAddress = regexp.MustCompile(`^https?://[^\s]+$`)

// Validate reports everything that is wrong with p.
func (p Policy) Validate() error {
	var c checks
	c.text("title", p.Title, 2, 300)
	c.text("number", p.Number, 0, 80)
	c.text("issuer", p.Issuer, 0, 200)
	c.oneOf("level", p.Level, PolicyLevels, false)
	c.that(p.Region == "" || divisionPattern.MatchString(p.Region), "region", "应为 6 位行政区划代码", "must be a six-digit division code")
	c.that(p.ValidUntil.IsZero() || p.EffectiveFrom.IsZero() || !p.ValidUntil.Before(p.EffectiveFrom), "valid_until", "早于施行日期", "is before the effective date")
	c.text("source_url", p.SourceURL, 0, 500)
	c.that(p.SourceURL == "" || webAddress.MatchString(p.SourceURL), "source_url", "应以 http:// 或 https:// 开头", "must begin with http:// or https://")
	c.text("summary", p.Summary, 0, 8000)
	c.that(len(p.Clauses) <= 500, "clauses", "不超过 500 条", "has more than 500 items")
	for i, cl := range p.Clauses {
		c.clause(fmt.Sprintf("clauses[%d].", i), cl)
	}
	return c.err()
}

func (c *checks) clause(at string, cl Clause) {
	c.text(at+"ref", cl.Ref, 1, 60)
	c.text(at+"heading", cl.Heading, 0, 200)
	c.text(at+"text", cl.Text, 1, 50000)
	c.allOf(at+"fields", cl.Fields, Fields)
	c.allOf(at+"modes", cl.Modes, Modes)
	for i, inc := range cl.Incentives {
		c.incentive(fmt.Sprintf("%sincentives[%d].", at, i), inc)
	}
}

// Facts returns what access needs to know of p.
func (p Policy) Facts() Facts {
	if p.State == PolicyDraft {
		return Facts{}
	}
	return Facts{Visibility: ToPublic}
}

// InForce reports whether p holds on day d.
func (p Policy) InForce(d Date) bool {
	return p.State == PolicyPublished && (p.EffectiveFrom.IsZero() || !d.Before(p.EffectiveFrom)) && (p.ValidUntil.IsZero() || !p.ValidUntil.Before(d))
}

// Take moves p by the step named name. A policy without clauses cannot be published.
func (p *Policy) Take(name, reason string) error {
	step, err := PolicySteps.Take(p.State, name, reason)
	if err != nil {
		return err
	}
	if step.To == PolicyPublished && len(p.Clauses) == 0 {
		return Invalid("clauses", "至少一条", "needs at least one")
	}
	p.State, p.Reason = step.To, reason
	return nil
}
