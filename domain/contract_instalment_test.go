package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A contract of 300,000 yuan in three instalments, of which the first and a part of the
// second were paid: 100,000 + 50,000 = 150,000.
func TestInstalmentsBecomeDue(t *testing.T) {
	c := registeredContract()
	c.Milestones, c.Amount = nil, Yuan(300000)
	second, third := Date{2024, time.July, 1}, Date{2024, time.August, 5}
	c.Payments = []Payment{{DueOn: third, Amount: Yuan(80000)}, {Amount: Yuan(20000)}, {DueOn: Date{2024, time.June, 1}, Amount: Yuan(100000)}, {DueOn: second, Amount: Yuan(100000)}}
	c.Received = []Paid{{On: asOf, Amount: Yuan(150000)}}
	due := c.DueInstalments()
	if len(due) != 2 || due[0].Number != 4 || due[0].Open != Yuan(50000) || due[0].DueOn != second || due[1].Number != 1 || due[1].Open != Yuan(80000) {
		t.Fatalf("%+v", due)
	}
	if c.NextInstalment() != second || !due[0].Overdue(asOf) || due[1].Overdue(asOf) {
		t.Fatalf("%+v", due)
	}
	told := c.PerformanceReminders(asOf) // the third is due in four days
	stages := map[DutyState]int{}
	for _, r := range told {
		stages[r.Stage]++
	}
	if stages[DutyOverdue] != 2+min(len(c.Area()), 1) || stages[DutySoon] != 2 || told[0].OrganisationID != c.BuyerID {
		t.Fatalf("%+v", told)
	}
	c.State = ContractTerminated
	if !c.NextInstalment().IsZero() || c.PerformanceReminders(asOf) != nil {
		t.Fatal("of a contract that is over nothing is expected")
	}
}

// What was paid for a milestone settles an instalment only where both speak of the same
// money.
func TestInstalmentsBesideMilestones(t *testing.T) {
	c := registeredContract() // milestones of 200,000 and 100,000
	c.Amount = Yuan(500000)
	c.Payments = []Payment{{DueOn: asOf, Amount: Yuan(200000)}}
	c.Milestones[0].Record.Paid = []Paid{{On: asOf, Amount: Yuan(200000)}}
	if len(c.DueInstalments()) != 1 {
		t.Error("200,000 of the rest are to be paid besides")
	}
	c.Amount = Yuan(300000)
	if len(c.DueInstalments()) != 0 {
		t.Error("the milestone is the instalment")
	}
}

// However much is paid, what is open of the instalments and what was paid add up to what
// was agreed, and no instalment is open before an earlier one is settled.
func TestInstalmentsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := registeredContract()
		c.Milestones = nil
		var agreed Fen
		for range rapid.IntRange(1, 6).Draw(t, "instalments") {
			p := Payment{DueOn: asOf.AddDays(rapid.IntRange(-40, 40).Draw(t, "day")), Amount: Fen(rapid.Int64Range(1, 1000).Draw(t, "fen"))}
			c.Payments, agreed = append(c.Payments, p), agreed+p.Amount
		}
		c.Amount = agreed
		paid := Fen(rapid.Int64Range(0, int64(agreed)).Draw(t, "paid"))
		c.Received = []Paid{{On: asOf, Amount: paid}}
		due, open := c.DueInstalments(), Fen(0)
		for i, d := range due {
			open += d.Open
			if i > 0 && (d.Open != d.Amount || d.DueOn.Before(due[i-1].DueOn)) {
				t.Fatalf("a later one stands before, or is paid in part before, an earlier one: %+v", due)
			}
		}
		if open != agreed-paid {
			t.Fatalf("%d open of %d, %d paid", open, agreed, paid)
		}
	})
}
