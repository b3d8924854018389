package search

import (
	"fmt"
	"os"
)

// open opens the index that was live last, or says why it has to be rebuilt.
func (l *Library) open() {
	name, err := l.pointer()
	l.sweep(name)
	if err != nil {
		l.condemn(reasonMissing, err)
		return
	}
	g, why, err := l.openChecked(name)
	if err != nil {
		l.condemn(why, err)
	}
	l.live = g
	l.count()
}

// openChecked opens the generation called name if its files are what was
// written. An index of another mapping still opens: it serves, but is not to
// be written to.
func (l *Library) openChecked(name string) (*generation, reason, error) {
	dir := l.path(name)
	in, clean, err := check(dir)
	if err != nil {
		return nil, reasonDamaged, err
	}
	if in.state.Format != formatVersion {
		return nil, reasonFormat, fmt.Errorf("search: index of format %d, not %d", in.state.Format, formatVersion)
	}
	if err := (manifest{Segments: in.segments}).write(dir); err != nil { // no longer clean from here on
		return nil, reasonDamaged, err
	}
	g, err := openGeneration(dir, l.queue)
	if err != nil {
		return nil, reasonDamaged, err
	}
	g.unclean = !clean
	if hash := mappingHash(); in.state.Mapping != hash {
		return g, reasonMapping, fmt.Errorf("search: index of mapping %s, not %s", in.state.Mapping, hash)
	}
	return g, "", nil
}

// close closes the live index and seals it, so that the next process can tell
// every file to be as it was left.
func (l *Library) close() {
	l.mu.Lock()
	g := l.live
	l.live, l.closed = nil, true
	l.mu.Unlock()
	l.retired.Wait()
	if g == nil {
		return
	}
	g.retire(func() {})
	<-g.closed
	if g.stuck || g.unclean {
		return // bleve still has it, or nobody has verified it since a crash
	}
	if err := seal(g.dir); err != nil {
		l.log.Warn("index closed without a seal", "error", err)
	}
}

// sweep removes every generation but the one called keep: replaced ones and
// those that a kill left half built.
func (l *Library) sweep(keep string) {
	for _, name := range l.generations() {
		if name == keep {
			continue
		}
		if err := os.RemoveAll(l.path(name)); err != nil {
			l.log.Warn("old index not removed", "directory", name, "error", err)
		}
	}
}
