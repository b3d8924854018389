package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"sanku/search"
)

// batch is how many documents are indexed at once.
const batch = 2500

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

func buildIndex(ctx context.Context, dir string, l *Library, docs int, progress func(done, of int)) (*search.Collection, Index, error) {
	at := filepath.Join(dir, "index")
	if err := os.MkdirAll(at, 0o700); err != nil {
		return nil, Index{}, err
	}
	resetPeak()
	begun := time.Now()
	c, err := search.OpenCollection(at)
	if err != nil {
		return nil, Index{}, err
	}
	if err := fillIndex(ctx, c, l, docs, progress); err != nil {
		return nil, Index{}, errors.Join(err, c.Close())
	}
	s := newStamp(l, docs)
	s.DocsPerS, s.Bytes, s.PeakRSS = float64(docs)/time.Since(begun).Seconds(), c.Bytes(), peakRSS()
	if err := s.write(dir); err != nil {
		return nil, Index{}, errors.Join(err, c.Close())
	}
	return c, Index{s.DocsPerS, s.Bytes, s.PeakRSS, false}, nil
}

func fillIndex(ctx context.Context, c *search.Collection, l *Library, docs int, progress func(done, of int)) error {
	var waiting []search.Document
	done := 0
	return l.Each(ctx, 0, docs, func(some []search.Document) error {
		waiting = append(waiting, some...)
		done += len(some)
		if len(waiting) < batch && done < docs {
			return nil
		}
		err := c.Add(ctx, waiting)
		waiting = waiting[:0]
		progress(done, docs)
		return err
	})
}
