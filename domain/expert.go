package domain

import (
	"fmt"
	"time"
)

// ExpertKinds are the three kinds of expert (三家).
var ExpertKinds = Terms{
	{"entrepreneur", Text{"企业家", "Entrepreneur"}},
	{"technical", Text{"技术专家", "Technical expert"}},
	{"steward", Text{"政府管家", "Steward"}},
}

// Kinds of expert.
const (
	Entrepreneur    = "entrepreneur"
	TechnicalExpert = "technical"
	StewardExpert   = "steward"
)

// ExpertState is where an expert's record stands.
type ExpertState string

// The states.
const (
	ExpertDraft     ExpertState = "draft"
	ExpertPublished ExpertState = "published"
	ExpertRetired   ExpertState = "retired"
)

// ExpertSteps are the steps of an expert's record.
var ExpertSteps = Machine[ExpertState]{
	{Name: "publish", Label: Text{"入库", "Publish"}, From: []ExpertState{ExpertDraft, ExpertRetired}, To: ExpertPublished},
	{Name: "retire", Label: Text{"退库", "Retire"}, From: []ExpertState{ExpertDraft, ExpertPublished}, To: ExpertRetired, NeedsReason: true},
}

// Expert is one of the three kinds of expert: an entrepreneur, a technical expert
// or a government steward.
type Expert struct {
	ID             ID
	Version        int64
	Kind           string // ExpertKinds
	Name           string
	OrganisationID ID     // zero when not recorded
	Area           string // a steward's area, else where they work; empty when outside
	Title          string // 职称或职务
	Fields         []string
	Industries     []string
	Expertise      string
	Experience     string
	Achievements   []string
	Capacity       int // how many dockings they take at once, 1 to 20
	State          ExpertState
	Reason         string
	SourceKey      string
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Validate reports everything that is wrong with e.
func (e Expert) Validate() error {
	var c checks
	c.oneOf("kind", e.Kind, ExpertKinds, false)
	c.text("name", e.Name, 1, 60)
	c.that(e.Kind != StewardExpert || e.Area != "", "area", "管家须有负责区域", "is required for a steward")
	c.text("title", e.Title, 0, 100)
	c.allOf("fields", e.Fields, Fields)
	for i, ind := range e.Industries {
		c.that(industryPattern.MatchString(ind), fmt.Sprintf("industries[%d]", i), "应为 GB/T 4754 门类或大类代码，如 C35", "must be a GB/T 4754 code such as C35")
	}
	c.text("expertise", e.Expertise, 0, 8000)
	c.text("experience", e.Experience, 0, 8000)
	c.texts("achievements", e.Achievements, 100, 1000)
	c.that(e.Capacity >= 1 && e.Capacity <= 20, "capacity", "应为 1 至 20", "must be from 1 to 20")
	return c.err()
}

// Facts returns what access needs to know of e.
func (e Expert) Facts() Facts {
	f := Facts{Experts: []ID{e.ID}, Area: e.Area}
	if e.State == ExpertPublished {
		f.Visibility = ToPublic
	}
	return f
}

// Take moves e by the step named name.
func (e *Expert) Take(name, reason string) error {
	step, err := ExpertSteps.Take(e.State, name, reason)
	if err != nil {
		return err
	}
	if step.To == ExpertPublished && len(e.Fields) == 0 {
		return Invalid("fields", "至少一个领域", "needs at least one")
	}
	e.State, e.Reason = step.To, reason
	return nil
}
