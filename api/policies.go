package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// PolicyBody is what callers write of a policy.
type PolicyBody struct {
	Title         string      `json:"title" zh:"政策名称"`
	Number        string      `json:"number,omitempty" zh:"文号"`
	Issuer        string      `json:"issuer,omitempty" zh:"发文机关"`
	Level         string      `json:"level" set:"policy_levels" zh:"层级"`
	Region        string      `json:"region,omitempty" zh:"适用地区" doc:"GB/T 2260 code; absent for the country."`
	IssuedOn      domain.Date `json:"issued_on,omitzero" zh:"发文日期"`
	EffectiveFrom domain.Date `json:"effective_from,omitzero" zh:"施行日期"`
	ValidUntil    domain.Date `json:"valid_until,omitzero" zh:"有效期至" doc:"Absent: until repealed."`
	SourceURL     string      `json:"source_url,omitempty" maxLength:"500" zh:"原文链接"`
	Summary       string      `json:"summary,omitempty" zh:"摘要"`
	Clauses       []Clause    `json:"clauses,omitempty" zh:"条款" doc:"Lists leave them out. A change replaces them all; those given with their id keep it."`
}

// Policy is a policy as callers read it.
type Policy struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	PolicyBody
	State     string    `json:"state" set:"policy_states" zh:"状态"`
	InForce   bool      `json:"in_force" zh:"现行有效" doc:"Today."`
	Reason    string    `json:"reason,omitempty" zh:"废止理由"`
	OpenSteps []string  `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	CreatedAt time.Time `json:"created_at" zh:"创建时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

func policyBodyOf(p domain.Policy) PolicyBody {
	return PolicyBody{Title: p.Title, Number: p.Number, Issuer: p.Issuer, Level: p.Level, Region: p.Region, IssuedOn: p.IssuedOn,
		EffectiveFrom: p.EffectiveFrom, ValidUntil: p.ValidUntil, SourceURL: p.SourceURL, Summary: p.Summary, Clauses: each(p.Clauses, clauseOf)}
}

// to writes the body onto p.
func (b PolicyBody) to(p *domain.Policy) {
	p.Title, p.Number, p.Issuer, p.Level, p.Region, p.IssuedOn = b.Title, b.Number, b.Issuer, b.Level, b.Region, b.IssuedOn
	p.EffectiveFrom, p.ValidUntil, p.SourceURL, p.Summary, p.Clauses = b.EffectiveFrom, b.ValidUntil, b.SourceURL, b.Summary, each(b.Clauses, Clause.domain)
}

func (a *API) policyOf(ctx context.Context, p domain.Policy) Policy {
	return Policy{ID: p.ID, Version: p.Version, PolicyBody: policyBodyOf(p), State: string(p.State), InForce: p.InForce(domain.DateOf(a.db.Now())), Reason: p.Reason,
		OpenSteps: openTo(actorOf(ctx), domain.Policies, domain.PolicySteps.Open(p.State), p.Facts()), CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt}
}

func (a *API) registerPolicies() {
	policies := collection{"policies", domain.Policies, domain.Text{ZH: "政策", EN: "policies"}}
	list(a, policies, postgres.PolicySorts, a.listPolicies)
	read(a, policies, a.readPolicy)
	create(a, policies, a.createPolicy)
	change(a, policies, a.changePolicy)
	steps(a, policies, domain.PolicySteps, a.stepPolicy)
	a.registerIncentives()
}

type policiesQuery struct {
	Page
	State string `query:"state" set:"policy_states" zh:"状态"`
	Level string `query:"level" set:"policy_levels" zh:"层级"`
	Field string `query:"field" set:"fields" zh:"支持的技术领域"`
	Mode  string `query:"mode" set:"modes" zh:"支持的合作方式"`
	Q     string `query:"q" maxLength:"200" zh:"名称的一部分"`
}

func (a *API) listPolicies(ctx context.Context, in *policiesQuery) (*page[Policy], error) {
	filter := postgres.PolicyFilter{State: in.State, Level: in.Level, Field: in.Field, Mode: in.Mode, Title: in.Q}
	found, err := a.db.Policies(ctx, actorOf(ctx), filter, in.store())
	return pageOf(found, func(p domain.Policy) Policy { return a.policyOf(ctx, p) }), err
}

func (a *API) readPolicy(ctx context.Context, in *Record) (*one[Policy], error) {
	p, err := a.db.Policy(ctx, actorOf(ctx), in.ID)
	return oneOf(a.policyOf(ctx, p), p.Version), err
}

type createPolicy struct{ Body PolicyBody }

func (a *API) createPolicy(ctx context.Context, in *createPolicy) (*created[Policy], error) {
	var p domain.Policy
	in.Body.to(&p)
	p, err := a.db.CreatePolicy(ctx, actorOf(ctx), p)
	return createdIn("policies", p.ID, a.policyOf(ctx, p), p.Version), err
}

type changePolicy struct {
	Record
	IfMatch
	Body Merge[PolicyBody]
}

func (a *API) changePolicy(ctx context.Context, in *changePolicy) (*one[Policy], error) {
	p, err := a.db.ChangePolicy(ctx, actorOf(ctx), in.ID, in.version(), func(p *domain.Policy) error {
		body, err := in.Body.onto(policyBodyOf(*p))
		body.to(p)
		return err
	})
	return oneOf(a.policyOf(ctx, p), p.Version), err
}

func (a *API) stepPolicy(ctx context.Context, step string, in *Taken) (*one[Policy], error) {
	p, err := a.db.StepPolicy(ctx, actorOf(ctx), in.ID, in.version(), step, in.reason())
	return oneOf(a.policyOf(ctx, p), p.Version), err
}
