package matching

import (
	"context"
	"slices"
	"time"
)

// lookEvery is how often a copy looks for others that are gone. What they left undone
// is handed over at the second look that misses them: by then a copy that has only lost
// its connection is there again. Should one be taken for gone all the same, a job is done
// twice, which changes nothing: the later result replaces the earlier, equal one.
const lookEvery = 3 * time.Second

// watch keeps this copy present among others, and hands over the jobs of those that are
// gone, until ctx ends.
func (w *Work) watch(ctx context.Context, m *Matcher, every time.Duration) {
	defer w.presence.End()
	tick := time.NewTicker(every)
	defer tick.Stop()
	var missed []string
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		var err error
		if missed, err = w.look(ctx, m, missed); err != nil && ctx.Err() == nil {
			m.log.Warn("other copies not looked for; tried again", "error", err)
		}
	}
}

// look hands over the jobs of copies that are missed again, and returns those missed.
func (w *Work) look(ctx context.Context, m *Matcher, before []string) ([]string, error) {
	if err := w.presence.Renew(ctx); err != nil {
		return nil, err
	}
	missed, err := m.db.Absent(ctx)
	gone := slices.DeleteFunc(slices.Clone(missed), func(name string) bool { return !slices.Contains(before, name) })
	if err != nil || len(gone) == 0 {
		return missed, err
	}
	jobs, err := m.db.ReleaseJobs(ctx, gone)
	m.log.Warn("took over from copies that are gone", "copies", gone, "jobs", jobs)
	return missed, err
}
