package domain

import "fmt"

// RegistrationRule is what governs registration (认定登记) on a day.
type RegistrationRule struct {
	Days       int // working days in which to register or refuse
	ReviewDays int // the same with expert review
	ReviewFrom Fen // 技术交易额 from which on there is expert review; 0: by amount there is none
	SoonDays   int // working days left when the bureau is alarmed
	UseFirst   UseFirstRule
}

// Registration returns what governs registration on a day, from the rules "limit",
// "review" and "use_first"; false where no limit is in force.
func (rs Rulebook) Registration(on Date) (RegistrationRule, bool) {
	limit, ok := rs.Rule("limit", on)
	review, _ := rs.Rule("review", on)
	first, _ := rs.Rule("use_first", on)
	return RegistrationRule{Days: limit.Params.Days, SoonDays: limit.Params.Near, ReviewDays: max(review.Params.Days, limit.Params.Days),
		ReviewFrom: review.Params.From, UseFirst: UseFirstRule{first.Params.TRL}}, ok
}

// ClockBases name what the limit of a clock is based on.
var ClockBases = Terms{
	{"standard", Text{"一般时限", "Usual limit"}},
	{"large", Text{"技术交易额达到专家评审标准", "Technical amount large enough for expert review"}},
	{"disputed", Text{"有争议，须专家评审", "Disputed, with expert review"}},
}

// Clock is the time limit of one registration. It starts anew with every submission and
// pauses while the contract lies with its parties.
type Clock struct {
	Paused       bool // returned: nothing runs, and all below is zero
	StartedOn    Date
	Limit        int    // working days
	Basis        string // ClockBases
	DueOn        Date
	Left         int  // working days after today up to the due day; below zero when overdue
	Soon         bool // the bureau is alarmed
	Overdue      bool
	WeekendsOnly bool // the holidays of a year that it runs through are not known
}

// Review reports whether c must have expert review, and on what basis (ClockBases).
func (r RegistrationRule) Review(c Contract) (basis string, review bool) {
	switch {
	case r.ReviewFrom > 0 && c.TechnicalAmount >= r.ReviewFrom:
		return "large", true
	case c.Disputed:
		return "disputed", true
	}
	return "standard", false
}

func (r RegistrationRule) limit(c Contract) (days int, basis string) {
	basis, review := r.Review(c)
	if review {
		return r.ReviewDays, basis
	}
	return r.Days, basis
}

// Due returns the day on which the clock of c runs out, by the rule in force when it
// was handed in; zero when nothing runs.
func (c Contract) Due(rules Rulebook, calendar Calendar) Date {
	rule, ok := rules.Registration(c.SubmittedOn)
	if c.SubmittedOn.IsZero() || !ok {
		return Date{}
	}
	days, _ := rule.limit(c)
	return calendar.After(c.SubmittedOn, days)
}

// Clock returns how the clock of c stands on a day; nil when it has none.
func (c Contract) Clock(rules Rulebook, calendar Calendar, today Date) *Clock {
	if c.State == ContractReturned {
		return &Clock{Paused: true}
	}
	rule, ok := rules.Registration(c.SubmittedOn)
	if c.SubmittedOn.IsZero() || !ok {
		return nil
	}
	k := Clock{StartedOn: c.SubmittedOn, DueOn: c.Due(rules, calendar)}
	k.Limit, k.Basis = rule.limit(c)
	k.Left = calendar.Between(today, k.DueOn)
	k.Overdue = k.DueOn.Before(today)
	k.Soon = !k.Overdue && k.Left <= rule.SoonDays
	k.WeekendsOnly = !calendar.Knows(Period{c.SubmittedOn, k.DueOn})
	return &k
}

// Flag notes whether c is disputed and whether experts review it, for a reason. Experts
// review only what the rule asks them to.
func (c *Contract) Flag(rule RegistrationRule, disputed, review bool, reason string) error {
	if c.State != ContractSubmitted && c.State != ContractPrechecked {
		return Conflict("合同不在办理中", "the contract is not being dealt with")
	}
	var k checks
	k.text("reason", reason, 1, 1000)
	if err := k.err(); err != nil {
		return err
	}
	c.Disputed, c.ExpertReview = disputed, review
	if _, asked := rule.Review(*c); review && !asked {
		return Invalid("expert_review", "技术交易额未达标准且无争议，不需专家评审", "is for large or disputed contracts only")
	}
	return nil
}

// ContractAlarm is what the bureau is told of a clock that runs out soon or has run out.
type ContractAlarm struct {
	ContractID ID
	Stage      string // "soon" or "overdue"
	Title      Text
	DueOn      Date
}

// Reminder tells the bureau of a.
func (a ContractAlarm) Reminder() Reminder {
	return Reminder{Kind: ReminderOfContract, Ref: a.ContractID.String(), Stage: DutyState(a.Stage), Title: a.Title, DueOn: a.DueOn}
}

// Alarm returns what is to be told of c, whose clock stands at k, or false for nothing.
func (c Contract) Alarm(k *Clock) (ContractAlarm, bool) {
	switch {
	case k == nil:
	case k.Overdue:
		return ContractAlarm{c.ID, "overdue", Text{fmt.Sprintf("合同“%s”认定登记已超时限 %d 个工作日", c.Title, -k.Left),
			fmt.Sprintf("Contract %q: its registration is overdue by %d working days", c.Title, -k.Left)}, k.DueOn}, true
	case k.Soon:
		return ContractAlarm{c.ID, "soon", Text{fmt.Sprintf("合同“%s”认定登记剩余 %d 个工作日", c.Title, k.Left),
			fmt.Sprintf("Contract %q: %d working days are left to register it", c.Title, k.Left)}, k.DueOn}, true
	}
	return ContractAlarm{}, false
}
