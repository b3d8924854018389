package domain

import "time"

// Need is what an enterprise wants solved or bought (企业需求).
type Need struct {
	ID              ID
	Version         int64
	OrganisationID  ID
	Title           string
	Background      string
	Problem         string
	Targets         []Quantity
	Field           string // Fields
	Industry        string // GB/T 4754 code
	Modes           []string
	BudgetMin       *Fen
	BudgetMax       *Fen
	Deadline        Date
	IPOwnership     string // Ownerships
	Conditions      NeedConditions
	Confidentiality string // Confidentialities
	ContactName     string
	ContactPhone    string
	Keywords        []string
	ValidUntil      Date
	State           ListingState
	Reason          string // why it was last returned or closed
	SourceKey       string
	PublishedAt     *time.Time
	CreatedAt       time.Time
	UpdatedAt       time.Time
	Shown           RevealLevel // how far its reader is shown it; 0 for all of it
}

// NeedConditions are hard conditions on a solver: a candidate that breaks one is
// gated out, with the reason kept.
type NeedConditions struct {
	TRLMin    int    // GB/T 22900 level, 1 to 9; 0 for none
	Territory string // Territories; empty for none
	Secret    bool   // the solver must be able to work under secrecy rules
	Text      string // anything else, for people
}

// MaxSolveYears is the longest term of a 揭榜挂帅 task.
const MaxSolveYears = 3

// Validate reports everything that is wrong with n as it stands, draft or not.
func (n Need) Validate() error {
	var c checks
	c.text("title", n.Title, 2, 200)
	c.text("background", n.Background, 0, 20000)
	c.text("problem", n.Problem, 0, 20000)
	c.quantities("targets", n.Targets)
	c.oneOf("field", n.Field, Fields, true)
	c.that(n.Industry == "" || industryPattern.MatchString(n.Industry), "industry", "应为 GB/T 4754 门类或大类代码，如 C35", "must be a GB/T 4754 code such as C35")
	c.allOf("modes", n.Modes, Modes)
	c.money("budget", n.BudgetMin, n.BudgetMax)
	c.oneOf("ip_ownership", n.IPOwnership, Ownerships, true)
	c.that(n.Conditions.TRLMin >= 0 && n.Conditions.TRLMin <= 9, "conditions.trl_min", "应为 1 至 9 级", "must be a level from 1 to 9")
	c.oneOf("conditions.territory", n.Conditions.Territory, Territories, true)
	c.text("conditions.text", n.Conditions.Text, 0, 4000)
	c.oneOf("confidentiality", n.Confidentiality, Confidentialities, false)
	c.text("contact_name", n.ContactName, 0, 60)
	c.text("contact_phone", n.ContactPhone, 0, 40)
	c.keywords(n.Keywords)
	return c.err()
}

// Missing lists what n lacks before it can be published, in the order a clerk
// would ask.
func (n Need) Missing() []Missing {
	var m []Missing
	add := func(lacks bool, field, zh, en string) {
		if lacks {
			m = append(m, Missing{field, Text{zh, en}})
		}
	}
	add(n.OrganisationID.IsZero(), "organisation_id", "这是哪家企业的需求？", "Whose need is it?")
	add(n.Problem == "", "problem", "要解决的技术问题是什么？", "What is the technical problem?")
	add(n.Field == "", "field", "属于哪个技术领域？", "Which field does it belong to?")
	return m
}

// Wanting lists what n may be published without but would be matched better with.
func (n Need) Wanting() []Missing {
	var m []Missing
	add := func(lacks bool, field, zh, en string) {
		if lacks {
			m = append(m, Missing{field, Text{zh, en}})
		}
	}
	add(len(n.Targets) == 0, "targets", "有哪些可量化的指标？", "Which targets can be measured?")
	add(n.BudgetMax == nil && n.BudgetMin == nil, "budget_max", "预算大约多少？", "What is the budget?")
	add(n.Deadline.IsZero(), "deadline", "希望何时解决？", "By when?")
	add(len(n.Modes) == 0, "modes", "希望怎样合作？", "Which kind of cooperation?")
	add(n.IPOwnership == "", "ip_ownership", "知识产权归谁？", "Who shall own the intellectual property?")
	add(n.ContactName == "", "contact_name", "联系人是谁？", "Who is the contact?")
	return m
}

// Facts returns what access needs to know of n; area is its organisation's.
func (n Need) Facts(area string, now time.Time) Facts {
	return Facts{Organisations: []ID{n.OrganisationID}, Area: area, Visibility: visibility(n.State, n.Confidentiality, n.ValidUntil, now)}
}

// Expired reports whether n is published no more because its validity is over.
func (n Need) Expired(now time.Time) bool { return expired(n.State, n.ValidUntil, now) }

// Redacted returns what a blind need shows to those who are only members: its
// title, field, industry, state and validity.
func (n Need) Redacted() Need { return n.RevealedTo(RevealTitle) }

// RevealedTo returns what of n is shown at a level.
func (n Need) RevealedTo(level RevealLevel) Need {
	shown := shownAt(n, level, revealedNeed)
	shown.Shown = level
	return shown
}

// Take moves n by the step named name. Publishing requires that nothing is
// missing; renewing extends the validity by ListingValidity from today.
func (n *Need) Take(name, reason string, now time.Time) error {
	step, err := ListingSteps.Take(n.State, name, reason)
	if err != nil {
		return err
	}
	if step.To == ListingSubmitted || step.To == ListingPublished {
		if err := missingError(n.Missing()); err != nil {
			return err
		}
	}
	n.State, n.Reason = step.To, reason
	publishing(name, now, &n.ValidUntil, &n.PublishedAt)
	return nil
}

func publishing(step string, now time.Time, until *Date, at **time.Time) {
	today := DateOf(now)
	if step == "publish" {
		*at = &now
	}
	if step == "renew" || step == "publish" && (until.IsZero() || until.Before(today)) {
		*until = today.AddDays(ListingValidity)
	}
}

func missingError(missing []Missing) error {
	var errs InvalidErrors
	for _, m := range missing {
		errs = append(errs, InvalidError{Field: m.Field, Reason: m.Ask})
	}
	if errs == nil {
		return nil
	}
	return errs
}

func (c *checks) keywords(words []string) {
	c.that(len(words) <= 20, "keywords", "不超过 20 个", "has more than 20 items")
	for _, w := range words {
		c.text("keywords", w, 1, 40)
	}
}
