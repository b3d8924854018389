package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

const (
	sealEvery = time.Minute
	sealBatch = 5000 // rows in one transaction
)

// keepSealed seals the audit trail every minute until ctx ends, and keeps its heads.
// Copies of the server take turns.
func (a *app) keepSealed(ctx context.Context) {
	tick := time.NewTicker(sealEvery)
	defer tick.Stop()
	for starting := true; ; {
		err := a.seal(ctx, starting)
		if err != nil && ctx.Err() == nil {
			a.log.Error("audit trail not sealed", "error", err)
		}
		starting = starting && err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// seal seals what there is and appends the head to the kept ones, if it has grown: at
// the start, and then on the first occasion of a day.
func (a *app) seal(ctx context.Context, starting bool) error {
	for sealed := sealBatch; sealed == sealBatch; {
		var err error
		if sealed, err = a.db.SealAudit(ctx, sealBatch); err != nil {
			return err
		}
	}
	head, err := a.db.AuditHead(ctx)
	if errors.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return a.headsFile().keep(head, starting)
}

// headsFile holds heads of the audit log, one JSON object a line. It proves most when
// it is copied to where the database's administrators cannot write.
type headsFile string

func (a *app) headsFile() headsFile {
	return headsFile(filepath.Join(a.config.Data, "audit-heads.jsonl"))
}

// keep appends head if it has grown since the last one, which must be of an earlier
// day unless always is set. Lines that cannot be read do not stand in the way.
func (f headsFile) keep(head postgres.AuditHead, always bool) error {
	kept, _ := f.read()
	if n := len(kept); n > 0 {
		last := kept[n-1]
		today := domain.DateOf(last.At) == domain.DateOf(head.At)
		if head.Size <= last.Size || today && !always {
			return nil
		}
	}
	return f.append(head)
}

// append writes head on a line of its own, after one that a crash cut short too.
func (f headsFile) append(head postgres.AuditHead) error {
	line, err := json.Marshal(head)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(string(f))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(content) > 0 && !bytes.HasSuffix(content, []byte("\n")) {
		line = append([]byte("\n"), line...)
	}
	file, err := os.OpenFile(string(f), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Sync(), file.Close())
}

// read returns the heads that can be read, and an error that names the other lines.
// A file that does not exist holds none.
func (f headsFile) read() (heads []postgres.AuditHead, unread error) {
	content, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range bytes.Lines(content) {
		n++
		var head postgres.AuditHead
		if err := json.Unmarshal(line, &head); err != nil || head.Size <= 0 {
			unread = errors.Join(unread, fmt.Errorf("%s: line %d is not a head of the audit log", f, n))
			continue
		}
		heads = append(heads, head)
	}
	return heads, unread
}
