package api

import (
	"context"
	"time"

	"sanku/domain"
)

// RegisterEntryBody is what callers write of an entry of a register.
type RegisterEntryBody struct {
	Register       string      `json:"register" zh:"登记册" doc:"It cannot be changed."`
	Category       string      `json:"category,omitempty" zh:"类别"`
	Level          string      `json:"level,omitempty" set:"policy_levels" zh:"级别"`
	Title          string      `json:"title,omitempty" zh:"名称" doc:"The category's name when absent."`
	Number         string      `json:"number,omitempty" zh:"证书或文件编号"`
	OrganisationID domain.ID   `json:"organisation_id,omitzero" zh:"持有单位编号"`
	Unit           string      `json:"unit,omitempty" zh:"责任部门"`
	Area           string      `json:"area,omitempty" zh:"区域" doc:"The holder's when absent."`
	Amount         *domain.Fen `json:"amount_fen,omitempty" zh:"金额（分）"`
	StartsOn       domain.Date `json:"starts_on" zh:"起始日期"`
	EndsOn         domain.Date `json:"ends_on,omitzero" zh:"有效期至" doc:"The last day; by the category's life when absent."`
	Source         string      `json:"source,omitempty" zh:"认定文件"`
	SourceURL      string      `json:"source_url,omitempty" zh:"文件网址"`
	Note           string      `json:"note,omitempty" zh:"备注"`
	ContractID     domain.ID   `json:"contract_id,omitzero" zh:"合同编号"`
	NeedID         domain.ID   `json:"need_id,omitzero" zh:"需求编号"`
	Incentive      string      `json:"incentive,omitempty" zh:"奖补代码"`
}

