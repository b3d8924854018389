package domain

import (
	"fmt"
	"slices"
	"strings"
)

// FindRelated tells whether seller and buyer of c were related when it was signed.
// Relations are those between the two, and of each to a third that both are related to.
func FindRelated(c Contract, relations []OrganisationRelation, r ContractRule) []Suspicion {
	k := clues{weights: r.Params.Weights}
	k.add(c.Seller.USCC != "" && c.Seller.USCC == c.Buyer.USCC, "same_uscc", "双方统一社会信用代码相同："+c.Seller.USCC, "both have the same unified social credit code: "+c.Seller.USCC)
	holds := slices.DeleteFunc(slices.Clone(relations), func(x OrganisationRelation) bool { return !x.ValidOn(c.SignedOn) || x.State != RelationDeclared })
	for _, x := range holds {
		if x.links(c.SellerID, c.BuyerID) {
			k.relation(x)
		}
	}
	for _, x := range holds {
		for _, y := range holds {
			if x.Kind == Owns && y.Kind == Owns && x.FromID == y.FromID && x.ToID == c.SellerID && y.ToID == c.BuyerID {
				k.share(true, min(x.share(), y.share()), "same_owner", "双方由同一单位持股："+x.FromName, "both are owned by "+x.FromName)
			}
		}
	}
	if s := newSuspicion(Related, []Contract{c}, k.found); s.Score >= r.Params.Report && len(k.found) > 0 {
		return []Suspicion{s}
	}
	return nil
}

func (k *clues) relation(x OrganisationRelation) {
	name, degree := RelationKinds.Name(string(x.Kind)), 1.0
	zh, en := x.FromName+"—"+x.ToName+"："+name.ZH, x.FromName+" – "+x.ToName+": "+name.EN
	if x.Kind == Owns {
		degree = x.share()
		if x.PercentBP > 0 {
			percent := trimZeros(float64(x.PercentBP) / 100)
			zh, en = zh+" "+percent+"%", en+" "+percent+" %"
		}
	}
	if x.Source != "" {
		zh, en = zh+"（来源："+x.Source+"）", en+" (source: "+x.Source+")"
	}
	k.share(true, degree, string(x.Kind), zh, en)
}

// FindRoundTrips tells whether c is one leg of a chain of sales that ends where it began:
// each trip is contracts of which each one's buyer sells the next, c first. Trips longer
// than two are of like amounts too.
func FindRoundTrips(c Contract, trips [][]Contract, r ContractRule) []Suspicion {
	var out []Suspicion
	for _, trip := range trips {
		if s := newSuspicion(RoundTrip, trip, tripClues(trip, r.Params)); s.Score >= r.Params.Report {
			out = append(out, s)
		}
	}
	return out
}

func tripClues(trip []Contract, p RuleParams) []Clue {
	k := clues{weights: p.Weights}
	start := 0 // told from the contract signed first, whichever was looked at
	for i, c := range trip {
		if older(c, trip[start]).a.ID == c.ID {
			start = i
		}
	}
	trip = append(append([]Contract{}, trip[start:]...), trip[:start]...)
	low, high, first, last := trip[0].Amount, trip[0].Amount, trip[0].SignedOn, trip[0].SignedOn
	var way, sums []string
	for _, c := range trip {
		way, sums = append(way, c.Seller.Name), append(sums, c.SignedOn.String()+" "+c.Amount.Display().ZH)
		low, high = min(low, c.Amount), max(high, c.Amount)
		if c.SignedOn.Before(first) {
			first = c.SignedOn
		}
		if last.Before(c.SignedOn) {
			last = c.SignedOn
		}
	}
	way = append(way, trip[0].Seller.Name)
	k.add(true, fmt.Sprintf("cycle_%d", len(trip)), strings.Join(way, " → ")+"（"+strings.Join(sums, "；")+"）", strings.Join(way, " → ")+", signed "+first.String()+" to "+last.String())
	k.add(nearly(low, high, p.Margin), "like_amounts", "各笔金额相近："+low.Display().ZH+" 至 "+high.Display().ZH, "like amounts: "+low.Display().EN+" to "+high.Display().EN)
	k.add(daysBetween(first, last) <= p.Near, "near_dates", fmt.Sprintf("前后相隔 %d 天", daysBetween(first, last)), fmt.Sprintf("within %d days", daysBetween(first, last)))
	for i := 1; i < len(trip); i++ {
		same := !trip[0].TechnologyID.IsZero() && trip[i].TechnologyID == trip[0].TechnologyID || titleAlikeness(trip[0].Title, trip[i].Title) >= p.Similar
		if same && p.Similar > 0 {
			k.add(true, "same_subject", "标的相近："+trip[0].Title+"、"+trip[i].Title, "like subjects: "+trip[0].Title+", "+trip[i].Title)
			break
		}
	}
	return k.found
}
