//go:build !linux

package embedded

// becomeReaper does nothing here; exited looks at the process instead of waiting.
func becomeReaper() {}
