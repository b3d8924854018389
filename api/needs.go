package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// NeedBody is what callers write of a need.
type NeedBody struct {
	OrganisationID  domain.ID      `json:"organisation_id,omitzero" zh:"单位编号" doc:"The caller's own when absent from a new need."`
	Title           string         `json:"title" zh:"需求名称"`
	Background      string         `json:"background,omitempty" zh:"背景"`
	Problem         string         `json:"problem,omitempty" zh:"技术难题"`
	Targets         []Quantity     `json:"targets,omitempty" zh:"量化指标"`
	Field           string         `json:"field,omitempty" set:"fields" zh:"技术领域"`
	Industry        string         `json:"industry,omitempty" zh:"行业代码"`
	Modes           []string       `json:"modes,omitempty" set:"modes" zh:"合作方式"`
	BudgetMin       *domain.Fen    `json:"budget_min_fen,omitempty" zh:"预算下限（分）"`
	BudgetMax       *domain.Fen    `json:"budget_max_fen,omitempty" zh:"预算上限（分）"`
	Deadline        domain.Date    `json:"deadline,omitzero" zh:"期望解决日期"`
	IPOwnership     string         `json:"ip_ownership,omitempty" set:"ownerships" zh:"知识产权归属"`
	Conditions      NeedConditions `json:"conditions,omitzero" zh:"对揭榜方的条件"`
	Confidentiality string         `json:"confidentiality" set:"confidentialities" zh:"公开范围"`
	ContactName     string         `json:"contact_name,omitempty" zh:"联系人"`
	ContactPhone    string         `json:"contact_phone,omitempty" zh:"联系电话"`
	Keywords        []string       `json:"keywords,omitempty" zh:"关键词"`
	ValidUntil      domain.Date    `json:"valid_until,omitzero" zh:"有效期至"`
}

// NeedConditions are hard conditions on a solver.
type NeedConditions struct {
	TRLMin    int    `json:"trl_min,omitempty" minimum:"0" maximum:"9" zh:"最低技术成熟度"`
	Territory string `json:"territory,omitempty" set:"territories" zh:"地域"`
	Secret    bool   `json:"secret,omitempty" zh:"涉密"`
	Text      string `json:"text,omitempty" zh:"其他条件"`
}

