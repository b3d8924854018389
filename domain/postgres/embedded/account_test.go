package embedded

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRootStepsDown(t *testing.T) {
	asRoot(t)
	o := quick(t)
	s := started(t, o)
	uid, _, ok := owner(layout(o.Dir).data())
	require.True(t, ok)
	require.NotZero(t, uid, "the cluster belongs to root")
	require.Equal(t, 1, query[int](t, s.URL(), "select 1"))
	info, err := os.Stat(o.Dir)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o710), info.Mode().Perm(), "only the account's group is let through")
}

// A user starts a cluster; root joins it, starts it later as that user, and hands it
// back unharmed.
func TestOrdinaryUserAndRoot(t *testing.T) {
	asRoot(t)
	who, err := lookup("nobody")
	require.NoError(t, err)
	dir, binary := dataDir(t), publicCopy(t)
	require.NoError(t, os.Chown(dir, who.UID, who.GID))
	asUser := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(who.UID), Gid: uint32(who.GID)}}

	p := startProgram(t, binary, dir, asUser)
	require.Empty(t, p.Err)
	guest := started(t, Options{Dir: dir})
	require.True(t, guest.Joined(), "root joins")
	require.NoError(t, guest.Stop())
	p.kill()
	released(t, dir)

	s := started(t, Options{Dir: dir})
	require.False(t, s.Joined())
	require.NoError(t, s.Stop())
	uid, _, _ := owner(layout(dir).data())
	require.Equal(t, who.UID, uid)

	p = startProgram(t, binary, dir, asUser)
	require.Empty(t, p.Err, "the user starts it again after root")
}

func TestOrdinaryUserMeetsRootsDirectory(t *testing.T) {
	asRoot(t)
	who, err := lookup("nobody")
	require.NoError(t, err)
	dir := dataDir(t)
	started(t, Options{Dir: dir})
	p := startProgram(t, publicCopy(t), dir, &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: uint32(who.UID), Gid: uint32(who.GID)}})
	require.Contains(t, p.Err, "belongs to user root")
	require.Contains(t, p.Err, "--data DIR")
}

func TestDefaultDir(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/srv/share")
	dir, err := DefaultDir()
	require.NoError(t, err)
	require.Equal(t, "/srv/share/sanku", dir)

	t.Setenv("XDG_DATA_HOME", "relative") // to be ignored, says the XDG specification
	t.Setenv("HOME", "/home/li")
	dir, err = DefaultDir()
	require.NoError(t, err)
	if os.Geteuid() == 0 {
		require.Equal(t, "/var/lib/sanku", dir)
	} else {
		require.Equal(t, "/home/li/.local/share/sanku", dir)
	}
}

// publicCopy puts this binary where every user can run it.
func publicCopy(t *testing.T) string {
	t.Helper()
	dir := dataDir(t)
	require.NoError(t, os.Chmod(dir, 0o755))
	from, err := os.Open(thisBinary(t))
	require.NoError(t, err)
	defer from.Close()
	path := filepath.Join(dir, "program")
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	require.NoError(t, err)
	_, err = io.Copy(to, from)
	require.NoError(t, err)
	require.NoError(t, to.Close())
	return path
}

func chownAll(t *testing.T, dir string, who account) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, who.UID, who.GID)
	}))
}
