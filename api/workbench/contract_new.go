package workbench

import (
	"context"
	"fmt"

	"sanku/domain"
	"sanku/domain/postgres"
)

// amending is one of the ways in which a registered contract comes to say something else.
type amending func(context.Context, domain.Actor, domain.ID, int64, postgres.ContractAmendment) (domain.Contract, error)

// newContract drafts a contract: of an agreed docking, from which it is filled in, or by
// hand.
func (w *Workbench) newContract(v *visit) error {
	var c domain.Contract
	var docking string
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
	v.ownSide(&c)
	f.Submit, f.done, f.cancel = v.say("建立草稿", "Draft"), v.say("草稿已建立。请补全价款、节点和证明材料后提交。", "Drafted: add price, milestones and proofs, then submit."), "/contracts"
	f.section("当事人", "Parties")
	v.sides(f, &c)
	f.section("合同", "Contract")
	if err := v.contractBasics(f, &c); err != nil {
		return err
	}
	return f.serve(func() (string, error) {
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

// ownSide puts the caller's own organisation on its side of a contract of no docking.
func (v *visit) ownSide(c *domain.Contract) {
	own := v.actor.OrganisationID
	switch {
	case !c.DockingID.IsZero():
	case v.actor.Has(domain.RoleUniversity):
		c.SellerID = own
	default:
		c.BuyerID = own
	}
}

// sides asks between whom the contract is.
func (v *visit) sides(f *form, c *domain.Contract) {
	f.organisation(&c.SellerID, "seller_id", "卖方（让与方、受托方）", "Seller", postgres.OrganisationFilter{}).required()
	f.organisation(&c.BuyerID, "buyer_id", "买方（受让方、委托方）", "Buyer", postgres.OrganisationFilter{}).required()
}

// contractPartiesForm changes who the contract is between.
func (w *Workbench) contractPartiesForm(v *visit) error {
	c, err := v.contract(domain.Change)
	if err != nil {
		return err
	}
	f := v.form(c.Version, "当事人", "Parties")
	f.Lead, f.cancel = c.Title, contractPath(c.ID)
	f.only(c.Editable(), domain.ContractStates.Name(string(c.State)))
	v.sides(f, &c)
	v.furtherParties(f, &c)
	return f.serve(func() (string, error) {
		_, err := w.DB.ChangeContract(v.r.Context(), v.actor, c.ID, f.version, func(kept *domain.Contract) error {
			kept.SellerID, kept.BuyerID, kept.Parties = c.SellerID, c.BuyerID, c.Parties
			return nil
		})
		return contractPath(c.ID), err
	})
}

var contractSides = domain.Terms{{Code: "seller", Name: domain.Text{ZH: "卖方", EN: "Seller"}}, {Code: "buyer", Name: domain.Text{ZH: "买方", EN: "Buyer"}}}

// furtherParties asks for parties besides the two.
func (v *visit) furtherParties(f *form, c *domain.Contract) {
	f.section("其他当事人", "Further parties").Hint = v.say("没有的留空。", "Leave blank what there is not.")
	var parties []domain.Party
	for i := range v.rows(f, len(c.Parties), "parties") {
		var p domain.Party
		if i < len(c.Parties) {
			p = c.Parties[i]
		}
		at, n := fmt.Sprintf("parties[%d].", i), fmt.Sprint(i+1)
		name := f.organisation(&p.OrganisationID, at+"organisation_id", "当事人 "+n, "Party "+n, postgres.OrganisationFilter{})
		f.choice(&p.Side, at+"side", "属于哪一方", "On which side", contractSides)
		if name.typed() != "" || p.Side != "" {
			parties = append(parties, p)
		}
	}
	c.Parties = parties
}
