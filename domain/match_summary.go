package domain

import (
	"cmp"
	"slices"
	"strings"
)

// maxStrengths is how many strengths one sentence names of a technology or a policy; of
// people, of whom each is told in a word or two, all are.
const maxStrengths = 3

// Summary says in one sentence what speaks most for the candidate and what most
// against it. It is empty when neither may be told.
func (m Match) Summary() Text {
	strengths, gap := m.strengths(), m.gap()
	var zh, en []string
	for _, s := range strengths {
		zh, en = append(zh, s.ZH), append(en, s.EN)
	}
	t := Text{strings.Join(zh, "，"), strings.Join(en, ", ")}
	if m.Kind == MatchPolicy { // whose strengths are sentences
		t = Text{strings.Join(zh, "；"), strings.Join(en, "; ")}
	}
	switch {
	case gap.ZH == "":
	case t.ZH == "":
		t = gap
	default:
		t = Text{t.ZH + "；但" + gap.ZH, t.EN + "; but " + gap.EN}
	}
	return Text{t.ZH, upper(t.EN)}
}

// strengths are what contributes most, in that order; of people, in the order in which
// they are introduced.
func (m Match) strengths() []Text {
	var good []Feature
	for _, f := range m.Features {
		if f.Known && !f.Gap && f.Brief.ZH != "" && f.Contribution > 0 {
			good = append(good, f)
		}
	}
	if m.Kind != MatchExpert {
		slices.SortStableFunc(good, func(a, b Feature) int { return cmp.Compare(b.Contribution, a.Contribution) })
		good = good[:min(len(good), maxStrengths)]
	}
	var told []Text
	for _, f := range good {
		told = append(told, f.Brief)
	}
	return told
}

// gap is what speaks most against the candidate: a condition that is not met, else the
// feature that costs the most of the score, where what is not stated costs half.
func (m Match) gap() Text {
	for _, g := range m.Gates {
		if g.Severity == Misses {
			return Text{g.Reason.ZH, lower(g.Reason.EN)}
		}
	}
	var worst Text
	most := 0.0
	for _, f := range m.Features {
		cost := f.Weight * (1 - f.Value)
		if !f.Known {
			cost = f.Weight / 2
		}
		if f.Gap && cost > most {
			worst, most = f.Brief, cost
		}
	}
	if worst.ZH == "" && len(m.Gates) > 0 {
		return Text{m.Gates[0].Reason.ZH, lower(m.Gates[0].Reason.EN)}
	}
	return worst
}

func upper(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
