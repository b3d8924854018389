package postgres_test

import (
	"maps"
	"math"
	"math/big"
	"slices"
	"time"

	"sanku/domain"
)

// What follows says again, as plainly as can be, what the plan's figures are: it knows
// nothing of versions, intervals or SQL, and shares no rule with what it is held against.

// ledger is what was said of the records of one kind, in the order in which it was said.
type ledger[T any] map[domain.ID][]statement[T]

// statement says that from a day on a record is as it says; nil: nothing.
type statement[T any] struct {
	at   time.Time
	from domain.Date
	says *T
}

// standing is, by record, what was said last by the moment known of the day asOf.
func (l ledger[T]) standing(asOf domain.Date, known time.Time) map[domain.ID]T {
	found := map[domain.ID]T{}
	for id, statements := range l {
		for _, s := range statements {
			if s.at.After(known) || asOf.Before(s.from) {
				continue
			}
			delete(found, id)
			if s.says != nil {
				found[id] = *s.says
			}
		}
	}
	return found
}

func (l ledger[T]) say(id domain.ID, at time.Time, from domain.Date, says *T) {
	l[id] = append(l[id], statement[T]{at, from, says})
}

type party struct{ id, kind, area, division string }

type deal struct {
	state, kind              string
	iur, resultBased, equity bool
	seller, buyer            party
	technology               string
	amount, technical        int64
	signed                   domain.Date
}

type entry struct {
	register, category, level, area, unit string
	amount                                int64
	starts, ends, withdrawn               domain.Date
}

type declared struct {
	id                        domain.ID
	indicator, dimension, key string
	period                    domain.Period
	value                     *domain.Decimal
	numerator, denominator    domain.Decimal
}

// world is everything that was said, and what the plan is.
type world struct {
	deals   ledger[deal]
	entries ledger[entry]
	reports ledger[declared] // by the first revision
	begins  domain.Date
	areas   int64
}

// answer is a figure as the model computes it.
type answer struct {
	value, numerator, denominator *domain.Decimal
	records                       map[domain.ID]bool
	variants                      [][2]domain.Decimal
	statedOn                      domain.Date
}

// question is what is asked: of an indicator, over a period, up to a day, as known.
type question struct {
	period domain.Period
	asOf   domain.Date
	known  time.Time
	by     domain.Dimension
}

func (q question) last() domain.Date {
	if q.asOf.Before(q.period.To) {
		return q.asOf
	}
	return q.period.To
}

func (q question) signedWithin(d domain.Date) bool {
	return !d.Before(q.period.From) && !q.last().Before(d)
}

func group[T any](records map[domain.ID]T, key func(T) string, counts func(T) bool) map[string]map[domain.ID]T {
	groups := map[string]map[domain.ID]T{}
	for id, r := range records {
		if !counts(r) {
			continue
		}
		if groups[key(r)] == nil {
			groups[key(r)] = map[domain.ID]T{}
		}
		groups[key(r)][id] = r
	}
	return groups
}

func idsIn[T any](records map[domain.ID]T) map[domain.ID]bool {
	set := map[domain.ID]bool{}
	for id := range records {
		set[id] = true
	}
	return set
}

func (d deal) key(by domain.Dimension) string {
	switch by {
	case domain.ByArea:
		if d.buyer.area != "" {
			return d.buyer.area
		}
		return d.seller.area
	case domain.ByUniversity:
		return d.seller.id
	}
	return ""
}

func (w *world) agreements(q question) map[string]answer {
	found := group(w.deals.standing(q.asOf, q.known), func(d deal) string { return d.key(q.by) }, func(d deal) bool {
		return d.iur && d.state != "refused" && d.state != "voided" && q.signedWithin(d.signed)
	})
	answers := map[string]answer{}
	if q.by == domain.WholeCity && len(found) == 0 {
		answers[""] = answer{value: whole(0), numerator: whole(0)}
	}
	for key, deals := range found {
		answers[key] = answer{value: whole(len(deals)), numerator: whole(len(deals)), records: idsIn(deals)}
	}
	return answers
}

