package workbench

import (
	"fmt"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// glance is a dossier in a few lines, for those who read no further: the best
// technology and what it leaves open, the team, and the first incentive.
func (v *visit) glance(d postgres.Dossier) []fact {
	if d.Run == nil {
		return nil
	}
	return []fact{
		{v.say("成果", "Technology"), v.bestTechnology(d)},
		{v.say("团队", "Team"), v.teamLine(d)},
		{v.say("政策", "Policy"), v.firstGrant(d)},
	}
}

func (v *visit) bestTechnology(d postgres.Dossier) string {
	if len(d.Technologies) == 0 {
		return v.say("没有找到", "none was found")
	}
	best := d.Technologies[0]
	line := v.say(fmt.Sprintf("最佳 %s 分：%s", points(best.Score), best.Title), fmt.Sprintf("the best scores %s: %s", points(best.Score), best.Title))
	return line + v.verdicts(best.Targets)
}

// verdicts counts what becomes of a need's targets: "；指标满足 2 项，未说明 1 项".
func (v *visit) verdicts(targets []domain.TargetAnswer) string {
	var told []string
	for _, verdict := range domain.TargetVerdicts {
		n := 0
		for _, t := range targets {
			if t.Verdict == verdict.Code {
				n++
			}
		}
		if n > 0 {
			told = append(told, v.say(fmt.Sprintf("%s %d 项", verdict.Name.ZH, n), fmt.Sprintf("%d %s", n, strings.ToLower(verdict.Name.EN))))
		}
	}
	if len(told) == 0 {
		return ""
	}
	return v.say("；指标", "; targets: ") + strings.Join(told, v.say("，", ", "))
}

func (v *visit) teamLine(d postgres.Dossier) string {
	var all []string
	for _, m := range d.Team {
		all = append(all, domain.ExpertKinds.Name(m.Sort).In(v.lang)+" "+m.Title)
	}
	for _, g := range d.Gaps {
		all = append(all, v.say("缺", "no ")+domain.ExpertKinds.Name(g.Kind).In(v.lang))
	}
	return strings.Join(all, v.say("，", ", "))
}

// firstGrant is the first incentive that applies or may: those of the best policy come
// the most valuable first.
func (v *visit) firstGrant(d postgres.Dossier) string {
	for _, m := range d.Policies {
		for _, g := range m.Grants {
			if g.Truth == domain.Fails || g.Closed(domain.DateOf(v.DB.Now())) || !g.OfDeal() {
				continue
			}
			open := len(g.Open())
			line := v.say("《"+m.Title+"》", "“"+m.Title+"”, ") + v.place(g.Clause) + v.say("：", ": ") + v.worth(g)
			if open > 0 {
				line += v.say(fmt.Sprintf("（%d 项条件待核实）", open), fmt.Sprintf(" (open conditions: %d)", open))
			}
			return line
		}
	}
	return v.say("没有随合作而来的奖补", "no incentive comes with the deal")
}
