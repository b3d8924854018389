package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"sanku/domain"
)

// said is what a model knows that an entry says from a day on.
type said struct {
	from        domain.Date
	title       string
	starts      domain.Date
	withdrawnOn domain.Date
}

// timeline is all that is known at one moment, the earliest day first.
type timeline []said

func (l timeline) on(d domain.Date) (said, bool) {
	for i := len(l) - 1; i >= 0; i-- {
		if !d.Before(l[i].from) {
			return l[i], true
		}
	}
	return said{}, false
}

func (l timeline) with(s said) timeline {
	var kept timeline
	for _, have := range l {
		if have.from.Before(s.from) {
			kept = append(kept, have)
		}
	}
	return append(kept, s)
}

// moment is what was known from a time on.
type moment struct {
	at    time.Time
	known timeline
}

// TestVersionsTellWhatWasKnown takes entries through random changes, withdrawals and
// corrections and asks, of every moment and day, what was the case and known to be.
func TestVersionsTellWhatWasKnown(t *testing.T) {
	l := openLibrary(t)
	l.loadRegisters(t)
	rapid.Check(t, func(r *rapid.T) {
		l.now = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
		h := &entryHistory{library: l, t: t, r: r}
		h.create()
		for range rapid.IntRange(1, 8).Draw(r, "writes") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(1, 40*24).Draw(r, "hours")) * time.Hour)
			h.step()
		}
		h.check()
	})
}

// entryHistory is an entry and what a model knows of it.
type entryHistory struct {
	*library
	t       *testing.T
	r       *rapid.T
	entry   domain.RegisterEntry
	moments []moment
}

func (h *entryHistory) today() domain.Date { return domain.DateOf(h.now) }

// past is a day up to a year and a half before today.
func (h *entryHistory) past(label string) domain.Date {
	return h.today().AddDays(-rapid.IntRange(0, 500).Draw(h.r, label))
}

func (h *entryHistory) create() {
	h.write(h.CreateRegisterEntry(h.t.Context(), bureau, domain.RegisterEntry{Register: "team", Title: "示例团队", OrganisationID: h.enterprise.ID, Level: "city", StartsOn: h.past("start")}))
	h.know(h.entry.StartsOn)
}

func (h *entryHistory) write(e domain.RegisterEntry, err error) {
	require.NoError(h.r, err)
	h.entry = e
}

// know notes that the entry says from a day on what it now says.
func (h *entryHistory) know(from domain.Date) {
	var known timeline
	if len(h.moments) > 0 {
		known = h.moments[len(h.moments)-1].known
	}
	e := h.entry
	h.moments = append(h.moments, moment{h.Now(), known.with(said{from, e.Title, e.StartsOn, e.WithdrawnOn})})
}

func (h *entryHistory) first() domain.Date { return h.moments[len(h.moments)-1].known[0].from }

func (h *entryHistory) step() {
	ctx, id, version := h.t.Context(), h.entry.ID, h.entry.Version
	retitle := func(e *domain.RegisterEntry) error { e.Title = fmt.Sprintf("示例团队%d", version); return nil }
	switch rapid.SampledFrom([]string{"today", "earlier", "correct", "move", "standing"}).Draw(h.r, "step") {
	case "today":
		h.write(h.ChangeRegisterEntry(ctx, bureau, id, version, domain.EntryChange{}, retitle))
		h.know(h.today())
	case "earlier":
		on := h.past("effective")
		h.write(h.ChangeRegisterEntry(ctx, bureau, id, version, domain.EntryChange{On: on}, retitle))
		if first := h.first(); on.Before(first) {
			on = first
		}
		h.know(on)
	case "correct":
		h.write(h.ChangeRegisterEntry(ctx, bureau, id, version, domain.EntryChange{FromStart: true}, retitle))
		h.know(h.first())
	case "move":
		to := h.past("moved")
		if !h.entry.WithdrawnOn.IsZero() && h.entry.WithdrawnOn.Before(to) || to == h.entry.StartsOn {
			return
		}
		h.write(h.ChangeRegisterEntry(ctx, bureau, id, version, domain.EntryChange{}, func(e *domain.RegisterEntry) error { e.StartsOn = to; return nil }))
		if first := h.first(); first.Before(to) {
			to = first
		}
		h.know(to)
	case "standing":
		if from := h.entry.WithdrawnOn; !from.IsZero() {
			h.write(h.StepRegisterEntry(ctx, bureau, id, version, "reinstate", "误撤", domain.Date{}))
			h.know(from)
			return
		}
		on := h.past("withdrawn")
		if on.Before(h.entry.StartsOn) {
			on = h.entry.StartsOn
		}
		h.write(h.StepRegisterEntry(ctx, bureau, id, version, "withdraw", "示例", on))
		h.know(on)
	}
}

