package domain

import "strings"

// incentiveFeature tells of the grant that serves the need best, of those of one clause.
func incentiveFeature(grants []Grant, today Date) Feature {
	if len(grants) == 0 {
		return known("incentive", 0, "本条不含奖补", "The clause grants no incentive")
	}
	best, value := grants[0], -1.0
	for _, g := range grants {
		if v := g.serves(today); v > value {
			best, value = g, v
		}
	}
	answer := best.Answer(today)
	return known("incentive", value, strings.TrimSuffix(answer.ZH, "。"), strings.TrimSuffix(answer.EN, "."))
}

// What a grant is worth to a need, by how much of it is settled: halved where others
// than the enterprise have it, and where the deal alone does not bring it.
const (
	grantHolds    = 1
	grantOpen     = 0.7
	grantIndirect = 0.5
)

func (g Grant) serves(today Date) float64 {
	if g.Truth == Fails || g.Closed(today) {
		return 0
	}
	v := float64(grantHolds)
	if g.Truth == Unknown {
		v = grantOpen
	}
	if g.Beneficiary != "enterprise" && g.Beneficiary != "any" {
		v *= grantIndirect
	}
	if !g.OfDeal() {
		v *= grantIndirect
	}
	return v
}

// Overtaken is the first day after today on which a match no longer says what is true,
// since a time to apply for a grant is over then; the zero Date when none is in sight.
func Overtaken(matches []Match, today Date) (first Date) {
	for _, m := range matches {
		for _, g := range m.Grants {
			if g.ApplyBy.IsZero() || g.Closed(today) {
				continue
			}
			if over := g.ApplyBy.AddDays(1); first.IsZero() || over.Before(first) {
				first = over
			}
		}
	}
	return first
}

func sentences(list []Text) Text {
	var zh, en []string
	for _, t := range list {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return Text{strings.Join(zh, "；"), strings.Join(en, "; ")}
}
