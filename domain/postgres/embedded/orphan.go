package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// stopOrphan stops a server whose supervisor was killed, which nobody could stop since:
// whoever holds the lock of the cluster may be sure that no supervisor is left.
func (c *cluster) stopOrphan(ctx context.Context) error {
	pid, ok := postmaster(c.at)
	if !ok || !alive(pid) {
		return nil // a stale file is PostgreSQL's to replace
	}
	if !runs(pid, c.at.data()) {
		// The number now belongs to another program, as happens to the low numbers
		// of a restarted container; PostgreSQL would refuse to start.
		return os.Remove(pidFile(c.at))
	}
	c.progress("stopping a PostgreSQL that a killed process left behind (process %d)", pid)
	err := c.command(ctx, "pg_ctl", "stop", "-w", "-m", "fast", "-D", c.at.data())
	if err != nil && alive(pid) {
		return &Refusal{NotStartable,
			fmt.Sprintf("PostgreSQL (process %d) was left behind and does not stop: %v", pid, err),
			fmt.Sprintf("end it with kill -INT %d and start again", pid)}
	}
	return nil
}

func pidFile(at layout) string { return filepath.Join(at.data(), "postmaster.pid") }

// postmaster returns the process that postmaster.pid names.
func postmaster(at layout) (int, bool) {
	raw, err := os.ReadFile(pidFile(at))
	if err != nil {
		return 0, false
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	return pid, err == nil && pid > 0
}

// exited returns a channel that closes when process pid has ended. A process that is
// no child of this one is looked at now and then.
func exited(pid int) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, err := syscall.Wait4(pid, nil, 0, nil)
		for errors.Is(err, syscall.EINTR) {
			_, err = syscall.Wait4(pid, nil, 0, nil)
		}
		for err != nil && alive(pid) {
			time.Sleep(100 * time.Millisecond)
		}
	}()
	return ended
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// runs reports whether process pid is a server on dir, which is then its working
// directory. Where the system does not tell, it is taken for one.
func runs(pid int, dir string) bool {
	if _, err := os.Stat("/proc/self"); err != nil {
		return true
	}
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false // another user's, so not ours
	}
	real, err := filepath.EvalSymlinks(dir)
	return err == nil && cwd == real
}
