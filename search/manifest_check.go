package search

import (
	"fmt"
	"maps"
	"path/filepath"
)

// inspection is what a closed index says of itself.
type inspection struct {
	state    state
	segments map[string]fileSum
}

// inspect opens the index in dir without changing it and without starting the
// background work that would run into damage.
func inspect(dir string) (in inspection, err error) {
	err = guarded(func() error {
		idx, err := openStore(dir, nil, true)
		if err != nil {
			return err
		}
		defer idx.Close()
		r, err := idx.Reader()
		if err != nil {
			return err
		}
		defer r.Close()
		if in.state, err = readState(r); err != nil {
			return err
		}
		in.segments, err = segmentSums(dir, r)
		return err
	})
	return in, err
}

// check compares the files of the closed index in dir with its manifest and
// with the checksums that segments carry, and returns what the index says of
// itself and whether it was closed by the process that wrote it. Segments that
// the manifest does not know came after it and have to agree with themselves.
func check(dir string) (in inspection, clean bool, err error) {
	m, err := readManifest(dir)
	if err != nil {
		return in, false, err
	}
	if in, err = inspect(dir); err != nil {
		return in, false, fmt.Errorf("%w: %w", errDamaged, err)
	}
	for name, sum := range in.segments {
		if known, ok := m.Segments[name]; ok && known != sum {
			return in, false, fmt.Errorf("%w: %s is not the segment that was recorded", errDamaged, name)
		}
	}
	if m.Clean {
		err = checkSealed(dir, m, in)
	}
	if err == nil {
		err = checkSegments(dir, in.segments)
	}
	return in, m.Clean, err
}

func checkSealed(dir string, m manifest, in inspection) error {
	store, err := sumFile(filepath.Join(dir, storeFile))
	if err != nil {
		return err
	}
	if store != m.Store || !maps.Equal(m.Segments, in.segments) {
		return fmt.Errorf("%w: %s changed after the index was closed", errDamaged, storeFile)
	}
	return nil
}
