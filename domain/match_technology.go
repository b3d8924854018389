package domain

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// TechnologyCandidate is a technology as matching sees it.
type TechnologyCandidate struct {
	Technology Technology
	Owner      Organisation // zero when not recorded
	Contracts  int          // technology contracts that its owner has registered as seller
	Evidence   Evidence
}

// MatchTechnology judges one technology against a need. It returns false when the text
// evidence or the score is below the weights' least.
func (a Asked) MatchTechnology(w Weights, c TechnologyCandidate) (Match, bool) {
	if c.Evidence.Text < w.MinText[MatchTechnology] {
		return Match{}, false
	}
	t := c.Technology
	m := a.start(w, MatchTechnology, t.ID, t.Version)
	m.Gates, m.Passages, m.Targets = a.technologyGates(c), c.Evidence.Passages, a.answerTargets(t)
	m.Features = append(textFeatures(c.Evidence),
		quantitiesFeature(m.Targets),
		fieldFeature(a.Need.Field, []string{t.Field}),
		industryFeature(a.Need.Industry, t.Industries),
		readinessFeature(a.Need.Conditions.TRLMin, t.TRL),
		modesFeature(a.Need.Modes, t.Modes),
		budgetFeature(a.Need, t.PriceMin, t.PriceMax),
		rightsFeature(t.IP),
		localityFeature(c.Owner),
		recordFeature(c.Contracts),
		freshnessFeature(t, a.Today),
	)
	m.weigh(w)
	return m, m.Score >= w.MinScore[m.Kind]
}

func (a Asked) technologyGates(c TechnologyCandidate) []Gate {
	t, g := c.Technology, gates{}
	g.bar(t.State != ListingPublished, "unpublished", "成果未发布", "Not published")
	g.bar(!t.ValidUntil.IsZero() && t.ValidUntil.Before(a.Today), "expired", "成果发布已过有效期", "Its listing has expired")
	g.own(a, t.OrganisationID)
	g.dismissed(a, t.ID)
	g.conflict(a, Declarer{Organisation: t.OrganisationID})
	g.solverTerritory(a, c.Owner)
	g.useTerritory(a, t)
	g.readiness(a, t.TRL)
	g.price(a, t.PriceMin)
	g.secrecy(a)
	return g
}

// useTerritory asks that the enterprise lies where the technology may be used.
func (g *gates) useTerritory(a Asked, t Technology) {
	name := Territories.Name(t.Territory)
	g.add(t.Territory != "" && !a.Owner.inTerritory(t.Territory), Misses, "use",
		Text{"成果仅限" + name.ZH + "使用", "May be used only " + lower(name.EN)},
		Text{"对方放宽使用地域即符合", "Would match if its owner allowed use elsewhere"})
}

func fieldFeature(want string, have []string) Feature {
	switch {
	case want == "" || len(have) == 0 || have[0] == "":
		return unstated("field", "技术领域未说明", "The field is not stated")
	case slices.Contains(have, want):
		n := Fields.Name(want)
		return known("field", 1, "同属"+n.ZH+"领域", "Both in "+lower(n.EN)).says("技术领域一致", "same field")
	}
	asked, theirs := Fields.Name(want), names(Fields, have)
	return known("field", 0, "需求属"+asked.ZH+"，对方属"+theirs.ZH, "The need is in "+lower(asked.EN)+", the other in "+lower(theirs.EN)).
		lacks("技术领域不同", "the field differs")
}

// industryFeature gives half for the same section of GB/T 4754.
func industryFeature(want string, have []string) Feature {
	switch {
	case want == "" || len(have) == 0:
		return unstated("industry", "行业未说明", "The industry is not stated")
	case slices.Contains(have, want):
		return known("industry", 1, "适用行业相同（"+want+"）", "The same industry ("+want+")").says("行业一致", "same industry")
	case slices.ContainsFunc(have, func(h string) bool { return h[:1] == want[:1] }):
		return known("industry", 0.5, "行业门类相同（"+want[:1]+"）", "The same section of industry ("+want[:1]+")")
	}
	return known("industry", 0, "适用行业不同", "Another industry").lacks("适用行业不同", "the industry differs")
}

