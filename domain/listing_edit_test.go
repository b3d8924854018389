package domain

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func drawNeed(t *rapid.T) Need {
	maybe := func(name string) string {
		return rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(t, name)
	}
	return Need{
		ID: ID{1}, Version: 3, OrganisationID: rapid.SampledFrom([]ID{{}, {2}}).Draw(t, "organisation"), Title: "示例", Problem: maybe("problem"),
		Field: rapid.SampledFrom([]string{"", "materials"}).Draw(t, "field"), Background: maybe("background"), ContactName: maybe("contact"),
		Confidentiality: rapid.SampledFrom(Confidentialities.Codes()).Draw(t, "confidentiality"),
		ValidUntil:      rapid.SampledFrom([]Date{{}, {2026, 1, 1}, {2027, 1, 1}}).Draw(t, "until"),
		State:           ListingState(rapid.SampledFrom(ListingStates.Codes()).Draw(t, "state")), Reason: maybe("reason"),
	}
}

// However a need is changed, it stays who it is, stays complete while it is
// submitted or published, and stays published only when nothing is left to review.
func TestNeedEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawNeed(t), drawNeed(t)
		trusted := rapid.Bool().Draw(t, "trusted")
		n := before
		err := n.Edit(trusted, func(n *Need) error { *n = after; return nil })
		switch {
		case before.State == ListingClosed:
			if !errors.Is(err, ErrConflict) {
				t.Fatalf("a closed need was changed: %v", err)
			}
			return
		case err != nil:
			return
		}
		if n.ID != before.ID || n.Version != before.Version || n.Reason != before.Reason {
			t.Fatal("it became another need")
		}
		if n.State != ListingDraft && len(n.Missing()) > 0 {
			t.Fatalf("a %s need lacks %v", n.State, n.Missing())
		}
		same := n
		same.ContactName, same.ValidUntil, same.State = before.ContactName, before.ValidUntil, before.State
		review := before.State == ListingPublished && !trusted && !reflect.DeepEqual(same, before)
		if want := map[bool]ListingState{true: ListingSubmitted, false: before.State}[review]; n.State != want {
			t.Fatalf("%s became %s, want %s", before.State, n.State, want)
		}
	})
}

// Whoever sees a need from outside sees no contact, and of a blind one only what
// Redacted leaves; whoever stands inside sees it as it is.
func TestNeedShownTo(t *testing.T) {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		n := drawNeed(t)
		s := Scope{All: rapid.Bool().Draw(t, "all"), Published: rapid.Bool().Draw(t, "published"), Listed: rapid.Bool().Draw(t, "listed"),
			Area: rapid.SampledFrom([]string{"", "yuhu", "yuetang"}).Draw(t, "area"), Organisation: rapid.SampledFrom([]ID{{}, {2}, {3}}).Draw(t, "own")}
		f := n.Facts("yuhu", now)
		inside := s.All || s.Area == "yuhu" || s.Organisation == ID{2} && n.OrganisationID == ID{2}
		got := n.ShownTo(s, f, 0)
		switch {
		case inside && !reflect.DeepEqual(got, n):
			t.Fatal("an insider does not see it all")
		case !inside && got.ContactName+got.ContactPhone+got.Reason != "":
			t.Fatal("an outsider sees the contact")
		case !inside && n.Confidentiality == "blind" && !reflect.DeepEqual(got, n.Redacted()):
			t.Fatal("an outsider sees more than a blind need shows")
		}
	})
}

func TestEnter(t *testing.T) {
	now := time.Date(2026, 6, 1, 20, 0, 0, 0, time.UTC) // the second of June in Shanghai
	n := Need{OrganisationID: ID{1}, Problem: "难题", Field: "materials", State: ListingPublished}
	if err := n.Enter(now); err != nil || n.ValidUntil != (Date{2027, time.June, 2}) || n.PublishedAt == nil {
		t.Errorf("published: %v, valid until %s", err, n.ValidUntil)
	}
	n = Need{State: ListingSubmitted}
	var invalid InvalidErrors
	if err := n.Enter(now); !errors.As(err, &invalid) || len(invalid) != 3 {
		t.Errorf("an empty need was submitted: %v", err)
	}
	tech := Technology{}
	if err := tech.Enter(now); err != nil || tech.State != ListingDraft {
		t.Errorf("a technology without a state is a draft, not %s: %v", tech.State, err)
	}
	p := Policy{State: PolicyPublished}
	if err := p.Enter(); !errors.As(err, &invalid) {
		t.Error("a policy without clauses was published")
	}
	e := Expert{State: ExpertPublished}
	if err := e.Enter(); !errors.As(err, &invalid) {
		t.Error("an expert without a field was published")
	}
}
