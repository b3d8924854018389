package domain

import (
	"fmt"
	"math"
	"regexp"
	"strings"
)

// FindDuplicates compares c with others that came near it, and returns those that are
// likely the same deal entered twice, also as agreement and as contract.
func FindDuplicates(c Contract, others []Contract, r ContractRule) []Suspicion {
	var out []Suspicion
	for _, o := range others {
		if o.ID == c.ID || !o.Suspicious() || o.CountedIn == c.ID || c.CountedIn == o.ID {
			continue
		}
		if s := newSuspicion(Duplicate, []Contract{c, o}, duplicateClues(older(c, o), r)); s.Score >= r.Params.Report {
			out = append(out, s)
		}
	}
	return out
}

// pair is two contracts, the one signed first first, so that what is said of them does
// not depend on which was looked at.
type pair struct{ a, b Contract }

func older(c, o Contract) pair {
	if o.SignedOn.Before(c.SignedOn) || o.SignedOn == c.SignedOn && o.ID.String() < c.ID.String() {
		return pair{o, c}
	}
	return pair{c, o}
}

// clues collects evidence, weighed by a rule.
type clues struct {
	weights map[string]float64
	found   []Clue
}

func (k *clues) add(found bool, code, zh, en string) { k.share(found, 1, code, zh, en) }

// share adds a clue that holds to a degree.
func (k *clues) share(found bool, degree float64, code, zh, en string) {
	if w := k.weights[code]; found && w != 0 {
		k.found = append(k.found, Clue{code, math.Round(w*degree*1000) / 1000, Text{zh, en}})
	}
}

func duplicateClues(p pair, r ContractRule) []Clue {
	k := clues{weights: r.Params.Weights}
	a, b := p.a, p.b
	k.parties(a, b)
	k.titles(a, b, r.Params)
	close := p.amountsWithin(r.Params.Margin)
	k.add(a.Amount == b.Amount && a.Amount > 0, "same_amount", "成交额相同："+a.Amount.Display().ZH, "the same value: "+a.Amount.Display().EN)
	k.add(a.Amount != b.Amount && close, "near_amount", "成交额相近："+a.Amount.Display().ZH+"、"+b.Amount.Display().ZH, "nearly the same value: "+a.Amount.Display().EN+", "+b.Amount.Display().EN)
	k.add(a.Amount != b.Amount && !close, "other_amount", "成交额不同："+a.Amount.Display().ZH+"、"+b.Amount.Display().ZH, "other values: "+a.Amount.Display().EN+", "+b.Amount.Display().EN)
	k.add(!a.DockingID.IsZero() && a.DockingID == b.DockingID, "same_docking", "同一对接", "the same docking")
	k.add(!a.TechnologyID.IsZero() && a.TechnologyID == b.TechnologyID, "same_technology", "同一项技术成果", "the same technology")
	k.add(!a.TechnologyID.IsZero() && !b.TechnologyID.IsZero() && a.TechnologyID != b.TechnologyID, "other_technology", "技术成果不同", "other technologies")
	k.add(!a.NeedID.IsZero() && a.NeedID == b.NeedID, "same_need", "同一项需求", "the same need")
	k.add(p.daysApart() <= r.Params.Near, "near_dates", "签订日期相近："+a.SignedOn.String()+"、"+b.SignedOn.String(), "signed close together: "+a.SignedOn.String()+", "+b.SignedOn.String())
	k.add(!a.EndsOn.IsZero() && a.EndsOn == b.EndsOn && a.StartsOn == b.StartsOn, "same_term", "履行期限相同，至 "+a.EndsOn.String(), "the same term, to "+a.EndsOn.String())
	k.add(p.disjoint(), "other_term", "履行期限前后衔接、不重叠，可能是续签", "one term begins after the other: it may be a renewal")
	k.add(a.IUR != b.IUR && a.Kind != b.Kind, "other_kind", "性质不同", "of another nature")
	k.add(a.IUR && b.IUR && (a.State == ContractRegistered) != (b.State == ContractRegistered), "agreement_and_contract", "一份为协议，另一份为登记合同，均计入产学研合作协议", "one is an agreement and the other a registered contract; both count as IUR agreements")
	return k.found
}