func (w *world) rate(q question) map[string]answer {
	found := group(w.deals.standing(q.asOf, q.known), func(d deal) string { return d.key(q.by) }, func(d deal) bool {
		kind := d.kind == "transfer" || d.kind == "licence" || d.kind == "development" || d.equity
		seller := (d.seller.kind == "university" || d.seller.kind == "institute") && d.seller.division[:4] == "4303"
		return d.resultBased && d.state == "registered" && kind && seller && q.signedWithin(d.signed)
	})
	answers := map[string]answer{}
	if q.by == domain.WholeCity && len(found) == 0 {
		found = map[string]map[domain.ID]deal{"": {}}
	}
	for key, deals := range found {
		results := [3]map[string]bool{{}, {}, {}}
		var amount, technical [3]int64
		for id, d := range deals {
			result := d.technology
			if result == "" {
				result = id.String()
			}
			for at, counts := range []bool{true, d.buyer.division[:4] == "4303", d.buyer.division[:2] == "43"} {
				if counts {
					results[at][result] = true
					amount[at] += d.amount
					technical[at] += d.technical
				}
			}
		}
		a := answer{records: idsIn(deals)}
		for at := 1; at <= 2; at++ {
			a.variants = append(a.variants, [2]domain.Decimal{*whole(len(results[at])), *whole(len(results[0]))})
		}
		for _, sums := range [][3]int64{amount, technical} {
			for at := 1; at <= 2; at++ { // fen with two decimals, figures in yuan with four
				a.variants = append(a.variants, [2]domain.Decimal{domain.Decimal(sums[at] * 100), domain.Decimal(sums[0] * 100)})
			}
		}
		a.numerator, a.denominator = &a.variants[0][0], &a.variants[0][1]
		a.value = percent(*a.numerator, *a.denominator)
		answers[key] = a
	}
	return answers
}

// registered counts entries of a register as take says, of a category or level if given.
func (w *world) registered(q question, register, category, level, take string) map[string]answer {
	all := w.entries.standing(q.asOf, q.known)
	kept := slices.ContainsFunc(slices.Collect(maps.Values(all)), func(e entry) bool { return e.register == register && !q.last().Before(e.starts) })
	if !kept {
		return nil
	}
	key := func(e entry) string {
		return map[domain.Dimension]string{domain.ByArea: e.area, domain.ByUnit: e.unit}[q.by]
	}
	found := group(all, key, func(e entry) bool {
		day := q.last()
		valid := !day.Before(e.starts) && (e.ends.IsZero() || !e.ends.Before(day)) && (e.withdrawn.IsZero() || day.Before(e.withdrawn))
		began := q.signedWithin(e.starts) && e.withdrawn != e.starts
		counts := map[string]bool{"valid": valid, "areas": valid && e.area != "", "started": began, "amount": began}[take]
		return counts && e.register == register && (category == "" || e.category == category) && (level == "" || e.level == level)
	})
	if q.by == domain.WholeCity && len(found) == 0 {
		found = map[string]map[domain.ID]entry{"": {}}
	}
	answers := map[string]answer{}
	for key, entries := range found {
		a := answer{records: idsIn(entries), value: whole(len(entries))}
		var fen int64
		areas := map[string]bool{}
		for _, e := range entries {
			fen += e.amount
			areas[e.area] = true
		}
		switch take {
		case "amount":
			v := domain.Decimal(fen / 100) // 万元, of whole yuan
			a.value = &v
		case "areas":
			a.numerator, a.denominator = whole(len(areas)), whole(int(w.areas))
			a.value = percent(*a.numerator, *a.denominator)
		}
		answers[key] = a
	}
	return answers
}

// toldOf are the reports in force of an indicator, by key, the earliest period first.
func (w *world) toldOf(q question, indicator string, by domain.Dimension) map[string][]domain.ID {
	found := map[string][]domain.ID{}
	all := w.reports.standing(q.asOf, q.known)
	for id, r := range all {
		if r.indicator == indicator && r.dimension == string(by) && !q.last().Before(r.period.To) && !r.period.To.Before(w.begins) {
			found[r.key] = append(found[r.key], id)
		}
	}
	for _, ids := range found {
		slices.SortFunc(ids, func(a, b domain.ID) int { return all[a].period.To.Time().Compare(all[b].period.To.Time()) })
	}
	return found
}

