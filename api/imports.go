package api

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/intake"
	"sanku/domain/postgres"
)

// Import is one run of a file into a library as callers read it. The counts of a dry
// run, and of a strict one that failed, say what would have become of the rows.
type Import struct {
	ID      domain.ID `json:"id" zh:"编号"`
	Version int64     `json:"version" zh:"版本"`

	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"单位" doc:"Whose own records were imported; absent for imports of the bureau."`

	Kind     string `json:"kind" set:"import_kinds" zh:"导入对象"`
	FileName string `json:"file_name" zh:"文件名"`
	Source   string `json:"source" zh:"来源"`
	DryRun   bool   `json:"dry_run" zh:"试运行"`
	Strict   bool   `json:"strict" zh:"全部或全不"`
	Publish  bool   `json:"publish" zh:"完整的即发布"`
	Submit   bool   `json:"submit" zh:"完整的即提交审核"`
	State    string `json:"state" set:"import_states" zh:"状态"`

	Rows      int            `json:"rows" zh:"行数"`
	Created   int            `json:"created" zh:"新增"`
	Changed   int            `json:"changed" zh:"更新"`
	Unchanged int            `json:"unchanged" zh:"未变"`
	Rejected  int            `json:"rejected" zh:"未收"`
	Drafts    int            `json:"drafts" zh:"存为草稿" doc:"Of the created and changed, those that are drafts because something is missing."`
	Ignored   map[string]int `json:"ignored,omitempty" zh:"未识别的列" doc:"In how many rows each stood."`

	StartedAt  time.Time  `json:"started_at" zh:"开始时间"`
	FinishedAt *time.Time `json:"finished_at,omitempty" zh:"结束时间"`
}

// ImportFault is what is wrong with a cell of a rejected row, or what a row lacks that
// was taken as a draft.
type ImportFault struct {
	ImportID domain.ID `json:"import_id" zh:"导入编号"`
	Row      int       `json:"row" zh:"行"`
	Column   int       `json:"column,omitempty" zh:"列" doc:"From 1; absent when it is not about one column of a table."`
	Field    string    `json:"field,omitempty" zh:"字段"`
	Heading  string    `json:"heading,omitempty" zh:"列名"`
	Reason   string    `json:"reason" zh:"原因"`
	Draft    bool      `json:"draft" zh:"存为草稿" doc:"The row was taken as a draft; otherwise it was rejected."`
}

// ImportedRow is a row of a file of which a record was made, or a record's next version.
type ImportedRow struct {
	ImportID domain.ID `json:"import_id" zh:"导入编号"`
	Row      int       `json:"row" zh:"行"`
	RecordID domain.ID `json:"record_id" zh:"记录编号"`
	Title    string    `json:"title" zh:"名称"`
	Created  bool      `json:"created" zh:"新增" doc:"Otherwise changed."`
	State    string    `json:"state,omitempty" zh:"状态" doc:"In which it was left by the import."`

	states domain.Terms // which depend on the kind
}

// terms name the codes of a column in a table.
func (r ImportedRow) terms(column string) domain.Terms {
	if column == "state" {
		return r.states
	}
	return nil
}

func importOf(r domain.ImportRun) Import {
	o, c := r.Options, r.ImportCounts
	return Import{ID: r.ID, Version: r.Version, OrganisationID: r.OrganisationID, Kind: r.Kind, FileName: r.FileName, Source: o.Source, DryRun: o.DryRun, Strict: o.Strict, Publish: o.Publish, Submit: o.Submit,
		State: string(r.State), Rows: c.Rows, Created: c.Created, Changed: c.Changed, Unchanged: c.Unchanged, Rejected: c.Rejected, Drafts: c.Drafts,
		Ignored: r.Ignored, StartedAt: r.StartedAt.UTC(), FinishedAt: r.FinishedAt}
}

// faultsOf returns how callers read the faults of a run.
func faultsOf(ctx context.Context, run domain.ImportRun) func(domain.ImportFault) ImportFault {
	lang := requestOf(ctx).lang
	return func(f domain.ImportFault) ImportFault {
		return ImportFault{ImportID: run.ID, Row: f.Row, Column: f.Column, Field: f.Field, Heading: intake.Heading(run.Kind, f.Field).In(lang), Reason: f.Reason.In(lang), Draft: f.Draft}
	}
}

func (a *API) registerImports() {
	imports := collection{"imports", domain.Imports, domain.Text{ZH: "导入记录", EN: "imports"}}
	list(a, imports, nil, a.listImports)
	read(a, imports, a.readImport)
	faults := imports.route("GET", "/{id}/faults", "list", domain.Read, "查询逐行问题：", "List what is wrong with the rows of one of the")
	faults.id = "list-import-faults"
	pagedAt(a, faults, nil, a.listImportFaults)
	rows := imports.route("GET", "/{id}/rows", "list", domain.Read, "查询导入的记录：", "List the records that were made or changed by one of the")
	rows.id = "list-imported-rows"
	pagedAt(a, rows, nil, a.listImportedRows)
	for _, kind := range domain.ImportKinds {
		a.registerUpload(kind)
		a.registerTemplate(kind)
	}
}

type importsQuery struct{ Page }

func (a *API) listImports(ctx context.Context, in *importsQuery) (*page[Import], error) {
	found, err := a.db.ImportRuns(ctx, actorOf(ctx), in.store())
	return pageOf(found, importOf), err
}

func (a *API) readImport(ctx context.Context, in *Record) (*one[Import], error) {
	run, err := a.db.ImportRun(ctx, actorOf(ctx), in.ID)
	return oneOf(importOf(run), run.Version), err
}

type partsOfImport struct {
	Record
	Page
}

func (a *API) listImportFaults(ctx context.Context, in *partsOfImport) (*page[ImportFault], error) {
	run, err := a.db.ImportRun(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	found, err := a.db.ImportFaults(ctx, in.ID, postgres.Page{After: in.After, Limit: in.Limit})
	return pageOf(found, faultsOf(ctx, run)), err
}

func (a *API) listImportedRows(ctx context.Context, in *partsOfImport) (*page[ImportedRow], error) {
	run, err := a.db.ImportRun(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	found, err := a.db.ImportedRows(ctx, in.ID, postgres.Page{After: in.After, Limit: in.Limit})
	return pageOf(found, func(r domain.ImportedRow) ImportedRow {
		return ImportedRow{ImportID: run.ID, Row: r.Row, RecordID: r.RecordID, Title: r.Title, Created: r.Created, State: r.State, states: domain.ImportedStates(run.Kind)}
	}), err
}
