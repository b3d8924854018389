package search

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// segmentSums returns the sums that the segments behind r carry.
func segmentSums(dir string, r index.IndexReader) (map[string]fileSum, error) {
	sums := make(map[string]fileSum)
	for _, s := range r.(*scorch.IndexSnapshot).Segments() {
		p, ok := s.Segment().(segment.PersistedSegment)
		if !ok {
			continue // still in memory: a batch on its way
		}
		name := filepath.Base(p.Path())
		sum, err := carriedSum(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		sums[name] = sum
	}
	return sums, nil
}

// carriedSum reads the checksum at the end of a segment.
func carriedSum(path string) (fileSum, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileSum{}, fmt.Errorf("search: segment: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fileSum{}, fmt.Errorf("search: segment: %w", err)
	}
	var tail [crc32.Size]byte
	if _, err := f.ReadAt(tail[:], info.Size()-crc32.Size); err != nil {
		return fileSum{}, fmt.Errorf("%w: %s: %w", errDamaged, path, err)
	}
	return fileSum{info.Size(), binary.BigEndian.Uint32(tail[:])}, nil
}

func checkSegments(dir string, sums map[string]fileSum) error {
	for name, sum := range sums {
		if err := checkSegment(filepath.Join(dir, name), sum); err != nil {
			return err
		}
	}
	return nil
}

// checkSegment computes the sum of a segment and compares it with the carried one.
func checkSegment(path string, carried fileSum) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("search: segment: %w", err)
	}
	defer f.Close()
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, carried.Size-crc32.Size); err != nil {
		return fmt.Errorf("%w: %s: %w", errDamaged, path, err)
	}
	if sum.Sum32() != carried.CRC {
		return fmt.Errorf("%w: %s does not have its checksum", errDamaged, path)
	}
	return nil
}

func sumFile(path string) (fileSum, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileSum{}, fmt.Errorf("search: sum: %w", err)
	}
	defer f.Close()
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, f)
	if err != nil {
		return fileSum{}, fmt.Errorf("search: sum: %w", err)
	}
	return fileSum{n, sum.Sum32()}, nil
}
