package postgres

import "sanku/domain"

// FileColumns are what the rows of files have in common.
type FileColumns struct {
	ID      domain.ID `gorm:"column:id;primaryKey"`
	Name    string    `gorm:"column:name"`
	Type    string    `gorm:"column:type"`
	Size    int64     `gorm:"column:size"`
	SHA256  []byte    `gorm:"column:sha256"`
	Content []byte    `gorm:"column:content"`
}

func fileColumns(f domain.File) FileColumns {
	return FileColumns{f.ID, f.Name, f.Type, f.Size, f.SHA256[:], f.Content}
}

// file is what c holds, without content where it was not read.
func (c FileColumns) file() domain.File {
	f := domain.File{ID: c.ID, Name: c.Name, Type: c.Type, Size: c.Size, Content: c.Content}
	copy(f.SHA256[:], c.SHA256)
	return f
}
