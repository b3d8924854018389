package api

import (
	"encoding/hex"

	"sanku/domain"
)

// File tells of a file that is kept with a record.
type File struct {
	ID     domain.ID `json:"id" zh:"编号"`
	Name   string    `json:"name" zh:"文件名"`
	Type   string    `json:"type" zh:"类型"`
	Size   int64     `json:"size" zh:"字节数"`
	SHA256 string    `json:"sha256" zh:"校验值"`
}

func keptFile(f domain.File) File {
	return File{f.ID, f.Name, f.Type, f.Size, hex.EncodeToString(f.SHA256[:])}
}
