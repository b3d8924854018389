package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// How a lock is held: by one process, or by any number that let each other in.
const (
	exclusive = syscall.LOCK_EX
	shared    = syscall.LOCK_SH
)

// tryLock takes the lock at path, or returns nothing when others hold it against that.
// The lock belongs to the open file, so a supervisor that inherits the file holds it
// on, and the kernel frees it when the last holder ends, however it ends.
func tryLock(path string, who account, how int) (*os.File, error) {
	f, err := lock(path, who, how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil
	}
	return f, err
}

// waitLock takes the lock at path alone, waiting for as long as others hold it.
func waitLock(path string, who account) (*os.File, error) {
	return lock(path, who, exclusive)
}

func lock(path string, who account, how int) (*os.File, error) {
	f, err := who.open(path)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), how)
	for errors.Is(err, syscall.EINTR) {
		err = syscall.Flock(int(f.Fd()), how)
	}
	if err != nil {
		f.Close()
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return f, nil
}

// open opens a file of a's for appending and makes it a's when root made it. It follows
// no symbolic link, since root must not be led out of a directory that is another's.
func (a account) open(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, notOpened(path, a, err)
	}
	if os.Geteuid() == 0 {
		err = f.Chown(a.UID, a.GID)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func notOpened(path string, who account, err error) error {
	if errors.Is(err, os.ErrPermission) {
		return notOurs(filepath.Dir(path), who)
	}
	return err
}