// Need is a need as callers read it.
type Need struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	NeedBody
	Organisation Owner      `json:"organisation,omitzero" zh:"单位"`
	State        string     `json:"state" set:"listing_states" zh:"状态"`
	Reason       string     `json:"reason,omitempty" zh:"退回或关闭的理由"`
	OpenSteps    []string   `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	Blind        bool       `json:"blind,omitempty" zh:"隐名" doc:"Who it is of is not shown."`
	Shown        int        `json:"shown,omitempty" zh:"公开到的层级" doc:"Of reveal_levels; absent when all is shown."`
	Expired      bool       `json:"expired,omitempty" zh:"已过期"`
	Missing      []Ask      `json:"missing,omitempty" zh:"发布前须补充" doc:"Of a draft."`
	Wanting      []Ask      `json:"wanting,omitempty" zh:"建议补充" doc:"Of a draft."`
	PublishedAt  *time.Time `json:"published_at,omitempty" zh:"发布时间"`
	CreatedAt    time.Time  `json:"created_at" zh:"创建时间"`
	UpdatedAt    time.Time  `json:"updated_at" zh:"更新时间"`
}

// veiled reports whether its reader is not shown the conditions.
func (n Need) veiled() bool { return !domain.RevealLevel(n.Shown).Shows(domain.RevealBackground) }

func needBodyOf(n domain.Need) NeedBody {
	return NeedBody{OrganisationID: n.OrganisationID, Title: n.Title, Background: n.Background, Problem: n.Problem, Targets: each(n.Targets, quantityOf),
		Field: n.Field, Industry: n.Industry, Modes: n.Modes, BudgetMin: n.BudgetMin, BudgetMax: n.BudgetMax, Deadline: n.Deadline,
		IPOwnership: n.IPOwnership, Confidentiality: n.Confidentiality, ContactName: n.ContactName, ContactPhone: n.ContactPhone,
		Keywords: n.Keywords, ValidUntil: n.ValidUntil, Conditions: NeedConditions(n.Conditions)}
}

// to writes the body onto n.
func (b NeedBody) to(n *domain.Need) {
	n.OrganisationID, n.Title, n.Background, n.Problem, n.Targets = b.OrganisationID, b.Title, b.Background, b.Problem, each(b.Targets, Quantity.domain)
	n.Field, n.Industry, n.Modes, n.BudgetMin, n.BudgetMax, n.Deadline = b.Field, b.Industry, b.Modes, b.BudgetMin, b.BudgetMax, b.Deadline
	n.IPOwnership, n.Confidentiality, n.ContactName, n.ContactPhone = b.IPOwnership, b.Confidentiality, b.ContactName, b.ContactPhone
	n.Keywords, n.ValidUntil, n.Conditions = b.Keywords, b.ValidUntil, domain.NeedConditions(b.Conditions)
}

// needOf is n as its reader sees it; the owner is zero when none is shown.
func (a *API) needOf(ctx context.Context, n domain.Need, owner Owner) Need {
	steps := openTo(actorOf(ctx), domain.Needs, domain.ListingSteps.Open(n.State), n.Facts(owner.Area, a.db.Now()))
	out := Need{ID: n.ID, Version: n.Version, NeedBody: needBodyOf(n), Organisation: owner, State: string(n.State), Reason: n.Reason, OpenSteps: steps,
		Blind: !n.Shown.Shows(domain.RevealIdentity), Shown: int(n.Shown), Expired: n.Expired(a.db.Now()), PublishedAt: n.PublishedAt, CreatedAt: n.CreatedAt, UpdatedAt: n.UpdatedAt}
	if n.State == domain.ListingDraft {
		out.Missing, out.Wanting = asksOf(ctx, n.Missing()), asksOf(ctx, n.Wanting())
	}
	return out
}

func (a *API) needsOf(ctx context.Context, needs []domain.Need) ([]Need, error) {
	owners, err := a.owners(ctx, ids(needs, func(n domain.Need) domain.ID { return n.OrganisationID }))
	return each(needs, func(n domain.Need) Need { return a.needOf(ctx, n, owners[n.OrganisationID]) }), err
}

func (a *API) registerNeeds() {
	needs := collection{"needs", domain.Needs, domain.Text{ZH: "需求", EN: "needs"}}
	list(a, needs, postgres.NeedSorts, a.listNeeds)
	read(a, needs, a.readNeed)
	create(a, needs, a.createNeed)
	change(a, needs, a.changeNeed)
	steps(a, needs, domain.ListingSteps, a.stepNeed, "return")
	stepRoute(a, needs, returning(), a.returnNeed)
}

type needsQuery struct {
	Page
	State          string    `query:"state" set:"listing_states" zh:"状态"`
	Field          string    `query:"field" set:"fields" zh:"技术领域"`
	Area           string    `query:"area" maxLength:"40" zh:"单位所属区域"`
	Mode           string    `query:"mode" set:"modes" zh:"合作方式"`
	OrganisationID domain.ID `query:"organisation_id" zh:"单位"`
	TRLMin         int       `query:"trl_min" minimum:"1" maximum:"9" zh:"要求的成熟度不低于"`
	Q              string    `query:"q" maxLength:"200" zh:"名称的一部分"`
}

func (a *API) listNeeds(ctx context.Context, in *needsQuery) (*page[Need], error) {
	filter := postgres.NeedFilter{State: in.State, Field: in.Field, Area: in.Area, Mode: in.Mode, OrganisationID: in.OrganisationID, TRLMin: in.TRLMin, Title: in.Q}
	found, err := a.db.Needs(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.needsOf)
}

func (a *API) readNeed(ctx context.Context, in *Record) (*one[Need], error) {
	n, err := a.db.Need(ctx, actorOf(ctx), in.ID)
	return a.oneNeed(ctx, n, err)
}

type createNeed struct{ Body NeedBody }

func (a *API) createNeed(ctx context.Context, in *createNeed) (*created[Need], error) {
	var n domain.Need
	in.Body.to(&n)
	if n.OrganisationID.IsZero() {
		n.OrganisationID = actorOf(ctx).OrganisationID
	}
	n, err := a.db.CreateNeed(ctx, actorOf(ctx), n)
	out, err := a.oneNeed(ctx, n, err)
	if err != nil {
		return nil, err
	}
	return createdIn("needs", n.ID, out.Body, n.Version), nil
}

type changeNeed struct {
	Record
	IfMatch
	Body Merge[NeedBody]
}

func (a *API) changeNeed(ctx context.Context, in *changeNeed) (*one[Need], error) {
	n, err := a.db.ChangeNeed(ctx, actorOf(ctx), in.ID, in.version(), func(n *domain.Need) error {
		body, err := in.Body.onto(needBodyOf(*n))
		body.to(n)
		return err
	})
	return a.oneNeed(ctx, n, err)
}

func (a *API) stepNeed(ctx context.Context, step string, in *Taken) (*one[Need], error) {
	n, err := a.db.StepNeed(ctx, actorOf(ctx), in.ID, in.version(), step, in.reason())
	return a.oneNeed(ctx, n, err)
}

// oneNeed answers with n, or with err.
func (a *API) oneNeed(ctx context.Context, n domain.Need, err error) (*one[Need], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.needsOf(ctx, []domain.Need{n})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], n.Version), nil
}