// readinessFeature is full from level 7 on, where a result works in its environment,
// and from the need's floor on where there is one.
func readinessFeature(floor, trl int) Feature {
	switch {
	case trl == 0:
		return unstated("trl", "成熟度未说明", "The TRL is not stated").lacks("未说明成熟度", "no TRL is stated")
	case floor > 0 && trl >= floor:
		return known("trl", 1, fmt.Sprintf("成熟度 %d 级，满足不低于 %d 级的要求", trl, floor), fmt.Sprintf("TRL %d meets the required %d", trl, floor)).
			says("成熟度满足要求", "the TRL is high enough")
	case floor > 0:
		return known("trl", float64(trl)/float64(floor)-0.3, fmt.Sprintf("成熟度 %d 级，低于要求的 %d 级", trl, floor), fmt.Sprintf("TRL %d is below the required %d", trl, floor)).
			lacks(fmt.Sprintf("成熟度差 %d 级", floor-trl), fmt.Sprintf("the TRL falls short by %d", floor-trl))
	}
	f := known("trl", min(float64(trl)/7, 1), fmt.Sprintf("成熟度 %d 级", trl), fmt.Sprintf("TRL %d", trl))
	switch {
	case trl >= 7:
		return f.says(fmt.Sprintf("成熟度 %d 级", trl), fmt.Sprintf("TRL %d", trl))
	case trl <= 4:
		return f.lacks(fmt.Sprintf("成熟度仅 %d 级", trl), fmt.Sprintf("its TRL is only %d", trl))
	}
	return f
}

func modesFeature(want, have []string) Feature {
	if len(want) == 0 || len(have) == 0 {
		f := unstated("modes", "合作方式未说明", "The kind of cooperation is not stated")
		if len(want) > 0 {
			return f.lacks("未说明合作方式", "no kind of cooperation is stated")
		}
		return f
	}
	both := common(want, have)
	if len(both) == 0 {
		w, h := names(Modes, want), names(Modes, have)
		return known("modes", 0, "需求希望"+w.ZH+"，对方只接受"+h.ZH, "Wanted: "+lower(w.EN)+"; offered: "+lower(h.EN)).
			lacks("合作方式不同", "the kind of cooperation differs")
	}
	n := names(Modes, both)
	return known("modes", 0.5+0.5*float64(len(both))/float64(len(want)), "双方都接受"+n.ZH, "Both accept "+lower(n.EN)).
		says("合作方式一致", "both accept "+lower(n.EN))
}

// budgetFeature is full when the highest price lies within the budget, and half or
// more when only the lowest does.
func budgetFeature(n Need, low, high *Fen) Feature {
	limit := n.BudgetMax
	if limit == nil {
		return unstated("budget", "需求未说明预算", "The need states no budget")
	}
	if low == nil && high == nil {
		return unstated("budget", "对方未说明报价", "No price is stated").lacks("未说明报价", "no price is stated")
	}
	least, most := orElse(low, high), orElse(high, low)
	budget := limit.Display()
	switch {
	case *most <= *limit:
		p := most.Display()
		return known("budget", 1, "报价不超过 "+p.ZH+"，在预算 "+budget.ZH+"以内", "Asks for at most "+p.EN+", within the budget of "+budget.EN).
			says("报价在预算内", "within the budget")
	case *least <= *limit:
		p := least.Display()
		return known("budget", 0.5+0.5*float64(*limit-*least)/float64(*most-*least), "报价 "+p.ZH+"起，部分在预算 "+budget.ZH+"以内",
			"Asks for "+p.EN+" or more, in part within the budget of "+budget.EN).
			says("报价部分在预算内", "within the budget in part")
	}
	p := least.Display()
	return known("budget", 0.5*float64(*limit)/float64(*least), "报价 "+p.ZH+"起，高于预算 "+budget.ZH, "Asks for "+p.EN+" or more, above the budget of "+budget.EN).
		lacks("报价高于预算", "the price is above the budget")
}

