package postgres

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"sanku/domain"
)

type importDigestRow struct {
	Kind      string    `gorm:"column:kind;primaryKey"`
	SourceKey string    `gorm:"column:source_key;primaryKey"`
	RecordID  domain.ID `gorm:"column:record_id"`
	Digest    []byte    `gorm:"column:digest"`
	Version   int64     `gorm:"column:version"` // of the record, as the source left it; 0 where that is not known
}

func (importDigestRow) TableName() string { return "import_digests" }

// importBatch is what one transaction of a run has taken so far. It becomes the run's
// when the transaction commits.
type importBatch struct {
	*tx
	run           domain.ImportRun
	savepoints    bool
	known         map[string]domain.ID // organisations of earlier transactions
	organisations map[string]domain.ID // organisations of this one
	digests       []importDigestRow
	made          []importedRow
	faults        []domain.ImportFault
	waiting       importWaiting
	taken         map[string]bool // titles that the organisation whose import it is has from elsewhere
}

// take takes rows, at most importChunk.
func (b *importBatch) take(rows []domain.ImportRow) error {
	stored, err := b.stored(rows)
	if err != nil {
		return err
	}
	if b.own() {
		err = b.findTaken(rows, stored)
	} else {
		err = b.findOrganisations(rows)
	}
	if err != nil {
		return err
	}
	for _, row := range rows {
		b.run.Rows++
		for _, name := range row.Ignored {
			b.run.Ignored[name]++
		}
		if len(row.Faults) > 0 || row.Record == nil {
			b.reject(row.Faults)
		} else if err := b.row(row, stored[b.sourceKey(row.Key)]); err != nil {
			return err
		}
	}
	return b.createWaiting()
}

func (b *importBatch) sourceKey(key string) string { return b.source() + key }

// source begins the keys of the run's source. An organisation has sources of its own: no
// other's begin with a colon, since their names hold none.
func (b *importBatch) source() string {
	if b.own() {
		return ":" + b.run.OrganisationID.String() + ":" + b.run.Options.Source + ":"
	}
	return b.run.Options.Source + ":"
}

// stored returns what the source last said of the records of rows.
func (b *importBatch) stored(rows []domain.ImportRow) (map[string]*importDigestRow, error) {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = b.sourceKey(r.Key)
	}
	found, err := b.digestsOf(b.run.Kind, keys)
	if err != nil {
		return nil, err
	}
	stored := make(map[string]*importDigestRow, len(found))
	for i := range found {
		stored[found[i].SourceKey] = &found[i]
	}
	return stored, nil
}

// digestsOf finds digests by join: with source_key = ANY(…) the planner reads all
// digests of the kind and compares each with every key.
func (b *importBatch) digestsOf(kind string, keys []string) (found []importDigestRow, err error) {
	err = b.Raw("SELECT d.* FROM unnest(?::text[]) AS asked (source_key) JOIN import_digests d USING (source_key) WHERE d.kind = ?", texts(keys), kind).Scan(&found).Error
	return found, err
}

func (b *importBatch) reject(faults []domain.ImportFault) {
	b.run.Rejected++
	b.faults = append(b.faults, faults...)
}

// store writes the row's record unless the source said the same before, in the same
// columns.
func (b *importBatch) store(row domain.ImportRow, last *importDigestRow) error {
	said, lacking, err := b.said(row)
	if err != nil {
		return err
	}
	s := settle(row.Number, said, lacking)
	digest := digestOf([]any{row.Columns, said})
	if last != nil && (bytes.Equal(last.Digest, digest) || bytes.Equal(last.Digest, digestOf(s.record))) { // the second from before columns were part of it
		b.run.Unchanged++
		return nil
	}
	id, err := b.standing(said, last)
	if err != nil {
		return err
	}
	var w written
	if id.IsZero() {
		w, err = b.create(s, row)
	} else {
		w, err = b.change(update{row, said, lacking}, id, last)
	}
	if err != nil {
		return err
	}
	b.digests = append(b.digests, importDigestRow{b.run.Kind, b.sourceKey(row.Key), w.id, digest, w.version})
	if w.same {
		return nil
	}
	if len(w.lacks) > 0 {
		b.run.Drafts++
		b.faults = append(b.faults, w.lacks...)
	}
	b.made = append(b.made, importedRow{b.run.ID, row.Number, w.id, row.Title, id.IsZero(), w.state})
	return nil
}

// written is a record as a row has left it. Where nobody asks for them, version and state
// are left out.
type written struct {
	id      domain.ID
	version int64
	state   string
	lacks   []domain.ImportFault
	same    bool // it says already what the row says
}

// standing is the record that the row is about, zero when there is none yet.
func (b *importBatch) standing(said any, last *importDigestRow) (domain.ID, error) {
	if last != nil {
		return last.RecordID, nil
	}
	if o, ok := said.(domain.Organisation); ok {
		return b.mentioned(o)
	}
	return domain.ID{}, nil
}

func (b *importBatch) create(s settled, row domain.ImportRow) (written, error) {
	if err := b.mayInsert(row); err != nil {
		return written{}, err
	}
	b.run.Created++
	w, err := b.insert(s, b.sourceKey(row.Key))
	w.lacks = s.lacks
	return w, err
}

func (b *importBatch) change(u update, id domain.ID, last *importDigestRow) (written, error) {
	if err := b.createWaiting(); err != nil {
		return written{}, err
	}
	if err := b.mayUpdate(last); err != nil {
		return written{}, err
	}
	w, err := b.update(u, id)
	if w.same {
		b.run.Unchanged++
	} else {
		b.run.Changed++
	}
	return w, err
}

// digestOf is a digest of all that a record says. A program whose records have other
// fields has other digests, and writes every row once more.
func digestOf(record any) []byte {
	text, _ := json.Marshal(record) // plain fields: cannot fail
	sum := sha256.Sum256(text)
	return sum[:]
}

// save stores what was taken, apart from the records themselves.
func (b *importBatch) save() error {
	if len(b.digests) > 0 {
		latest := clause.OnConflict{UpdateAll: true}
		if err := b.Clauses(latest).CreateInBatches(b.digests, 500).Error; err != nil {
			return err
		}
	}
	if len(b.made) > 0 {
		if err := b.CreateInBatches(b.made, 500).Error; err != nil {
			return err
		}
	}
	return b.saveTo(b.DB)
}

// saveTo stores the counts and faults.
func (b *importBatch) saveTo(g *gorm.DB) error {
	position := map[int]int{}
	rows := make([]importFaultRow, len(b.faults))
	for i, f := range b.faults {
		position[f.Row]++
		rows[i] = importFaultRow{b.run.ID, f.Row, position[f.Row], f.Column, f.Field, f.Reason.ZH, f.Reason.EN, f.Draft}
	}
	if len(rows) > 0 {
		if err := g.CreateInBatches(rows, 500).Error; err != nil {
			return err
		}
	}
	return saveImport(g, b.run)
}