// reported computes what units report of an indicator that is measured in one of the
// plan's ways; a percentage is made of a ratio.
func (w *world) reported(q question, indicator, measure string) map[string]answer {
	all := w.reports.standing(q.asOf, q.known)
	answers := map[string]answer{}
	for key, ids := range w.toldOf(q, indicator, q.by) {
		a := answer{records: map[domain.ID]bool{}}
		latest := map[int]declared{} // by year
		var before *declared
		for _, id := range ids {
			r := all[id]
			latest[r.period.To.Year] = r
			if !r.period.To.Before(q.period.From) {
				a.records[r.id] = true
			} else {
				before = &r
			}
		}
		switch measure {
		case "growth":
			for _, id := range ids {
				if y := all[id].period.To.Year; y >= q.period.From.Year && y <= q.period.To.Year {
					a.records[all[id].id] = true
				}
			}
			w.growth(&a, q, latest)
		case "level":
			r := all[ids[len(ids)-1]]
			a.records[r.id] = true
			a.value, a.statedOn = r.value, r.period.To
			if r.value == nil {
				a.numerator, a.denominator, a.value = &r.numerator, &r.denominator, percent(r.numerator, r.denominator)
			}
		default:
			w.flow(&a, q, latest, before)
			if before != nil && len(a.records) > 0 && before.period.To == q.period.From.AddDays(-1) && before.period.To.Year == q.period.From.Year {
				a.records[before.id] = true
			}
		}
		if len(a.records) > 0 {
			answers[key] = a
		}
	}
	return answers
}

func (w *world) flow(a *answer, q question, latest map[int]declared, before *declared) {
	var sum domain.Decimal
	for year := q.period.From.Year; year <= q.last().Year; year++ {
		r, ok := latest[year]
		if !ok {
			if year == q.last().Year && year > q.period.From.Year {
				continue // of this year nothing has been reported yet
			}
			return
		}
		if r.period.To.Before(q.period.From) {
			return // of that part of the year that is asked for nothing has been reported
		}
		sum += *r.value
	}
	if first := (domain.Date{Year: q.period.From.Year, Month: time.January, Day: 1}); q.period.From != first {
		if before == nil || before.period.To != q.period.From.AddDays(-1) {
			return
		}
		sum -= *before.value
	}
	a.value = &sum
}

func (w *world) growth(a *answer, q question, latest map[int]declared) {
	logs, years := 0.0, 0.0
	for year, r := range latest {
		if year >= q.period.From.Year && year <= q.period.To.Year {
			logs, years = logs+math.Log(1+float64(*r.value)/1e6), years+1
		}
	}
	if years > 0 {
		v := domain.Decimal(math.Round((math.Exp(logs/years) - 1) * 1e6))
		a.value = &v
	}
}

// share is what one sector is of the whole, of the last period that both are reported of.
func (w *world) share(q question, of, sector string) map[string]answer {
	all := w.reports.standing(q.asOf, q.known)
	wholes, parts := w.toldOf(q, of, domain.WholeCity)[""], w.toldOf(q, of, domain.BySector)[sector]
	for _, id := range slices.Backward(wholes) {
		for _, part := range parts {
			if all[part].period == all[id].period {
				return map[string]answer{"": {value: percent(*all[part].value, *all[id].value), numerator: all[part].value, denominator: all[id].value,
					records: map[domain.ID]bool{all[id].id: true, all[part].id: true}, statedOn: all[id].period.To}}
			}
		}
	}
	return nil
}

func whole(n int) *domain.Decimal {
	v := domain.Decimal(n * 10_000)
	return &v
}

// percent is 100·n/d, rounded half up to four decimals; nil for a d of nothing.
func percent(n, d domain.Decimal) *domain.Decimal {
	if d == 0 {
		return nil
	}
	r := new(big.Rat).SetFrac64(int64(n), int64(d))
	r.Mul(r, big.NewRat(1_000_000, 1)).Add(r, big.NewRat(1, 2))
	v := domain.Decimal(new(big.Int).Div(r.Num(), r.Denom()).Int64())
	return &v
}
