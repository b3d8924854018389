package search

import (
	"context"
	"time"
)

// Health is how a library is.
type Health struct {
	Kind       Kind
	Serving    bool          // there is an index to search
	Documents  uint64        // in that index
	Position   Position      // the changes up to here are in it
	Behind     int           // changes that are not; counted up to 1,000
	Lag        time.Duration // the age of the oldest of those
	Rebuilding bool          // a rebuild is under way or about to begin
	Reason     string        // why it is
	Built      int64         // documents the rebuild has done
	Err        error         // of the last attempt to sync or rebuild, or of asking the feed
}

// countLimit bounds what Health asks of the feed.
const countLimit = 1000

// Health reports on every library, in the order of Kinds.
func (ls *Libraries) Health(ctx context.Context) []Health {
	var all []Health
	for _, k := range Kinds() {
		all = append(all, ls.libraries[k].Health(ctx))
	}
	return all
}

// Health reports on the library.
func (l *Library) Health(ctx context.Context) Health {
	l.mu.Lock()
	h := Health{Kind: l.kind, Rebuilding: l.wanted != "", Reason: string(l.wanted), Err: l.fault}
	l.mu.Unlock()
	if h.Rebuilding {
		h.Built = l.built.Load()
	}
	g, err := l.acquire()
	if err != nil {
		return h
	}
	defer g.release()
	h.Serving = true
	if err := l.measure(ctx, g, &h); err != nil && h.Err == nil {
		h.Err = err
	}
	return h
}

// Size is the number of documents, 0 while there is no index.
func (l *Library) Size() (uint64, error) {
	g, err := l.acquire()
	if err != nil {
		return 0, nil
	}
	defer g.release()
	return g.documents()
}

func (l *Library) measure(ctx context.Context, g *generation, h *Health) (err error) {
	if h.Documents, err = g.documents(); err != nil {
		return err
	}
	st, err := g.state()
	if err != nil {
		return err
	}
	h.Position = st.Position
	changes, err := l.feed.Changes(ctx, l.kind, st.Position, countLimit)
	if err != nil || len(changes) == 0 {
		return err
	}
	h.Behind = len(changes)
	h.Lag = l.options.Now().Sub(changes[0].CreatedAt)
	return nil
}
