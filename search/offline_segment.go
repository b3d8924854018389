package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
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

// segmentFile is a segment being written.
type segmentFile struct {
	to  *bufio.Writer
	at  uint64 // how much was written
	sum uint32 // of that
}

func (s *segmentFile) Write(b []byte) (int, error) {
	s.at += uint64(len(b))
	s.sum = crc32.Update(s.sum, crc32.IEEETable, b)
	return s.to.Write(b)
}

// complete writes the frame at base again, with the terms of texts, and returns
// the path of the result. All runs have to be written.
func (r *runs) complete(base string) (path string, err error) {
	frame, err := openFrame(base)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, frame.Close()) }()
	path = filepath.Join(r.dir, "segment")
	file, err := os.Create(path)
	if err != nil {
		return "", fmt.Errorf("search: build: %w", err)
	}
	s := &segmentFile{to: bufio.NewWriterSize(file, 1<<20)}
	if err := errors.Join(r.fill(s, frame), s.to.Flush(), file.Sync(), file.Close()); err != nil {
		return "", fmt.Errorf("search: build: %w", err)
	}
	return path, nil
}

func (r *runs) fill(s *segmentFile, frame *frameFile) error {
	if _, err := io.Copy(s, io.NewSectionReader(frame, 0, int64(frame.fields[0].at))); err != nil {
		return err
	}
	all, err := r.open()
	if err != nil {
		return errors.Join(err, closeRuns(all))
	}
	for f := range searched {
		at, err := r.writeField(s, f, all)
		if err != nil {
			return errors.Join(err, closeRuns(all))
		}
		frame.locate(searched[f].name, at)
	}
	if err := closeRuns(all); err != nil {
		return err
	}
	return s.end(frame)
}

// end writes the list of fields and the footer.
func (s *segmentFile) end(frame *frameFile) error {
	offsets := make([]uint64, len(frame.fields))
	for i, field := range frame.fields {
		offsets[i] = s.at
		if _, err := s.Write(field.entry); err != nil {
			return err
		}
	}
	end := frame.footer
	end.FieldList = s.at
	list := binary.AppendUvarint(nil, uint64(len(offsets)))
	for _, at := range offsets {
		list = binary.BigEndian.AppendUint64(list, at)
	}
	list, err := binary.Append(list, binary.BigEndian, end)
	if err != nil {
		return err
	}
	if _, err := s.Write(list); err != nil {
		return err
	}
	_, err = s.to.Write(binary.BigEndian.AppendUint32(nil, s.sum))
	return err
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
	end := info.Size() - int64(binary.Size(footer{})) - crc32.Size
	if err := binary.Read(io.NewSectionReader(f, end, int64(binary.Size(footer{}))), binary.BigEndian, &f.footer); err != nil {
		return err
	}
	if f.footer.Version != zap.Version || f.footer.WriterLength != 0 {
		return fmt.Errorf("segment of version %d, not %d", f.footer.Version, zap.Version)
	}
	list := make([]byte, end-int64(f.footer.FieldList))
	if _, err := f.ReadAt(list, int64(f.footer.FieldList)); err != nil {
		return err
	}
	count, n := binary.Uvarint(list)
	offsets := make([]uint64, count)
	if _, err := binary.Decode(list[n:], binary.BigEndian, offsets); err != nil {
		return err
	}
	for i, at := range offsets {
		entry := make([]byte, append(offsets, f.footer.FieldList)[i+1]-at)
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

// noValues stands where a field has no values by document.
const noValues = math.MaxUint64
