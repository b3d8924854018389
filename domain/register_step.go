package domain

// EntryState is whether an entry of a register stands.
type EntryState string

// The states.
const (
	EntryStanding  EntryState = "standing" // valid, or run out by its last day
	EntryWithdrawn EntryState = "withdrawn"
)

// EntryStates name the states of entries.
var EntryStates = Terms{
	{string(EntryStanding), Text{"在册", "Standing"}},
	{string(EntryWithdrawn), Text{"已取消", "Withdrawn"}},
}

// EntrySteps are the steps of an entry.
var EntrySteps = Machine[EntryState]{
	{Name: "withdraw", Label: Text{"取消", "Withdraw"}, From: []EntryState{EntryStanding}, To: EntryWithdrawn, NeedsReason: true},
	{Name: "reinstate", Label: Text{"恢复", "Reinstate"}, From: []EntryState{EntryWithdrawn}, To: EntryStanding, NeedsReason: true},
}

// State returns the state of e.
func (e RegisterEntry) State() EntryState {
	if e.WithdrawnOn.IsZero() {
		return EntryStanding
	}
	return EntryWithdrawn
}

// Take moves e by the step named name. A withdrawal holds from the day on, which lies
// between the start and today; an entry is reinstated as if it had never been withdrawn.
// It returns the day from which that is the case.
func (e *RegisterEntry) Take(name, reason string, on, today Date) (Date, error) {
	step, err := EntrySteps.Take(e.State(), name, reason)
	if err != nil {
		return Date{}, err
	}
	if step.To == EntryStanding {
		from := e.WithdrawnOn
		e.WithdrawnOn, e.Reason = Date{}, ""
		return from, nil
	}
	if on.IsZero() {
		on = today
	}
	if on.Before(e.StartsOn) {
		return Date{}, Invalid("on", "早于起始日期", "is before the start")
	}
	if today.Before(on) {
		return Date{}, Invalid("on", "不能晚于今天", "must not be later than today")
	}
	e.WithdrawnOn, e.Reason = on, reason
	return on, nil
}

// Edit applies change to what e says; its identity, register, state and dates of writing
// stay as they are.
func (e *RegisterEntry) Edit(change func(*RegisterEntry) error) error {
	before := *e
	if err := change(e); err != nil {
		return err
	}
	e.ID, e.Version, e.Register, e.SourceKey = before.ID, before.Version, before.Register, before.SourceKey
	e.WithdrawnOn, e.Reason = before.WithdrawnOn, before.Reason
	e.CreatedAt, e.UpdatedAt = before.CreatedAt, before.UpdatedAt
	return nil
}

// EntryChange says from which day on an entry is what it is changed to.
type EntryChange struct {
	On        Date // zero for today
	FromStart bool // what was said before was an error
}

// From is that day, of a change between before and after, of which the entry has said
// something since first. A start that moves was an error: the change then holds from the
// earlier start on.
func (f EntryChange) From(before, after RegisterEntry, first, today Date) (Date, error) {
	start := earlier(first, after.StartsOn)
	switch {
	case today.Before(f.On):
		return Date{}, Invalid("effective_on", "不能晚于今天", "must not be later than today")
	case f.FromStart || after.StartsOn != before.StartsOn:
		return start, nil
	case f.On.IsZero():
		f.On = today
	}
	if f.On.Before(start) {
		return start, nil
	}
	return f.On, nil
}

func earlier(a, b Date) Date {
	if b.Before(a) {
		return b
	}
	return a
}
