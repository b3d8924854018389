package postgres

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"sanku/domain"
)

type proofJSON struct {
	Kind      string    `json:"kind"`
	Title     string    `json:"title,omitempty"`
	Reference string    `json:"reference,omitempty"`
	Keeper    string    `json:"keeper,omitempty"`
	File      *fileJSON `json:"file,omitempty"`
}

// fileJSON tells of a file, which contract_files holds.
type fileJSON struct {
	ID     domain.ID `json:"id"`
	Name   string    `json:"name"`
	Type   string    `json:"type"`
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"` // hex
}

func proofToJSON(p domain.Proof) proofJSON {
	out := proofJSON{Kind: p.Kind, Title: p.Title, Reference: p.Reference, Keeper: p.Keeper}
	if f := p.File; f != nil {
		out.File = &fileJSON{f.ID, f.Name, f.Type, f.Size, hex.EncodeToString(f.SHA256[:])}
	}
	return out
}

func (p proofJSON) domain() domain.Proof {
	out := domain.Proof{Kind: p.Kind, Title: p.Title, Reference: p.Reference, Keeper: p.Keeper}
	if f := p.File; f != nil {
		out.File = &domain.File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size}
		_, _ = hex.Decode(out.File.SHA256[:], []byte(f.SHA256)) // as proofToJSON wrote it
	}
	return out
}

// contractFileRow is a file of a contract's proofs. Versions and amendments refer to it,
// so that its content is kept once.
type contractFileRow struct {
	FileColumns
	ContractID domain.ID `gorm:"column:contract_id"`
	AddedBy    domain.ID `gorm:"column:added_by"`
	CreatedAt  time.Time `gorm:"column:created_at"`
}

func (contractFileRow) TableName() string { return "contract_files" }

// keepProofs stores the new files of c's proofs, and fills in what is known of those that
// are there. Errors: InvalidErrors, when a file is none of c's; a ConflictError beyond
// domain.MaxContractFiles.
func (t *tx) keepProofs(c *domain.Contract) error {
	var rows []contractFileRow
	if err := t.Omit("content").Where("contract_id = ?", c.ID).Find(&rows).Error; err != nil {
		return err
	}
	known := map[domain.ID]domain.File{}
	for _, r := range rows {
		known[r.ID] = r.file()
	}
	proofs := make([]domain.Proof, len(c.Proofs))
	for i, p := range c.Proofs {
		if p.File != nil {
			kept, ok := known[p.File.ID]
			if p.File.Content != nil {
				var err error
				if kept, err = t.insertContractFile(c.ID, *p.File); err != nil {
					return err
				}
				known[kept.ID], ok = kept, true
			}
			if !ok {
				return domain.Invalid(fmt.Sprintf("proofs[%d].file_id", i), "不是这份合同的文件", "is no file of this contract")
			}
			p.File = &kept
		}
		proofs[i] = p
	}
	if len(known) > domain.MaxContractFiles {
		return domain.Conflict(fmt.Sprintf("一份合同的材料文件不超过 %d 个", domain.MaxContractFiles), fmt.Sprintf("the contract has %d files already", domain.MaxContractFiles))
	}
	if len(proofs) > 0 {
		c.Proofs = proofs
	}
	return nil
}

// insertContractFile stores a file and returns what is told of it.
func (t *tx) insertContractFile(contract domain.ID, f domain.File) (domain.File, error) {
	row := contractFileRow{fileColumns(f), contract, t.actor.UserID, t.now}
	f.Content = nil
	return f, t.Create(&row).Error
}

// dropProofs deletes the files that a draft no longer names and no version of it has
// named.
func (t *tx) dropProofs(c domain.Contract) error {
	q := t.Table("contract_files f").Where("contract_id = ?", c.ID).Where(`NOT EXISTS (SELECT 1 FROM contract_versions v WHERE v.contract_id = f.contract_id
		AND v.content -> 'proofs' @> jsonb_build_array(jsonb_build_object('file', jsonb_build_object('id', f.id))))`)
	for _, p := range c.Proofs {
		if p.File != nil {
			q = q.Where("id <> ?", p.File.ID)
		}
	}
	return q.Delete(&contractFileRow{}).Error
}

// ContractFile returns a file of a contract that actor may read. Errors: ErrNotFound.
func (db *DB) ContractFile(ctx context.Context, actor domain.Actor, contract, id domain.ID) (domain.File, error) {
	if _, err := db.Contract(ctx, actor, contract); err != nil {
		return domain.File{}, err
	}
	var row contractFileRow
	err := db.read(ctx).Where("contract_id = ? AND id = ?", contract, id).Take(&row).Error
	return row.file(), translate(err)
}
