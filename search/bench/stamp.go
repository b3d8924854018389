package bench

import (
	"encoding/json"
	"os"
	"path/filepath"

	"sanku/search"
)

// generation rises with every change of the texts that a seed stands for.
const generation = 1

// stamp says of an index that was kept what it holds and what its building took.
type stamp struct {
	Generation int     `json:"generation"`
	Seed       uint64  `json:"seed"`
	Docs       int     `json:"docs"`
	Mapping    string  `json:"mapping"`
	DocsPerS   float64 `json:"docs_per_s"`
	Bytes      int64   `json:"bytes"`
	PeakRSS    int64   `json:"peak_rss_bytes"`
}

func newStamp(l *Library, docs int) stamp {
	return stamp{Generation: generation, Seed: l.seed, Docs: docs, Mapping: search.Mapping()}
}

// readStamp returns the stamp that text is, or one that fits nothing.
func readStamp(text []byte) (s stamp) {
	if json.Unmarshal(text, &s) != nil {
		return stamp{}
	}
	return s
}

// fits says whether an index with this stamp is the one that l's first docs
// documents would give.
func (s stamp) fits(l *Library, docs int) bool {
	wanted := newStamp(l, docs)
	return s.Generation == wanted.Generation && s.Seed == wanted.Seed && s.Docs == docs && s.Mapping == wanted.Mapping
}

func (s stamp) text() []byte {
	text, _ := json.Marshal(s) // numbers and a hash: it cannot fail
	return text
}

// stampFile lies beside the index that it speaks of.
const stampFile = "bench.json"

// stampIn returns the stamp of the index in dir, or one that fits nothing.
func stampIn(dir string) stamp {
	text, err := os.ReadFile(filepath.Join(dir, stampFile))
	if err != nil {
		return stamp{}
	}
	return readStamp(text)
}

func (s stamp) write(dir string) error {
	return os.WriteFile(filepath.Join(dir, stampFile), s.text(), 0o600)
}

// takeStamp removes the stamp of an index that is about to change.
func takeStamp(dir string) (stamp, error) {
	return stampIn(dir), os.Remove(filepath.Join(dir, stampFile))
}
