package postgres

import (
	"context"
	"iter"

	"sanku/domain"
	"sanku/domain/intake"
)

// An organisation imports its own needs or technologies, and nothing else: every row is
// its own, whatever the row names. Its sources are apart from those of all others, so that
// no key finds what it did not import itself. What it changes is changed as by its form: a
// published record goes back to review. What people have written since, on the page or for
// the organisation, a row does not overwrite, and does not bring in a second time.

// importsFor is the organisation whose own records actor imports; zero for who may import
// all, or none.
func importsFor(actor domain.Actor, resource domain.Resource) domain.ID {
	if scope := domain.ScopeOf(actor, domain.Import, resource); !scope.All {
		return scope.Organisation
	}
	return domain.ID{}
}

// OpenImport reads a file of a kind as actor may import it: the areas, units, industries
// and registers are known by name, and to those who import only their own all rows are
// their organisation's. Errors: ErrForbidden; those of intake.Open.
func (db *DB) OpenImport(ctx context.Context, actor domain.Actor, kind, name string, data []byte, o intake.Options) (*intake.File, error) {
	resource := domain.ImportResource(kind)
	if domain.ScopeOf(actor, domain.Import, resource).Empty() {
		return nil, domain.ErrForbidden
	}
	if own := importsFor(actor, resource); !own.IsZero() {
		owner, err := db.Organisation(ctx, actor, own)
		if err != nil {
			return nil, err
		}
		o.Owner = &owner
		if len(data) > domain.MaxAttachment {
			return nil, domain.Invalid("file", "超过 20 MB，请分成几个文件", "is larger than 20 MiB: divide it")
		}
	}
	known, err := db.Directories(ctx)
	if err != nil {
		return nil, err
	}
	o.Areas, o.Units, o.Industries, o.Registers = known.Areas, known.Units, known.Industries, known.Registers
	return intake.Open(kind, name, data, o)
}

// enterImport lets an organisation's import begin when it is not too large, and waits
// while others are under way: each holds two connections, and too many at once would each
// wait for its second for ever. What the bureau imports does not wait.
func (db *DB) enterImport(ctx context.Context, run domain.ImportRun, rows iter.Seq[domain.ImportRow]) (leave func(), err error) {
	if run.OrganisationID.IsZero() {
		return func() {}, nil
	}
	n := 0
	for range rows {
		if n++; n > domain.MaxOwnImport {
			return nil, domain.Invalid("file", "每次最多导入 5000 行，请分成几个文件", "has more than 5000 rows: divide it")
		}
	}
	select {
	case db.imports <- struct{}{}:
		return func() { <-db.imports }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ownImports is how many organisations import at once: half of a pool is left to others.
func ownImports(connections int32) int { return max(1, int(connections)/4) }

func (b *importBatch) own() bool { return !b.run.OrganisationID.IsZero() }

// findTaken finds which titles of new rows the organisation has already on records that
// did not come from the run's source: from the page, from the bureau, from another table.
func (b *importBatch) findTaken(rows []domain.ImportRow, stored map[string]*importDigestRow) error {
	b.taken = map[string]bool{}
	var titles []string
	for _, r := range rows {
		if stored[b.sourceKey(r.Key)] == nil && r.Title != "" {
			titles = append(titles, r.Title)
		}
	}
	if len(titles) == 0 {
		return nil
	}
	var found []string
	err := b.Table(b.run.Kind).Where("organisation_id = ? AND state <> ? AND title = ANY(?::text[])", b.run.OrganisationID, domain.ListingClosed, texts(titles)).
		Where("NOT starts_with(coalesce(source_key, ''), ?)", b.source()).Pluck("title", &found).Error
	for _, title := range found {
		b.taken[title] = true
	}
	return err
}

// mayInsert refuses a row that would bring in a second time what is there already.
func (b *importBatch) mayInsert(row domain.ImportRow) error {
	if b.taken[row.Title] {
		return domain.Invalid("title", "本单位已有同名的记录，不是从这张表导入的；请直接修改那一条，或换一个名称", "is that of a record of yours which this source did not bring in: change that one, or give another title")
	}
	return nil
}

// mayUpdate refuses to overwrite what people have changed since the source wrote it.
func (b *importBatch) mayUpdate(last *importDigestRow) error {
	if !b.own() || last == nil {
		return nil
	}
	var changed bool
	err := b.Raw("SELECT EXISTS (SELECT FROM audit WHERE kind = ? AND ref = ? AND version > ? AND action = ? AND outcome = 'done')",
		domain.ImportResource(b.run.Kind), last.RecordID.String(), last.Version, domain.Change).Row().Scan(&changed)
	if err == nil && changed {
		err = domain.Conflict("这一条导入后在网页上改过，未作覆盖；请直接在网页上修改", "it was changed on its page since it was imported, and is not overwritten: change it there")
	}
	return err
}

// mayKeep refuses to change a record that belongs to the organisation no more.
func (b *importBatch) mayKeep(owner domain.ID) error {
	if b.own() && owner != b.run.OrganisationID {
		return domain.Conflict("这一编号以前导入的记录已不属于本单位，请换一个编号", "the record of this key is your organisation's no more: use another key")
	}
	return nil
}

// mayName refuses rows that name an organisation: of a file that was read for its owner,
// none that is the owner's does.
func (b *importBatch) mayName(organisation string) error {
	if organisation != "" {
		return domain.Invalid("organisation", "不是本单位：请留空，或填写本单位全称", "is not your organisation: leave it blank, or give its full name")
	}
	return nil
}

// mayState refuses states that an organisation reaches only by review.
func (b *importBatch) mayState(s domain.ListingState) error {
	if b.own() && s != "" && s != domain.ListingDraft && s != domain.ListingSubmitted {
		return domain.Invalid("status", "单位导入的须经审核", "can be draft or submitted only")
	}
	return nil
}
