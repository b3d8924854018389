package workbench

import (
	"strings"

	"sanku/domain"
)

// grantView is one incentive of a policy as people read it.
type grantView struct {
	Policy              string // its title; empty where the page is about one policy
	Clause, What, Basis string
	Verdict, Class      string
	Conditions          []conditionView
	Apply               string
}

// conditionView is one condition of a grant and what is known of it.
type conditionView struct {
	Required, Found, Mark, Class, Change string
	Text                                 string // words of a policy, on a page in English
}

func (v *visit) grant(g domain.Grant) grantView {
	g.Payer = v.payer(g.Payer)
	out := grantView{Clause: v.place(g.Clause), What: v.worth(g), Basis: strings.Trim(g.Basis.In(v.lang), "（） ()"), Class: g.Truth.String(),
		Verdict: v.say("可得", "Applies"), Apply: g.Apply(domain.DateOf(v.DB.Now())).In(v.lang)}
	switch g.Truth {
	case domain.Unknown:
		out.Verdict = v.say("待核实", "Open")
	case domain.Fails:
		out.Verdict, out.Apply = v.say("不适用", "Does not apply"), ""
	}
	for _, f := range g.Findings {
		if f.Condition != "apply_by" {
			out.Conditions = append(out.Conditions, v.condition(f))
		}
	}
	return out
}

// worth says what the grant is and how much: "补助最高 4.8 万元".
func (v *visit) worth(g domain.Grant) string {
	kind, worth := domain.IncentiveKinds.Name(g.Kind).In(v.lang), g.Worth.Display().In(v.lang)
	if g.Beneficiary != "enterprise" && g.Beneficiary != "any" {
		kind = domain.Beneficiaries.Name(g.Beneficiary).In(v.lang) + v.say("：", ": ") + kind
	}
	return kind + " " + worth
}

func (v *visit) condition(f domain.Finding) conditionView {
	out := conditionView{Required: f.Required.In(v.lang), Found: f.Found.In(v.lang), Change: f.Change.In(v.lang), Class: f.Truth.String()}
	if f.Condition == "text" && v.lang == "en" {
		out.Text = f.Required.ZH
		out.Required = strings.TrimSuffix(out.Required, out.Text)
	}
	switch {
	case f.Assumed:
		out.Mark, out.Class = v.say("须办到", "To do"), "unknown"
	case f.Truth == domain.Holds:
		out.Mark = v.say("符合", "Holds")
	case f.Truth == domain.Fails:
		out.Mark = v.say("不符合", "Fails")
	default:
		out.Mark = v.say("待核实", "Not known")
	}
	return out
}
