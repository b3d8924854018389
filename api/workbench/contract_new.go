package workbench

import (
	"context"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// amending is one of the ways in which a registered contract comes to say something else.
type amending func(context.Context, domain.Actor, domain.ID, int64, postgres.ContractAmendment) (domain.Contract, error)

// newContract drafts a contract: of an agreed docking, from which it is filled in, or by
// hand.
func (w *Workbench) newContract(v *visit) error {
	var c domain.Contract
	var docking, seller, buyer string
	f := v.form(0, "新建合同", "A new contract")
	f.hidden(&docking, "docking_id")
	if docking == "" {
		docking = v.r.URL.Query().Get("docking")
	}
	if docking != "" {
		if err := v.contractOfDocking(&c, docking); err != nil {
			return err
		}
		f.Sections[0].Fields[0].Value = c.DockingID.String()
	}
	names, err := v.partyNames(c)
	if err != nil {
		return err
	}
	seller, buyer = names[0], names[1]
	f.Submit, f.done, f.cancel = v.say("建立草稿", "Draft"), v.say("草稿已建立。请补全价款、节点和证明材料后提交。", "Drafted: add price, milestones and proofs, then submit."), "/contracts"
	f.section("当事人", "Parties").Hint = v.say("填写单位全称或统一社会信用代码", "The full name or the unified social credit code")
	f.text(&seller, "seller_id", "卖方（让与方、受托方）", "Seller").required()
	f.text(&buyer, "buyer_id", "买方（受让方、委托方）", "Buyer").required()
	f.section("合同", "Contract")
	if err := v.contractBasics(f, &c); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
		if err := v.nameParties(&c, seller, buyer); err != nil {
			return "", err
		}
		made, err := w.DB.CreateContract(v.r.Context(), v.actor, c)
		return contractPath(made.ID), err
	})
}

// contractOfDocking fills in what an agreed docking tells of the contract to be made.
func (v *visit) contractOfDocking(c *domain.Contract, docking string) error {
	id, err := domain.ParseID(docking)
	if err != nil {
		return domain.ErrNotFound
	}
	ctx := v.r.Context()
	d, err := v.DB.Docking(ctx, v.actor, id)
	if err != nil {
		return err
	}
	c.DockingID, c.BuyerID, c.SellerID, c.IUR = d.ID, d.EnterpriseID, d.ProviderID, true
	n, err := v.DB.Need(ctx, v.actor, d.NeedID)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	c.Title, c.Field = n.Title, n.Field
	if d.TechnologyID.IsZero() {
		c.Kind = "development"
		return nil
	}
	t, err := v.DB.Technology(ctx, v.actor, d.TechnologyID)
	if missing(err) {
		return nil
	}
	c.Title, c.Field, c.ResultBased, c.Kind = t.Title, t.Field, true, "transfer"
	return err
}

// partyNames are the names of seller and buyer as far as they are known: those of a
// docking, or the caller's own organisation on its side.
func (v *visit) partyNames(c domain.Contract) (names [2]string, err error) {
	if own := v.actor.OrganisationID; c.DockingID.IsZero() && !own.IsZero() {
		if v.actor.Has(domain.RoleUniversity) {
			c.SellerID = own
		} else {
			c.BuyerID = own
		}
	}
	for i, id := range []domain.ID{c.SellerID, c.BuyerID} {
		if id.IsZero() {
			continue
		}
		o, err := v.DB.Organisation(v.r.Context(), v.actor, id)
		if err != nil {
			return names, err
		}
		names[i] = o.Name
	}
	return names, nil
}

// nameParties finds the parties that were named.
func (v *visit) nameParties(c *domain.Contract, seller, buyer string) error {
	var wrong domain.InvalidErrors
	for _, side := range []struct {
		to          *domain.ID
		field, text string
	}{{&c.SellerID, "seller_id", seller}, {&c.BuyerID, "buyer_id", buyer}} {
		found, err := v.organisationCalled(side.text)
		if err != nil {
			return err
		}
		if found.IsZero() {
			wrong = append(wrong, domain.InvalidError{Field: side.field, Reason: domain.Text{ZH: "没有登记这个单位，请填写全称；新单位请联系科技局登记", EN: "is not on the list: give the full name, or ask the bureau to add it"}})
		}
		*side.to = found
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// organisationCalled finds an organisation by its whole name or its code; zero for none.
func (v *visit) organisationCalled(text string) (domain.ID, error) {
	text = strings.TrimSpace(text)
	id, err := v.DB.OrganisationCalled(v.r.Context(), text)
	if missing(err) {
		return domain.ID{}, nil
	}
	return id, err
}

// contractPartiesForm changes who the contract is between.
func (w *Workbench) contractPartiesForm(v *visit) error {
	c, err := v.contract(domain.Change)
	if err != nil {
		return err
	}
	f := v.form(c.Version, "当事人", "Parties")
	f.Lead, f.cancel = c.Title, contractPath(c.ID)

	seller, buyer := c.Seller.Name, c.Buyer.Name
	f.text(&seller, "seller_id", "卖方（让与方、受托方）", "Seller").required()
	f.text(&buyer, "buyer_id", "买方（受让方、委托方）", "Buyer").required()
	var more []string
	for _, p := range c.Parties {
		o, err := w.DB.Organisation(v.r.Context(), v.actor, p.OrganisationID)
		if err != nil {
			return err
		}
		more = append(more, domain.Text{ZH: map[string]string{"seller": "卖方", "buyer": "买方"}[p.Side], EN: p.Side}.In(v.lang)+" "+o.Name)
	}
	f.lines(&more, "parties", "其他当事人", "Further parties").hint("每行一个，先写“卖方”或“买方”，空一格，再写单位全称", "One a line: seller or buyer, a space, the full name")
	return f.serve(func() (string, error) {
		changed := c
		if err := v.nameParties(&changed, seller, buyer); err != nil {
			return "", err
		}
		if changed.Parties, err = v.furtherParties(more); err != nil {
			return "", err
		}
		_, err := w.DB.ChangeContract(v.r.Context(), v.actor, c.ID, f.version, func(kept *domain.Contract) error {
			kept.SellerID, kept.BuyerID, kept.Parties = changed.SellerID, changed.BuyerID, changed.Parties
			return nil
		})
		return contractPath(c.ID), err
	})
}

func (v *visit) furtherParties(lines []string) (parties []domain.Party, err error) {
	sides := map[string]string{"卖方": "seller", "seller": "seller", "买方": "buyer", "buyer": "buyer"}
	for _, line := range lines {
		side, name, _ := strings.Cut(line, " ")
		id, err := v.organisationCalled(name)
		if err != nil {
			return nil, err
		}
		if sides[side] == "" || id.IsZero() {
			return nil, domain.Invalid("parties", "看不懂“"+line+"”：先写“卖方”或“买方”，再写已登记单位的全称", "“"+line+"” is not a side and the full name of an organisation on the list")
		}
		parties = append(parties, domain.Party{OrganisationID: id, Side: sides[side]})
	}
	return parties, nil
}