// RegisterEntry is an entry of a register as callers read it.
type RegisterEntry struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`
	RegisterEntryBody
	Organisation Owner       `json:"organisation,omitzero" zh:"持有单位"`
	State        string      `json:"state" set:"entry_states" zh:"状态"`
	WithdrawnOn  domain.Date `json:"withdrawn_on,omitzero" zh:"取消日期"`
	Reason       string      `json:"reason,omitempty" zh:"取消理由"`
	Valid        bool        `json:"valid" zh:"今日有效"`
	OpenSteps    []string    `json:"open_steps" zh:"可办理的步骤" doc:"Those that the caller may take."`
	CreatedAt    time.Time   `json:"created_at" zh:"创建时间"`
	UpdatedAt    time.Time   `json:"updated_at" zh:"更新时间"`
}

func registerEntryBodyOf(e domain.RegisterEntry) RegisterEntryBody {
	return RegisterEntryBody{Register: e.Register, Category: e.Category, Level: e.Level, Title: e.Title, Number: e.Number, OrganisationID: e.OrganisationID, Unit: e.Unit,
		Area: e.Area, Amount: e.Amount, StartsOn: e.StartsOn, EndsOn: e.EndsOn, Source: e.Source, SourceURL: e.SourceURL, Note: e.Note,
		ContractID: e.ContractID, NeedID: e.NeedID, Incentive: e.Incentive}
}

// to writes the body onto e.
func (b RegisterEntryBody) to(e *domain.RegisterEntry) {
	e.Register, e.Category, e.Level, e.Title, e.Number, e.OrganisationID, e.Unit = b.Register, b.Category, b.Level, b.Title, b.Number, b.OrganisationID, b.Unit
	e.Area, e.Amount, e.StartsOn, e.EndsOn, e.Source, e.SourceURL, e.Note = b.Area, b.Amount, b.StartsOn, b.EndsOn, b.Source, b.SourceURL, b.Note
	e.ContractID, e.NeedID, e.Incentive = b.ContractID, b.NeedID, b.Incentive
}

func (a *API) registerEntriesOf(ctx context.Context, entries []domain.RegisterEntry) ([]RegisterEntry, error) {
	owners, err := a.owners(ctx, ids(entries, func(e domain.RegisterEntry) domain.ID { return e.OrganisationID }))
	if err != nil {
		return nil, err
	}
	registers, err := a.db.Registers(ctx)
	known := make(map[string]domain.Register, len(registers))
	for _, r := range registers {
		known[r.Code] = r
	}
	today := domain.DateOf(a.db.Now())
	return each(entries, func(e domain.RegisterEntry) RegisterEntry {
		return RegisterEntry{ID: e.ID, Version: e.Version, RegisterEntryBody: registerEntryBodyOf(e), Organisation: owners[e.OrganisationID], State: string(e.State()),
			WithdrawnOn: e.WithdrawnOn, Reason: e.Reason, Valid: e.ValidOn(today), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
			OpenSteps: openTo(actorOf(ctx), domain.RegisterEntries, domain.EntrySteps.Open(e.State()), known[e.Register].Facts(e))}
	}), err
}

func (a *API) readRegisterEntry(ctx context.Context, in *Record) (*one[RegisterEntry], error) {
	e, err := a.db.RegisterEntry(ctx, actorOf(ctx), in.ID)
	return a.oneRegisterEntry(ctx, e, err)
}

type createRegisterEntry struct{ Body RegisterEntryBody }

func (a *API) createRegisterEntry(ctx context.Context, in *createRegisterEntry) (*created[RegisterEntry], error) {
	var e domain.RegisterEntry
	in.Body.to(&e)
	e, err := a.db.CreateRegisterEntry(ctx, actorOf(ctx), e)
	out, err := a.oneRegisterEntry(ctx, e, err)
	if err != nil {
		return nil, err
	}
	return createdIn("register-entries", e.ID, out.Body, e.Version), nil
}

type changeRegisterEntry struct {
	Record
	IfMatch
	EffectiveOn domain.Date `query:"effective_on" zh:"自该日起生效" doc:"Today when absent. Only the bureau gives an earlier day."`
	Correction  bool        `query:"correction" zh:"更正" doc:"What was said before was an error: the change holds from the entry's start on. So does any change of starts_on."`
	Body        Merge[RegisterEntryBody]
}

func (a *API) changeRegisterEntry(ctx context.Context, in *changeRegisterEntry) (*one[RegisterEntry], error) {
	effect := domain.EntryChange{On: in.EffectiveOn, FromStart: in.Correction}
	e, err := a.db.ChangeRegisterEntry(ctx, actorOf(ctx), in.ID, in.version(), effect, func(e *domain.RegisterEntry) error {
		body, err := in.Body.onto(registerEntryBodyOf(*e))
		body.to(e)
		return err
	})
	return a.oneRegisterEntry(ctx, e, err)
}

type stepRegisterEntry struct {
	Record
	IfMatch
	Body *struct {
		Reason string      `json:"reason,omitempty" maxLength:"1000" zh:"理由"`
		On     domain.Date `json:"on,omitzero" zh:"自该日起不再有效" doc:"Of a withdrawal; today when absent. Only the bureau gives an earlier day."`
	}
}

func (a *API) stepRegisterEntry(ctx context.Context, step string, in *stepRegisterEntry) (*one[RegisterEntry], error) {
	var reason string
	var on domain.Date
	if in.Body != nil {
		reason, on = in.Body.Reason, in.Body.On
	}
	e, err := a.db.StepRegisterEntry(ctx, actorOf(ctx), in.ID, in.version(), step, reason, on)
	return a.oneRegisterEntry(ctx, e, err)
}

// oneRegisterEntry answers with e, or with err.
func (a *API) oneRegisterEntry(ctx context.Context, e domain.RegisterEntry, err error) (*one[RegisterEntry], error) {
	if err != nil {
		return nil, err
	}
	out, err := a.registerEntriesOf(ctx, []domain.RegisterEntry{e})
	if err != nil {
		return nil, err
	}
	return oneOf(out[0], e.Version), nil
}
