package domain

import (
	"fmt"
	"slices"
	"time"
)

// AgendaItem is one thing on an activity's agenda: a need or a technology that is
// shown, or words. An item with a listing has no words of its own: what a reader sees
// of it is what the listing shows that reader.
type AgendaItem struct {
	At           string // "09:30" in Shanghai; empty when not fixed
	NeedID       ID
	TechnologyID ID
	Words        string
}

// Listed reports whether the item is a need or technology.
func (i AgendaItem) Listed() bool { return !i.NeedID.IsZero() || !i.TechnologyID.IsZero() }

func (c *checks) agenda(items []AgendaItem) {
	c.that(len(items) <= maxAgenda, "agenda", "不超过 100 项", "has more than 100 items")
	seen := map[ID]bool{{}: true}
	for i, item := range items {
		at := fmt.Sprintf("agenda[%d].", i)
		_, err := time.Parse("15:04", item.At)
		c.that(item.At == "" || err == nil && len(item.At) == 5, at+"at", "时间应写作 09:30", "must be a time like 09:30")
		c.that(item.NeedID.IsZero() || item.TechnologyID.IsZero(), at+"technology_id", "每项只能是一条需求或一项成果", "is given beside a need")
		if item.Listed() {
			c.that(item.Words == "", at+"words", "列出需求或成果时不另写文字", "is given beside a listing")
			c.that(!seen[item.NeedID] || item.NeedID.IsZero(), at+"need_id", "重复", "is repeated")
			c.that(!seen[item.TechnologyID] || item.TechnologyID.IsZero(), at+"technology_id", "重复", "is repeated")
			seen[item.NeedID], seen[item.TechnologyID] = true, true
			continue
		}
		c.text(at+"words", item.Words, 1, 200)
	}
}

// Put adds an item to the agenda: after those of the same time or an earlier one, or last
// when it has none.
func (a *Activity) Put(item AgendaItem) {
	at := len(a.Agenda)
	for item.At != "" && at > 0 && (a.Agenda[at-1].At == "" || a.Agenda[at-1].At > item.At) {
		at--
	}
	a.Agenda = slices.Insert(a.Agenda, at, item)
}

// TakeOff takes an item off the agenda, if it is on it.
func (a *Activity) TakeOff(item AgendaItem) {
	if i := slices.Index(a.Agenda, item); i >= 0 {
		a.Agenda = slices.Delete(a.Agenda, i, i+1)
	}
}
