package workbench

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
	"sanku/search"
)

func policyShelf() shelf {
	return shelf{path: "/library/policies", resource: domain.Policies, kind: search.Policies, name: domain.Text{ZH: "政府政策库", EN: "Policies of government"},
		lead:   domain.Text{ZH: "现行政策逐条可查，奖补标注金额和申报期限。", EN: "Policies in force, clause by clause, with what they grant and by when to apply."},
		facets: []facetOf{{"level", domain.Text{ZH: "政策层级", EN: "Level"}, termsOf(domain.PolicyLevels)}}, browse: browsePolicies, read: readPolicies, record: policyRecord}
}

func browsePolicies(v *visit, by url.Values, after string) (shown, error) {
	ctx := v.r.Context()
	f := postgres.PolicyFilter{State: "published", ValidOn: domain.DateOf(v.DB.Now()), Level: by.Get("level")}
	list, err := v.DB.Policies(ctx, v.actor, f, postgres.Page{After: after, Limit: shelfPage})
	if err != nil {
		return shown{}, err
	}
	counts, err := v.DB.PolicyFacets(ctx, v.actor, f)
	if err != nil {
		return shown{}, err
	}
	items, err := readPolicies(v, idsOf(list.Items, func(p domain.Policy) domain.ID { return p.ID }), nil)
	return shown{items: items, facets: counts, next: list.Next}, err
}

func readPolicies(v *visit, ids []domain.ID, found found) ([]shownItem, error) {
	policies, err := v.DB.ReadablePolicies(v.r.Context(), v.actor, ids)
	var items []shownItem
	for _, p := range policies {
		item := v.item(found, p.ID, p.Title, "/library/policies/")
		item.Facts = v.joined(domain.PolicyLevels.Name(p.Level).In(v.lang), p.Issuer, p.Number, v.labelled("有效期至 ", "valid until ", p.ValidUntil.String()))
		item.values = map[string][]string{"level": {p.Level}}
		item.Clauses, item.Passages = v.foundClauses(p, item.Passages)
		if len(item.Clauses) == 0 {
			item.Lines = abstract(item, p.Summary)
			item.Clauses = v.grantingClauses(p)
		}
		items = append(items, item)
	}
	return items, err
}

// clauseView is a clause of a policy in a list: where it is read, what of it was found
// and what it grants.
type clauseView struct {
	Name, Href string
	Pieces     []piece
	Grants     []offerView
}

// offerView is what an incentive offers: how much, for whom, and by when to apply.
type offerView struct {
	What, Basis, Apply string
	Closed             bool
}

// foundClauses puts what was found of a policy under the clauses that it stands in; the
// passages that stand in none are returned.
func (v *visit) foundClauses(p domain.Policy, passages []passageView) (clauses []clauseView, others []passageView) {
	at := map[int]int{}
	for _, passage := range passages {
		i := clauseWith(p, plain(passage.Pieces))
		if i < 0 {
			others = append(others, passage)
			continue
		}
		if _, ok := at[i]; ok {
			continue
		}
		at[i] = len(clauses)
		clause := v.clause(p, i)
		clause.Pieces = passage.Pieces
		clauses = append(clauses, clause)
	}
	return clauses, others
}

func plain(all []piece) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Text)
	}
	return b.String()
}

// clauseWith is the place of the clause that a passage stands in, or -1.
func clauseWith(p domain.Policy, passage string) int {
	passage = strings.Trim(passage, "… ")
	for i, c := range p.Clauses {
		if passage != "" && strings.Contains(c.Ref+" "+c.Heading+"\n"+c.Text, passage) {
			return i
		}
	}
	return -1
}

// grantingClauses are the first clauses that grant something.
func (v *visit) grantingClauses(p domain.Policy) (all []clauseView) {
	const most = 3
	for i, c := range p.Clauses {
		if len(c.Incentives) > 0 && len(all) < most {
			all = append(all, v.clause(p, i))
		}
	}
	return all
}

func (v *visit) clause(p domain.Policy, i int) clauseView {
	c := p.Clauses[i]
	out := clauseView{Name: strings.TrimSpace(c.Ref + " " + c.Heading), Href: v.href("/library/policies/"+p.ID.String()) + "#clause-" + strconv.Itoa(i+1)}
	for _, incentive := range c.Incentives {
		out.Grants = append(out.Grants, v.offered(incentive))
	}
	return out
}

func (v *visit) offered(i domain.Incentive) offerView {
	worth := i.Worth(domain.Bounds{}).Display()
	out := offerView{What: domain.Beneficiaries.Name(i.Beneficiary).In(v.lang) + v.say("：", ": ") + domain.IncentiveKinds.Name(i.Kind).In(v.lang)}
	if i.Rule == "fixed" || i.Rule == "upper_bound" || i.Cap != nil {
		out.What += " " + worth.In(v.lang)
	}
	if i.Rule == "percent" && i.PercentBP != nil {
		rate := strconv.FormatFloat(float64(*i.PercentBP)/100, 'f', -1, 64)
		out.Basis = v.say(fmt.Sprintf("按%s的 %s%%", domain.IncentiveBases.Name(i.Base).ZH, rate), rate+"% of: "+domain.IncentiveBases.Name(i.Base).EN)
	}
	today := domain.DateOf(v.DB.Now())
	grant := domain.Grant{ApplyBy: i.ApplyBy, ApplyWithin: i.ApplyWithin, Payer: v.payer(i.Payer)}
	out.Apply, out.Closed = grant.Apply(today).In(v.lang), grant.Closed(today)
	return out
}

func policyRecord(v *visit, id domain.ID) (recordPage, error) {
	p, err := v.DB.Policy(v.r.Context(), v.actor, id)
	if err != nil {
		return recordPage{}, err
	}
	page := recordPage{Title: p.Title, Lang: v.say("", "zh-CN"), Note: v.say("", "Policies are official in Chinese only and are quoted as they stand."), Facts: v.factsOf(
		[3]string{"政策层级", "Level", domain.PolicyLevels.Name(p.Level).In(v.lang)}, [3]string{"发布机关", "Issued by", p.Issuer}, [3]string{"文号", "Number", p.Number},
		[3]string{"发布日期", "Issued on", p.IssuedOn.String()}, [3]string{"施行日期", "In force from", p.EffectiveFrom.String()}, [3]string{"有效期至", "Valid until", p.ValidUntil.String()})}
	page.add(v, "摘要", "Summary", p.Summary)
	for i, c := range p.Clauses {
		page.Parts = append(page.Parts, recordPart{ID: "clause-" + strconv.Itoa(i+1), Name: strings.TrimSpace(c.Ref + " " + c.Heading), Lines: lines(c.Text), Grants: v.clause(p, i).Grants})
	}
	if p.SourceURL != "" {
		page.Links = append(page.Links, reference{v.say("查看原文", "The text at its source"), p.SourceURL})
	}
	if at := v.reach("/incentives"); at != "" {
		page.Links = append(page.Links, reference{v.say("查本单位可享受的奖补", "What my organisation may claim"), at})
	}
	return page, nil
}