func orElse(a, b *Fen) *Fen {
	if a != nil {
		return a
	}
	return b
}

// rightsFeature counts the best right: a granted invention patent or a variety most.
func rightsFeature(rights []IPRight) Feature {
	if len(rights) == 0 {
		return unstated("ip", "知识产权状况未说明", "No rights are stated")
	}
	best, value := rights[0], -1.0
	for _, r := range rights {
		if v := r.standing(); v > value {
			best, value = r, v
		}
	}
	kind, status := IPKinds.Name(best.Kind), IPStatuses.Name(best.Status)
	if best.Status == "" {
		status = Text{"状态未说明", "standing not stated"}
	}
	f := known("ip", value, fmt.Sprintf("%s（%s），共 %d 项知识产权", kind.ZH, status.ZH, len(rights)),
		fmt.Sprintf("%s, %s; rights: %d", kind.EN, lower(status.EN), len(rights)))
	if best.Status == "lapsed" {
		return f.lacks("知识产权已失效", "the rights have lapsed")
	}
	return f.says("有"+kind.ZH, "protected by "+lower(kind.EN))
}

func (r IPRight) standing() float64 {
	value := map[string]float64{"invention_patent": 1, "variety": 1, "layout": 0.9, "utility_patent": 0.8, "software": 0.8, "know_how": 0.6}[r.Kind]
	switch r.Status {
	case "pending":
		return value * 0.6
	case "lapsed":
		return value * 0.2
	}
	return value
}

func localityFeature(o Organisation) Feature {
	switch {
	case o.ID.IsZero() || o.Division == "":
		return unstated("locality", "所在地未说明", "Where it is located is not stated")
	case o.InCity():
		return known("locality", 1, o.Name+"在本市", o.Name+" is in the city").says("对方在本市", "in the city")
	case o.InProvince():
		return known("locality", 0.6, o.Name+"在本省", o.Name+" is in the province").says("对方在本省", "in the province")
	}
	return known("locality", 0.3, o.Name+"在省外", o.Name+" is outside the province").lacks("对方在省外", "outside the province")
}

// recordFeature grows with registered contracts; none on file speaks for nothing.
func recordFeature(contracts int) Feature {
	if contracts == 0 {
		return unstated("record", "尚无登记的技术合同", "No registered contract is on file")
	}
	return known("record", 1-0.5*math.Exp(-float64(contracts)/3), fmt.Sprintf("所属单位已登记技术合同 %d 项", contracts),
		fmt.Sprintf("Its organisation has registered %d technology contracts", contracts)).
		says("所属单位有技术合同业绩", "its organisation has registered contracts")
}

// freshnessFeature is full for three years after the work ended and halves every
// six years from then on. When it is not known when it ended, its listing counts.
func freshnessFeature(t Technology, today Date) Feature {
	ended, err := time.Parse("2006-01", t.EndMonth)
	what := Text{" 完成", "Finished in "}
	if err != nil {
		if t.PublishedAt == nil {
			return unstated("freshness", "完成时间未说明", "When it was finished is not stated")
		}
		ended, what = t.PublishedAt.In(Shanghai), Text{" 发布，完成时间未说明", "When it was finished is not stated; listed in "}
	}
	years := today.Time().Sub(ended).Hours() / (365.25 * 24)
	at := ended.Format("2006-01")
	f := known("freshness", math.Exp2(-max(years-3, 0)/6), at+what.ZH, what.EN+at)
	if years > 9 {
		return f.lacks("成果完成已久", "it was finished long ago")
	}
	return f
}
