package search

import (
	"context"
	"errors"
	"fmt"
)

// toleratedFailures is how many syncs in a row may fail inside the index, on a
// full disk for one, before a rebuild is tried.
const toleratedFailures = 3

// CatchUp applies every change up to the present horizon to every library, and
// rebuilds those that need it, before it returns.
func (ls *Libraries) CatchUp(ctx context.Context) error {
	return ls.each(func(l *Library) error { return l.catchUp(ctx) })
}

func (l *Library) catchUp(ctx context.Context) error {
	err := l.sync(ctx)
	if l.rebuildWanted() == "" {
		return err
	}
	return l.rebuild(ctx)
}

// sync applies the changes up to the present horizon to the live index. It
// does nothing while a rebuild is about to replace it.
func (l *Library) sync(ctx context.Context) error {
	if err := l.writing.enter(ctx); err != nil {
		return err
	}
	defer l.writing.leave()
	if l.frozen() {
		return nil
	}
	g, err := l.acquire()
	if err != nil {
		return err
	}
	defer g.release()
	err = l.follow(ctx, g)
	l.judge(err)
	l.note(err)
	return err
}

// frozen says that the live index must not be written to any more.
func (l *Library) frozen() bool {
	why := l.rebuildWanted()
	return why != "" && why != reasonRequested
}

// judge condemns the live index if err says that it is beyond repair.
func (l *Library) judge(err error) {
	var m mismatch
	var w writeError
	switch {
	case err == nil:
		l.failed = 0
	case errors.As(err, &m):
		l.condemn(m.reason, err)
	case errors.As(err, &w):
		if l.failed++; l.failed >= toleratedFailures {
			l.condemn(reasonDamaged, err)
		}
	}
}

// follow applies to g the changes after its position, up to the horizon as it
// is now. It returns a mismatch if g does not belong to the feed.
func (l *Library) follow(ctx context.Context, g *generation) error {
	st, horizon, err := l.place(ctx, g)
	if err != nil {
		return err
	}
	for st.Position.Compare(horizon) < 0 {
		changes, err := l.feed.Changes(ctx, l.kind, st.Position, l.options.Batch)
		if errors.Is(err, ErrPurged) {
			return mismatch{reasonPurged, err}
		}
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return l.idle(g, st, horizon)
		}
		st.Position = changes[len(changes)-1].Position
		if err := l.apply(ctx, g, st, changes); err != nil {
			return err
		}
	}
	return nil
}

// place reads where g is and where the feed is, and whether they belong
// together.
func (l *Library) place(ctx context.Context, g *generation) (st state, horizon Position, err error) {
	if st, err = g.state(); err != nil {
		return st, horizon, mismatch{reasonDamaged, err}
	}
	epoch, err := l.feed.Epoch(ctx)
	if err != nil {
		return st, horizon, err
	}
	if epoch != st.Epoch {
		return st, horizon, mismatch{reasonEpoch, fmt.Errorf("search: index of %s, feed of %s", st.Epoch, epoch)}
	}
	if horizon, err = l.feed.Horizon(ctx); err != nil {
		return st, horizon, err
	}
	if st.Position.Compare(horizon) > 0 {
		return st, horizon, mismatch{reasonAhead, fmt.Errorf("search: index at %v, feed at %v", st.Position, horizon)}
	}
	return st, horizon, nil
}

// note keeps the error of the last attempt for Health, and logs it once.
func (l *Library) note(err error) {
	if errors.Is(err, context.Canceled) {
		return // the process is stopping
	}
	l.mu.Lock()
	before := l.fault
	l.fault = err
	l.mu.Unlock()
	switch {
	case err != nil && (before == nil || before.Error() != err.Error()):
		l.log.Warn("index not up to date", "error", err)
	case err == nil && before != nil:
		l.log.Info("index up to date again")
	}
}
