package domain

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func signed() Contract {
	return Contract{ID: NewID(), Title: "示例合同", Kind: "transfer", Field: "materials", IPKind: "invention_patent", PlanSource: "none",
		SellerID: NewID(), BuyerID: NewID(), Amount: Yuan(500000), TechnicalAmount: Yuan(400000),
		Deductions: []Deduction{{"设备", Yuan(100000)}}, ResultBased: true, IUR: true, State: ContractDraft,
		Seller:   PartyAtSigning{Name: "示例大学", Kind: University, Division: "430302"},
		Buyer:    PartyAtSigning{Name: "示例公司", Kind: Enterprise, USCC: "91350100M000100Y43", Division: "430304", Area: "yuetang"},
		SignedOn: Date{2024, time.May, 6}, StartsOn: Date{2024, time.May, 6}, EndsOn: Date{2025, time.May, 5}}
}

func TestContractValidate(t *testing.T) {
	for field, spoil := range map[string]func(*Contract){
		"technical_amount":     func(c *Contract) { c.TechnicalAmount++ },
		"amount":               func(c *Contract) { c.Amount = -1 },
		"buyer_id":             func(c *Contract) { c.BuyerID = c.SellerID },
		"kind":                 func(c *Contract) { c.Kind = "gift" },
		"deductions[0].amount": func(c *Contract) { c.Deductions[0].Amount = 0; c.TechnicalAmount = c.Amount },
		"payments":             func(c *Contract) { c.Payments = []Payment{{Amount: c.Amount}, {Amount: 1}} },
		"equity":               func(c *Contract) { c.Equity, c.ResultBased = true, false },
		"ends_on":              func(c *Contract) { c.EndsOn = Date{2024, time.May, 5} },
	} {
		c := signed()
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		spoil(&c)
		var invalid InvalidErrors
		if !errors.As(c.Validate(), &invalid) || !slices.ContainsFunc(invalid, func(e InvalidError) bool { return e.Field == field }) {
			t.Errorf("%s: got %v", field, invalid)
		}
	}
}

func TestContractLife(t *testing.T) {
	now := time.Date(2024, 5, 20, 3, 0, 0, 0, time.UTC)
	c := signed()
	take := func(step, reason string) error {
		_, err := c.Take(step, reason, Actor{}, DateOf(now), now)
		return err
	}
	if err := take("register", ""); !errors.Is(err, ErrConflict) {
		t.Fatalf("a draft registers: %v", err)
	}
	for _, step := range []string{"submit", "precheck"} {
		if err := take(step, ""); err != nil {
			t.Fatal(err)
		}
	}
	var invalid InvalidErrors
	if err := take("register", ""); !errors.As(err, &invalid) || invalid[0].Field != "registry_number" {
		t.Fatalf("registers without a number: %v", err)
	}
	c.RegistryNumber = "2024430300000001"
	if err := take("register", ""); err != nil || c.RegisteredOn != DateOf(now) {
		t.Fatalf("%v, registered on %s", err, c.RegisteredOn)
	}
	if err := take("terminate", " "); !errors.As(err, &invalid) || invalid[0].Field != "reason" {
		t.Fatalf("terminates without a reason: %v", err)
	}
	if err := take("terminate", "双方协商解除"); err != nil || c.EndedOn.IsZero() || c.IsTransfer() || !c.IsIURAgreement() {
		t.Fatalf("%v: a terminated contract is no transfer but was signed", err)
	}
}

func TestGroundsListsAll(t *testing.T) {
	c := signed()
	c.Field, c.Amount, c.EndsOn, c.Buyer.USCC = "", 0, Date{}, ""
	var fields []string
	for _, g := range c.Grounds(Date{2024, time.June, 1}) {
		fields = append(fields, g.Field)
	}
	if want := []string{"amount", "field", "ends_on", "buyer_id"}; !slices.Equal(fields, want) {
		t.Errorf("got %v, want %v", fields, want)
	}
}

// However steps are taken, a contract only ever rests in states the table leads to,
// and counts as a transfer only while it is registered.
func TestContractStepsKeepTheRules(t *testing.T) {
	names := ContractSteps.Names()
	rapid.Check(t, func(t *rapid.T) {
		c := signed()
		c.RegistryNumber = "1"
		now := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			before := c.State
			name := rapid.SampledFrom(names).Draw(t, "step")
			event, err := c.Take(name, "理由", Actor{}, DateOf(now), now)
			if err != nil && c.State != before {
				t.Fatalf("%s failed and moved the contract from %s to %s", name, before, c.State)
			}
			if err == nil && (event.From != before || event.To != c.State || !slices.Contains(ContractSteps.Open(before), name)) {
				t.Fatalf("%s from %s: event %+v, now %s", name, before, event, c.State)
			}
			if c.IsTransfer() != (c.State == ContractRegistered) {
				t.Fatalf("in state %s a transfer is %v", c.State, c.IsTransfer())
			}
		}
	})
}
