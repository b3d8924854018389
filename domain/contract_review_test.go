package domain

import (
	"errors"
	"testing"
	"time"
)

func reviewGrounds(c Contract) (effects []Effect) {
	for _, g := range (Precheck{Contract: c, Rules: limits(), Today: asOf}).Grounds() {
		if g.Code == "review" {
			effects = append(effects, g.Effect)
		}
	}
	return effects
}

// What is of five million yuan or more is registered when experts are for it, and not
// before.
func TestLargeContractsAreReviewed(t *testing.T) {
	c := signed()
	c.Amount, c.TechnicalAmount = Yuan(5000000), Yuan(5000000)-1
	c.State, c.SubmittedOn = ContractSubmitted, asOf
	if got := reviewGrounds(c); got != nil {
		t.Errorf("one fen less is not reviewed: %v", got)
	}
	rule, _ := limits().Registration(asOf)
	v := Review{Experts: "示例专家三人", Opinion: "属技术开发", Passed: true, On: asOf}
	if err := c.RecordReview(rule, v, asOf); !errors.Is(err, ErrConflict) {
		t.Errorf("recorded where none is asked for: %v", err)
	}
	c.TechnicalAmount = Yuan(5000000)
	if got := reviewGrounds(c); len(got) != 1 || got[0] != Awaits || len(Blocking([]Ground{{Effect: got[0]}}, true)) != 1 {
		t.Errorf("%v", got)
	}
	for field, change := range map[string]func(*Review){"experts": func(v *Review) { v.Experts = "" }, "opinion": func(v *Review) { v.Opinion = " " },
		"on": func(v *Review) { v.On = asOf.AddDays(1) }} {
		wrong := v
		change(&wrong)
		var invalid InvalidErrors
		if err := c.RecordReview(rule, wrong, asOf); !errors.As(err, &invalid) || invalid[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	against := v
	against.Passed = false
	if err := c.RecordReview(rule, against, asOf); err != nil {
		t.Fatal(err)
	}
	if got := reviewGrounds(c); len(got) != 1 || got[0] != Refuses {
		t.Errorf("%v", got)
	}
	if err := c.RecordReview(rule, v, asOf); err != nil || reviewGrounds(c) != nil || !c.ExpertReview {
		t.Errorf("%v: %v", err, reviewGrounds(c))
	}
	if _, err := c.Take("withdraw", "", Actor{}, asOf, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if got := reviewGrounds(c); len(got) != 1 || got[0] != Warns {
		t.Errorf("before it is handed in its parties are told: %v", got)
	}
	if _, err := c.Take("submit", "", Actor{}, asOf, time.Time{}); err != nil || c.Review != (Review{}) {
		t.Errorf("handed in anew it is reviewed anew: %v, %+v", err, c.Review)
	}
}
