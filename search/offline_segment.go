package search

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

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
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
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
