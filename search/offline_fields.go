package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"

	zap "github.com/blevesearch/zapx/v17"
)

// footer ends a segment. It is followed by the CRC-32 of all before.
type footer struct {
	WriterLength           uint32
	Documents              uint64
	StoredIndex, FieldList uint64 // where those are
	ChunkMode, Version     uint32
}

// frameFile is a finished frame.
type frameFile struct {
	*os.File
	footer footer
	fields []frameField
}

// frameField is a field's entry in the list of fields: its name, its options, and
// where each sort of index of it is.
type frameField struct {
	at    uint64
	name  string
	entry []byte
	terms int // where in the entry stands where its terms are
}

func openFrame(path string) (*frameFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("search: build: %w", err)
	}
	f := &frameFile{File: file}
	if err := guarded(f.read); err != nil {
		return nil, fmt.Errorf("search: build: %w", errors.Join(err, file.Close()))
	}
	return f, nil
}

func (f *frameFile) read() error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	end := info.Size() - int64(binary.Size(f.footer)) - crc32.Size
	if err := binary.Read(io.NewSectionReader(f, end, info.Size()), binary.BigEndian, &f.footer); err != nil {
		return err
	}
	if f.footer.Version != zap.Version || f.footer.ChunkMode != chunkMode || f.footer.WriterLength != 0 {
		return fmt.Errorf("a segment of version %d and chunk mode %d", f.footer.Version, f.footer.ChunkMode)
	}
	return f.readFields(end)
}

// readFields reads the list of fields, which ends at end.
func (f *frameFile) readFields(end int64) error {
	list := make([]byte, end-int64(f.footer.FieldList))
	if _, err := f.ReadAt(list, int64(f.footer.FieldList)); err != nil {
		return err
	}
	count, n := binary.Uvarint(list)
	offsets := make([]uint64, count)
	if _, err := binary.Decode(list[n:], binary.BigEndian, offsets); err != nil {
		return err
	}
	ends := append(offsets[1:len(offsets):len(offsets)], f.footer.FieldList)
	for i, at := range offsets {
		entry := make([]byte, ends[i]-at)
		if _, err := f.ReadAt(entry, int64(at)); err != nil {
			return err
		}
		f.fields = append(f.fields, newFrameField(at, entry))
	}
	return nil
}

func newFrameField(at uint64, entry []byte) frameField {
	size, n := binary.Uvarint(entry)
	f := frameField{at: at, entry: entry, name: string(entry[n:][:size])}
	rest := n + int(size)
	_, options := binary.Uvarint(entry[rest:])
	indexes, counted := binary.Uvarint(entry[rest+options:])
	f.terms = rest + options + counted
	for range indexes { // a number and a place each
		if binary.BigEndian.Uint16(entry[f.terms:]) == zap.SectionInvertedTextIndex {
			f.terms += 2
			return f
		}
		f.terms += 2 + 8
	}
	panic("search: a field without terms")
}

// locate notes where the terms of a field are, if any document has it.
func (f *frameFile) locate(name string, at uint64) {
	i := slices.IndexFunc(f.fields, func(field frameField) bool { return field.name == name })
	if i >= 0 {
		binary.BigEndian.PutUint64(f.fields[i].entry[f.fields[i].terms:], at)
	}
}
