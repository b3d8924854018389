package domain

import (
	"fmt"
	"strings"
)

// incentiveFeature tells of the grant that serves the need best, of those of one clause.
func incentiveFeature(grants []Grant, today Date) Feature {
	if len(grants) == 0 {
		return known("incentive", 0, "本条不含奖补", "The clause grants no incentive").lacks("没有可申请的奖补", "it grants no incentive")
	}
	best, value := grants[0], -1.0
	for _, g := range grants {
		if v := g.serves(today); v > value {
			best, value = g, v
		}
	}
	answer, brief := best.Answer(today), best.brief(today)
	f := known("incentive", value, strings.TrimSuffix(answer.ZH, "。"), strings.TrimSuffix(answer.EN, "."))
	if value == 0 {
		return f.lacks(brief.ZH, brief.EN)
	}
	return f.says(brief.ZH, brief.EN)
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

// brief is Answer in one sentence: "本次合作可获补助 3 万元（第十一条），因为…，请在 2028-12-15
// 前申请"; "若…，则可获…" while conditions are open.
func (g Grant) brief(today Date) Text {
	kind, worth := IncentiveKinds.Name(g.Kind), g.Worth.Display()
	switch {
	case g.Truth == Fails:
		r := g.refusal()
		return Text{r.ZH, lower(r.EN)}
	case g.Closed(today):
		return Text{g.Clause + "的申报已于 " + g.ApplyBy.String() + " 截止", "applications under " + g.Clause + " closed on " + g.ApplyBy.String()}
	}
	who := g.receiver()
	t := Text{who.ZH + kind.ZH + space(worth.ZH) + "（" + g.Clause + "）", who.EN + worth.EN + " (" + lower(kind.EN) + ", " + g.Clause + ")"}
	if g.Worth.Most == nil && g.Worth.Least == 0 {
		t = Text{who.ZH + kind.ZH + "（" + g.Clause + "）", who.EN + lower(kind.EN) + " (" + g.Clause + ")"}
	}
	if open := g.few(Unknown); open.ZH != "" {
		t = Text{"若" + open.ZH + "，则" + t.ZH, t.EN + " if " + open.EN}
	} else if because := g.few(Holds); because.ZH != "" {
		t = Text{t.ZH + "，因为" + because.ZH, t.EN + ", because " + because.EN}
	}
	switch to := g.office(); {
	case !g.ApplyBy.IsZero():
		t = Text{t.ZH + "，请在 " + g.ApplyBy.String() + " 前" + to.ZH + "申请", t.EN + "; apply" + to.EN + " by " + g.ApplyBy.String()}
	case to.ZH != "":
		t = Text{t.ZH + "，" + to.ZH + "申请", t.EN + "; apply" + to.EN}
	}
	return t
}

// receiver says who has the grant, of what.
func (g Grant) receiver() Text {
	who := Text{"可获", "brings "}
	switch name := Beneficiaries.Name(g.Beneficiary); {
	case g.Beneficiary != "enterprise" && g.Beneficiary != "any":
		who = Text{name.ZH + "可获", "brings the " + lower(name.EN) + " "}
	case g.Side == "seller":
		who = Text{"卖方可获", "brings the seller "}
	}
	if g.OfDeal() {
		return Text{"本次合作" + who.ZH, "the deal " + who.EN}
	}
	return who
}

// few joins the first two of what is required by the findings of one truth, but for the
// steps that the deal is meant to take, and says how many more there are.
func (g Grant) few(t Truth) Text {
	const told = 2
	var zh, en []string
	for _, f := range g.Findings {
		if f.Truth == t && !f.Assumed && f.Condition != "apply_by" {
			zh, en = append(zh, f.Required.ZH), append(en, f.Required.EN)
		}
	}
	more := len(zh) - told
	if more <= 0 {
		return Text{strings.Join(zh, "，且"), strings.Join(en, ", and ")}
	}
	return Text{fmt.Sprintf("%s，并另满足 %d 项条件", strings.Join(zh[:told], "，且"), more), fmt.Sprintf("%s, and %d more conditions hold", strings.Join(en[:told], ", "), more)}
}

func sentences(list []Text) Text {
	var zh, en []string
	for _, t := range list {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return Text{strings.Join(zh, "；"), strings.Join(en, "; ")}
}
