package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// Modes of syscall.Access, as POSIX defines them.
const (
	mayEnter = 1
	mayWrite = 2
	mayRead  = 4
)

// prepare makes the directories of o and hands PostgreSQL's own to the account that
// will run it. It never changes what a directory that was already there holds.
func prepare(o Options) (account, error) {
	at := layout(o.Dir)
	who, err := chooseAccount(at)
	if err != nil {
		return who, err
	}
	if err := os.MkdirAll(filepath.Dir(o.Dir), 0o755); err != nil {
		return who, cannotCreate(o.Dir, err)
	}
	if err := mkdir(o.Dir, 0o750); err != nil {
		return who, cannotCreate(o.Dir, err)
	}
	if err := who.admit(o.Dir); err != nil {
		return who, cannotCreate(o.Dir, err)
	}
	for _, dir := range []string{at.root(), at.log()} {
		if err := who.own(dir); err != nil {
			return who, cannotCreate(dir, err)
		}
	}
	_ = who.own(o.Cache) // only a download needs it, and then says what is wrong
	return who, nil
}

func mkdir(dir string, mode fs.FileMode) error {
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// own makes dir, when it is not there, for a alone.
func (a account) own(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := mkdir(dir, 0o700); err != nil || os.Geteuid() != 0 {
		return err
	}
	return os.Lchown(dir, a.UID, a.GID)
}

// admit lets a's group through dir when dir is root's own and is closed to groups, as
// mktemp -d makes it. Any other closed directory is somebody's decision, and refused
// later in words.
func (a account) admit(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || os.Geteuid() != 0 {
		return err
	}
	const groupAny, othersEnter, groupEnter = 0o070, 0o001, 0o010
	st, mode := info.Sys().(*syscall.Stat_t), info.Mode().Perm()
	closed := mode&othersEnter == 0 && (mode&groupAny == 0 || st.Gid == 0)
	if st.Uid != 0 || !closed {
		return nil
	}
	if err := os.Chown(dir, -1, a.GID); err != nil {
		return err
	}
	return os.Chmod(dir, mode&^groupAny|groupEnter)
}

func cannotCreate(dir string, err error) error {
	return &Refusal{NoAccess, fmt.Sprintf("cannot use %s: %v", dir, err),
		"make it writable for " + nameOf(os.Geteuid()) + ", or choose another data directory with --data DIR"}
}

// checkAccess refuses, naming the first obstacle, unless this process, which has
// already become who, may enter every directory on the way to path and use path.
func checkAccess(who account, path string) error {
	if closed := firstClosed(path); closed != "" {
		return notEnterable(closed, who)
	}
	if syscall.Access(path, mayRead|mayWrite|mayEnter) != nil {
		return notOurs(path, who)
	}
	return nil
}

// firstClosed returns the first directory above path that this process cannot enter.
func firstClosed(path string) string {
	for _, dir := range parents(path) {
		if syscall.Access(dir, mayEnter) != nil {
			return dir
		}
	}
	return ""
}

func notEnterable(dir string, who account) error {
	return &Refusal{NoAccess,
		fmt.Sprintf("user %s, who runs PostgreSQL, cannot enter %s", who.Name, dir),
		fmt.Sprintf("choose a data directory elsewhere with --data DIR (root's default is /var/lib/sanku), "+
			"or allow entry: chmod o+x %s", dir)}
}

func notOurs(path string, who account) error {
	uid, _, ok := owner(path)
	if !ok || uid == who.UID {
		return &Refusal{NoAccess, fmt.Sprintf("user %s cannot read and write %s", who.Name, path),
			"make it readable and writable for its owner: chmod u+rwx " + path}
	}
	as := "root"
	if uid != 0 {
		as = nameOf(uid) + " or as root"
	}
	return &Refusal{NoAccess,
		fmt.Sprintf("%s belongs to user %s, and this is user %s", path, nameOf(uid), who.Name),
		fmt.Sprintf("run this program as %s, or choose another data directory with --data DIR", as)}
}

// parents lists the directories above path, the root first.
func parents(path string) []string {
	var dirs []string
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		dirs = append(dirs, dir)
		if dir == filepath.Dir(dir) {
			slices.Reverse(dirs)
			return dirs
		}
	}
}
