package domain

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func registeredContract() Contract {
	c := signed()
	c.State, c.RegistryNumber, c.RegisteredOn = ContractRegistered, "1", Date{2024, time.May, 20}
	c.Milestones = []Milestone{{Number: 1, Title: "样机", DueOn: Date{2024, time.July, 1}, Amount: Yuan(200000)}, {Number: 2, Title: "验收", Amount: Yuan(100000)}}
	return c
}

var asOf = Date{2024, time.August, 1}

// However deliveries, acceptances, payments and amendments follow one another, sums are
// exact, nothing exceeds what is agreed, and what was recorded is never lost.
func TestPerformanceIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, paid, delivered := registeredContract(), Fen(0), map[int]bool{}
		for range rapid.IntRange(0, 30).Draw(t, "entries") {
			before := c
			switch action := rapid.SampledFrom([]Action{RecordDelivery, RecordAcceptance, RecordPayment, Amend}).Draw(t, "action"); action {
			case Amend:
				after := c
				after.Amount = Fen(rapid.Int64Range(1, int64(Yuan(900000))).Draw(t, "amount"))
				after.Deductions, after.TechnicalAmount = nil, after.Amount
				if rapid.Bool().Draw(t, "drop") {
					after.Milestones = after.Milestones[:1]
				}
				if _, err := c.Amend(after, "理由", Actor{}, asOf, time.Time{}); err == nil && c.Amount < paid {
					t.Fatalf("amended to %s though %s was paid", c.Amount, paid)
				}
			default:
				e := MilestoneEntry{Milestone: rapid.IntRange(0, 2).Draw(t, "milestone"), On: asOf, Amount: Fen(rapid.Int64Range(-1e7, 3e7).Draw(t, "fen")), Note: "说明"}
				err := c.Perform(action, e, asOf)
				if err == nil && action == RecordPayment {
					paid += e.Amount
				}
				if err == nil && action == RecordDelivery {
					delivered[e.Milestone] = true
				}
				if err != nil {
					c = before
				}
			}
			if c.PaidSoFar() != paid || paid < 0 || paid > c.Amount || c.TechnicalAmount > c.Amount {
				t.Fatalf("%s paid of %s, recorded %s", c.PaidSoFar(), c.Amount, paid)
			}
			for number := range delivered {
				if at := c.milestone(number); at < 0 || c.Milestones[at].Record.DeliveredOn.IsZero() {
					t.Fatalf("the delivery of milestone %d is lost", number)
				}
			}
			if err := c.Validate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestMilestoneStates(t *testing.T) {
	c := registeredContract()
	do := func(action Action, n int, amount Fen) error {
		return c.Perform(action, MilestoneEntry{Milestone: n, On: asOf, Amount: amount}, asOf)
	}
	if err := do(RecordAcceptance, 1, 0); !errors.Is(err, ErrConflict) {
		t.Fatalf("accepted before it was delivered: %v", err)
	}
	if !c.Milestones[0].Overdue(asOf) || c.Milestones[1].Overdue(asOf) || c.NextMilestone() != c.Milestones[0].DueOn {
		t.Fatal("the first is overdue, the second has no day")
	}
	for _, step := range []struct {
		action Action
		amount Fen
		state  string
	}{{RecordDelivery, 0, "delivered"}, {RecordPayment, Yuan(150000), "delivered"}, {RecordAcceptance, 0, "accepted"}, {RecordPayment, Yuan(50000), "paid"}} {
		if err := do(step.action, 1, step.amount); err != nil || c.Milestones[0].State() != step.state {
			t.Fatalf("%s: %v, now %s", step.action, err, c.Milestones[0].State())
		}
	}
	var invalid InvalidErrors
	if err := do(RecordPayment, 1, 1); !errors.As(err, &invalid) || invalid[0].Field != "amount" {
		t.Fatalf("paid more than agreed: %v", err)
	}
}

func TestAmendmentKeepsWhatMustStay(t *testing.T) {
	for field, change := range map[string]func(*Contract){
		"seller_id":        func(c *Contract) { c.SellerID = NewID() },
		"technology_id":    func(c *Contract) { c.TechnologyID = NewID() },
		"technical_amount": func(c *Contract) { c.Amount++ },
		"signed_on":        func(c *Contract) { c.SignedOn = Date{2024, time.May, 21} },
		"buyer_name":       func(c *Contract) { c.Buyer.Name = "" },
		"field":            func(c *Contract) { c.Field = "" },
		"reason":           func(c *Contract) { c.Title = "示例变更" },
	} {
		c := registeredContract()
		after, reason := c, "理由"
		change(&after)
		if field == "reason" {
			reason = ""
		}
		_, err := c.Amend(after, reason, Actor{}, asOf, time.Time{})
		var invalid InvalidErrors
		if !errors.As(err, &invalid) || !slices.ContainsFunc(invalid, func(e InvalidError) bool { return e.Field == field }) {
			t.Errorf("%s: %v", field, err)
		}
	}
	c := registeredContract()
	if _, err := c.Amend(c, "理由", Actor{}, asOf, time.Time{}); !errors.Is(err, ErrConflict) {
		t.Errorf("amended to the same: %v", err)
	}
	after := c
	after.Buyer.Name, after.RegistryNumber, after.State = "示例新名公司", "forged", ContractDraft
	if _, err := c.Amend(after, "更名", Actor{}, asOf, time.Time{}); err != nil || c.Buyer.Name != "示例新名公司" || c.RegistryNumber != "1" || c.State != ContractRegistered {
		t.Errorf("%v: %+v", err, c)
	}
}

func TestUseFirstListsAll(t *testing.T) {
	c := signed()
	c.UseFirst, c.TechnologyID = true, NewID()
	c.Payments = []Payment{{DueOn: Date{2024, time.May, 7}, Amount: 1}, {DueOn: Date{2024, time.December, 1}, Amount: 1}}
	rule := UseFirstRule{MinTRL: 4}
	fields := func(trl int) (fields []string) {
		for _, g := range c.UseFirstGrounds(rule, trl) {
			fields = append(fields, g.Field)
		}
		return fields
	}
	if got := fields(3); !slices.Equal(got, []string{"technology_id", "trial_from", "trial_to"}) {
		t.Error(got)
	}
	c.TrialFrom, c.TrialTo = Date{2024, time.June, 1}, Date{2024, time.August, 31}
	if got := fields(4); !slices.Equal(got, []string{"payments[0].due_on"}) {
		t.Error(got)
	}
	c.Payments = c.Payments[1:]
	if got := fields(4); got != nil {
		t.Error(got)
	}
}

// limits are the rules that clocks run by.
func limits() Rulebook {
	from := Date{2000, time.January, 1}
	return Rulebook{{Code: "limit", ValidFrom: from, Params: RuleParams{Days: 15, Near: 3}},
		{Code: "review", ValidFrom: from, Effect: Awaits, Params: RuleParams{Days: 30, From: Yuan(5000000)}}}
}

// A clock of 15 working days over the spring festival of 2024: handed in on Monday
// 2024-02-05 (Sunday the 4th was worked), it counts the 6th to 9th (4), the 18th to 23rd
// (6: Sunday the 18th is worked) and the 26th to 1 March (5).
func TestClockOverAHoliday(t *testing.T) {
	calendar := NewCalendar(append(daysOff(Date{2024, time.February, 10}, 8), CalendarDay{On: Date{2024, time.February, 18}, Working: true}))
	rules := limits()
	c := signed()
	c.State, c.SubmittedOn = ContractSubmitted, Date{2024, time.February, 5}
	due := Date{2024, time.March, 1}
	for today, want := range map[Date]Clock{
		{2024, time.February, 5}:  {Left: 15},
		{2024, time.February, 17}: {Left: 11},
		{2024, time.February, 27}: {Left: 3, Soon: true},
		due:                       {Left: 0, Soon: true},
		{2024, time.March, 3}:     {Left: 0, Overdue: true},
		{2024, time.March, 4}:     {Left: -1, Overdue: true},
	} {
		want.StartedOn, want.Limit, want.Basis, want.DueOn = c.SubmittedOn, 15, "standard", due
		if got := c.Clock(rules, calendar, today); *got != want {
			t.Errorf("on %s: %+v, want %+v", today, *got, want)
		}
	}
	c.TechnicalAmount = Yuan(5000000)
	if k := c.Clock(rules, calendar, due); k.Limit != 30 || k.Basis != "large" || k.WeekendsOnly {
		t.Errorf("%+v", k)
	}
	if k := c.Clock(rules, NewCalendar(nil), due); !k.WeekendsOnly {
		t.Error("a year without notice is not said to be one")
	}
	c.State, c.SubmittedOn = ContractReturned, Date{}
	if k := c.Clock(rules, calendar, due); k == nil || !k.Paused {
		t.Error("it pauses while returned")
	}
}

func daysOff(from Date, n int) (days []CalendarDay) {
	for i := range n {
		days = append(days, CalendarDay{On: from.AddDays(i)})
	}
	return days
}

func TestRefusalGrounds(t *testing.T) {
	c := signed()
	c.State, c.SubmittedOn = ContractSubmitted, c.SignedOn
	now := asOf.Time()
	if _, err := c.TakeWith("refuse", "", []RefusalGround{{"mood", "x"}}, Actor{}, asOf, now); err == nil || c.State != ContractSubmitted {
		t.Fatal("an unknown ground")
	}
	if _, err := c.TakeWith("refuse", "", []RefusalGround{{"price", "未约定价款"}, {"monopoly", "限制改进"}}, Actor{}, asOf, now); err != nil ||
		c.Reason != "价款不明确：未约定价款；含垄断技术、妨碍技术进步的条款：限制改进" || len(c.Refusal) != 2 {
		t.Fatalf("%v %+v", err, c)
	}
}
