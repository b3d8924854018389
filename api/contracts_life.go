package api

import (
	"context"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

// registerContractLife is what may be done to contracts besides the steps of their
// machine, and how they came to say what they say.
func (a *API) registerContractLife(contracts collection) {
	actOnContract(a, contracts, domain.FlagContract, "标注争议与专家评审：", "Flag a dispute or expert review of one of the", a.flagContract)
	actOnContract(a, contracts, domain.RecordReview, "记录专家评审意见：", "Record the expert review of one of the", a.reviewContract)
	actOnContract(a, contracts, domain.Amend, "变更：", "Amend one of the", a.amendContract)
	actOnContract(a, contracts, domain.ProposeAmendment, "申请变更：", "Propose to amend one of the", a.proposeAmendment)
	for action, label := range map[domain.Action]domain.Text{
		domain.ApproveAmendment:  {ZH: "同意变更：", EN: "Approve the amendment of one of the"},
		domain.RejectAmendment:   {ZH: "不同意变更：", EN: "Reject the amendment of one of the"},
		domain.WithdrawAmendment: {ZH: "撤回变更申请：", EN: "Withdraw the amendment of one of the"},
	} {
		actOnContract(a, contracts, action, label.ZH, label.EN, func(ctx context.Context, in *decideAmendment) (*one[Contract], error) {
			return a.decideAmendment(ctx, action, in)
		})
	}
	for action, label := range map[domain.Action]domain.Text{
		domain.RecordDelivery:   {ZH: "登记交付：", EN: "Record a delivery of one of the"},
		domain.RecordAcceptance: {ZH: "登记验收：", EN: "Record an acceptance of one of the"},
	} {
		actOnContract(a, contracts, action, label.ZH, label.EN, func(ctx context.Context, in *recordMilestone) (*one[Contract], error) {
			e := domain.MilestoneEntry{Milestone: in.Body.Milestone, On: in.Body.On, Note: in.Body.Note}
			return a.performContract(ctx, in.ID, in.version(), action, e)
		})
	}
	actOnContract(a, contracts, domain.RecordPayment, "登记付款：", "Record a payment of one of the", func(ctx context.Context, in *recordPayment) (*one[Contract], error) {
		e := domain.MilestoneEntry{Milestone: in.Body.Milestone, On: in.Body.On, Amount: in.Body.Amount, Note: in.Body.Note}
		return a.performContract(ctx, in.ID, in.version(), domain.RecordPayment, e)
	})
	register(a, contracts.route("GET", "/{id}/versions", "list-versions-of", domain.Read, "历史版本：", "What was said over time by one of the"), a.contractVersions)
	register(a, contracts.route("GET", "/{id}/amendments", "list-amendments-of", domain.Read, "变更记录：", "The amendments of one of the"), a.contractAmendments)
}

// actOnContract registers POST /contracts/{id}/{action} on a version.
func actOnContract[I any](a *API, c collection, action domain.Action, zh, en string, handle func(context.Context, *I) (*one[Contract], error)) {
	rt := c.route(http.MethodPost, "/{id}/"+string(action), string(action), action, zh, en)
	rt.versioned, rt.status = true, http.StatusOK
	register(a, rt, handle)
}

type flagContract struct {
	Record
	IfMatch
	Body struct {
		Disputed     bool   `json:"disputed" zh:"有争议"`
		ExpertReview bool   `json:"expert_review" zh:"专家评审"`
		Reason       string `json:"reason" maxLength:"1000" zh:"理由"`
	}
}

func (a *API) flagContract(ctx context.Context, in *flagContract) (*one[Contract], error) {
	c, err := a.db.FlagContract(ctx, actorOf(ctx), in.ID, in.version(), in.Body.Disputed, in.Body.ExpertReview, in.Body.Reason)
	return a.oneContract(ctx, c, err)
}

type reviewContract struct {
	Record
	IfMatch
	Body Review
}

func (a *API) reviewContract(ctx context.Context, in *reviewContract) (*one[Contract], error) {
	c, err := a.db.ReviewContract(ctx, actorOf(ctx), in.ID, in.version(), domain.Review(in.Body))
	return a.oneContract(ctx, c, err)
}

type recordMilestone struct {
	Record
	IfMatch
	Body struct {
		Milestone int         `json:"milestone" zh:"节点序号"`
		On        domain.Date `json:"on,omitzero" zh:"日期" doc:"Today when absent."`
		Note      string      `json:"note,omitempty" maxLength:"1000" zh:"佐证说明"`
	}
}

type recordPayment struct {
	Record
	IfMatch
	Body struct {
		Milestone int         `json:"milestone,omitempty" zh:"节点序号" doc:"Absent when paid for no milestone in particular."`
		On        domain.Date `json:"on,omitzero" zh:"日期" doc:"Today when absent."`
		Amount    domain.Fen  `json:"amount_fen" zh:"金额（分）" doc:"Below zero to take back one entered in error."`
		Note      string      `json:"note,omitempty" maxLength:"1000" zh:"佐证说明"`
	}
}

func (a *API) performContract(ctx context.Context, id domain.ID, version int64, action domain.Action, e domain.MilestoneEntry) (*one[Contract], error) {
	c, err := a.db.PerformContract(ctx, actorOf(ctx), id, version, action, e)
	return a.oneContract(ctx, c, err)
}

type amendContract struct {
	Record
	IfMatch
	Body struct {
		Reason  string             `json:"reason" maxLength:"1000" zh:"变更理由"`
		On      domain.Date        `json:"on,omitzero" zh:"生效日期" doc:"Today when absent; the bureau may give an earlier one."`
		Changes Merge[AmendedBody] `json:"changes" zh:"变更内容" doc:"A merge patch of what the contract says."`
	}
}

// AmendedBody is what an amendment may change; seller, buyer and where the contract came
// from stay, but the names of the parties may change.
type AmendedBody struct {
	ContractBody
	SellerName string `json:"seller_name" zh:"卖方名称"`
	BuyerName  string `json:"buyer_name" zh:"买方名称"`
}

func (in *amendContract) amendment() postgres.ContractAmendment {
	return postgres.ContractAmendment{Reason: in.Body.Reason, On: in.Body.On, Change: func(c *domain.Contract) error {
		body, err := in.Body.Changes.onto(AmendedBody{contractBodyOf(*c), c.Seller.Name, c.Buyer.Name})
		body.to(c)
		c.Seller.Name, c.Buyer.Name = body.SellerName, body.BuyerName
		return err
	}}
}

func (a *API) amendContract(ctx context.Context, in *amendContract) (*one[Contract], error) {
	c, err := a.db.AmendContract(ctx, actorOf(ctx), in.ID, in.version(), in.amendment())
	return a.oneContract(ctx, c, err)
}

func (a *API) proposeAmendment(ctx context.Context, in *amendContract) (*one[Contract], error) {
	c, err := a.db.ProposeAmendment(ctx, actorOf(ctx), in.ID, in.version(), in.amendment())
	return a.oneContract(ctx, c, err)
}

type decideAmendment struct {
	Record
	IfMatch
	Body *struct {
		Reason string      `json:"reason,omitempty" maxLength:"1000" zh:"理由" doc:"Required to reject or withdraw."`
		On     domain.Date `json:"on,omitzero" zh:"生效日期" doc:"Of an approval: today when absent."`
	}
}

func (a *API) decideAmendment(ctx context.Context, action domain.Action, in *decideAmendment) (*one[Contract], error) {
	var reason string
	var on domain.Date
	if in.Body != nil {
		reason, on = in.Body.Reason, in.Body.On
	}
	c, err := a.db.DecideAmendment(ctx, actorOf(ctx), in.ID, in.version(), action, reason, on)
	return a.oneContract(ctx, c, err)
}
