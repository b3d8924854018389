package domain

import (
	"errors"
	"fmt"
	"strconv"
)

// UseFirstRule is the conditions of use first, pay later (先用后付).
type UseFirstRule struct {
	MinTRL int // readiness of the result; 0 where use first, pay later is not offered
}

// UseFirstGrounds lists every ground on which c is no contract of use first, pay later,
// though it says so: the result must be mature enough, tried before it is paid for, and
// nothing may be due before the trial is over. TRL is that of the technology it names,
// 0 when that is not known.
func (c Contract) UseFirstGrounds(rule UseFirstRule, trl int) []Missing {
	if !c.UseFirst {
		return nil
	}
	var g []Missing
	add := func(bad bool, field, zh, en string) {
		if bad {
			g = append(g, Missing{field, Text{zh, en}})
		}
	}
	least := strconv.Itoa(rule.MinTRL)
	add(rule.MinTRL == 0, "use_first", "签订时尚无“先用后付”规定", "was not provided for when the contract was signed")
	add(c.TechnologyID.IsZero(), "technology_id", "先用后付须关联成果，以核对成熟度", "is required for use first, pay later")
	add(!c.TechnologyID.IsZero() && trl < rule.MinTRL, "technology_id", "先用后付的成果成熟度须达到 TRL "+least, "must be of TRL "+least+" or more for use first, pay later")
	add(c.TrialFrom.IsZero(), "trial_from", "未约定试用起始日期", "the trial's start is not agreed")
	add(c.TrialTo.IsZero(), "trial_to", "未约定试用截止日期", "the trial's end is not agreed")
	add(!c.TrialTo.IsZero() && !c.EndsOn.IsZero() && c.EndsOn.Before(c.TrialTo), "trial_to", "试用期晚于合同期限", "the trial ends after the contract")
	add(len(c.Payments) == 0 && !c.milestonesPay(), "payments", "未约定试用后的付款", "no payment after the trial is agreed")
	for i, p := range c.Payments {
		add(c.dueTooEarly(p.DueOn), fmt.Sprintf("payments[%d].due_on", i), "试用期满前不得要求付款", "is due before the trial is over")
	}
	for i, m := range c.Milestones {
		add(m.Amount > 0 && c.dueTooEarly(m.DueOn), fmt.Sprintf("milestones[%d].due_on", i), "试用期满前不得要求付款", "is to be paid for before the trial is over")
	}
	return g
}

// dueTooEarly reports whether what is due on d is due before the trial is over. What
// has no day may be asked for at once.
func (c Contract) dueTooEarly(d Date) bool {
	return d.IsZero() || !c.TrialTo.IsZero() && d.Before(c.TrialTo)
}

func (c Contract) milestonesPay() bool {
	for _, m := range c.Milestones {
		if m.Amount > 0 {
			return true
		}
	}
	return false
}

// WithGrounds adds grounds to what is wrong already; an error of another kind stands
// alone.
func WithGrounds(err error, grounds []Missing) error {
	if err == nil {
		return missingError(grounds)
	}
	var found InvalidErrors
	if !errors.As(err, &found) {
		return err
	}
	for _, g := range grounds {
		found = append(found, InvalidError{Field: g.Field, Reason: g.Ask})
	}
	return found
}
