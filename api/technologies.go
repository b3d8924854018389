package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// TechnologyBody is what callers write of a technology.
type TechnologyBody struct {
	OrganisationID  domain.ID   `json:"organisation_id,omitzero" zh:"单位编号" doc:"The caller's own when absent from a new technology."`
	Title           string      `json:"title" zh:"成果名称"`
	Abstract        string      `json:"abstract,omitempty" zh:"摘要"`
	Description     string      `json:"description,omitempty" zh:"详细说明"`
	Keywords        []string    `json:"keywords,omitempty" zh:"关键词"`
	Field           string      `json:"field,omitempty" set:"fields" zh:"技术领域"`
	Industries      []string    `json:"industries,omitempty" zh:"适用行业代码"`
	TRL             int         `json:"trl,omitempty" minimum:"0" maximum:"9" zh:"技术成熟度" doc:"GB/T 22900 level; absent when not stated."`
	Registration    string      `json:"registration,omitempty" zh:"科技成果登记号"`
	Attribute       string      `json:"attribute,omitempty" set:"result_attributes" zh:"成果属性"`
	Form            string      `json:"form,omitempty" zh:"成果体现形式"`
	Level           string      `json:"level,omitempty" zh:"成果水平"`
	Stage           string      `json:"stage,omitempty" set:"result_stages" zh:"所处阶段"`
	IP              []IPRight   `json:"ip,omitempty" zh:"知识产权"`
	Modes           []string    `json:"modes,omitempty" set:"modes" zh:"合作方式"`
	PriceMin        *domain.Fen `json:"price_min_fen,omitempty" zh:"报价下限（分）"`
	PriceMax        *domain.Fen `json:"price_max_fen,omitempty" zh:"报价上限（分）"`
	Metrics         []Quantity  `json:"metrics,omitempty" zh:"技术指标"`
	Inventors       []string    `json:"inventors,omitempty" zh:"完成人"`
	Territory       string      `json:"territory,omitempty" set:"territories" zh:"可实施地域"`
	Confidentiality string      `json:"confidentiality" set:"confidentialities" zh:"公开范围"`
	StartMonth      string      `json:"start_month,omitempty" zh:"起始月份"`
	EndMonth        string      `json:"end_month,omitempty" zh:"结束月份"`
	ValidUntil      domain.Date `json:"valid_until,omitzero" zh:"有效期至"`
}

// IPRight is one right that protects a technology.
type IPRight struct {
	Kind   string `json:"kind" set:"ip_kinds" zh:"类型"`
	Title  string `json:"title,omitempty" zh:"名称"`
	Number string `json:"number,omitempty" zh:"号码"`
	Status string `json:"status,omitempty" set:"ip_statuses" zh:"状态"`
}

func ipRightOf(r domain.IPRight) IPRight { return IPRight(r) }

func (r IPRight) domain() domain.IPRight { return domain.IPRight(r) }

