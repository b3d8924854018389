package domain

import (
	"cmp"
	"slices"
	"strings"
)

// For is what the incentive is granted for, of Occasions.
func (i Incentive) For() string { return cmp.Or(i.Occasion, OfDeal) }

func (i Incentive) ofDeal() bool { return i.For() == OfDeal }

func (d Deal) checkTime(fs *findings, i Incentive) {
	if i.ofDeal() && (!i.ValidFrom.IsZero() || !i.ValidTo.IsZero()) {
		_, signed := d.Events["signed"]
		t, found := Holds, Text{}
		switch day := d.Day(); {
		case !i.ValidTo.IsZero() && i.ValidTo.Before(day) && !signed:
			t, found = Fails, Text{"已经到期", "it is over"}
		case !i.ValidTo.IsZero() && i.ValidTo.Before(day), day.Before(i.ValidFrom) && signed:
			t, found = Fails, Text{"合同签订于 " + day.String(), "the contract was signed on " + day.String()}
		case day.Before(i.ValidFrom):
			t = Unknown
		}
		p := period(i.ValidFrom, i.ValidTo)
		fs.add("period", t, Text{"合同" + p.ZH + "签订", "the contract is signed " + p.EN}, found)
		fs.assume(!signed)
	}
	if by := d.applyBy(i); !by.IsZero() {
		required := Text{"在 " + by.String() + " 前申报", "the application is made by " + by.String()}
		if by.Before(d.Today) {
			fs.add("apply_by", Fails, required, Text{"申报已截止", "applications have closed"})
		} else {
			fs.add("apply_by", Holds, required, Text{})
			fs.assume(true)
		}
	}
}

// period writes a span of days of which either end may be open.
func period(from, to Date) Text {
	switch {
	case from.IsZero():
		return Text{"在 " + to.String() + " 前", "by " + to.String()}
	case to.IsZero():
		return Text{"自 " + from.String() + " 起", "from " + from.String() + " on"}
	}
	return Text{"在 " + from.String() + " 至 " + to.String() + " 期间", "between " + from.String() + " and " + to.String()}
}

// applyBy is the last day to apply; zero when none is set, or none can be told yet.
func (d Deal) applyBy(i Incentive) Date {
	if i.ApplyWithin == (Within{}) {
		return i.ApplyBy
	}
	on, ok := d.Events[i.ApplyWithin.After]
	for _, o := range d.Happened {
		if o.Occasion == i.ApplyWithin.After {
			on, ok = o.On, true
		}
	}
	if !ok {
		return Date{}
	}
	return i.ApplyWithin.from(on)
}

// from is the last day of the term that starts with the day on. A month that lacks the
// day ends the term on its last (民法典 §202).
func (w Within) from(on Date) Date {
	if w.Unit == "days" {
		return on.AddDays(w.Number)
	}
	first := Date{on.Year, on.Month, 1}.Time().AddDate(0, w.Number, 0)
	last := DateOf(first.AddDate(0, 1, -1))
	return Date{last.Year, last.Month, min(on.Day, last.Day)}
}

// checkOccasion judges incentives for something else than the deal by what is
// recorded of it. What is not recorded may still have happened.
func (d Deal) checkOccasion(fs *findings, i Incentive) {
	if i.ofDeal() {
		return
	}
	t, found := Unknown, Text{"系统中没有记录", "nothing is recorded"}
	for _, o := range d.Happened {
		if !i.isFor(o) {
			continue
		}
		t, found = truthOf(Period{i.ValidFrom, orLast(i.ValidTo)}.Has(o.On)), Text{"记录为 " + o.On.String(), "recorded on " + o.On.String()}
		if o.Supposed {
			found = Text{"设想为 " + o.On.String(), "supposed on " + o.On.String()}
		}
		if t == Holds {
			break
		}
	}
	fs.add("occasion", t, i.occasion(d.Today), found)
}

func orLast(d Date) Date {
	if d.IsZero() {
		return Date{9999, 12, 31}
	}
	return d
}

// saysOccasion reports whether the text's own condition is the occasion.
func (i Incentive) saysOccasion() bool {
	return i.Condition != "" && !i.Requires.Complete && (i.Occasion == "rd_year" || i.Occasion == "other")
}

func (i Incentive) isFor(o Occurrence) bool {
	of := i.Requires.Qualifications
	if i.Occasion == "platform" {
		of = i.Requires.PlatformLevels
	}
	return o.Occasion == i.Occasion && (len(of) == 0 || slices.Contains(of, o.What))
}

// occasion states what must happen, and when: "在 2023-01-01 至 2025-12-31 期间首次认定为高新技术企业".
// Of a time that is over it asks whether it did: what happened in it may not have been recorded.
func (i Incentive) occasion(today Date) Text {
	when := Text{}
	if !i.ValidFrom.IsZero() || !i.ValidTo.IsZero() {
		when = period(i.ValidFrom, i.ValidTo)
	}
	if !i.ValidTo.IsZero() && i.ValidTo.Before(today) {
		when = Text{"曾" + when.ZH, when.EN + " (which is over)"}
	}
	var what Text
	q := eitherOf(Qualifications, i.Requires.Qualifications)
	switch i.Occasion {
	case "first_recognition":
		what = Text{"首次认定为" + q.ZH, "a first recognition as " + lower(q.EN) + " comes"}
	case "renewed_recognition":
		what = Text{"重新认定为" + q.ZH, "a renewed recognition as " + lower(q.EN) + " comes"}
	case "platform":
		levels := eitherOf(PolicyLevels, i.Requires.PlatformLevels)
		what = Text{"获批" + levels.ZH + "级科创平台", "a new platform of level " + lower(levels.EN) + " is approved"}
	case "rd_year":
		what = Text{"年度研发投入符合条件", "a year's R&D spending qualifies"}
	default:
		what = Text{"办成条文所指的事项", "what the clause is about is done"}
	}
	if i.saysOccasion() {
		what = Text{i.Condition, "what the clause asks for (“" + i.Condition + "”) comes about"}
	}
	return Text{when.ZH + what.ZH, strings.TrimSpace(what.EN + " " + when.EN)}
}
