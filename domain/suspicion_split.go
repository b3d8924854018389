package domain

import (
	"fmt"
	"slices"
	"strings"
)

// FindSplits looks whether c is part of one deal that was cut into several contracts
// between the same seller and buyer. Others are theirs.
func FindSplits(c Contract, others []Contract, r ContractRule) []Suspicion {
	if !c.CountedIn.IsZero() {
		return nil
	}
	left := slices.DeleteFunc(slices.Clone(others), func(o Contract) bool {
		return o.ID == c.ID || !o.Suspicious() || !o.CountedIn.IsZero()
	})
	group := []Contract{c}
	for at := 0; at < len(group); at++ { // whatever is of one deal with a part is a part
		left = slices.DeleteFunc(left, func(o Contract) bool {
			part := partOf(group[at], o, r.Params)
			if part {
				group = append(group, o)
			}
			return part
		})
	}
	if len(group) < 2 {
		return nil
	}
	slices.SortFunc(group, func(a, b Contract) int {
		return strings.Compare(a.SignedOn.String()+a.ID.String(), b.SignedOn.String()+b.ID.String())
	})
	if s := newSuspicion(Split, group, splitClues(group, r.Params)); s.Score >= r.Params.Report {
		return []Suspicion{s}
	}
	return nil
}

// partOf reports whether o may be of one deal with c: the same sides and subject, near in
// time, and not one after the other.
func partOf(c, o Contract, p RuleParams) bool {
	subject := titleAlikeness(c.Title, o.Title) >= p.Similar || !c.TechnologyID.IsZero() && c.TechnologyID == o.TechnologyID
	otherTechnology := !c.TechnologyID.IsZero() && !o.TechnologyID.IsZero() && c.TechnologyID != o.TechnologyID
	return c.SellerID == o.SellerID && c.BuyerID == o.BuyerID && subject && !otherTechnology && c.Kind == o.Kind &&
		daysBetween(c.SignedOn, o.SignedOn) <= p.Days && !(pair{c, o}).disjoint()
}

func splitClues(group []Contract, p RuleParams) []Clue {
	k := clues{weights: p.Weights}
	var sum, most Fen
	var parts []string
	for _, c := range group {
		sum, most = sum+c.TechnicalAmount, max(most, c.TechnicalAmount)
		if o := ordinals(c.Title); o != "" && !slices.Contains(parts, o) {
			parts = append(parts, o)
		}
	}
	first, last := group[0], group[len(group)-1]
	n := fmt.Sprint(len(group))
	k.add(true, "same_subject", first.Seller.Name+"与"+first.Buyer.Name+"就相近标的签订 "+n+" 份合同，"+first.SignedOn.String()+" 至 "+last.SignedOn.String(),
		n+" contracts of the same parties on like subjects, signed "+first.SignedOn.String()+" to "+last.SignedOn.String())
	k.share(len(group) > 2, float64(min(len(group)-2, 3)), "many", "份数 "+n, n+" of them")
	k.add(len(parts) > 1, "parts", "名称写明分期分包："+strings.Join(parts, "、"), "the titles number the parts: "+strings.Join(parts, ", "))
	for _, at := range p.Thresholds {
		if most >= at || sum < at {
			continue
		}
		k.add(true, "over", "各份技术交易额均低于 "+at.Display().ZH+"，合计 "+sum.Display().ZH+"，达到该线", "each lies below "+at.Display().EN+", together they reach it: "+sum.Display().EN)
		k.add(nearly(most, at, p.Margin), "just_under", "最大一份 "+most.Display().ZH+"，略低于 "+at.Display().ZH, "the largest is just below "+at.Display().EN+": "+most.Display().EN)
		break
	}
	return k.found
}
