package workbench

import (
	"errors"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ongoing are the stages of dockings that go on.
var ongoing = []string{string(domain.StageProposed), string(domain.StageIntroduced), string(domain.StageNegotiating), string(domain.StageAgreed)}

// inHand are the states of contracts that the registry has in hand.
var inHand = []string{string(domain.ContractSubmitted), string(domain.ContractPrechecked)}

// enterpriseHome is my needs, what answers them, and what became of it.
func (v *visit) enterpriseHome(p *homePage) error {
	t, err := v.DB.Tallies(v.r.Context(), v.actor, "")
	if err != nil {
		return err
	}
	p.Begin = &navLink{Name: v.say("填报需求", "Post a need"), Href: v.reach("/needs/new")}
	p.due(v, t.Needs.Of(string(domain.ListingDraft)), false, "/needs?state=draft", "%d 项需求还是草稿，补全后可提交发布", "%d needs are drafts: complete and submit them")
	dockings, err := v.partyTodo(p, t)
	if err != nil {
		return err
	}
	p.tile(v, "已发布需求", "Published needs", t.Needs.Of(string(domain.ListingPublished)), "/needs", "")
	v.partyTiles(p, t)
	p.Tiles = append(p.Tiles, tile{v.say("奖补政策", "Incentives"), v.say("查看", "See"), v.say("可申报的奖补与截止日期", "What can be claimed, and until when"), v.reach("/incentives")})
	rows, err := v.newMatches()
	p.list(v, "新的匹配", "New matches", "/notices", rows, "没有未读的匹配。", "Nothing unread.")
	needs, err2 := v.someNeeds(postgres.NeedFilter{OrganisationID: v.actor.OrganisationID}, fewRows)
	p.list(v, "我的需求", "My needs", "/needs", needs, "还没有需求。", "No needs yet.")
	return errors.Join(err, err2, v.partyLists(p, dockings))
}

// universityHome is my results, the needs they answer, and how much stays in the city.
func (v *visit) universityHome(p *homePage) error {
	t, err := v.DB.Tallies(v.r.Context(), v.actor, "")
	if err != nil {
		return err
	}
	p.Begin = &navLink{Name: v.say("登记成果", "List a result"), Href: v.reach("/technologies/new")}
	p.due(v, t.Technologies.Of(string(domain.ListingDraft)), false, "/technologies?state=draft", "%d 项成果还是草稿，补全后可提交发布", "%d results are drafts: complete and submit them")
	dockings, err := v.partyTodo(p, t)
	if err != nil {
		return err
	}
	p.tile(v, "已发布成果", "Published results", t.Technologies.Of(string(domain.ListingPublished)), "/technologies", "")
	v.partyTiles(p, t)
	if err := v.transferTiles(p); err != nil {
		return err
	}
	rows, err := v.newMatches()
	p.list(v, "新匹配到的需求", "Needs newly matched", "/notices", rows, "没有未读的匹配。", "Nothing unread.")
	results, err2 := v.someResults(fewRows)
	p.list(v, "我的成果", "My results", "/technologies", results, "还没有成果。", "No results yet.")
	experts, err3 := v.ownExperts()
	p.list(v, "本单位专家", "Experts of your organisation", "/experts", experts, "还没有专家。", "No experts yet.")
	return errors.Join(err, err2, err3, v.partyLists(p, dockings))
}

// partyTodo is what parties have to do about their dockings and contracts; it returns the
// first of the dockings that go on.
func (v *visit) partyTodo(p *homePage, t postgres.Tallies) ([]homeRow, error) {
	dockings, unanswered, err := v.openDockings(postgres.DockingFilter{})
	asked, err2 := v.DB.Reveals(v.r.Context(), v.actor, postgres.RevealFilter{State: string(domain.RevealAsked), OwnerID: v.actor.OrganisationID}, postgres.Page{Limit: postgres.MaxLimit})
	p.due(v, unanswered, false, "/dockings", "%d 项对接已引荐，待贵方答复", "%d dockings wait for your answer")
	p.due(v, len(asked.Items), false, "/reveals", "%d 份隐名公开申请，待贵方答复", "%d requests to see a blind listing wait for your answer")
	p.due(v, t.Dockings.Of(string(domain.StageAgreed)), false, "/dockings?stage=agreed", "%d 项对接已达成意向，可以签订合同", "%d dockings are agreed: sign the contract")
	p.due(v, t.Contracts.Of(string(domain.ContractReturned)), true, "/contracts?state=returned", "%d 份合同被退回，请补正后重新提交", "%d contracts were returned: correct and submit them again")
	p.due(v, t.Contracts.Of(string(domain.ContractDraft)), false, "/contracts?state=draft", "%d 份合同尚未提交登记", "%d contracts are not submitted yet")
	return dockings, errors.Join(err, err2)
}

func (v *visit) partyTiles(p *homePage, t postgres.Tallies) {
	p.tile(v, "进行中的对接", "Dockings under way", t.Dockings.Of(ongoing...), "/dockings", "")
	p.tile(v, "已登记合同", "Registered contracts", t.Contracts.Of(string(domain.ContractRegistered)), "/contracts?state=registered", "")
}

func (v *visit) partyLists(p *homePage, dockings []homeRow) error {
	p.list(v, "进行中的对接", "Dockings under way", "/dockings", dockings, "没有进行中的对接。", "None are under way.")
	contracts, err := v.someContracts(postgres.ContractFilter{}, fewRows)
	p.list(v, "技术合同", "Contracts", "/contracts", contracts, "还没有合同。", "None yet.")
	return err
}

// transferTiles are how much of the organisation's transfers went to buyers in the city
// and in the province, by count, as the plan counts them.
func (v *visit) transferTiles(p *homePage) error {
	ctx := v.r.Context()
	plan, err := v.DB.CurrentPlan(ctx, v.DB.Now())
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	parts, err := v.DB.FigureParts(ctx, plan, "local_transfer_rate", postgres.FigureQuery{AsOf: domain.DateOf(v.DB.Now()), By: "university"})
	if errors.Is(err, domain.ErrNotFound) || errors.As(err, new(domain.InvalidErrors)) {
		return nil // the plan has no such figure, or not by university
	}
	for _, f := range parts {
		if f.Key != v.actor.OrganisationID.String() {
			continue
		}
		for _, variant := range f.Variants {
			if variant.Code == "count_city" || variant.Code == "count_province" {
				p.Tiles = append(p.Tiles, v.transferTile(variant))
			}
		}
	}
	return err
}

func (v *visit) transferTile(of domain.Variant) tile {
	t := tile{Name: v.say("转化到本市", "Transferred within the city"), Value: v.say("无转化", "None"), Href: v.reach("/plan/indicators/local_transfer_rate")}
	if of.Code == "count_province" {
		t.Name = v.say("转化到本省", "Transferred within the province")
	}
	if of.Value != nil {
		t.Value = rounded(*of.Value) + "%"
		t.Note = rounded(of.Numerator) + " / " + rounded(of.Denominator) + v.say(" 项成果转化", " transfers")
	}
	return t
}

func (v *visit) someResults(p postgres.Page) ([]homeRow, error) {
	found, err := v.DB.Technologies(v.r.Context(), v.actor, postgres.TechnologyFilter{OrganisationID: v.actor.OrganisationID}, p)
	var rows []homeRow
	for _, t := range found.Items {
		rows = append(rows, homeRow{Title: t.Title, Href: v.reach("/technologies/" + t.ID.String()), Note: domain.Fields.Name(t.Field).In(v.lang),
			When: v.say("更新于 ", "Changed ") + day(t.UpdatedAt), Tag: domain.ListingStates.Name(string(t.State)).In(v.lang)})
	}
	return rows, err
}

func (v *visit) ownExperts() ([]homeRow, error) {
	found, err := v.DB.Experts(v.r.Context(), v.actor, postgres.ExpertFilter{OrganisationID: v.actor.OrganisationID}, fewRows)
	var rows []homeRow
	for _, e := range found.Items {
		rows = append(rows, homeRow{Title: e.Name, Href: v.reach("/experts/" + e.ID.String()), Note: v.names(domain.Fields, e.Fields)})
	}
	return rows, err
}
