package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	index "github.com/blevesearch/bleve_index_api"
)

// Files in the directory of an index. Segments are written once and never
// changed; the store names the segments in use and changes with every batch.
const (
	manifestFile = "manifest.json"
	storeFile    = "root.bolt"
)

// errDamaged reports an index whose files are not what was written.
var errDamaged = errors.New("search: index is damaged")

// manifest is what the files of an index have to be. Bleve checks no checksum
// when it opens or reads them, and answers wrongly from flipped bits.
type manifest struct {
	Clean    bool               `json:"clean"`    // written after the index was closed; Store counts
	Store    fileSum            `json:"store"`    // of storeFile
	Segments map[string]fileSum `json:"segments"` // of the segments in use, by file name
}

// fileSum is the size of a file and the CRC-32 of its content. A segment ends
// with the sum of all before it, as its writer meant it to be; that is the one
// kept here.
type fileSum struct {
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc"`
}

func readManifest(dir string) (m manifest, err error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%w: %s: %w", errDamaged, manifestFile, err)
	}
	return m, nil
}

func (m manifest) write(dir string) error {
	b, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return fmt.Errorf("search: manifest: %w", err)
	}
	return replaceFile(filepath.Join(dir, manifestFile), b)
}

// record notes the segments that g uses now.
func (g *generation) record() error {
	m := manifest{}
	err := g.view(func(r index.IndexReader) (err error) {
		m.Segments, err = segmentSums(g.dir, r)
		return err
	})
	if err != nil {
		return err
	}
	return m.write(g.dir)
}

// seal notes every file of the closed index in dir, the store included.
func seal(dir string) error {
	in, err := inspect(dir)
	if err != nil {
		return err
	}
	store, err := sumFile(filepath.Join(dir, storeFile))
	if err != nil {
		return err
	}
	return manifest{Clean: true, Store: store, Segments: in.segments}.write(dir)
}
