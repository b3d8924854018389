package postgres

import (
	"slices"

	"sanku/domain"
)

// HistoryRecord is a delivery, acceptance or payment of a loaded contract.
type HistoryRecord struct {
	Action domain.Action
	Entry  domain.MilestoneEntry
}

// happening changes a contract and returns the day from which on it says what it then
// says.
type happening func(*tx, *domain.Contract) (domain.Date, error)

// past is everything that happened to the contract: the steps as they are given, and
// between them, by their days, amendments and records. None of these comes before the
// registration, whenever it happened.
func (h History) past() []happening {
	type dated struct {
		on domain.Date
		do happening
	}
	var between []dated
	for _, a := range h.Amended {
		between = append(between, dated{a.On, func(t *tx, c *domain.Contract) (domain.Date, error) { return t.amendContract(c, a) }})
	}
	for _, r := range h.Records {
		between = append(between, dated{r.Entry.On, func(t *tx, c *domain.Contract) (domain.Date, error) { return t.perform(c, r.Action, r.Entry) }})
	}
	slices.SortStableFunc(between, func(a, b dated) int {
		switch {
		case a.on.Before(b.on):
			return -1
		case b.on.Before(a.on):
			return 1
		}
		return 0
	})
	var past []happening
	registered := false
	for _, s := range h.Steps {
		for registered && len(between) > 0 && between[0].on.Before(s.On) {
			past, between = append(past, between[0].do), between[1:]
		}
		past = append(past, func(t *tx, c *domain.Contract) (domain.Date, error) { return t.stepContract(c, s) })
		registered = registered || s.Name == "register"
	}
	for _, d := range between {
		past = append(past, d.do)
	}
	return past
}
