package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// reason says why a library has to be rebuilt.
type reason string

const (
	reasonMissing      reason = "missing"      // there is no index yet, or its pointer is unreadable
	reasonDamaged      reason = "damaged"      // files are not what was written, or bleve fails on them
	reasonFormat       reason = "format"       // written by another version of this package
	reasonMapping      reason = "mapping"      // documents were analysed or mapped otherwise
	reasonEpoch        reason = "epoch"        // the feed is of another database, or a restored one
	reasonAhead        reason = "ahead"        // the index knows changes that the feed does not
	reasonPurged       reason = "purged"       // the feed no longer has the changes that are missing
	reasonStuck        reason = "stuck"        // a batch did not finish
	reasonPanic        reason = "panic"        // bleve panicked
	reasonDisagreement reason = "disagreement" // verification found documents that differ from their records
	reasonRequested    reason = "requested"    // somebody asked
)

// level says how much a reason should worry whoever reads the log.
func (r reason) level() slog.Level {
	if r == reasonMissing || r == reasonRequested || r == reasonMapping {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

// mismatch is the error of a live index that only a rebuild can cure.
type mismatch struct {
	reason reason
	err    error
}

func (m mismatch) Error() string { return fmt.Sprintf("%s: %v", m.reason, m.err) }
func (m mismatch) Unwrap() error { return m.err }

func isPanic(err error) bool { return errors.Is(err, errPanic) }

// condemn asks for a rebuild. The live index, if there is one, goes on serving
// and is not written to any more, unless somebody merely asked.
func (l *Library) condemn(why reason, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wanted != "" && l.wanted != reasonRequested {
		return // one reason is enough, and the first is nearest to the cause
	}
	l.wanted = why
	l.log.Log(context.Background(), why.level(), "index will be rebuilt", "reason", string(why), "error", err)
	select {
	case l.alarm <- struct{}{}:
	default:
	}
}
