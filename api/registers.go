package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Register is what one register lists, and what its entries have.
type Register struct {
	Code        string     `json:"code" zh:"代码"`
	ZH          string     `json:"zh" zh:"中文名称"`
	EN          string     `json:"en" zh:"英文名称"`
	Public      bool       `json:"public" zh:"公开" doc:"Everyone may read its entries."`
	Holder      string     `json:"holder" zh:"持有单位" doc:"must, may, or empty for never; so are the next four."`
	Department  string     `json:"department" zh:"责任部门"`
	Area        string     `json:"area" zh:"区域"`
	Amount      string     `json:"amount" zh:"金额"`
	Expiry      string     `json:"expiry" zh:"有效期"`
	HolderKinds []string   `json:"holder_kinds" set:"organisation_kinds" zh:"持有单位类型" doc:"Empty: any."`
	Levels      []string   `json:"levels" set:"policy_levels" zh:"级别" doc:"Empty: entries have no level."`
	Categories  []Category `json:"categories" zh:"类别" doc:"Empty: entries have no category."`
	Once        bool       `json:"once" zh:"同时只有一条" doc:"A holder has one valid entry of a category at a time."`
}

// Category is one of the things that a register lists.
type Category struct {
	Code         string `json:"code" zh:"代码"`
	ZH           string `json:"zh" zh:"中文名称"`
	EN           string `json:"en" zh:"英文名称"`
	Months       int    `json:"months,omitempty" zh:"有效期（月）" doc:"When nothing else is said."`
	CalendarYear bool   `json:"calendar_year,omitempty" zh:"当年有效"`
	Source       string `json:"source,omitempty" zh:"有效期依据"`
	Rung         int    `json:"rung,omitempty" zh:"梯度层级" doc:"On the ladder of enterprises, from 1."`
}

func registerOf(r domain.Register) Register {
	return Register{Code: r.Code, ZH: r.Name.ZH, EN: r.Name.EN, Public: r.Public(), Holder: string(r.Holder), Department: string(r.Department), Area: string(r.Area),
		Amount: string(r.Amount), Expiry: string(r.Expiry), HolderKinds: append([]string{}, r.HolderKinds...), Levels: append([]string{}, r.Levels...),
		Categories: append([]Category{}, each(r.Categories, categoryOf)...), Once: r.Once}
}

func categoryOf(c domain.Category) Category {
	return Category{c.Code, c.Name.ZH, c.Name.EN, c.Life.Months, c.Life.CalendarYear, c.Life.Source, c.Rung}
}

func (a *API) registerRegisters() {
	register(a, route{id: "list-registers", method: http.MethodGet, path: "/registers", resource: domain.Registers, action: domain.Read, tag: "registers",
		summary: domain.Text{ZH: "查询登记册定义", EN: "List the registers and what their entries have"}}, a.listRegisters)
	entries := collection{"register-entries", domain.RegisterEntries, domain.Text{ZH: "登记册条目", EN: "entries of registers"}}
	list(a, entries, postgres.RegisterEntrySorts, a.listRegisterEntries)
	read(a, entries, a.readRegisterEntry)
	create(a, entries, a.createRegisterEntry)
	change(a, entries, a.changeRegisterEntry)
	for _, s := range domain.EntrySteps {
		stepRoute(a, entries, s, func(ctx context.Context, in *stepRegisterEntry) (*one[RegisterEntry], error) {
			return a.stepRegisterEntry(ctx, s.Name, in)
		})
	}
	history := entries.route(http.MethodGet, "/{id}/history", "history-of", "history", "查询历次版本：", "List the versions of one of the")
	register(a, history, a.registerEntryHistory)
	register(a, route{id: "read-standing", method: http.MethodGet, path: "/organisations/{id}/qualifications", resource: domain.Organisations, action: domain.Read, tag: "organisations",
		summary: domain.Text{ZH: "查询企业资质与梯度培育层级", EN: "Read the qualifications of an organisation and its rung on the ladder"}}, a.readStanding)
}

func (a *API) listRegisters(ctx context.Context, _ *none) (*directory[Register], error) {
	found, err := a.db.Registers(ctx)
	return directoryOf(found, registerOf), err
}

type registerEntriesQuery struct {
	Page
	Register       string      `query:"register" maxLength:"40" zh:"登记册"`
	Category       string      `query:"category" maxLength:"40" zh:"类别"`
	Level          string      `query:"level" set:"policy_levels" zh:"级别"`
	Area           string      `query:"area" maxLength:"40" zh:"区域"`
	Unit           string      `query:"unit" maxLength:"40" zh:"责任部门"`
	OrganisationID domain.ID   `query:"organisation_id" zh:"持有单位"`
	ValidOn        domain.Date `query:"valid_on" zh:"在该日有效"`
	StartedFrom    domain.Date `query:"started_from" zh:"起始日期不早于"`
	StartedTo      domain.Date `query:"started_to" zh:"起始日期不晚于"`
	Q              string      `query:"q" maxLength:"60" zh:"名称的一部分"`
}

func (a *API) listRegisterEntries(ctx context.Context, in *registerEntriesQuery) (*page[RegisterEntry], error) {
	filter := postgres.RegisterEntryFilter{Register: in.Register, Category: in.Category, Level: in.Level, Area: in.Area, Unit: in.Unit,
		OrganisationID: in.OrganisationID, ValidOn: in.ValidOn, Started: domain.Period{From: in.StartedFrom, To: in.StartedTo}, Title: in.Q}
	found, err := a.db.RegisterEntries(ctx, actorOf(ctx), filter, in.store())
	if err != nil {
		return nil, err
	}
	return pageOfAll(ctx, found, a.registerEntriesOf)
}

// RegisterEntryVersion is one version of an entry.
type RegisterEntryVersion struct {
	Version       int64             `json:"version" zh:"版本"`
	EffectiveFrom domain.Date       `json:"effective_from" zh:"自该日起"`
	Action        string            `json:"action" zh:"操作"`
	Reason        string            `json:"reason,omitempty" zh:"理由"`
	At            time.Time         `json:"at" zh:"时间"`
	By            domain.ID         `json:"by,omitzero" zh:"办理人"`
	Login         string            `json:"login" zh:"登录名"`
	State         string            `json:"state" set:"entry_states" zh:"状态"`
	WithdrawnOn   domain.Date       `json:"withdrawn_on,omitzero" zh:"取消日期"`
	Said          RegisterEntryBody `json:"said" zh:"内容"`
}

func registerEntryVersionOf(v postgres.RegisterVersion) RegisterEntryVersion {
	return RegisterEntryVersion{Version: v.Entry.Version, EffectiveFrom: v.EffectiveFrom, Action: v.Action, Reason: v.Reason, At: v.At, By: v.ActorID, Login: v.Actor,
		State: string(v.Entry.State()), WithdrawnOn: v.Entry.WithdrawnOn, Said: registerEntryBodyOf(v.Entry)}
}

func (a *API) registerEntryHistory(ctx context.Context, in *Record) (*page[RegisterEntryVersion], error) {
	found, err := a.db.RegisterEntryHistory(ctx, actorOf(ctx), in.ID)
	return every(found, registerEntryVersionOf), err
}
