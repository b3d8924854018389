package postgres

import (
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

type importRow struct {
	ID                  domain.ID             `gorm:"column:id;primaryKey"`
	Version             int64                 `gorm:"column:version"`
	OrganisationID      domain.ID             `gorm:"column:organisation_id"`
	Kind                string                `gorm:"column:kind"`
	FileName            string                `gorm:"column:file_name"`
	SHA256              []byte                `gorm:"column:file_sha256"`
	Source              string                `gorm:"column:source"`
	DryRun              bool                  `gorm:"column:dry_run"`
	Strict              bool                  `gorm:"column:strict"`
	Publish             bool                  `gorm:"column:publish"`
	Submit              bool                  `gorm:"column:submit"`
	CreateOrganisations bool                  `gorm:"column:create_organisations"`
	Division            string                `gorm:"column:division"`
	State               string                `gorm:"column:state"`
	Rows                int                   `gorm:"column:row_count"`
	Created             int                   `gorm:"column:created"`
	Changed             int                   `gorm:"column:changed"`
	Unchanged           int                   `gorm:"column:unchanged"`
	Rejected            int                   `gorm:"column:rejected"`
	Drafts              int                   `gorm:"column:drafts"`
	Ignored             jsonb[map[string]int] `gorm:"column:ignored"`
	ActorID             domain.ID             `gorm:"column:actor_id"`
	StartedAt           time.Time             `gorm:"column:started_at"`
	FinishedAt          *time.Time            `gorm:"column:finished_at"`
}

func (importRow) TableName() string { return "imports" }

// importScope are the scope columns of runs; nobody is shown one merely by its being there.
var importScope = scopeColumns{organisations: []string{"imports.organisation_id = ?"}}

func importRowOf(r domain.ImportRun) importRow {
	o, c := r.Options, r.ImportCounts
	ignored := r.Ignored
	if ignored == nil {
		ignored = map[string]int{}
	}
	return importRow{r.ID, r.Version, r.OrganisationID, r.Kind, r.FileName, r.SHA256[:], o.Source, o.DryRun, o.Strict, o.Publish, o.Submit, o.CreateOrganisations, o.Division,
		string(r.State), c.Rows, c.Created, c.Changed, c.Unchanged, c.Rejected, c.Drafts, jsonb[map[string]int]{ignored}, r.ActorID, r.StartedAt, r.FinishedAt}
}

func (r importRow) domain() domain.ImportRun {
	run := domain.ImportRun{ID: r.ID, Version: r.Version, OrganisationID: r.OrganisationID, Kind: r.Kind, FileName: r.FileName,
		Options: domain.ImportOptions{Source: r.Source, DryRun: r.DryRun, Strict: r.Strict, Publish: r.Publish, Submit: r.Submit,
			CreateOrganisations: r.CreateOrganisations, Division: r.Division},
		State:        domain.ImportState(r.State),
		ImportCounts: domain.ImportCounts{Rows: r.Rows, Created: r.Created, Changed: r.Changed, Unchanged: r.Unchanged, Rejected: r.Rejected, Drafts: r.Drafts},
		Ignored:      maps.Clone(r.Ignored.V), ActorID: r.ActorID, StartedAt: r.StartedAt, FinishedAt: r.FinishedAt}
	copy(run.SHA256[:], r.SHA256)
	return run
}

// ImportRuns lists the runs that actor may read, newest first.
func (db *DB) ImportRuns(ctx context.Context, actor domain.Actor, p Page) (List[domain.ImportRun], error) {
	p.Sort = ""
	order := sorting[importRow]{column: "id", cast: "uuid", desc: true, key: func(r importRow) (string, string) { return "", r.ID.String() }}
	return list(importScope.within(db.read(ctx).Model(&importRow{}), domain.ScopeOf(actor, domain.Read, domain.Imports)), order, p, importRow.domain)
}

// ImportRun returns one run that actor may read, else ErrNotFound.
func (db *DB) ImportRun(ctx context.Context, actor domain.Actor, id domain.ID) (domain.ImportRun, error) {
	var row importRow
	err := importScope.within(db.read(ctx), domain.ScopeOf(actor, domain.Read, domain.Imports)).Where("id = ?", id).Take(&row).Error
	return row.domain(), translate(err)
}

// ImportedAlready returns the last run that took just this file with these options to
// its end, else ErrNotFound. Running it again would change nothing, unless rows that
// were rejected can be taken now.
func (db *DB) ImportedAlready(ctx context.Context, run domain.ImportRun) (domain.ImportRun, error) {
	var row importRow
	err := sameImport(db.read(ctx), importRowOf(run)).Where("state = ?", domain.ImportDone).Order("id DESC").Take(&row).Error
	return row.domain(), translate(err)
}

// sameImport limits q to runs of the same file with the same options.
func sameImport(q *gorm.DB, r importRow) *gorm.DB {
	return ofOrganisation(q, r.OrganisationID).Where("kind = ? AND source = ? AND file_sha256 = ? AND dry_run = ? AND strict = ? AND publish = ? AND submit = ? AND create_organisations = ? AND division = ?",
		r.Kind, r.Source, r.SHA256, r.DryRun, r.Strict, r.Publish, r.Submit, r.CreateOrganisations, r.Division)
}

// ofOrganisation limits q to runs of an organisation, or of the bureau for none.
func ofOrganisation(q *gorm.DB, id domain.ID) *gorm.DB {
	return q.Where("organisation_id IS NOT DISTINCT FROM ?", id)
}

// beginImport takes up the run of the same file and options that died, or starts one.
// Other runs of the same source that died are marked failed, of an organisation those of
// all its sources: the caller holds the lock of what lockSource locks, so nobody runs them.
func (db *DB) beginImport(ctx context.Context, run domain.ImportRun) (domain.ImportRun, error) {
	row := importRowOf(run)
	var died importRow
	q := sameImport(db.read(ctx), row).Where("state = ? AND NOT dry_run AND NOT strict", domain.ImportRunning)
	err := translate(q.Order("id DESC").Take(&died).Error)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return run, err
	}
	resumed := err == nil
	abandoned := ofOrganisation(db.read(ctx).Model(&importRow{}), row.OrganisationID).
		Where("kind = ? AND state = ? AND id IS DISTINCT FROM ?", row.Kind, domain.ImportRunning, died.ID)
	if row.OrganisationID.IsZero() {
		abandoned = abandoned.Where("source = ?", row.Source)
	}
	if err := abandoned.Updates(map[string]any{"state": domain.ImportFailed, "finished_at": db.Now()}).Error; err != nil {
		return run, translate(err)
	}
	if resumed {
		return died.domain(), nil
	}
	run.ID, run.Version, run.State, run.StartedAt = domain.NewID(), 1, domain.ImportRunning, db.Now()
	row = importRowOf(run)
	return run, translate(db.read(ctx).Create(&row).Error)
}

// saveImport stores the run's counters and state.
func saveImport(g *gorm.DB, run domain.ImportRun) error {
	row := importRowOf(run)
	return g.Select("version", "state", "row_count", "created", "changed", "unchanged", "rejected", "drafts", "ignored", "finished_at").
		Where("id = ?", run.ID).Updates(&row).Error
}

// SourceKeys returns the records that a source has brought in, by their keys in it.
func (db *DB) SourceKeys(ctx context.Context, source string) (map[string]domain.ID, error) {
	var rows []importDigestRow
	err := db.read(ctx).Where("source_key LIKE ?", escapeLike(source)+":%").Find(&rows).Error
	ids := make(map[string]domain.ID, len(rows))
	for _, r := range rows {
		ids[strings.TrimPrefix(r.SourceKey, source+":")] = r.RecordID
	}
	return ids, translate(err)
}
