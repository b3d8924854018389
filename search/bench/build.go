package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"sanku/search"
)

// openIndex opens the index of l's first docs documents in dir, which it builds
// unless an earlier run has left it there.
func openIndex(ctx context.Context, dir string, l *Library, docs int, progress func(done, of int)) (*search.Collection, Index, error) {
	if s := stampIn(dir); s.fits(l, docs) {
		c, err := search.OpenCollection(filepath.Join(dir, "index"))
		return c, Index{s.DocsPerS, s.Bytes, s.PeakRSS, true}, err
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, Index{}, err
	}
	return buildIndex(ctx, dir, l, docs, progress)
}

// buildIndex builds as a library is rebuilt, into one segment.
func buildIndex(ctx context.Context, dir string, l *Library, docs int, progress func(done, of int)) (*search.Collection, Index, error) {
	at := filepath.Join(dir, "index")
	if err := os.MkdirAll(at, 0o700); err != nil {
		return nil, Index{}, err
	}
	resetPeak()
	begun := time.Now()
	c, err := search.BuildCollection(ctx, at, func(add func([]search.Document) error) error {
		done := 0
		return l.Each(ctx, 0, docs, func(some []search.Document) error {
			done += len(some)
			progress(done, docs)
			return add(some)
		})
	})
	if err != nil {
		return nil, Index{}, err
	}
	s := newStamp(l, docs)
	s.DocsPerS, s.Bytes, s.PeakRSS = float64(docs)/time.Since(begun).Seconds(), c.Bytes(), peakRSS()
	if err := s.write(dir); err != nil {
		return nil, Index{}, errors.Join(err, c.Close())
	}
	return c, Index{s.DocsPerS, s.Bytes, s.PeakRSS, false}, nil
}
