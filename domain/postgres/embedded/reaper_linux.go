package embedded

import "syscall"

// becomeReaper makes this process the parent of every descendant whose own parent has
// ended, as pg_ctl does after it has started the server, so that it can wait for them.
func becomeReaper() {
	const setChildSubreaper = 36 // PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0)
}
