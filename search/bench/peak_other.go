//go:build !linux

package bench

import "runtime"

// peakRSS is the memory that the Go runtime has obtained; these systems do not
// tell the peak of what a process holds.
func peakRSS() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}

func resetPeak() {}
