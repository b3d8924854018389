package domain

import (
	"reflect"
	"time"
)

// AdmitsInside reports whether s admits the record for another reason than that it
// is published or listed: because the actor owns it, runs it or reads everything.
func (s Scope) AdmitsInside(f Facts) bool { return s.Inside().Admits(f) }

// Inside is the part of s that does not rest on a record being published or listed.
func (s Scope) Inside() Scope {
	s.Published, s.Listed = false, false
	return s
}

// ShownTo returns what of n a reader within scope sees, to whom its owner granted a
// level, 0 for none. Those who own or run it see all of it; others see what it shows
// without a grant, or what was granted when that is more.
func (n Need) ShownTo(s Scope, f Facts, granted RevealLevel) Need {
	if s.AdmitsInside(f) {
		return n
	}
	return n.RevealedTo(max(ShownWithout(n.Confidentiality), granted))
}

// ShownTo returns what of t a reader within scope sees, as Need.ShownTo does.
func (t Technology) ShownTo(s Scope, f Facts, granted RevealLevel) Technology {
	if s.AdmitsInside(f) {
		return t
	}
	return t.RevealedTo(max(ShownWithout(t.Confidentiality), granted))
}

// Edit applies change to what n says; its identity, state and dates stay as they
// are. A submitted or published need must stay complete, and a closed one is not
// changed any more. When the one who changes it could not publish it (trusted is
// false), a published need goes back to review, unless only its contact or its
// validity changed. Change replaces slices; it does not write into them.
func (n *Need) Edit(trusted bool, change func(*Need) error) error {
	before := *n
	if err := change(n); err != nil {
		return err
	}
	n.ID, n.Version, n.State, n.Reason, n.SourceKey = before.ID, before.Version, before.State, before.Reason, before.SourceKey
	n.PublishedAt, n.CreatedAt, n.UpdatedAt = before.PublishedAt, before.CreatedAt, before.UpdatedAt
	same := reflect.DeepEqual(n.substance(), before.substance())
	return edited(&n.State, n.Missing(), n.ValidUntil, trusted || same)
}

func (n Need) substance() Need {
	n.ContactName, n.ContactPhone, n.ValidUntil = "", "", Date{}
	n.Targets, n.Modes, n.Keywords = orNone(n.Targets), orNone(n.Modes), orNone(n.Keywords)
	return n
}

// orNone is list, or nil when it has nothing in it: both say the same.
func orNone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// Edit applies change to what t says, as Need.Edit does.
func (t *Technology) Edit(trusted bool, change func(*Technology) error) error {
	before := *t
	if err := change(t); err != nil {
		return err
	}
	t.ID, t.Version, t.State, t.Reason, t.SourceKey = before.ID, before.Version, before.State, before.Reason, before.SourceKey
	t.PublishedAt, t.CreatedAt, t.UpdatedAt = before.PublishedAt, before.CreatedAt, before.UpdatedAt
	same := reflect.DeepEqual(t.substance(), before.substance())
	return edited(&t.State, t.Missing(), t.ValidUntil, trusted || same)
}

func (t Technology) substance() Technology {
	t.ValidUntil = Date{}
	t.Keywords, t.Industries, t.IP, t.Modes = orNone(t.Keywords), orNone(t.Industries), orNone(t.IP), orNone(t.Modes)
	t.Metrics, t.Inventors = orNone(t.Metrics), orNone(t.Inventors)
	return t
}

// edited moves a changed listing's state and reports why it may not be changed so.
func edited(state *ListingState, missing []Missing, until Date, stays bool) error {
	if *state == ListingClosed {
		return Conflict("已关闭，不能再修改", "a closed listing cannot be changed")
	}
	if *state == ListingDraft {
		return nil
	}
	if err := missingError(missing); err != nil {
		return err
	}
	if *state == ListingPublished && until.IsZero() {
		return Invalid("valid_until", "已发布的须有有效期", "is required while published")
	}
	if *state == ListingPublished && !stays {
		*state = ListingSubmitted
	}
	return nil
}

// Enter makes n fit the state it is brought in with, a draft when none is named: a
// published need has been published at some time and is valid until some day. What
// its state requires and it lacks is an error. It is for records that arrive as they
// stand elsewhere; people take steps.
func (n *Need) Enter(now time.Time) error {
	return entered(&n.State, n.Missing(), now, &n.ValidUntil, &n.PublishedAt)
}

// Enter makes t fit the state it is brought in with, as Need.Enter does.
func (t *Technology) Enter(now time.Time) error {
	return entered(&t.State, t.Missing(), now, &t.ValidUntil, &t.PublishedAt)
}

func entered(state *ListingState, missing []Missing, now time.Time, until *Date, at **time.Time) error {
	switch *state {
	case "":
		*state = ListingDraft
	case ListingSubmitted:
		return missingError(missing)
	case ListingPublished:
		if until.IsZero() {
			*until = DateOf(now).AddDays(ListingValidity)
		}
		if *at == nil {
			*at = &now
		}
		return missingError(missing)
	}
	return nil
}