// parties tells how the parties agree: by record, or by name and code where one
// organisation was entered twice.
func (k *clues) parties(a, b Contract) {
	same := func(x, y ID, p, q PartyAtSigning) bool {
		return x == y || p.Name != "" && foldName(p.Name) == foldName(q.Name) || p.USCC != "" && p.USCC == q.USCC
	}
	straight := same(a.SellerID, b.SellerID, a.Seller, b.Seller) && same(a.BuyerID, b.BuyerID, a.Buyer, b.Buyer)
	crossed := same(a.SellerID, b.BuyerID, a.Seller, b.Buyer) && same(a.BuyerID, b.SellerID, a.Buyer, b.Seller)
	names := Text{a.Seller.Name + "、" + a.Buyer.Name, a.Seller.Name + ", " + a.Buyer.Name}
	k.add(straight, "same_parties", "当事人相同："+names.ZH, "the same parties: "+names.EN)
	k.add(crossed && !straight, "swapped_parties", "买卖双方对调："+names.ZH, "seller and buyer swapped: "+names.EN)
}

// titles tells how the titles agree, and whether each names a year or part of its own.
func (k *clues) titles(a, b Contract, p RuleParams) {
	alike := titleAlikeness(a.Title, b.Title)
	percent := fmt.Sprintf("%.0f", alike*100)
	k.share(alike >= p.Similar, alike, "similar_title", "名称相似 "+percent+"%：“"+a.Title+"”“"+b.Title+"”", "titles "+percent+" % alike: “"+a.Title+"”, “"+b.Title+"”")
	k.add(alike < p.Similar, "other_title", "名称不同", "other titles")
	x, y := ordinals(a.Title), ordinals(b.Title)
	k.add(alike >= p.Similar && x != y && x != "" && y != "", "other_part", "名称所写的年度、期次不同："+x+"、"+y, "the titles name other years or parts: "+x+", "+y)
}

// boilerplate are words that titles of contracts have in common.
var boilerplate = regexp.MustCompile(`技术(开发|转让|许可|咨询|服务)|(委托|合作|联合)开发|合同|协议书?|项目|[（）()《》“”、\s]`)

// titleAlikeness is the share of character pairs that two titles have in common, what all
// titles say left out.
func titleAlikeness(a, b string) float64 {
	x, y := boilerplate.ReplaceAllString(a, ""), boilerplate.ReplaceAllString(b, "")
	if len([]rune(x)) < 2 || len([]rune(y)) < 2 {
		x, y = a, b
	}
	return alikeness(x, y)
}

var ordinal = regexp.MustCompile(`(19|20)\d{2}|第?[一二三四五六七八九十\d]+(期|批|阶段|标段|部分|包)|[A-Za-z]包`)

// ordinals are the years and numbered parts that a title names.
func ordinals(title string) string { return strings.Join(ordinal.FindAllString(title, -1), " ") }

func (p pair) amountsWithin(margin float64) bool { return nearly(p.a.Amount, p.b.Amount, margin) }

// nearly reports whether the lesser of two amounts is short of the other by at most a
// share of it.
func nearly(x, y Fen, margin float64) bool {
	high := max(x, y)
	return high > 0 && float64(high-min(x, y)) <= margin*float64(high)
}

func (p pair) daysApart() int { return daysBetween(p.a.SignedOn, p.b.SignedOn) }

func daysBetween(a, b Date) int {
	return int(math.Abs(math.Round(b.Time().Sub(a.Time()).Hours() / 24)))
}

// disjoint reports whether one term ends before the other begins.
func (p pair) disjoint() bool {
	before := func(x, y Contract) bool {
		return !x.EndsOn.IsZero() && !y.StartsOn.IsZero() && x.EndsOn.Before(y.StartsOn)
	}
	return before(p.a, p.b) || before(p.b, p.a)
}
