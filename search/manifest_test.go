package search

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// damages are what happens to files. Each takes a path.
var damages = []struct {
	name string
	do   func(*testing.T, string)
}{
	{"deleted", func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) }},
	{"zeroed", zero},
	{"truncated to half", func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, size(t, path)/2)) }},
	{"truncated to nothing", func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 0)) }},
	{"a bit flipped early", func(t *testing.T, path string) { flipBit(t, path, 0.1) }},
	{"a bit flipped late", func(t *testing.T, path string) { flipBit(t, path, 0.9) }},
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Size()
}

func zero(t *testing.T, path string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, make([]byte, size(t, path)), 0o600))
}

// flipBit flips one bit at the given fraction of the file.
func flipBit(t *testing.T, path string, at float64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	var b [1]byte
	offset := int64(float64(size(t, path)) * at)
	_, err = f.ReadAt(b[:], offset)
	require.NoError(t, err)
	b[0] ^= 0x10
	_, err = f.WriteAt(b[:], offset)
	require.NoError(t, err)
}

func segmentFiles(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// TestDamageIsRebuilt damages every kind of file of a closed index in every
// way; opening it has to end in a whole index, unattended.
func TestDamageIsRebuilt(t *testing.T) {
	files := []struct {
		name   string
		find   func(*fixture) string
		reason reason
	}{
		{"segment", func(f *fixture) string { return segmentFiles(f.T, f.liveDir())[0] }, reasonDamaged},
		{"newest segment", func(f *fixture) string {
			all := segmentFiles(f.T, f.liveDir())
			return all[len(all)-1]
		}, reasonDamaged},
		{"store", func(f *fixture) string { return filepath.Join(f.liveDir(), storeFile) }, reasonDamaged},
		{"manifest", func(f *fixture) string { return filepath.Join(f.liveDir(), manifestFile) }, ""},
		{"pointer", func(f *fixture) string { return f.needs().pointerPath() }, reasonMissing},
	}
	for _, file := range files {
		for _, damage := range damages {
			t.Run(file.name+" "+damage.name, func(t *testing.T) {
				f := newScribbled(t)
				path := file.find(f)
				f.shut()
				damage.do(t, path)
				f.open()
				f.catchUp()
				f.requireAgreement()
				if file.reason != "" {
					f.requireRebuilt(file.reason)
				}
			})
		}
	}
}

// TestAnyFlippedBitIsFound flips one bit at a time, anywhere in the store and
// the segments.
func TestAnyFlippedBitIsFound(t *testing.T) {
	f := newScribbled(t)
	dir := f.liveDir()
	f.shut()
	random := rand.New(rand.NewPCG(4, 4))
	for range 100 {
		for _, path := range append(segmentFiles(t, dir), filepath.Join(dir, storeFile)) {
			whole, err := os.ReadFile(path)
			require.NoError(t, err)
			at := random.Float64()
			flipBit(t, path, at)
			_, _, err = check(dir)
			require.Error(t, err, "%s at %f", path, at)
			require.NoError(t, os.WriteFile(path, whole, 0o600))
		}
	}
	_, clean, err := check(dir)
	require.NoError(t, err)
	require.True(t, clean)
}

// TestDamageAfterACrash looks at an index as a kill would leave it: with segments that
// the manifest has never heard of. A copy of an open index would not do: the merger
// takes files away while they are copied.
func TestDamageAfterACrash(t *testing.T) {
	f := newScribbled(t)
	for i := range 5 {
		f.feed.put(Needs, fmt.Sprint("late ", i), "新写入")
		f.catchUp()
	}
	crashed := f.liveDir()
	open, err := os.ReadFile(filepath.Join(crashed, manifestFile))
	require.NoError(t, err)
	f.shut()
	require.NoError(t, os.WriteFile(filepath.Join(crashed, manifestFile), open, 0o600))

	in, clean, err := check(crashed)
	require.NoError(t, err, "newer segments are fine")
	require.False(t, clean)
	known, err := readManifest(crashed)
	require.NoError(t, err)
	require.NotEmpty(t, in.segments)
	require.NotSubset(t, slices.Collect(maps.Keys(known.Segments)), slices.Collect(maps.Keys(in.segments)), "none is newer than the manifest")
	for name := range in.segments {
		path := filepath.Join(crashed, name)
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		flipBit(t, path, 0.5)
		_, _, err = check(crashed)
		require.ErrorIs(t, err, errDamaged)
		require.NoError(t, os.WriteFile(path, whole, 0o600))
		delete(in.segments, name)
		delete(known.Segments, name)
	}
	require.Empty(t, in.segments)
}

// TestSegmentsCarryTheirChecksum holds bleve to the format that the checks
// rest on, through merges too.
func TestSegmentsCarryTheirChecksum(t *testing.T) {
	f := newFixture(t)
	f.options.Batch = 7
	f.reopen()
	f.catchUp()
	scribble(f.feed, rand.New(rand.NewPCG(5, 5)), 300)
	f.feed.reveal(300)
	f.catchUp()
	dir := f.liveDir()
	f.shut()
	in, _, err := check(dir)
	require.NoError(t, err)
	require.NotEmpty(t, in.segments)
	for name, sum := range in.segments {
		require.NoError(t, checkSegment(filepath.Join(dir, name), sum))
		sum.CRC++
		require.ErrorIs(t, checkSegment(filepath.Join(dir, name), sum), errDamaged)
	}
}

func TestStateRefusesAnyOtherByte(t *testing.T) {
	s := state{Format: 1, Mapping: "abc", Epoch: "cluster", Position: Position{XID: 1 << 60, ID: 7}}
	whole := s.encode()
	got, err := decodeState(whole)
	require.NoError(t, err)
	require.Equal(t, s, got)
	for i := range whole {
		b := append([]byte(nil), whole...)
		b[i] ^= 1
		_, err := decodeState(b)
		require.ErrorIs(t, err, errNoState, "byte %d", i)
		_, err = decodeState(whole[:i])
		require.ErrorIs(t, err, errNoState, "length %d", i)
	}
}