// check asks for what was known just before and after every write, on every day about
// which anything was said, and on the day before.
func (h *entryHistory) check() {
	days := map[domain.Date]bool{h.today(): true}
	for _, m := range h.moments {
		for _, s := range m.known {
			days[s.from], days[s.from.AddDays(-1)] = true, true
		}
	}
	for i, m := range h.moments {
		for d := range days {
			h.require(m.at, d, m.known)
			if i > 0 {
				h.require(m.at.Add(-time.Microsecond), d, h.moments[i-1].known)
			}
		}
	}
	history, err := h.RegisterEntryHistory(h.t.Context(), bureau, h.entry.ID)
	require.NoError(h.r, err)
	require.Len(h.r, history, int(h.entry.Version))
	last := history[len(history)-1]
	require.Equal(h.r, h.entry, last.Entry, "the last version is what the entry says")
	require.Equal(h.r, h.moments[len(h.moments)-1].at, last.At)
}

func (h *entryHistory) require(at time.Time, on domain.Date, known timeline) {
	rows, err := h.Pool().Query(h.t.Context(), `SELECT title, starts_on::text, coalesce(withdrawn_on::text, '') FROM register_versions
		WHERE entry_id = $1 AND effective_from <= $2::date AND effective_to > $2::date AND known_from <= $3 AND known_to > $3`, [16]byte(h.entry.ID), on.String(), at)
	require.NoError(h.r, err)
	got, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s [3]string, err error) {
		return s, row.Scan(&s[0], &s[1], &s[2])
	})
	require.NoError(h.r, err)
	want, ok := known.on(on)
	if !ok {
		require.Empty(h.r, got, "known at %s of %s", at, on)
		return
	}
	require.Equal(h.r, [][3]string{{want.title, want.starts.String(), want.withdrawnOn.String()}}, got, "known at %s of %s", at, on)
}

// loadRegisters loads three registers: of qualifications, of platforms and of teams.
func (l *library) loadRegisters(t *testing.T) {
	t.Helper()
	_, err := l.ReplaceUnits(t.Context(), bureau, []domain.Unit{{Code: "kjj", Name: domain.Text{ZH: "市科技局", EN: "Science bureau"}}, {Code: "gxj", Name: domain.Text{ZH: "市工信局", EN: "Industry"}}})
	require.NoError(t, err)
	changed, err := l.LoadRegisters(t.Context(), bureau, testRegisters())
	require.NoError(t, err)
	require.True(t, changed)
}

func testRegisters() []domain.Register {
	text := func(zh, en string) domain.Text { return domain.Text{ZH: zh, EN: en} }
	return []domain.Register{
		{Code: "qualification", Order: 1, Name: text("企业资质", "Qualifications"), Holder: domain.Must, Department: domain.May, Area: domain.Must, Expiry: domain.May, Once: true, HolderKinds: []string{domain.Enterprise},
			Categories: []domain.Category{{Code: "tech_sme", Name: text("科技型中小企业", "Technology SME"), Life: domain.Life{CalendarYear: true}, Rung: 1},
				{Code: "high_tech", Name: text("高新技术企业", "High-tech enterprise"), Life: domain.Life{Months: 36, Source: "示例办法"}, Rung: 2}}},
		{Code: "platform", Order: 2, Name: text("科创平台", "Platforms"), Holder: domain.Must, Department: domain.Must, Area: domain.Must, Expiry: domain.May, Levels: []string{"national", "province"},
			Categories: []domain.Category{{Code: "key_laboratory", Name: text("重点实验室", "Key laboratory")}}},
		{Code: "team", Order: 3, Name: text("人才团队", "Teams"), Holder: domain.Must, Area: domain.May, Levels: []string{"city"}},
		{Code: "financing", Order: 4, Name: text("融资", "Financing"), Holder: domain.Must, Department: domain.May, Amount: domain.Must},
	}
}