// Technology is a technology as callers read it.
type Technology struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	TechnologyBody
	Organisation Owner      `json:"organisation,omitzero" zh:"单位"`
	State        string     `json:"state" set:"listing_states" zh:"状态"`
	Reason       string     `json:"reason,omitempty" zh:"退回或关闭的理由"`
	OpenSteps    []string   `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	Blind        bool       `json:"blind,omitempty" zh:"隐名" doc:"Who it is of is not shown."`
	Shown        int        `json:"shown,omitempty" zh:"公开到的层级" doc:"Of reveal_levels; absent when all is shown."`
	Expired      bool       `json:"expired,omitempty" zh:"已过期"`
	Missing      []Ask      `json:"missing,omitempty" zh:"发布前须补充" doc:"Of a draft."`
	PublishedAt  *time.Time `json:"published_at,omitempty" zh:"发布时间"`
	CreatedAt    time.Time  `json:"created_at" zh:"创建时间"`
	UpdatedAt    time.Time  `json:"updated_at" zh:"更新时间"`
}

func technologyBodyOf(t domain.Technology) TechnologyBody {
	return TechnologyBody{OrganisationID: t.OrganisationID, Title: t.Title, Abstract: t.Abstract, Description: t.Description, Keywords: t.Keywords,
		Field: t.Field, Industries: t.Industries, TRL: t.TRL, Registration: t.Registration, Attribute: t.Attribute, Form: t.Form, Level: t.Level,
		Stage: t.Stage, IP: each(t.IP, ipRightOf), Modes: t.Modes, PriceMin: t.PriceMin, PriceMax: t.PriceMax, Metrics: each(t.Metrics, quantityOf),
		Inventors: t.Inventors, Territory: t.Territory, Confidentiality: t.Confidentiality, StartMonth: t.StartMonth, EndMonth: t.EndMonth, ValidUntil: t.ValidUntil}
}

// to writes the body onto t.
func (b TechnologyBody) to(t *domain.Technology) {
	t.OrganisationID, t.Title, t.Abstract, t.Description, t.Keywords = b.OrganisationID, b.Title, b.Abstract, b.Description, b.Keywords
	t.Field, t.Industries, t.TRL, t.Registration, t.Attribute = b.Field, b.Industries, b.TRL, b.Registration, b.Attribute
	t.Form, t.Level, t.Stage, t.IP, t.Modes = b.Form, b.Level, b.Stage, each(b.IP, IPRight.domain), b.Modes
	t.PriceMin, t.PriceMax, t.Metrics, t.Inventors = b.PriceMin, b.PriceMax, each(b.Metrics, Quantity.domain), b.Inventors
	t.Territory, t.Confidentiality, t.StartMonth, t.EndMonth, t.ValidUntil = b.Territory, b.Confidentiality, b.StartMonth, b.EndMonth, b.ValidUntil
}

// technologyOf is t as its reader sees it; the owner is zero when none is shown.
func (a *API) technologyOf(ctx context.Context, t domain.Technology, owner Owner) Technology {
	steps := openTo(actorOf(ctx), domain.Technologies, domain.ListingSteps.Open(t.State), t.Facts(owner.Area, a.db.Now()))
	out := Technology{ID: t.ID, Version: t.Version, TechnologyBody: technologyBodyOf(t), Organisation: owner, State: string(t.State), Reason: t.Reason, OpenSteps: steps,
		Blind: !t.Shown.Shows(domain.RevealIdentity), Shown: int(t.Shown), Expired: t.Expired(a.db.Now()), PublishedAt: t.PublishedAt, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt}
	if t.State == domain.ListingDraft {
		out.Missing = asksOf(ctx, t.Missing())
	}
	return out
}

func (a *API) technologiesOf(ctx context.Context, technologies []domain.Technology) ([]Technology, error) {
	owners, err := a.owners(ctx, ids(technologies, func(t domain.Technology) domain.ID { return t.OrganisationID }))
	return each(technologies, func(t domain.Technology) Technology { return a.technologyOf(ctx, t, owners[t.OrganisationID]) }), err
}

func (a *API) registerTechnologies() {
	technologies := collection{"technologies", domain.Technologies, domain.Text{ZH: "技术", EN: "technologies"}}
	list(a, technologies, postgres.TechnologySorts, a.listTechnologies)
	read(a, technologies, a.readTechnology)
	create(a, technologies, a.createTechnology)
	change(a, technologies, a.changeTechnology)
	steps(a, technologies, domain.ListingSteps, a.stepTechnology, "return")
	stepRoute(a, technologies, returning(), a.returnTechnology)
}

type technologiesQuery struct {
	Page
	State          string    `query:"state" set:"listing_states" zh:"状态"`
	Field          string    `query:"field" set:"fields" zh:"技术领域"`
	Area           string    `query:"area" maxLength:"40" zh:"单位所属区域"`
	Mode           string    `query:"mode" set:"modes" zh:"合作方式"`
	OrganisationID domain.ID `query:"organisation_id" zh:"单位"`
	TRLMin         int       `query:"trl_min" minimum:"1" maximum:"9" zh:"成熟度不低于"`
	Q              string    `query:"q" maxLength:"200" zh:"名称的一部分"`
}

func (a *API) listTechnologies(ctx context.Context, in *technologiesQuery) (*page[Technology], error) {
	filter := postgres.TechnologyFilter{State: in.State, Field: in.Field, Area: in.Area, Mode: in.Mode, OrganisationID: in.OrganisationID, TRLMin: in.TRLMin, Title: in.Q}
	found, err := a.db.Technologies(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.technologiesOf)
}

func (a *API) readTechnology(ctx context.Context, in *Record) (*one[Technology], error) {
	t, err := a.db.Technology(ctx, actorOf(ctx), in.ID)
	return a.oneTechnology(ctx, t, err)
}

type createTechnology struct{ Body TechnologyBody }

func (a *API) createTechnology(ctx context.Context, in *createTechnology) (*created[Technology], error) {
	var t domain.Technology
	in.Body.to(&t)
	if t.OrganisationID.IsZero() {
		t.OrganisationID = actorOf(ctx).OrganisationID
	}
	t, err := a.db.CreateTechnology(ctx, actorOf(ctx), t)
	out, err := a.oneTechnology(ctx, t, err)
	if err != nil {
		return nil, err
	}
	return createdIn("technologies", t.ID, out.Body, t.Version), nil
}

type changeTechnology struct {
	Record
	IfMatch
	Body Merge[TechnologyBody]
}

func (a *API) changeTechnology(ctx context.Context, in *changeTechnology) (*one[Technology], error) {
	t, err := a.db.ChangeTechnology(ctx, actorOf(ctx), in.ID, in.version(), func(t *domain.Technology) error {
		body, err := in.Body.onto(technologyBodyOf(*t))
		body.to(t)
		return err
	})
	return a.oneTechnology(ctx, t, err)
}

func (a *API) stepTechnology(ctx context.Context, step string, in *Taken) (*one[Technology], error) {
	t, err := a.db.StepTechnology(ctx, actorOf(ctx), in.ID, in.version(), step, in.reason())
	return a.oneTechnology(ctx, t, err)
}

// oneTechnology answers with t, or with err.
func (a *API) oneTechnology(ctx context.Context, t domain.Technology, err error) (*one[Technology], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.technologiesOf(ctx, []domain.Technology{t})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], t.Version), nil
}
