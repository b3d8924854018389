package domain

import (
	"encoding/json"
	"strings"
	"time"
)

// Publication is what was published of a plan and never changes: a bulletin, with the
// figures in it. All of it tells of the records as they stood at the end of the day AsOf,
// as far as they were known at the moment KnownAt; what is entered later is known later.
type Publication struct {
	ID          ID
	Plan        string
	Code        string // "2024-Q4"
	Revision    int
	Corrects    ID     // the revision before
	Reason      string // why it was revised
	Title       string
	Number      string // 文号 or 期号
	Signature   string // the office that signs it, 发文机关署名
	Period      Period
	AsOf        Date
	KnownAt     time.Time
	Content     json.RawMessage // the bulletin, whole
	Digest      string          // SHA-256 of the content as the database writes it, hexadecimal
	PublishedBy ID
	PublishedAt time.Time
}

// PublishedFigure is a figure of a publication.
type PublishedFigure struct {
	Indicator   string
	Variant     string // "" for the headline
	Dimension   Dimension
	Key         string
	Value       *Decimal
	Numerator   *Decimal
	Denominator *Decimal
	Target      *Decimal
	Records     int
	Digest      string // of what it is made of
}

// For is p as a bulletin of a plan's progress over p.Period, with what was not said of it:
// its code, its title, and the period's last day for AsOf.
func (p Publication) For(plan Plan) Publication {
	p.Code = p.Period.Code()
	if p.Title == "" {
		p.Title = "关于《" + plan.Title + p.proposed()
	}
	if p.AsOf.IsZero() {
		p.AsOf = p.Period.To
	}
	return p
}

// proposed is how the title that For proposes ends.
func (p Publication) proposed() string { return "》" + p.Period.Name().ZH + "进展情况的通报" }

// Heading is the title of p, in English where it is the one that For proposes: others are
// in the words of those who published it.
func (p Publication) Heading() Text {
	if p.Period.From.IsZero() || !strings.HasPrefix(p.Title, "关于《") || !strings.HasSuffix(p.Title, p.proposed()) {
		return Text{p.Title, p.Title}
	}
	return Text{p.Title, "Progress of the plan, " + p.Period.Name().EN}
}

// Validate reports everything that is wrong with p as asked to be published on a day.
func (p Publication) Validate(today Date) error {
	var k checks
	k.draft(p, today)
	k.that(strings.TrimSpace(p.Reason) != "" || p.Corrects.IsZero(), "reason", "请说明更正理由", "is required for a revision")
	k.that(json.Valid(p.Content), "content", "必填", "is required")
	return k.err()
}

// ValidateDraft reports what is wrong with p as far as it is drawn up on a day, before
// anyone has said why it is published again.
func (p Publication) ValidateDraft(today Date) error {
	var k checks
	k.draft(p, today)
	return k.err()
}

func (k *checks) draft(p Publication, today Date) {
	k.text("code", p.Code, 1, 40)
	k.text("title", p.Title, 1, 200)
	k.text("number", p.Number, 0, 100)
	k.text("signature", p.Signature, 0, 100)
	k.text("reason", p.Reason, 0, 1000)
	k.that(!p.Period.From.IsZero() && !p.Period.To.Before(p.Period.From), "period", "起止日期有误", "must begin before it ends")
	k.that(!p.AsOf.IsZero() && !p.AsOf.Before(p.Period.From) && !today.Before(p.AsOf), "as_of", "应在统计期开始与今天之间", "must lie between the period's beginning and today")
}

// Published are f and its variants as they are published.
func (f Figure) Published() []PublishedFigure {
	p := PublishedFigure{Indicator: f.Indicator.Code, Dimension: f.Dimension, Key: f.Key, Value: f.Value, Numerator: f.Numerator, Denominator: f.Denominator,
		Target: f.Target, Records: f.Records, Digest: f.Digest}
	all := []PublishedFigure{p}
	for _, v := range f.Variants {
		p.Variant, p.Value, p.Numerator, p.Denominator = v.Code, v.Value, &v.Numerator, &v.Denominator
		all = append(all, p)
	}
	return all
}

// Restated is a published figure that its records do not give any more; Now is nil when
// there is no such figure now.
type Restated struct {
	Publication Publication
	Published   PublishedFigure
	Now         *PublishedFigure
}

// Restates reports whether the records give another figure than p; what the plan asks is
// not a matter of records.
func (p PublishedFigure) Restates(now PublishedFigure) bool {
	return !same(p.Value, now.Value) || !same(p.Numerator, now.Numerator) || !same(p.Denominator, now.Denominator) ||
		p.Records != now.Records || p.Digest != now.Digest
}
